//! The oracle over the plans of the tree: the graph files, the library's graphs, the demo.

use std::path::PathBuf;

use vixen::Graph;
use vixen_compiler::diagnostic::Diagnostics;
use vixen_compiler::syntax::json::parse;
use vixen_examples::voxel::VoxelWorld;
use vixen_graphs::post::Glow;
use vixen_oracle::{judge_plan, mutants, mutate};
use vixen_plan::{Family, Plan};

/// The graph files, by name.
fn files() -> Vec<(String, Family)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("graphs");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    paths.sort();
    let compiled = paths.iter().filter_map(|path| {
        let diagnostics = Diagnostics::new();
        let ast = parse(&std::fs::read_to_string(path).ok()?, None, &diagnostics)?;
        let family = vixen_compiler::compile(&ast, &diagnostics);
        // They are read, or the diagnostics complain.
        let found = diagnostics.into_vec();
        assert!(family.is_some(), "{}: {found:?}", path.display());
        Some((path.file_stem()?.to_string_lossy().into_owned(), family?))
    });
    compiled.collect()
}

fn all() -> Vec<(String, Plan)> {
    let built = [("Glow", Glow::FAMILY), ("VoxelWorld", VoxelWorld::FAMILY)];
    let built = built.into_iter().map(|(name, family)| (name.to_owned(), family.clone()));
    let plans = files().into_iter().chain(built).flat_map(|(name, family)| {
        family.plans.iter().map(|plan| (name.clone(), plan.clone())).collect::<Vec<_>>()
    });
    plans.collect()
}

#[test]
fn the_oracle_has_no_objection() {
    let plans = all();
    assert!(plans.len() >= 8, "{} plans", plans.len());
    for (name, plan) in plans {
        let verdicts = judge_plan(&plan);
        assert!(verdicts.is_empty(), "{name}:\n{verdicts}");
    }
}

/// `make proof` does the same for the graph of a thousand passes, which is too much for an unoptimised build.
#[test]
fn nothing_can_be_taken_away() {
    for (name, plan) in all() {
        if plan.passes.len() > 100 {
            continue;
        }
        let report = mutate(&plan);
        assert!(report.mutants > 0, "{name} has no mutant");
        assert_eq!(report.survivors_unexplained, 0, "{name}:\n{report}");
    }
}

/// `mutate` executes what is common to many mutants once, and exchanges barriers in place.
#[test]
fn mutants_judged_one_by_one_have_the_same_fate() {
    let (name, plan) = ("Glow", &Glow::FAMILY.plans[0]);
    let passes = |mutant: &vixen_oracle::Mutant| judge_plan(&mutant.plan).is_empty();
    let survivors = mutants(plan).filter(passes).map(|mutant| mutant.description);
    let report = mutate(plan);
    let told = report.survivors.iter().map(|survivor| survivor.description.clone());
    assert_eq!(survivors.collect::<Vec<_>>(), told.collect::<Vec<_>>(), "{name}");
}

//! The validation layer as a second judge: mutants of compute and transfer graphs, executed under it, and its
//! verdict beside the oracle's.
//!
//! Both are asked about the same plan, written out as [`written_out`] says, so that a known fault of older layers
//! is no difference. The layer judges what is recorded into one command buffer; the oracle judges consecutive
//! frames. `docs/proof/second-judge.md` has what the differences come to.

use std::collections::BTreeMap;
use std::fmt;

use vixen::Result;
use vixen_oracle::{Kind, Verdict, judge_plan, mutants};
use vixen_plan::Plan;

use crate::campaign;
use crate::compile::{Compiled, compile};
use crate::graph::{Graph, Life, Work};
use crate::judge::{Bench, written_out};
use crate::subject::Subject;

/// Kinds of mutants that synchronization validation can see: it knows no meaning and no memory placement, and
/// layouts are another part of the layer's affair.
const KINDS: [Kind; 8] = [
    Kind::Barrier,
    Kind::SourceStage,
    Kind::SourceAccess,
    Kind::DestinationStage,
    Kind::DestinationAccess,
    Kind::Pair,
    Kind::Range,
    Kind::Moved,
];

/// How the two judges may answer, and where the access that the oracle names lies from the earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// Both object.
    Both,
    /// Neither objects.
    Neither,
    /// The layer alone objects.
    LayerOnly,
    /// The oracle alone objects, to two accesses of one command buffer.
    OracleWithin,
    /// The same, to two shaders that write one range through descriptors.
    OracleDescriptors,
    /// The oracle alone objects, to accesses of two command buffers of a frame.
    OracleAcross,
    /// The oracle alone objects, to accesses of two frames, or of set-up and a frame.
    OracleFrames,
    /// The oracle alone objects, to the frame's edge: the host, the caller, the presentation engine.
    OracleEdge,
}

impl Answer {
    /// In a few words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Both => "both object",
            Self::Neither => "neither objects",
            Self::LayerOnly => "layer only",
            Self::OracleWithin => "oracle only, one command buffer",
            Self::OracleDescriptors => "oracle only, two shaders' writes",
            Self::OracleAcross => "oracle only, two command buffers",
            Self::OracleFrames => "oracle only, two frames",
            Self::OracleEdge => "oracle only, the frame's edge",
        }
    }
}

/// What the judges answered.
#[derive(Debug, Default)]
pub struct Table {
    /// Mutants by kind and answer.
    pub counts: BTreeMap<(Kind, Answer), u64>,
    /// An example of each difference: the graph's number, what was changed, and what the judges said.
    pub examples: BTreeMap<(Kind, Answer), String>,
    /// Graphs whose mutants were judged.
    pub graphs: u64,
}

impl Table {
    /// Mutants that were executed.
    #[must_use]
    pub fn mutants(&self) -> u64 {
        self.counts.values().sum()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} mutants of {} graphs", self.mutants(), self.graphs)?;
        for ((kind, answer), count) in &self.counts {
            writeln!(f, "| {kind} | {} | {count} |", answer.name())?;
        }
        for ((kind, answer), example) in &self.examples {
            writeln!(f, "\n{kind}, {}:\n{example}", answer.name())?;
        }
        Ok(())
    }
}

/// Asks both judges about at most `most` mutants of each of the first `graphs` fitting graphs of a seed.
pub fn ask(seed: u64, graphs: u64, most: usize) -> Result<Table> {
    let mut table = Table::default();
    let mut bench = Bench::new(true)?;
    let mut index = 0;
    while table.graphs < graphs {
        let graph = campaign::graph(seed, index);
        index += 1;
        let Some(graph) = graph.filter(fits) else { continue };
        let Ok(compiled) = compile(&graph) else { continue };
        let judged = (&graph, &compiled);
        if layer_objects(&mut bench, judged, &compiled.plan)?.is_some() {
            continue;
        }
        table.graphs += 1;
        let all = mutants(&compiled.plan).filter(|mutant| KINDS.contains(&mutant.kind));
        let all: Vec<_> = all.collect();
        let step = all.len().div_ceil(most.max(1)).max(1);
        for mutant in all.into_iter().step_by(step) {
            let verdicts = judge_plan(&mutant.plan).0;
            let layer = layer_objects(&mut bench, judged, &mutant.plan)?;
            let (answer, verdict) = match (&layer, verdicts.first()) {
                (Some(_), Some(_)) => (Answer::Both, None),
                (None, None) => (Answer::Neither, None),
                (Some(_), None) => (Answer::LayerOnly, None),
                (None, Some(_)) => nearest(&compiled.plan, &verdicts),
            };
            let key = (mutant.kind, answer);
            *table.counts.entry(key).or_default() += 1;
            if !matches!(answer, Answer::Both | Answer::Neither) {
                table.examples.entry(key).or_insert_with(|| {
                    let oracle = verdict.map(ToString::to_string).unwrap_or_default();
                    let layer = layer.unwrap_or_default();
                    format!(
                        "graph {}: {}\n  oracle: {oracle}\n  layer: {layer}",
                        index - 1,
                        mutant.description
                    )
                });
            }
        }
    }
    Ok(table)
}

/// Whether a graph has compute and transfer passes alone, and no import whose state the program changes.
fn fits(graph: &Graph) -> bool {
    let known = |work: &Work| !matches!(work, Work::Raster { .. });
    graph.passes.iter().all(|pass| known(&pass.work))
        && graph.resources.iter().all(|r| !matches!(r.life, Life::Import(_)))
}

/// What the layer says of a few frames of a plan, if anything.
fn layer_objects(
    bench: &mut Bench,
    (graph, compiled): (&Graph, &Compiled),
    plan: &Plan,
) -> Result<Option<String>> {
    let before = bench.gpu().messages().validation();
    let written_out = Compiled { plan: written_out(plan), shaders: compiled.shaders.clone() };
    let mut subject = Subject::new(bench.gpu(), graph, &written_out)?;
    for _ in 0..2 {
        subject.frame()?;
    }
    subject.wait()?;
    drop(subject);
    let objections = bench.gpu().messages().validation() - before;
    if objections == 0 {
        return Ok(None);
    }
    let texts = bench.gpu().messages().recent();
    let all = texts.0.len();
    let first = texts.0.get(all.saturating_sub(objections as usize)).map(ToString::to_string);
    // The layer remembers layouts that a wrong barrier left.
    *bench = Bench::new(true)?;
    Ok(Some(first.unwrap_or_default()))
}

/// The objection that the layer should have seen first: the one whose accesses lie closest together.
fn nearest<'a>(plan: &Plan, verdicts: &'a [Verdict]) -> (Answer, Option<&'a Verdict>) {
    let distance = |verdict: &Verdict| match &verdict.earlier {
        None => Answer::OracleEdge,
        Some(earlier) if earlier.frame != verdict.at.frame => Answer::OracleFrames,
        Some(earlier) => match (segment(plan, &earlier.what), segment(plan, &verdict.at.what)) {
            (Some(a), Some(b)) if a == b && suppressed(verdict, verdicts) => {
                Answer::OracleDescriptors
            }
            (Some(a), Some(b)) if a == b => Answer::OracleWithin,
            (Some(_), Some(_)) => Answer::OracleAcross,
            _ => Answer::OracleEdge,
        },
    };
    let nearest = verdicts.iter().min_by_key(|verdict| distance(verdict));
    (nearest.map_or(Answer::OracleEdge, distance), nearest)
}

/// Whether an objection is to two writes of shaders, which the layer suppresses (`SuppressedBoundDescriptorWAW` of its
/// sources), or to what a shader reads that writes it, too: of such a descriptor the layer asks for the write alone.
fn suppressed(verdict: &Verdict, all: &[Verdict]) -> bool {
    const WRITE: &str = "SHADER_STORAGE_WRITE";
    let same = |other: &&Verdict| {
        (&other.at, &other.earlier, &other.range) == (&verdict.at, &verdict.earlier, &verdict.range)
    };
    let writes = |one: &Verdict| one.detail.matches(WRITE).count() == 2;
    writes(verdict) || (verdict.detail.contains(WRITE) && all.iter().filter(same).any(writes))
}

/// The command buffer of the pass that a place names first.
fn segment(plan: &Plan, what: &str) -> Option<usize> {
    let name = what
        .split(|c: char| !(c.is_alphanumeric() || "[]_".contains(c)))
        .find(|word| plan.passes.iter().any(|pass| *pass.name == **word))?;
    plan.segments
        .iter()
        .position(|segment| segment.passes.of(&plan.passes).iter().any(|pass| *pass.name == *name))
}

//! All proofs in one run: what `make proof` writes to `target/proof/summary.json`.

mod inputs;
mod plans;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use crate::{campaign, judge, regressions, second_judge};

pub use inputs::{Fuzzed, fuzz};
pub use plans::mutation;

/// Mutants of a graph that the validation layer judges, at most.
const MUTANTS_JUDGED_TWICE: usize = 12;

/// How much is done.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Random graphs under the validation layer.
    pub validated: u64,
    /// Random graphs without it: several times as many in the same time.
    pub unvalidated: u64,
    /// Random graphs whose mutants are judged.
    pub mutated: u64,
    /// Random graphs whose mutants the validation layer judges, too.
    pub judged_twice: u64,
    /// Passes of a plan beyond which its mutants are left to the long form.
    pub largest: usize,
    /// Whether each Vulkan call fails with each of its codes, not with one.
    pub every_fault: bool,
    /// Time of each fuzz target.
    pub fuzz: Duration,
    /// Threads of random graphs.
    pub threads: usize,
}

impl Effort {
    /// What `make test` does: minutes.
    pub const SHORT: Self = Self {
        validated: 200,
        unvalidated: 800,
        mutated: 500,
        judged_twice: 10,
        largest: 100,
        every_fault: false,
        fuzz: Duration::from_secs(10),
        threads: 2,
    };

    /// What `make proof` does: half an hour. Fuzzing for an hour each is the program `hostile`'s, or libFuzzer's.
    pub const LONG: Self = Self {
        validated: 5_000,
        unvalidated: 20_000,
        mutated: 20_000,
        judged_twice: 240,
        largest: usize::MAX,
        every_fault: true,
        fuzz: Duration::from_mins(2),
        threads: 2,
    };
}

/// The figures of all proofs.
#[derive(Debug, Default, Serialize)]
pub struct Summary {
    /// Streams with a known verdict.
    pub oracle_cases: u64,
    /// Those on which the oracle's verdict is another. Must be 0.
    pub oracle_cases_wrong: u64,
    /// Plans whose mutants were judged.
    pub mutated_plans: u64,
    /// Objections to plans as they are. Must be 0.
    pub objections: u64,
    /// Mutants of all plans.
    pub mutants: u64,
    /// Those to which the oracle objects.
    pub killed: u64,
    /// Those that it lets pass, for a reason.
    pub survivors_explained: u64,
    /// Those that it lets pass without one. Must be 0.
    pub survivors_unexplained: u64,
    /// Random graphs that were executed, regressions included.
    pub random_graphs: u64,
    /// Those under the validation layer.
    pub random_graphs_validated: u64,
    /// Those that failed in whatever way. Must be 0.
    pub mismatches: u64,
    /// Those of which the layer said what a fault of its own makes it say.
    pub layer_faults: u64,
    /// Those that differed until lavapipe was kept from skipping barriers.
    pub driver_faults: u64,
    /// Mutants that the validation layer judged beside the oracle.
    pub judged_twice: u64,
    /// Those on which the two differ, for no reason that is known. Must be 0.
    pub judged_otherwise: u64,
    /// Runs in which a Vulkan call failed.
    pub fault_points: u64,
    /// Those that left something behind. Must be 0.
    pub leaks: u64,
    /// Those that panicked, or whose error was wrong. Must be 0.
    pub fault_failures: u64,
    /// By fuzz target.
    pub fuzz: BTreeMap<&'static str, Fuzzed>,
    /// Proofs that something kept from their end. Must be empty.
    pub unfinished: Vec<&'static str>,
    /// What must be looked at, in words.
    pub problems: Vec<String>,
}

impl Summary {
    /// Whether all that must be 0 is.
    #[must_use]
    pub fn holds(&self) -> bool {
        let zero = [
            self.oracle_cases_wrong,
            self.objections,
            self.survivors_unexplained,
            self.mismatches,
            self.judged_otherwise,
            self.leaks,
            self.fault_failures,
        ];
        let crashes = self.fuzz.values().map(|fuzzed| fuzzed.crashes);
        self.unfinished.is_empty() && zero.into_iter().chain(crashes).all(|count| count == 0)
    }

    /// The oracle's own cases, and the mutants of every plan of the tree and of random graphs.
    pub fn plans(&mut self, effort: Effort) {
        for case in vixen_oracle::cases() {
            self.oracle_cases += 1;
            let found = vixen_oracle::judge_stream(&case.stream);
            if found.0.first().map(|verdict| verdict.missing) != case.expected {
                self.oracle_cases_wrong += 1;
                self.problems.push(format!("oracle case {}: {found}", case.name));
            }
        }
        mutation(self, effort);
    }

    /// Kept regressions, then random graphs under the validation layer and without it.
    ///
    /// # Errors
    ///
    /// Where no device can be had, or a kept regression cannot be read.
    pub fn graphs(&mut self, effort: Effort, seed: u64) -> Result<(), Box<dyn std::error::Error>> {
        let mut bench = judge::Bench::new(true)?;
        for (name, regression) in regressions::kept()? {
            self.random_graphs += 1;
            self.random_graphs_validated += 1;
            let graph = &regression.graph;
            let judged = bench.judge(graph).and_then(|facts| {
                judge::Bench::judge_mutants(graph)?;
                Ok(facts)
            });
            match judged {
                Ok(facts) => {
                    self.layer_faults += u64::from(facts.layer_fault);
                    self.driver_faults += u64::from(facts.driver_fault);
                }
                Err(fault) => {
                    self.mismatches += 1;
                    self.problems.push(format!("regression {name}: {fault}"));
                    bench = judge::Bench::new(true)?;
                }
            }
        }
        drop(bench);
        for (validation, first, graphs) in
            [(true, 0, effort.validated), (false, effort.validated, effort.unvalidated)]
        {
            let threads = effort.threads;
            let progress = false;
            let mutants = false;
            let options =
                campaign::Options { graphs, seed, first, validation, threads, progress, mutants };
            let found = campaign::run(&options)?;
            self.random_graphs += found.random_graphs;
            self.random_graphs_validated += if validation { found.random_graphs } else { 0 };
            self.mismatches += found.mismatches;
            self.layer_faults += found.layer_faults;
            self.driver_faults += found.driver_faults;
            let text = |failure: regressions::Regression| {
                let (seed, index) = failure.seed;
                format!("seed {seed}, graph {index}: {}\n{}", failure.fault, failure.graph)
            };
            self.problems.extend(found.failures.into_iter().map(text));
        }
        Ok(())
    }

    /// Mutants of random graphs under the validation layer.
    ///
    /// # Errors
    ///
    /// Where no device can be had.
    pub fn second_judge(&mut self, effort: Effort, seed: u64) -> vixen::Result<()> {
        let table = second_judge::ask(seed, effort.judged_twice, MUTANTS_JUDGED_TWICE)?;
        self.judged_twice += table.mutants();
        self.judged_otherwise += table.unexplained();
        let open = table.examples.into_iter().filter(|((_, answer), _)| answer.is_unexplained());
        self.problems.extend(
            open.map(|((kind, answer), text)| format!("{kind}, {}: {text}", answer.name())),
        );
        Ok(())
    }

    /// Every Vulkan call, failing. `folder` is an empty one.
    pub fn faults(&mut self, effort: Effort, folder: &Path) {
        let length = if effort.every_fault {
            vixen_faults::Length::Long
        } else {
            vixen_faults::Length::Short
        };
        let outcome = vixen_faults::run(length, folder);
        self.fault_points += outcome.fault_points;
        self.leaks += outcome.leaks;
        self.fault_failures += outcome.crashes + outcome.unhandled;
        self.problems.extend(outcome.problems);
    }
}

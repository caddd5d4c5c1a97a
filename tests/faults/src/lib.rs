//! Every Vulkan call of set-up and of a frame, failing once with each of its errors.
//!
//! A [`shim`] before the loader lists the calls that a scenario makes, from the instance to the last frame and to
//! the drop of all. Then the scenario is run again for each call and each code of [`errors`] that the specification
//! lets it return, and for the success codes that mean something, `VK_INCOMPLETE`, `VK_SUBOPTIMAL_KHR`, `VK_TIMEOUT`
//! and `VK_NOT_READY`: what fails is that call alone, but for a device that is lost and stays lost.
//!
//! Of each run it must hold that nothing panics; that an error says which call it was, for what, of which graph and
//! what Vulkan said; that a program which then does what the documentation says goes on and shows the same frames as
//! one without a fault; and that nothing is left, by the validation layer and by the shim's own count. What a failed
//! call leaves in its outputs is rubbish, as the specification allows, so that nobody may look there.

mod abandon;
pub mod errors;
mod frame_loop;
mod graphs;
#[path = "../../../runtime/tests/harness/mod.rs"]
mod harness;
mod host;
mod judge;
mod lies;
mod rebuild;
mod scenario;
pub mod shim;
mod starve;
mod window;

use std::collections::BTreeMap;
use std::path::Path;

use ash::vk;

pub use host::{Allocated, host_allocations};
pub use judge::Problem;
pub use lies::{Lie, lies};
pub use rebuild::{Rebuilds, rebuilds};
pub use scenario::Scenario;
pub use starve::{Starved, starve};
pub use window::has_display;

pub use abandon::abandoned;
pub use frame_loop::frame_loop;

use shim::{Called, Fault};

/// How much is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Each call once, with its codes in turn: the first call with the first, the next of its name with the second.
    Short,
    /// Each call with each of its codes.
    Long,
}

/// What was tried, and what came of it.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Runs with a fault.
    pub fault_points: u64,
    /// Runs that left something behind or broke a rule of Vulkan's.
    pub leaks: u64,
    /// Runs that panicked.
    pub crashes: u64,
    /// Runs in which the error was none, or a wrong one, or from which the program could not go on.
    pub unhandled: u64,
    /// Each such run, with what was wrong.
    pub problems: Vec<String>,
    /// For each call and code the first error that told of it.
    pub messages: BTreeMap<(&'static str, String), String>,
    /// The device's name, which stands as `the device` in the messages.
    pub device: String,
    /// Faults by scenario.
    pub by_scenario: Vec<(&'static str, u64)>,
}

/// Tries every scenario on this machine's driver. `folder` is an empty one, for the files of scenarios that have some.
/// Without a display nothing is presented.
#[must_use]
pub fn run(length: Length, folder: &Path) -> Outcome {
    let mut outcome = Outcome::default();
    let mut turns = BTreeMap::new();
    for scenario in graphs::all(folder, has_display()) {
        let before = outcome.fault_points;
        try_all(&scenario, length, &mut turns, &mut outcome);
        outcome.by_scenario.push((scenario.name, outcome.fault_points - before));
    }
    outcome
}

/// How often a call of a name has been made to fail.
type Turns = BTreeMap<&'static str, usize>;

fn try_all(scenario: &Scenario, length: Length, turns: &mut Turns, outcome: &mut Outcome) {
    let expected = judge::run(scenario, None);
    let problems = judge::misuse(&expected);
    if !problems.is_empty() || !expected.errors.is_empty() {
        outcome.unhandled += 1;
        let errors = &expected.errors;
        outcome
            .problems
            .push(format!("{} without a fault: {problems:?} {errors:?}", scenario.name));
        return;
    }
    outcome.device = expected.device.clone().unwrap_or_default();
    for (at, called) in expected.seen.calls.iter().enumerate() {
        let codes = codes(*called);
        let turn = turns.entry(called.name).or_insert(0);
        let chosen: Vec<vk::Result> = match length {
            Length::Short => codes.get(*turn % codes.len().max(1)).copied().into_iter().collect(),
            Length::Long => codes,
        };
        *turn += 1;
        for result in chosen {
            try_one(scenario, Fault { at, result, lasts: false }, *called, &expected, outcome);
        }
    }
}

/// The codes with which a call can be made to fail: its errors, and the success codes that mean something.
fn codes(called: Called) -> Vec<vk::Result> {
    let Some(call) = errors::call(called.name) else { return Vec::new() };
    let applies = |code: &vk::Result| *code != vk::Result::INCOMPLETE || called.fills;
    call.errors().chain(call.successes.iter().copied().filter(applies)).collect()
}

fn try_one(
    scenario: &Scenario,
    fault: Fault,
    called: Called,
    expected: &judge::Run,
    outcome: &mut Outcome,
) {
    let run = judge::run(scenario, Some(fault));
    outcome.fault_points += 1;
    let problems = judge::judge(scenario, fault, &run, expected);
    if let Some((_, error)) = run.errors.first() {
        let key = (called.name, format!("{:?}", fault.result));
        let text = error.to_string().replace(&outcome.device, "the device");
        outcome.messages.entry(key).or_insert(text);
    }
    let any = |of: fn(&Problem) -> bool| u64::from(problems.iter().any(of));
    outcome.leaks += any(|problem| matches!(problem, Problem::Leak(_)));
    outcome.crashes += any(|problem| matches!(problem, Problem::Crash(_)));
    outcome.unhandled += any(|problem| matches!(problem, Problem::Unhandled(_)));
    if !problems.is_empty() {
        let (name, at, result) = (scenario.name, fault.at, fault.result);
        outcome
            .problems
            .push(format!("{name}: {} (call {at}): {result:?}: {problems:#?}", called.name));
    }
}

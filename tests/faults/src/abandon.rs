//! A device that can never be waited for again.

use ash::vk;

use crate::judge::{self, Problem};
use crate::shim::Fault;
use crate::{Scenario, graphs};

/// From each wait of a scenario on, every wait of its kind fails. Nothing that the device may be using is destroyed
/// then: what is left is no leak but the only thing that is right. Gives the number of such waits, and what was wrong.
#[must_use]
pub fn abandoned() -> (u64, Vec<String>) {
    let mut wrong = Vec::new();
    let mut count = 0;
    for scenario in [graphs::glow(), graphs::filled()] {
        let expected = judge::run(&scenario, None);
        for (at, called) in expected.seen.calls.iter().enumerate() {
            if !["vkQueueWaitIdle", "vkWaitSemaphores"].contains(&called.name) {
                continue;
            }
            count += 1;
            let result = vk::Result::ERROR_OUT_OF_HOST_MEMORY;
            wrong.extend(judge_wait(&scenario, Fault { at, result, lasts: true }));
        }
    }
    (count, wrong)
}

fn judge_wait(scenario: &Scenario, fault: Fault) -> Vec<String> {
    let run = judge::run(scenario, Some(fault));
    let left =
        |problem: &Problem| matches!(problem, Problem::Leak(what) if what.ends_with(" is left"));
    let problems = judge::misuse(&run).into_iter().filter(|problem| !left(problem));
    problems.map(|problem| format!("{}: {fault:?}: {problem:?}", scenario.name)).collect()
}

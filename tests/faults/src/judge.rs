//! One run of a scenario with one fault, and what must hold of it.

use std::any::Any;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ash::vk;
use vixen::{Error, error::Place};

use crate::rebuild::is_answered;
use crate::scenario::{Scenario, Step, World};
use crate::shim::{self, Answers, Fault, Seen};

/// Errors after which a scenario is given up: one for the fault, one for what it leaves to be made anew.
const MOST_ERRORS: usize = 3;

/// What became of a run.
#[derive(Debug, Default)]
pub(crate) struct Run {
    pub(crate) seen: Seen,
    pub(crate) outputs: Vec<Vec<u8>>,
    /// Errors, each with the step that gave it.
    pub(crate) errors: Vec<(Step, Error)>,
    /// Calls before everything was let go of.
    calls_in_steps: usize,
    /// The calls of each step that makes the graph anew.
    rebuilds: Vec<Range<usize>>,
    pub(crate) device: Option<String>,
    panic: Option<String>,
    /// An error after which nothing that the documentation says helped.
    stuck: Option<String>,
    /// What the validation layer said.
    validation: Option<String>,
    cache_failure: Option<String>,
}

/// What is wrong with a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Something was left behind, destroyed twice, or used against Vulkan's rules.
    Leak(String),
    /// The program ended in a panic.
    Crash(String),
    /// No error told of it, or one that says too little, or the program could not go on.
    Unhandled(String),
}

/// Runs a scenario.
pub(crate) fn run(scenario: &Scenario, fault: Option<Fault>) -> Run {
    run_on(scenario, fault, Answers::default())
}

/// Runs a scenario on a driver that lies.
pub(crate) fn run_on(scenario: &Scenario, fault: Option<Fault>, answers: Answers) -> Run {
    shim::begin(fault);
    shim::set_answers(answers);
    let mut run = Run::default();
    let mut world = World::new(scenario);
    let driven = catch_unwind(AssertUnwindSafe(|| drive(scenario, &mut world, &mut run)));
    run.device = world.device_name();
    run.cache_failure = world.cache_failure();
    run.calls_in_steps = shim::calls_so_far();
    let let_go = catch_unwind(AssertUnwindSafe(|| world.let_go()));
    run.panic = driven.err().or(let_go.err()).map(|panic| said(&*panic));
    run.outputs = std::mem::take(&mut world.outputs);
    run.validation =
        world.messages.as_ref().and_then(|messages| messages.verify().err()).map(|e| e.to_string());
    run.seen = shim::end();
    run
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message").to_owned()
}

/// Does every step, and after an error what the documentation says.
fn drive(scenario: &Scenario, world: &mut World<'_>, run: &mut Run) {
    let steps = scenario.all_steps();
    let mut index = 0;
    while let Some(step) = steps.get(index).copied() {
        let first = shim::calls_so_far();
        let done = world.step(step);
        if step.rebuilds() {
            run.rebuilds.push(first..shim::calls_so_far());
        }
        let Err(error) = done else {
            index += 1;
            continue;
        };
        let mended = world.mend(&error);
        run.errors.push((step, error));
        match mended {
            Ok(true) => {}
            // What is still there is left as it is.
            Ok(false) => index = 0,
            Err(error) => return run.stuck = Some(error.to_string()),
        }
        if run.errors.len() == MOST_ERRORS {
            return run.stuck = run.errors.last().map(|(_, error)| error.to_string());
        }
    }
}

/// What is wrong with a run that had this fault; `expected` is one that had none.
pub(crate) fn judge(scenario: &Scenario, fault: Fault, run: &Run, expected: &Run) -> Vec<Problem> {
    let mut problems = misuse(run);
    let result = fault.result;
    let Some(failed) = run.seen.failed else {
        problems.push(Problem::Unhandled(format!("there was no call {} to fail", fault.at)));
        return problems;
    };
    let mut unhandled = |what: String| problems.push(Problem::Unhandled(what));
    if expected.seen.calls.get(fault.at).is_none_or(|call| call.name != failed) {
        unhandled("the calls before it were others than without a fault".to_owned());
    }
    if let Some(stuck) = &run.stuck {
        unhandled(format!("the program cannot go on: {stuck}"));
    }
    match run.errors.first() {
        Some((step, error)) => {
            if let Some(what) = lacks(scenario, *step, error, (failed, result)) {
                unhandled(what);
            }
        }
        None if !may_be_silent(failed, fault, run) => {
            unhandled("nobody was told".to_owned());
        }
        None => {}
    }
    for (_, error) in run.errors.iter().skip(1) {
        // An image that could not be presented leaves the swapchain to be made anew.
        if failed != "vkQueuePresentKHR" || !matches!(error, Error::SurfaceOutOfDate(_)) {
            unhandled(format!("a second error: {error}"));
        }
    }
    if run.panic.is_none() && run.stuck.is_none() && run.outputs != expected.outputs {
        unhandled("the frames after it are other ones".to_owned());
    }
    problems
}

/// What is wrong with a run whatever happened in it.
pub(crate) fn misuse(run: &Run) -> Vec<Problem> {
    let panic = run.panic.clone().map(Problem::Crash);
    let validation = run.validation.clone().map(Problem::Leak);
    let misused = run.seen.misused.iter().cloned().map(Problem::Leak);
    let leaked = run.seen.leaked.iter().map(|kind| Problem::Leak(format!("a {kind} is left")));
    panic.into_iter().chain(validation).chain(misused).chain(leaked).collect()
}

/// What was left of a world that was let go of, or used against Vulkan's rules.
pub(crate) fn misuse_of(world: &World<'_>, seen: &Seen) -> Vec<Problem> {
    let said = world.messages.as_ref().and_then(|messages| messages.verify().err());
    let validation = said.map(|error| Problem::Leak(error.to_string()));
    let misused = seen.misused.iter().cloned().map(Problem::Leak);
    let leaked = seen.leaked.iter().map(|kind| Problem::Leak(format!("a {kind} is left")));
    validation.into_iter().chain(misused).chain(leaked).collect()
}

/// What an error does not say, or says wrongly, of a call that failed.
fn lacks(
    scenario: &Scenario,
    step: Step,
    error: &Error,
    (failed, result): (&'static str, vk::Result),
) -> Option<String> {
    let expected = Error::from_vulkan(result, Place::default());
    // That a device has no such image is an answer and no failure: the graph asks for what it cannot have.
    let answers = failed == "vkGetPhysicalDeviceImageFormatProperties2"
        && result == vk::Result::ERROR_FORMAT_NOT_SUPPORTED
        && matches!(error, Error::Invalid { .. });
    if !answers && std::mem::discriminant(&expected) != std::mem::discriminant(error) {
        return Some(format!("{result:?} became: {error}"));
    }
    let text = error.to_string();
    if matches!(error, Error::Vulkan { result: told, .. } if *told != result) {
        return Some(format!("another result is told: {text}"));
    }
    let place = error.place();
    if place.and_then(Place::entry_point) != Some(failed) {
        return Some(format!("the call is not named: {text}"));
    }
    let graph = place.and_then(Place::graph_name);
    if step.has_graph() && graph != Some(&scenario.plan.name) {
        return Some(format!("the graph is not named: {text}"));
    }
    let what = place.and_then(|place| place.object_name().or(place.pass_name()));
    (step.has_graph() && what.is_none()).then(|| format!("it does not say for what: {text}"))
}

/// Whether a fault may pass without an error.
fn may_be_silent(failed: &str, fault: Fault, run: &Run) -> bool {
    let is_cleanup = fault.at >= run.calls_in_steps;
    // The old objects are let go of, and the new ones made in their memory.
    let is_answered =
        is_answered(fault.result) && run.rebuilds.iter().any(|calls| calls.contains(&fault.at));
    let is_success = matches!(fault.result, vk::Result::INCOMPLETE | vk::Result::SUBOPTIMAL_KHR);
    match failed {
        // An object without a name serves as well; uploads are tried once more in other memory.
        "vkSetDebugUtilsObjectNameEXT" | "vkAllocateMemory" | "vkMapMemory" => true,
        // Told in the report.
        "vkGetPipelineCacheData" => is_success || run.cache_failure.is_some(),
        _ => is_success || is_cleanup || is_answered,
    }
}

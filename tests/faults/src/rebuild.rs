//! What a set-up for another size leaves when a call of it fails: the graph as it was, or one that says what to do.

use ash::vk;
use vixen::{Error, GraphState, Result};

use crate::judge::misuse_of;
use crate::scenario::{Scenario, Step, World};
use crate::shim::{self, Called, Fault};
use crate::{Length, codes, graphs, has_display};

/// What was tried, and what was wrong.
#[derive(Clone, Debug, Default)]
pub struct Rebuilds {
    /// Faults after which all went on as before, by the error's word.
    pub gone_on: u64,
    /// Faults after which another resize was needed.
    pub out_of_date: u64,
    /// Faults that took the graph down: memory for old and new objects was lacking, twice.
    pub taken_down: u64,
    /// Faults in spite of which the new size was set up.
    pub succeeded: u64,
    /// Faults that lost device or surface.
    pub lost: u64,
    /// What was wrong.
    pub problems: Vec<String>,
}

/// Lets each call of the first resize, parameter or import of some scenarios fail, once or from then on, and looks at what is
/// left of the graph.
#[must_use]
pub fn rebuilds(length: Length) -> Rebuilds {
    let mut outcome = Rebuilds::default();
    let mut scenarios = vec![graphs::remembered(), graphs::raster(), graphs::imported()];
    if has_display() {
        scenarios.push(graphs::presented());
    }
    if length == Length::Long {
        scenarios.extend([graphs::glow(), graphs::sized()]);
    }
    for scenario in &scenarios {
        try_all(scenario, length, &mut outcome);
    }
    outcome
}

/// A scenario up to its first rebuild, and what shows whether the frames after it are right.
struct Case<'a> {
    scenario: &'a Scenario,
    before: Vec<Step>,
    rebuild: Step,
    /// Reads what a frame drew, where it can be read.
    look: Option<Step>,
}

impl<'a> Case<'a> {
    fn of(scenario: &'a Scenario) -> Option<Self> {
        let steps = scenario.all_steps();
        let at = steps.iter().position(|step| step.rebuilds())?;
        let looks = |step: &&Step| matches!(step, Step::Readback(_) | Step::Capture);
        let look = steps.iter().find(looks).copied();
        Some(Self { scenario, before: steps[..at].to_vec(), rebuild: steps[at], look })
    }

    /// A frame and what it drew.
    fn frame(&self, world: &mut World<'_>) -> Result<Option<Vec<u8>>> {
        world.step(Step::Frame)?;
        let Some(look) = self.look else { return Ok(None) };
        world.step(look)?;
        Ok(world.outputs.pop())
    }

    /// The world right before the rebuild.
    fn begin(&self) -> Result<World<'a>> {
        let mut world = World::new(self.scenario);
        self.before.iter().try_for_each(|step| world.step(*step))?;
        Ok(world)
    }
}

/// What frames show without a fault, had there been no rebuild and after it.
struct Expected {
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
    /// The calls of the rebuild, and the number of the first.
    calls: Vec<Called>,
    first: usize,
}

fn expected(case: &Case<'_>) -> Result<Expected> {
    shim::begin(None);
    let mut world = case.begin()?;
    let before = case.frame(&mut world)?;
    world.let_go();
    shim::begin(None);
    let mut world = case.begin()?;
    let first = shim::calls_so_far();
    world.step(case.rebuild)?;
    let last = shim::calls_so_far();
    let after = case.frame(&mut world)?;
    world.let_go();
    let calls = shim::end().calls[first..last].to_vec();
    Ok(Expected { before, after, calls, first })
}

fn try_all(scenario: &Scenario, length: Length, outcome: &mut Rebuilds) {
    let Some(case) = Case::of(scenario) else { return };
    let expected = match expected(&case) {
        Ok(expected) => expected,
        Err(error) => return outcome.problems.push(format!("{}: {error}", scenario.name)),
    };
    for (offset, called) in expected.calls.iter().enumerate() {
        let codes = codes(*called);
        // Out of memory is answered otherwise than the rest; each call has one of both in the short form.
        let others: Vec<_> = codes.iter().copied().filter(|code| !is_answered(*code)).collect();
        let chosen = match length {
            Length::Short => codes
                .first()
                .into_iter()
                .chain(others.get(offset % others.len().max(1)))
                .copied()
                .collect(),
            Length::Long => codes,
        };
        for (turn, result) in chosen.into_iter().enumerate() {
            let lasting = match length {
                Length::Short => vec![(offset + turn) % 2 == 0],
                Length::Long => vec![false, true],
            };
            // Whoever cannot wait leaves the device alone for good: that is `abandoned`.
            let lasting =
                lasting.into_iter().filter(|lasts| !(*lasts && called.name == "vkWaitSemaphores"));
            for lasts in lasting {
                let fault = Fault { at: expected.first + offset, result, lasts };
                try_one(&case, fault, &expected, outcome, called.name);
            }
        }
    }
}

fn try_one(case: &Case<'_>, fault: Fault, expected: &Expected, outcome: &mut Rebuilds, call: &str) {
    shim::begin(Some(fault));
    let mut wrong = Vec::new();
    match case.begin() {
        Ok(mut world) => {
            let answer = world.step(case.rebuild);
            shim::heal();
            let judged = judge(case, &mut world, answer, expected, outcome);
            wrong.extend(judged.err());
            world.let_go();
            wrong.extend(misuse_of(&world, &shim::end()).iter().map(|wrong| format!("{wrong:?}")));
        }
        Err(error) => wrong.push(format!("before the rebuild: {error}")),
    }
    let name = case.scenario.name;
    let told = wrong.into_iter().map(|wrong| format!("{name}: {call}: {fault:?}: {wrong}"));
    outcome.problems.extend(told);
}

/// Whether the graph is as the answer says.
fn judge(
    case: &Case<'_>,
    world: &mut World<'_>,
    answer: Result<()>,
    expected: &Expected,
    outcome: &mut Rebuilds,
) -> std::result::Result<(), String> {
    let told = |error: Error| error.to_string();
    let Err(error) = answer else {
        outcome.succeeded += 1;
        return same(case.frame(world).map_err(told)?.as_deref(), expected.after.as_deref());
    };
    match error.graph_state() {
        Some(GraphState::GoesOn) => {
            outcome.gone_on += 1;
            same(case.frame(world).map_err(told)?.as_deref(), expected.before.as_deref())?;
            world.step(case.rebuild).map_err(told)?;
            case.frame(world).map_err(told)?;
        }
        Some(GraphState::OutOfDate) => {
            outcome.out_of_date += 1;
            match world.step(Step::Frame) {
                Err(Error::SurfaceOutOfDate(_)) => {}
                other => return Err(format!("a frame on an old swapchain: {other:?}")),
            }
            world.step(case.rebuild).map_err(told)?;
            same(case.frame(world).map_err(told)?.as_deref(), expected.after.as_deref())?;
        }
        Some(GraphState::TakenDown) => {
            outcome.taken_down += 1;
            if !matches!(error, Error::OutOfMemory { .. }) {
                return Err(format!("taken down for want of something else: {error}"));
            }
            match world.step(Step::Frame) {
                Err(error) if error.to_string().contains("resize it to a size") => {}
                other => return Err(format!("a frame without resources: {other:?}")),
            }
            world.step(case.rebuild).map_err(told)?;
            same(case.frame(world).map_err(told)?.as_deref(), expected.after.as_deref())?;
        }
        None if matches!(error, Error::DeviceLost(_) | Error::SurfaceLost(_)) => {
            outcome.lost += 1;
        }
        None => return Err(format!("it does not say what is left: {error}")),
    }
    Ok(())
}

fn same(found: Option<&[u8]>, expected: Option<&[u8]>) -> std::result::Result<(), String> {
    if found == expected { Ok(()) } else { Err("the frame after it is another one".to_owned()) }
}

/// The codes of an allocation that a rebuild answers by letting go of the old objects first.
pub(crate) fn is_answered(result: vk::Result) -> bool {
    [vk::Result::ERROR_OUT_OF_HOST_MEMORY, vk::Result::ERROR_OUT_OF_DEVICE_MEMORY].contains(&result)
}

//! What the driver allocates on the host: whether every call is given callbacks, how much a frame takes, and what
//! becomes of a program when there is no memory left.

use vixen::device::Validation;
use vixen::tracker::{Phase, Snapshot};

use crate::scenario::{Scenario, World};
use crate::{graphs, judge, shim, window};

/// What a scenario's driver allocated.
#[derive(Clone, Debug)]
pub struct Allocated {
    /// The scenario.
    pub scenario: &'static str,
    /// Calls that made something without allocation callbacks.
    pub without_callbacks: Vec<&'static str>,
    /// What else was wrong.
    pub problems: Vec<String>,
    /// Frames in steady state.
    pub frames: u64,
    /// What was allocated in all, the frames of steady state being those of [`Phase::Execute`].
    pub counts: Snapshot,
}

impl Allocated {
    /// Host blocks that the driver made for each frame in steady state.
    #[must_use]
    pub fn blocks_a_frame(&self) -> u64 {
        self.counts.phase(Phase::Execute).host_allocations / self.frames.max(1)
    }
}

/// Counts the driver's allocations in scenarios of every kind, with so many frames after all rings have been used.
#[must_use]
pub fn host_allocations(frames: u32) -> Vec<Allocated> {
    let mut scenarios = vec![
        graphs::glow(),
        graphs::filled(),
        graphs::uploaded(),
        graphs::remembered(),
        graphs::raster(),
    ];
    scenarios.extend(window::has_display().then(graphs::presented));
    let counted = |scenario| Scenario { counts_host_allocations: true, ..scenario };
    scenarios.into_iter().map(|scenario| allocated(counted(scenario), frames)).collect()
}

fn allocated(scenario: Scenario, frames: u32) -> Allocated {
    // Without the layer too, which hands the driver other pointers than the program does.
    let bare = Scenario { validation: Validation::Off, ..scenario };
    let bare_run = judge::run(&bare, None);
    let scenario = &Scenario { validation: Validation::On, ..bare };
    let run = judge::run(scenario, None);
    let mut problems: Vec<_> = judge::misuse(&run).iter().map(|p| format!("{p:?}")).collect();
    problems.extend(judge::misuse(&bare_run).iter().map(|p| format!("{p:?}")));
    problems.extend(run.errors.iter().map(|(_, error)| error.to_string()));
    let without_callbacks = run.seen.without_callbacks;
    shim::begin(None);
    let mut world = World::new(scenario);
    let counts = match world.steady(frames) {
        Ok((frames, counts)) => Some((frames, counts)),
        Err(error) => {
            problems.push(error.to_string());
            None
        }
    };
    world.let_go();
    shim::end();
    let (frames, counts) = counts.unwrap_or_default();
    Allocated { scenario: scenario.name, without_callbacks, problems, frames, counts }
}

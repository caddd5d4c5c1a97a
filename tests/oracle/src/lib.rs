//! Judges plans by the memory model of the Vulkan specification.

#![forbid(unsafe_code)]

mod bits;
mod cases;
mod from_plan;
mod judge;
mod mutate;
mod space;
pub mod stream;
mod verdict;

pub use cases::{Case, cases};
pub use mutate::{Count, Kind, Mutant, Report, Survivor, mutants, mutate};
pub use verdict::{Missing, Place, Verdict, Verdicts};

use judge::Judged;
use space::Space;
use stream::Stream;

/// Judges a stream from its first host call to its last.
#[must_use]
pub fn judge_stream(stream: &Stream) -> Verdicts {
    let space = Space::new(stream, &[]);
    Verdicts(judge::judge(Judged { stream, space: &space }))
}

/// Judges a plan: set-up and as many frames as it takes to see every ring in every place.
#[must_use]
pub fn judge_plan(plan: &vixen_plan::Plan) -> Verdicts {
    let lowered = from_plan::lower(plan);
    Verdicts(judge::judge(Judged { stream: &lowered.stream, space: &lowered.space }))
}

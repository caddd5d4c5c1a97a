//! The oracle: judges plans by the memory model of the Vulkan specification.
//!
//! It is written from the specification's text and shares no code with the compiler. [`stream`] is its model
//! of what a program gives to Vulkan; [`judge_stream`] executes a stream and says of each access what the
//! specification does not promise it. [`judge_plan`] does that for a plan, as the runtime executes it, over
//! several frames, and for what each read must see by the order of declaration. [`mutate`] weakens a plan in
//! each place, one at a time, and lists what nobody misses. `docs/oracle.md` has the rules with the sections
//! that they come from.
//!
//! ```
//! use vixen_oracle::{cases, judge_stream};
//!
//! for case in cases() {
//!     let first = judge_stream(&case.stream).0.first().map(|verdict| verdict.missing);
//!     assert_eq!(first, case.expected, "{}", case.name);
//! }
//! ```

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

/// Judges a plan: set-up and as many frames as it takes to see every ring in every place. Empty where it is
/// sound.
#[must_use]
pub fn judge_plan(plan: &vixen_plan::Plan) -> Verdicts {
    let lowered = from_plan::lower(plan);
    Verdicts(judge::judge(Judged { stream: &lowered.stream, space: &lowered.space }))
}

//! A driver that is given no host memory, once.

use vixen::Error;
use vixen::device::Validation;

use crate::scenario::Scenario;
use crate::{graphs, judge, shim};

/// What came of it that the driver's allocation of this number got nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Starved {
    /// There are fewer allocations.
    Beyond,
    /// The driver did without.
    Silent,
    /// The program was told that host memory has run out, and went on once there was some.
    Told,
    /// Something was wrong.
    Wrong(String),
}

/// Runs a scenario in which the driver's host allocation of this number, from 0, gets nothing. Drivers may crash at
/// that: run it in a process of its own.
#[must_use]
pub fn starve(at: u32) -> Starved {
    // The layer allocates past the callbacks, and would hide what the driver does.
    let scenario =
        Scenario { counts_host_allocations: true, validation: Validation::Off, ..graphs::filled() };
    let expected = judge::run(&scenario, None);
    shim::starve(at);
    let run = judge::run(&scenario, None);
    if !shim::feed() {
        return Starved::Beyond;
    }
    let mut wrong: Vec<_> = judge::misuse(&run).iter().map(|p| format!("{p:?}")).collect();
    let is_host = |error: &Error| {
        use vixen::error::Memory;
        matches!(error, Error::OutOfMemory { memory: Memory::Host, .. })
    };
    wrong.extend(run.errors.iter().skip(1).map(|(_, error)| format!("a second error: {error}")));
    if run.outputs != expected.outputs {
        wrong.push("the frames after it are other ones".to_owned());
    }
    match run.errors.first() {
        _ if !wrong.is_empty() => Starved::Wrong(wrong.join("; ")),
        None => Starved::Silent,
        Some((_, error)) if is_host(error) => Starved::Told,
        Some((_, error)) => Starved::Wrong(error.to_string()),
    }
}

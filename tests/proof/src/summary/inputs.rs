//! Hostile inputs, for a time each.

use std::time::{Duration, SystemTime};

use serde::Serialize;
use vixen_hostile::{Target, run};

use super::Summary;

/// What came of a fuzz target.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Fuzzed {
    /// Inputs tried.
    pub executions: u64,
    /// Inputs that broke something. Must be 0.
    pub crashes: u64,
}

/// Tries every target for a time, from a seed that changes from run to run. The program must begin with
/// [`vixen_hostile::serve`].
///
/// # Errors
///
/// Where no worker can be started.
pub fn fuzz(summary: &mut Summary, time: Duration) -> std::io::Result<()> {
    let clock = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    for target in Target::ALL.iter().copied() {
        let outcome = run(target, time, u64::from(clock.subsec_nanos()))?;
        let fuzzed = Fuzzed { executions: outcome.executions, crashes: outcome.crashes };
        summary.fuzz.insert(target.name(), fuzzed);
        let text = |crash: vixen_hostile::Crash| {
            format!("{}: {} from {:02x?}", target.name(), crash.what, crash.input)
        };
        summary.problems.extend(outcome.found.into_iter().map(text));
    }
    Ok(())
}

//! Smaller inputs that break the same.

use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use super::supervise::survives;
use super::{Crash, Limits};
use crate::target::Target;

/// Takes parts away, halves first, as long as what is left breaks in the same way, for a time. SPIR-V
/// loses whole words.
///
/// # Errors
///
/// Where no worker can be started.
pub fn minimise(
    target: Target,
    crash: &Crash,
    limits: Limits,
    time: Duration,
    program: Option<&Path>,
) -> io::Result<Crash> {
    let kind = |what: &str| what.split(':').next().unwrap_or_default().to_owned();
    let unit = if target == Target::Spirv { 4 } else { 1 };
    let (start, mut best) = (Instant::now(), crash.clone());
    let mut size = (best.input.len() / 2 / unit).max(1) * unit;
    loop {
        let (mut at, mut smaller) = (0, false);
        while at < best.input.len() && start.elapsed() < time {
            let mut input = best.input.clone();
            input.drain(at..(at + size).min(input.len()));
            match survives(target, &input, limits, program)? {
                Err(what) if kind(&what) == kind(&best.what) => {
                    best = Crash { input, what };
                    smaller = true;
                }
                _ => at += size,
            }
        }
        if start.elapsed() >= time || (size <= unit && !smaller) {
            return Ok(best);
        }
        if !smaller {
            size = (size / 2 / unit).max(1) * unit;
        }
    }
}

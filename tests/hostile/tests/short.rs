//! Every target for a few seconds: regressions first, then the tree's files, then mutants of them, half of the
//! time with a seed that stays and half with one that changes.
//!
//! `HOSTILE_SECONDS` gives each target another time, `HOSTILE_SEED` repeats a run.

// A test says what it expects; where that fails, a panic is the report.
#![allow(clippy::panic, clippy::expect_used)]

use std::time::{Duration, SystemTime};

use vixen_hostile::{Options, PeakAlloc, Target, run_with};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Seconds for each target.
const SECONDS: f64 = 8.0;

fn main() {
    vixen_hostile::serve();
    // `cargo test -- --list` and the like want no run.
    if std::env::args().any(|argument| argument == "--list") {
        return;
    }
    let variable = |name: &str| std::env::var(name).ok();
    let seconds = variable("HOSTILE_SECONDS").and_then(|s| s.parse().ok()).unwrap_or(SECONDS);
    let clock = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let seed = variable("HOSTILE_SEED").and_then(|s| s.parse().ok());
    let seed = seed.unwrap_or_else(|| u64::from(clock.subsec_nanos()));
    let mut broken = 0;
    for target in Target::ALL.iter().copied() {
        for (seed, from_start) in [(1, true), (seed, false)] {
            let options = Options { from_start, ..Options::default() };
            let time = Duration::from_secs_f64(seconds / 2.0);
            let outcome = run_with(target, time, seed, &options).expect("a worker starts");
            println!(
                "{}, seed {seed}: {} executions, {} crashes, {} MiB and {} ms at most",
                target.name(),
                outcome.executions,
                outcome.crashes,
                outcome.peak_bytes >> 20,
                outcome.slowest.as_millis()
            );
            for crash in &outcome.found {
                let file = std::env::temp_dir().join(format!("hostile-{}-{broken}", target.name()));
                let _ = std::fs::write(&file, &crash.input);
                println!("  {}: {}", file.display(), crash.what);
                broken += 1;
            }
            assert!(outcome.executions > 20, "{} hardly ran", target.name());
            assert!(outcome.peak_bytes > 0, "the peak of {} was not measured", target.name());
        }
    }
    assert!(broken == 0, "{broken} inputs broke something");
}

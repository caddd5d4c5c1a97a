//! Random calls of the public interface, in random order, with right and wrong arguments, under the validation layer.
//!
//! Every call that is refused is an error value and has changed nothing: the frames after it are right. The layer says
//! nothing. `VIXEN_CALLS=FIRST..LAST` runs those seeds, `VIXEN_CALLS_LENGTH` that many calls of each; what a seed called
//! is printed when it fails.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set up has failed")]

#[path = "../harness/mod.rs"]
mod harness;

mod calls;
mod random;
mod subject;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use calls::World;
use harness::Bench;

/// Seeds and calls of the short form.
const SEEDS: u64 = 6;
const CALLS: u32 = 80;

fn seeds() -> std::ops::Range<u64> {
    let given = std::env::var("VIXEN_CALLS").ok();
    let range = given.as_deref().and_then(|text| text.split_once(".."));
    let parsed = range.and_then(|(first, last)| Some(first.parse().ok()?..last.parse().ok()?));
    assert!(given.is_none() || parsed.is_some(), "VIXEN_CALLS is FIRST..LAST");
    parsed.unwrap_or(0..SEEDS)
}

fn length() -> u32 {
    std::env::var("VIXEN_CALLS_LENGTH").map_or(CALLS, |text| text.parse().unwrap())
}

#[test]
fn no_call_breaks_a_rule_and_what_is_refused_changes_nothing() {
    let mut refused = 0;
    for seed in seeds() {
        let bench = Bench::new();
        let mut world = World::new(&bench.device, seed);
        let run = catch_unwind(AssertUnwindSafe(|| {
            (0..length()).for_each(|_| world.step());
            bench.messages.verify().unwrap();
        }));
        if let Err(panic) = run {
            eprintln!("seed {seed}:\n{}", world.log());
            resume_unwind(panic);
        }
        refused += world.refused;
        drop(world);
        bench.finish();
    }
    println!("{} seeds of {} calls, {refused} refused", seeds().count(), length());
    assert!(refused > 0, "nothing was refused");
}

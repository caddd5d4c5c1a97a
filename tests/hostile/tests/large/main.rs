//! Inputs that are small to write and large to work on: each is answered within the limits of
//! `docs/limits.md`, and by the error that it deserves.

// A test says what it expects; where that fails, a panic is the report.
#![allow(clippy::panic, clippy::expect_used)]
// Inputs are put together once, and read better so.
#![allow(clippy::needless_pass_by_value, clippy::format_collect)]

use std::fmt::Write as _;
use std::time::Duration;

use vixen_hostile::{Limits, PeakAlloc, Target, errors, survives};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

mod graphs;
mod modules;
mod structs;

/// An input, and the code of the error that it gets; empty for none.
struct Case {
    name: String,
    target: Target,
    input: Vec<u8>,
    code: &'static str,
}

fn main() {
    vixen_hostile::serve();
    if std::env::args().any(|argument| argument == "--list") {
        return;
    }
    // The largest that pass a limit take longer than a mutant may.
    let limits = Limits { time: Duration::from_mins(1), ..Limits::default() };
    let mut report = String::new();
    let cases = graphs::cases().into_iter().chain(structs::cases()).chain(modules::cases());
    for case in cases {
        let Case { name, target, input, code } = case;
        let survived = survives(target, &input, limits, None).expect("a worker starts");
        if let Err(what) = survived {
            let _ = writeln!(report, "{} {name}: {what}", target.name());
            continue;
        }
        let found = errors(target, &input);
        let expected =
            if code.is_empty() { found.is_empty() } else { found.iter().any(|e| e == code) };
        let mut codes = found.clone();
        codes.dedup();
        println!("{} {name}: {codes:?}", target.name());
        if !expected {
            let _ = writeln!(report, "{} {name}: {found:?} instead of {code}", target.name());
        }
    }
    assert!(report.is_empty(), "{report}");
}

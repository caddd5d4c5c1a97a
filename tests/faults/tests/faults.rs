//! Every call of every scenario fails once.
#![allow(clippy::unwrap_used, reason = "a test that cannot set up has failed")]

use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};

use vixen_faults::{Length, abandoned, errors, has_display, lies, rebuilds, run, shim};

/// What one test makes of the driver is not to be another one's: one at a time.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn every_call_fails_once_and_nothing_breaks() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    let long = std::env::var_os("VIXEN_FAULTS_LONG").is_some();
    let outcome = run(if long { Length::Long } else { Length::Short }, folder.path());
    println!(
        "faults: {} points, {} leaks, {} crashes, {} unhandled; {:?}",
        outcome.fault_points,
        outcome.leaks,
        outcome.crashes,
        outcome.unhandled,
        outcome.by_scenario
    );
    assert!(outcome.problems.is_empty(), "{}", outcome.problems.join("\n"));
    assert_eq!((outcome.leaks, outcome.crashes, outcome.unhandled), (0, 0, 0));
    assert!(outcome.fault_points > 1000, "{}", outcome.fault_points);
    // Which call comes when depends on the driver. The first call of a name has the first of its codes, whatever
    // comes after it: those are the texts that are kept.
    if has_display() && outcome.device.starts_with("llvmpipe") {
        let mut text = String::new();
        for ((name, code), message) in &outcome.messages {
            let first = errors::call(name).and_then(|call| call.errors().next());
            if first.is_some_and(|first| *code == format!("{first:?}")) {
                writeln!(text, "{name}, {code}:\n    {message}").unwrap();
            }
        }
        insta::assert_snapshot!("messages", text);
    }
}

#[test]
fn a_graph_whose_resize_fails_goes_on_or_says_what_to_do() {
    let _alone = alone();
    let long = std::env::var_os("VIXEN_FAULTS_LONG").is_some();
    let outcome = rebuilds(if long { Length::Long } else { Length::Short });
    println!(
        "rebuilds: {} went on, {} out of date, {} taken down, {} succeeded, {} lost",
        outcome.gone_on, outcome.out_of_date, outcome.taken_down, outcome.succeeded, outcome.lost
    );
    assert!(outcome.problems.is_empty(), "{}", outcome.problems.join("\n"));
    assert!(outcome.gone_on > 20 && outcome.taken_down > 20 && outcome.succeeded > 40);
    assert!(!has_display() || outcome.out_of_date > 0);
}

#[test]
fn a_device_that_cannot_be_waited_for_is_left_alone() {
    let _alone = alone();
    let (waits, wrong) = abandoned();
    assert!(waits >= 8, "{waits}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_driver_that_lies_is_answered_with_an_error() {
    let _alone = alone();
    let lies = lies();
    let mut text = String::new();
    for lie in &lies {
        assert!(lie.problems.is_empty(), "{}: {:#?}", lie.name, lie.problems);
        writeln!(text, "{}:\n    {}", lie.name, lie.told.as_deref().unwrap_or("all is well"))
            .unwrap();
    }
    println!("{text}");
    assert!(lies.len() >= 18);
}

#[test]
fn the_table_of_codes_and_the_shim_know_the_same_calls() {
    let named: Vec<_> = errors::CALLS.iter().map(|call| call.name).collect();
    assert_eq!(named, shim::known());
    for call in errors::CALLS {
        assert!(call.errors().all(|code| code.as_raw() < 0), "{}", call.name);
        assert!(call.successes.iter().all(|code| code.as_raw() > 0), "{}", call.name);
    }
}

//! Every call of every scenario fails once.
#![allow(clippy::unwrap_used, reason = "a test that cannot set up has failed")]

use vixen_faults::{Length, run};

#[test]
fn every_call_fails_once_and_nothing_breaks() {
    let folder = tempfile::tempdir().unwrap();
    let length =
        if std::env::var_os("VIXEN_FAULTS_LONG").is_some() { Length::Long } else { Length::Short };
    let outcome = run(length, folder.path());
    println!(
        "faults: {} points, {} leaks, {} crashes, {} unhandled; {:?}",
        outcome.fault_points,
        outcome.leaks,
        outcome.crashes,
        outcome.unhandled,
        outcome.by_scenario
    );
    assert!(outcome.problems.is_empty(), "{}", outcome.problems.join("\n"));
}

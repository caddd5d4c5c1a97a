//! Each host allocation of the driver's gets nothing once, in processes of their own: drivers may crash at that.
#![allow(clippy::unwrap_used, reason = "a test that cannot set up has failed")]

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use vixen_faults::{Starved, starve};

/// Set in the processes that this test starts: the number of the first allocation.
const FIRST: &str = "VIXEN_FAULTS_STARVE_FROM";

/// In the short form every one of so many.
const STRIDE: u32 = 5;

fn stride() -> u32 {
    if std::env::var_os("VIXEN_FAULTS_LONG").is_some() { 1 } else { STRIDE }
}

/// Not a test of its own: what the other one starts.
#[test]
fn child() {
    let Ok(first) = std::env::var(FIRST) else { return };
    for at in (first.parse::<u32>().unwrap()..).step_by(stride() as usize) {
        // Said first, for it may be the last word.
        println!("starving {at}");
        let starved = starve(at);
        println!("starved {at} {starved:?}");
        if starved == Starved::Beyond {
            break;
        }
    }
}

#[test]
fn a_driver_without_host_memory_is_an_error_and_no_crash_of_ours() {
    let (mut silent, mut told, mut crashed, mut wrong) = (0, 0, Vec::new(), Vec::new());
    let mut next = Some(0);
    while let Some(first) = next.take() {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child", "--nocapture", "--test-threads=1"])
            .env(FIRST, first.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut last = first;
        let mut call = String::new();
        let mut is_through = false;
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            // The harness writes the test's name before the first line.
            let words = line.split_once("starving ").map(|(_, at)| at);
            if let Some(at) = words.and_then(|at| at.trim().parse().ok()) {
                last = at;
            } else if let Some(name) = line.strip_prefix("no memory in ") {
                name.clone_into(&mut call);
            } else if line.contains("Wrong") {
                wrong.push(format!("{line} ({call})"));
            } else {
                silent += u32::from(line.contains("Silent"));
                told += u32::from(line.contains("Told"));
                is_through |= line.contains("Beyond");
            }
        }
        child.wait().unwrap();
        if !is_through {
            crashed.push(format!("{last} in {call}"));
            assert!(crashed.len() < 300, "it crashes at every allocation");
            next = Some(last + stride());
        }
    }
    println!("host allocations: {told} told, {silent} silent, the driver crashed at {crashed:?}");
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(told > 0, "no allocation of the driver's failed");
}

//! The table of hand-written streams: each has the verdict that it must have.

use std::collections::BTreeSet;

use vixen_oracle::{cases, judge_stream};

#[test]
fn every_case_has_its_verdict() {
    let wrong: Vec<String> = cases()
        .iter()
        .filter_map(|case| {
            let verdicts = judge_stream(&case.stream);
            let found = verdicts.0.first().map(|verdict| verdict.missing);
            let message = || format!("{}: expected {:?}\n{verdicts}", case.name, case.expected);
            (found != case.expected).then(message)
        })
        .collect();
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn there_are_right_and_wrong_ones_and_no_two_of_one_name() {
    let cases = cases();
    let right = cases.iter().filter(|case| case.expected.is_none()).count();
    assert!(cases.len() >= 60 && right >= 20, "{} cases, {right} right", cases.len());
    let names: BTreeSet<&str> = cases.iter().map(|case| &*case.name).collect();
    assert_eq!(names.len(), cases.len());
}

#[test]
fn verdicts_name_what_is_wrong() {
    let names = [
        "first dispatch writes to a storage buffer, second dispatch reads from it: order alone",
        "dispatch writes into a storage image, dispatch samples that image: another old layout",
        "an image takes over another one's memory: no source access",
        "a buffer changes its queue family: not acquired",
        "a queue overwrites a buffer that another one reads: never signalled",
        "two passes render to a color attachment, the second one loads it: load DONT_CARE",
        "each mip is made from the one above: a barrier of the wrong mip",
        "a read sees the last write declared before it: writers exchanged",
    ];
    let cases = cases();
    let texts: Vec<String> = cases
        .iter()
        .filter(|case| names.contains(&&*case.name))
        .map(|case| format!("{}\n{}", case.name, judge_stream(&case.stream)))
        .collect();
    assert_eq!(texts.len(), names.len());
    insta::assert_snapshot!(texts.join("\n"));
}

//! The pipeline-cache file over several set-ups, whole, damaged, and where it cannot be written.

use std::fs;
use std::path::Path;

use vixen::pipeline_cache::{Identity, Loaded, PipelineCacheReport, Refusal, Saved, parse};
use vixen::{Options, ResourceId};

use crate::harness::samples::{COUNT, Given, fill, run};
use crate::harness::{Bench, words};

/// Sets a graph up with this file and runs it: what became of the file.
fn set_up(path: &Path) -> PipelineCacheReport {
    let bench = Bench::new();
    let (graph, out) = fill(false);
    let options = Options { pipeline_cache: Some(path.to_owned()), ..Options::default() };
    let mut executor = bench.executor(&graph, &options);
    run(&mut executor, &Given::seed(9));
    executor.wait_idle().unwrap();
    let result = words(executor.readback(ResourceId::new(out)).unwrap().bytes);
    assert_eq!(result, (9..9 + COUNT as u32).collect::<Vec<_>>());
    let report = executor.report().pipeline_cache.unwrap();
    drop(executor);
    bench.finish();
    report
}

#[test]
fn a_second_set_up_gives_the_driver_what_the_first_one_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipelines");
    let first = set_up(&path);
    let Saved::Written { bytes } = first.saved else { panic!("{first}") };
    assert_eq!(first.loaded, Loaded::Missing);
    let second = set_up(&path);
    assert_eq!(
        second,
        PipelineCacheReport { loaded: Loaded::Used { bytes }, saved: Saved::Unchanged }
    );

    let bench = Bench::new();
    let file = fs::read(&path).unwrap();
    let data = parse(&file, &Identity::of(bench.device.properties())).unwrap();
    assert_eq!(data.len() as u64, bytes);
    bench.finish();
}

#[test]
fn a_damaged_file_is_named_and_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipelines");
    let written = set_up(&path).saved;
    let whole = fs::read(&path).unwrap();
    let mut flipped = whole.clone();
    *flipped.last_mut().unwrap() ^= 1;
    let mut other_driver = whole.clone();
    other_driver[30] ^= 1;
    let damaged = [
        (&whole[..whole.len() / 2], Refusal::Short(whole.len() as u64 / 2)),
        (&flipped[..], Refusal::Hash),
        (&other_driver[..], Refusal::Driver),
        (&b""[..], Refusal::Short(0)),
    ];
    for (bytes, refusal) in damaged {
        fs::write(&path, bytes).unwrap();
        let report = set_up(&path);
        let refusal = match refusal {
            Refusal::Short(length) if length >= 56 => {
                Refusal::Length { promised: whole.len() as u64 - 56, found: length - 56 }
            }
            other => other,
        };
        assert_eq!(
            report,
            PipelineCacheReport { loaded: Loaded::Refused(refusal), saved: written.clone() }
        );
        assert_eq!(fs::read(&path).unwrap(), whole);
    }
}

#[test]
fn a_folder_that_cannot_be_written_costs_the_cache_alone() {
    let folder = tempfile::tempdir().unwrap();
    let report = set_up(&folder.path().join("missing/pipelines"));
    assert_eq!(report.loaded, Loaded::Missing);
    assert!(matches!(report.saved, Saved::Failed(_)), "{report}");
    assert!(report.to_string().starts_with("there was none; not written: "), "{report}");
}

/// The superuser writes where nobody may, so that what is asked is whether both agree.
#[cfg(unix)]
#[test]
fn a_read_only_folder_is_read_and_not_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipelines");
    set_up(&path);
    let mut file = fs::read(&path).unwrap();
    file.push(0);
    fs::write(&path, file).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let may_write = fs::write(folder.path().join("probe"), "").is_ok();
    let report = set_up(&path);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(matches!(report.loaded, Loaded::Refused(Refusal::Length { .. })), "{report}");
    assert_eq!(matches!(report.saved, Saved::Written { .. }), may_write, "{report}");
}

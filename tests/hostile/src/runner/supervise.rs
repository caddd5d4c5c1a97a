//! The process that starts workers and learns from how they end.

use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::inputs::Inputs;
use super::progress::Progress;
use super::worker::{Task, What};
use super::{Crash, Limits, Options, Outcome};
use crate::target::Target;

/// How often a worker is looked at.
const GLANCE: Duration = Duration::from_millis(10);
/// Workers that die, after which a run ends.
const MAX_DEATHS: u32 = 50;

pub(super) fn run(
    target: Target,
    duration: Duration,
    seed: u64,
    options: &Options,
) -> io::Result<Outcome> {
    let folder = tempfile::tempdir()?;
    let progress = folder.path().join("progress");
    let inputs = Inputs::new(target, seed, options.from_start);
    let start = Instant::now();
    let (mut outcome, mut first, mut deaths) = (Outcome::default(), 0, 0);
    loop {
        let time = duration.saturating_sub(start.elapsed());
        if (time.is_zero() && outcome.executions > 0) || deaths > MAX_DEATHS {
            return Ok(outcome);
        }
        let what = What::Run {
            seed,
            first,
            time,
            from_start: options.from_start,
            progress: progress.clone(),
        };
        let task = Task { target, limits: options.limits, what };
        let _ = std::fs::remove_file(&progress);
        let ended = Worker::start(&task, options.program.as_deref())?
            .watch(|| Progress::read(&progress).number, options.limits.time)?;
        let state = Progress::read(&progress);
        outcome.peak_bytes = outcome.peak_bytes.max(state.peak);
        outcome.slowest = outcome.slowest.max(Duration::from_micros(state.slowest));
        for (number, what) in ended.told {
            outcome.add(inputs.nth(number), what);
        }
        let Some(last) = state.number else {
            let what = ended.death.unwrap_or_else(|| "it did nothing".to_owned());
            return Err(io::Error::other(format!("the worker of `{}`: {what}", target.name())));
        };
        outcome.executions += last + 1 - first;
        let Some(death) = ended.death else { return Ok(outcome) };
        outcome.add(inputs.nth(last), death);
        first = last + 1;
        deaths += 1;
    }
}

impl Outcome {
    /// Keeps the first input of each way of breaking; digits aside, since they differ from input to input.
    fn add(&mut self, input: Vec<u8>, what: String) {
        let way = |what: &str| -> String {
            let head = what.chars().take(160);
            head.map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
        };
        self.crashes += 1;
        if self.found.iter().all(|known| way(&known.what) != way(&what)) {
            self.found.push(Crash { input, what });
        }
    }
}

/// Whether an input breaks nothing; otherwise what it breaks.
///
/// # Errors
///
/// Where no worker can be started.
pub fn survives(
    target: Target,
    input: &[u8],
    limits: Limits,
    program: Option<&Path>,
) -> io::Result<Result<(), String>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("input");
    std::fs::write(&file, input)?;
    let task = Task { target, limits, what: What::One(file) };
    let ended = Worker::start(&task, program)?.watch(|| None, limits.time)?;
    let told = ended.told.into_iter().next().map(|(_, what)| what);
    Ok(ended.death.or(told).map_or(Ok(()), Err))
}

struct Worker {
    child: Child,
    told: JoinHandle<Vec<(u64, String)>>,
    errors: JoinHandle<String>,
}

/// How a worker ended.
struct Ended {
    /// Inputs that broke something without ending the worker.
    told: Vec<(u64, String)>,
    /// What ended it, where it did not end by itself.
    death: Option<String>,
}

impl Worker {
    fn start(task: &Task, program: Option<&Path>) -> io::Result<Self> {
        let program = match program {
            Some(program) => PathBuf::from(program),
            // The program that runs, even where another one was built in its place meanwhile.
            None if cfg!(target_os = "linux") => PathBuf::from("/proc/self/exe"),
            None => std::env::current_exe()?,
        };
        let mut child = Command::new(program)
            .args(task.arguments())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let missing = || io::Error::other("the worker has no output");
        let out = child.stdout.take().ok_or_else(missing)?;
        let mut error = child.stderr.take().ok_or_else(missing)?;
        let errors = std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = error.read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        });
        Ok(Self { child, told: std::thread::spawn(move || read(out)), errors })
    }

    /// Waits for the end; kills a worker that works at one input for longer than `patience`, or waits at it for
    /// ten times as long.
    fn watch(mut self, number: impl Fn() -> Option<u64>, patience: Duration) -> io::Result<Ended> {
        let work = |child: &Child| processor_time(child.id()).unwrap_or_default();
        let (mut last, mut since, mut hung) = (number(), Instant::now(), false);
        let mut worked = work(&self.child);
        let status = loop {
            if let Some(status) = self.child.try_wait()? {
                break status;
            }
            std::thread::sleep(GLANCE);
            let now = number();
            if now != last {
                (last, since) = (now, Instant::now());
                worked = work(&self.child);
            } else if work(&self.child).saturating_sub(worked) > patience
                || since.elapsed() > patience * 10
            {
                hung = true;
                self.child.kill()?;
                break self.child.wait()?;
            }
        };
        let told = self.told.join().unwrap_or_default();
        let errors = self.errors.join().unwrap_or_default();
        let death = if hung {
            Some(format!("hang: more than {} s", patience.as_secs()))
        } else {
            (!status.success()).then(|| death(status, &errors))
        };
        Ok(Ended { told, death })
    }
}

/// What a process has computed, on Linux: on a busy machine its hours are longer than ours.
fn processor_time(process: u32) -> Option<Duration> {
    /// `USER_HZ`, the same on every Linux.
    const TICKS_PER_SECOND: u64 = 100;
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name stands in parentheses and may hold anything; utime and stime are fields 14 and 15.
    let mut fields = text.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<u64>().ok();
    Some(Duration::from_millis((ticks()? + ticks()?) * 1000 / TICKS_PER_SECOND))
}

fn read(out: ChildStdout) -> Vec<(u64, String)> {
    let lines = BufReader::new(out).lines().map_while(Result::ok);
    let told = lines.filter_map(|line| {
        let (number, what) = line.split_once(' ')?;
        Some((number.parse().ok()?, what.to_owned()))
    });
    told.collect()
}

fn death(status: ExitStatus, errors: &str) -> String {
    let lines: Vec<&str> = errors.lines().filter(|line| !line.trim().is_empty()).collect();
    let tail = lines.iter().rev().take(4).rev().copied().collect::<Vec<_>>().join("; ");
    format!("{status}: {tail}")
}

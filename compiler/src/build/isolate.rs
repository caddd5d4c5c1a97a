//! A build script's work in a process of its own.
//!
//! glslang is C++: a shader can make it overflow the stack or run for hours, which nothing in the same process
//! can turn into an error. So [`super::Builder::run`] starts the build script once more, does its work
//! there, and tells what became of it: the shader that was being compiled is noted in a file.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::Failure;
use crate::diagnostic::Code;

/// Seconds that glslang may take for one shader.
pub const MAX_SECONDS: u64 = 120;

/// Says in the child's environment which call of `run` is the child's task, counted from 0.
const TASK: &str = "VIXEN_BUILD_TASK";

/// How often the child is looked at.
const GLANCE: Duration = Duration::from_millis(5);

/// Calls of `run` in this process.
static CALLS: AtomicUsize = AtomicUsize::new(0);

/// What a call of `run` is for.
pub(super) enum Part {
    /// Start the child for it.
    Parent(usize),
    /// Do it, and end the process.
    Child,
    /// Nothing: another child did it.
    Done,
}

/// What this call is for.
pub(super) fn part() -> Part {
    let call = CALLS.fetch_add(1, Ordering::Relaxed);
    match task() {
        None => Part::Parent(call),
        Some(task) if task == call => Part::Child,
        Some(_) => Part::Done,
    }
}

/// Whether this process is such a child.
pub(super) fn is_child() -> bool {
    task().is_some()
}

fn task() -> Option<usize> {
    std::env::var(TASK).ok()?.parse().ok()
}

/// Notes that a shader is being compiled, where this is the child.
pub(super) fn begin(out: &Path, shader: &Path) {
    if task().is_some() {
        // Without the note the parent cannot name the shader, and that is all.
        let _ = std::fs::create_dir_all(out);
        let _ = std::fs::write(note(out), shader.as_os_str().as_encoded_bytes());
    }
}

/// Notes that no shader is being compiled.
pub(super) fn end(out: &Path) {
    if task().is_some() {
        let _ = std::fs::remove_file(note(out));
    }
}

fn note(out: &Path) -> PathBuf {
    out.join(".compiling")
}

/// Runs the child. `None` where none can be started: then the work is this process's.
///
/// # Errors
///
/// Where the child did not end by itself.
pub(super) fn run(call: usize, out: &Path) -> Option<Result<ExitStatus, Failure>> {
    start(call, out, &mut command()?)
}

/// [`run`] with this `OUT_DIR`, for a program that cargo gave none.
pub(super) fn run_into(
    call: usize,
    out: &Path,
    out_dir: &Path,
) -> Option<Result<ExitStatus, Failure>> {
    start(call, out, command()?.env("OUT_DIR", out_dir))
}

/// This program with its arguments.
fn command() -> Option<Command> {
    let mut command = Command::new(std::env::current_exe().ok()?);
    command.args(std::env::args_os().skip(1));
    Some(command)
}

fn start(call: usize, out: &Path, command: &mut Command) -> Option<Result<ExitStatus, Failure>> {
    let _ = std::fs::remove_file(note(out));
    let mut child = command.env(TASK, call.to_string()).stdin(Stdio::null()).spawn().ok()?;
    Some(watch(&mut child, out, Duration::from_secs(MAX_SECONDS)))
}

fn watch(child: &mut Child, out: &Path, patience: Duration) -> Result<ExitStatus, Failure> {
    let (mut shader, mut since) = (None, Instant::now());
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.code().is_some_and(|code| (0..256).contains(&code)) => {
                return Ok(status);
            }
            Ok(Some(status)) => {
                let what = format!("glslang crashed on this shader ({status})");
                return Err(failure(noted(out), &what));
            }
            Ok(None) => {}
            Err(error) => {
                let what = format!("the build cannot be watched: {error}");
                return Err(failure(None, &what));
            }
        }
        std::thread::sleep(GLANCE);
        let now = noted(out);
        if now != shader {
            (shader, since) = (now, Instant::now());
        } else if shader.is_some() && since.elapsed() > patience {
            let _ = child.kill();
            let _ = child.wait();
            let seconds = patience.as_secs();
            let what = format!("glslang takes more than {seconds} seconds for this shader");
            return Err(failure(shader, &what));
        }
    }
}

fn noted(out: &Path) -> Option<PathBuf> {
    let name = std::fs::read(note(out)).ok()?;
    Some(PathBuf::from(String::from_utf8_lossy(&name).into_owned()))
}

fn failure(shader: Option<PathBuf>, what: &str) -> Failure {
    let failure = match shader {
        Some(shader) => Failure::at(&shader, (0, 0), Code::GlslError, what),
        None => Failure::whole(what),
    };
    let help = "simplify the shader: shorter expressions, fewer macros within macros".to_owned();
    Failure { help, ..failure }
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used)] // a test fails by panicking
mod tests {
    use super::*;

    #[test]
    fn a_shader_without_end_is_given_up() {
        let out = std::env::temp_dir().join(format!("vixen-isolate-{}", std::process::id()));
        std::fs::create_dir_all(&out).unwrap();
        std::fs::write(note(&out), "endless.comp").unwrap();
        let mut child = Command::new("sleep").arg("60").spawn().unwrap();
        let failure = watch(&mut child, &out, Duration::from_millis(50)).unwrap_err();
        assert_eq!(failure.file, Path::new("endless.comp"));
        assert!(failure.to_string().contains("glslang takes more than"), "{failure}");
        std::fs::remove_dir_all(&out).unwrap();
    }
}

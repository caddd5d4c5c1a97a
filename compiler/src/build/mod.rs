//! The build.rs door: shaders to SPIR-V, graph files to modules.
//!
//! A build script of one line, in `fn main` of build.rs:
//!
//! ```no_run
//! vixen_compiler::build::shaders("shaders").run();
//! ```
//!
//! Each GLSL file of the folder becomes `$OUT_DIR/vixen/<path>.spv`, where the derives look for it; its
//! extension says its stage (`.comp`, `.vert`, `.frag`, …; `.glsl` is for what others include). `.spv` files
//! are taken as they are. With [`Builder::graph`] a graph file becomes `$OUT_DIR/vixen/<name>.rs`, to be
//! taken in by `include!(concat!(env!("OUT_DIR"), "/vixen/<name>.rs"))`, with reports beside it.

mod apart;
mod failure;
mod folder;
#[cfg(feature = "glsl")]
mod glsl;
mod graph_file;
#[cfg(feature = "glsl")]
mod include;
mod isolate;
mod stamp;

pub use apart::Compiled;
pub use failure::Failure;
pub use isolate::MAX_SECONDS;

use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Severity};

/// What a build script does; see the [module](self).
#[derive(Clone, Debug, Default)]
pub struct Builder {
    shaders: Vec<PathBuf>,
    graphs: Vec<PathBuf>,
    defines: Vec<(String, String)>,
    out: Option<PathBuf>,
}

/// What a build wrote and read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Files written, or found up to date.
    pub written: Vec<PathBuf>,
    /// How many shaders were compiled; the others were up to date.
    pub compiled: usize,
    /// Files and folders read: what cargo should watch.
    pub watched: Vec<PathBuf>,
    /// Warnings about graphs.
    pub warnings: Vec<Failure>,
}

/// Compiles the shaders of a folder and of those within it, relative to the crate's root.
#[must_use]
pub fn shaders(folder: impl Into<PathBuf>) -> Builder {
    Builder::default().shaders(folder)
}

/// Compiles a graph file, relative to the crate's root.
#[must_use]
pub fn graph(file: impl Into<PathBuf>) -> Builder {
    Builder::default().graph(file)
}

impl Builder {
    /// Adds a folder of shaders.
    #[must_use]
    pub fn shaders(mut self, folder: impl Into<PathBuf>) -> Self {
        self.shaders.push(folder.into());
        self
    }

    /// Adds a graph file. Its passes find the shaders of this build.
    #[must_use]
    pub fn graph(mut self, file: impl Into<PathBuf>) -> Self {
        self.graphs.push(file.into());
        self
    }

    /// Defines a preprocessor macro for all GLSL files.
    #[must_use]
    pub fn define(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.defines.push((name.into(), value.into()));
        self
    }

    /// Writes below this folder instead of `$OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out = Some(folder.into());
        self
    }

    /// Does it, with cargo's lines. Where something fails, every failure is printed as rustc prints its own, and
    /// the process ends with exit code 1.
    ///
    /// The work is done by the build script started once more, so that a crash of glslang is an error that names
    /// the shader: what `main` does before this call is done in both processes.
    pub fn run(self) {
        match isolate::part() {
            isolate::Part::Done => return,
            isolate::Part::Child => {}
            isolate::Part::Parent(call) => {
                let started = self.out().and_then(|out| isolate::run(call, &out));
                match started {
                    Some(Ok(status)) if status.success() => return,
                    Some(Ok(status)) => std::process::exit(status.code().unwrap_or(1)),
                    Some(Err(failure)) => {
                        eprintln!("{}", failure.render(Severity::Error));
                        std::process::exit(1);
                    }
                    None => {}
                }
            }
        }
        let is_child = isolate::is_child();
        self.run_here();
        if is_child {
            std::process::exit(0);
        }
    }

    /// What [`Self::run`] does, in this process.
    fn run_here(&self) {
        match self.compile() {
            Ok(outcome) => {
                for path in &outcome.watched {
                    println!("cargo::rerun-if-changed={}", path.display());
                }
                // Cargo shows what a build script writes to its standard error only where it fails.
                for line in outcome.warnings.iter().flat_map(warning_lines) {
                    println!("cargo::warning={line}");
                }
            }
            Err(failures) => {
                // Nothing on the standard output: cargo repeats that too, and would print everything twice.
                for failure in &failures {
                    eprintln!("{}", failure.render(Severity::Error));
                }
                std::process::exit(1);
            }
        }
    }

    /// Where it writes.
    fn out(&self) -> Option<PathBuf> {
        let out = self.out.clone().or_else(|| std::env::var_os("OUT_DIR").map(PathBuf::from))?;
        Some(out.join("vixen"))
    }

    /// Does it without printing.
    pub fn compile(&self) -> Result<Outcome, Vec<Failure>> {
        let Some(out) = self.out() else {
            return Err(vec![Failure::whole("OUT_DIR is not set: call this from build.rs")]);
        };
        let mut outcome = Outcome::default();
        let mut failures = Vec::new();
        for folder in &self.shaders {
            folder::compile(folder, &out, &self.defines, &mut outcome, &mut failures);
        }
        if failures.is_empty() {
            for file in &self.graphs {
                graph_file::compile(file, &out, &mut outcome, &mut failures);
            }
        }
        if failures.is_empty() { Ok(outcome) } else { Err(failures) }
    }
}

/// A warning for cargo, which takes a line at a time.
fn warning_lines(warning: &Failure) -> Vec<String> {
    warning.to_string().lines().map(str::to_owned).collect()
}

/// A file's bytes, no more than a limit: what is no file, a pipe or a device, would have no end.
fn read(path: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    let unreadable =
        |error: std::io::Error| Failure::unreadable(path, &format!("cannot be read: {error}"));
    if !std::fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(Failure::unreadable(path, "cannot be read: it is no file"));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > limit {
        let text = format!("more than {limit} bytes; the limit is {limit}");
        return Err(Failure::at(path, (0, 0), Code::TooLarge, &text));
    }
    Ok(bytes)
}

/// [`read`] for text.
fn read_text(path: &Path, limit: usize) -> Result<String, Failure> {
    String::from_utf8(read(path, limit)?)
        .map_err(|error| Failure::unreadable(path, &format!("cannot be read: {error}")))
}

/// Writes a file, with the folders above it, where its content differs: an untouched file rebuilds nothing.
fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
    if std::fs::read(path).is_ok_and(|old| old == content) {
        return Ok(());
    }
    let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    made.and_then(|()| std::fs::write(path, content))
        .map_err(|error| Failure::unreadable(path, &format!("cannot be written: {error}")))
}

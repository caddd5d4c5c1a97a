//! Shaders for a tool that is no build script: compiled in a process of its own, into a folder that goes when the tool ends.

use std::path::{Path, PathBuf};

use super::{Builder, Failure, isolate};
use crate::diagnostic::Severity;

/// Names that are tried for the folder.
const MOST_NAMES: u32 = 1024;

/// Compiled shaders. Their folder is removed with this value.
#[derive(Debug)]
pub struct Compiled {
    out: PathBuf,
    folder: PathBuf,
}

impl Compiled {
    /// Where the modules lie, by the names of [`crate::shader_file::name`].
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A folder that nobody else has: one that is there already is never taken.
    fn create() -> Result<Self, Failure> {
        let base = std::env::temp_dir();
        let mut last = None;
        for number in 0..MOST_NAMES {
            let out = base.join(format!("vixen-plan-{}-{number}", std::process::id()));
            match std::fs::create_dir(&out) {
                Ok(()) => return Ok(Self { folder: out.join("vixen"), out }),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => {
                    last = Some(error);
                    break;
                }
            }
        }
        let why = last.map_or("all names are taken".to_owned(), |error| error.to_string());
        Err(Failure::unreadable(&base, &format!("a folder for shaders cannot be made: {why}")))
    }
}

impl Drop for Compiled {
    fn drop(&mut self) {
        // What stays behind in the folder for temporary files is the system's to clear.
        let _ = std::fs::remove_dir_all(&self.out);
    }
}

impl Builder {
    /// Compiles the shaders, and no graph file, in this program started once more with the same arguments, so that a crash
    /// of glslang is an error that names the shader. There `main` has to come to this call again, which does the work and
    /// ends the process. What failed there was printed there.
    ///
    /// # Errors
    ///
    /// Where a shader cannot be compiled; the list is empty where all of it was printed.
    pub fn apart(mut self) -> Result<Compiled, Vec<Failure>> {
        self.graphs.clear();
        let call = match isolate::part() {
            isolate::Part::Parent(call) => call,
            isolate::Part::Child => self.end_as_child(),
            isolate::Part::Done => return Err(Vec::new()),
        };
        let compiled = Compiled::create().map_err(|failure| vec![failure])?;
        match isolate::run_into(call, &compiled.folder, &compiled.out) {
            Some(Ok(status)) if status.success() => Ok(compiled),
            Some(Ok(_)) => Err(Vec::new()),
            Some(Err(failure)) => Err(vec![failure]),
            None => {
                self.out = Some(compiled.out.clone());
                self.compile().map(|_| compiled)
            }
        }
    }

    /// The work of the started process, whose `OUT_DIR` is the folder.
    fn end_as_child(&self) -> ! {
        let Err(failures) = self.compile() else { std::process::exit(0) };
        for failure in &failures {
            eprintln!("{}", failure.render(Severity::Error));
        }
        std::process::exit(1)
    }
}

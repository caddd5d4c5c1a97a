//! A folder of shaders.

use std::path::{Path, PathBuf};

use super::{Failure, Outcome, write};
use crate::diagnostic::Code;

/// Folders within folders beyond which a build stops.
const MAX_DEPTH: usize = 16;

/// Files and folders of a folder and of those within it.
const MAX_FILES: usize = 16_384;

/// Compiles every shader of a folder.
pub(super) fn compile(
    folder: &Path,
    out: &Path,
    defines: &[(String, String)],
    outcome: &mut Outcome,
    failures: &mut Vec<Failure>,
) {
    outcome.watched.push(folder.to_owned());
    let mut listing = Listing::default();
    if let Err(failure) = listing.add(folder) {
        failures.push(failure);
        return;
    }
    let mut files = listing.files;
    files.sort();
    for file in files {
        let Ok(name) = file.strip_prefix(folder) else { continue };
        let Some(name) = name.to_str() else {
            failures
                .push(Failure::unreadable(&file, "the name is not UTF-8, so no pass can name it"));
            continue;
        };
        let target = out.join(crate::shader_file::name(&name.replace('\\', "/")));
        let done = match file.extension().and_then(|e| e.to_str()) {
            Some("spv") => copy(&file, &target),
            _ => glsl(&file, &target, out, defines, outcome),
        };
        match done {
            Ok(true) => outcome.written.push(target),
            Ok(false) => {}
            Err(more) => failures.extend(more),
        }
    }
}

/// The files of a folder while they are being looked for.
#[derive(Default)]
struct Listing {
    files: Vec<PathBuf>,
    /// Real paths of the folders on the way: a link that leads back up has no end.
    open: Vec<PathBuf>,
    /// Files and folders so far: links to the same folder from several places may double them at each step.
    entries: usize,
}

impl Listing {
    fn add(&mut self, folder: &Path) -> Result<(), Failure> {
        let unreadable = |error: std::io::Error| {
            Failure::unreadable(folder, &format!("cannot be read: {error}"))
        };
        if self.open.len() > MAX_DEPTH {
            let text = format!("more than {MAX_DEPTH} folders within each other");
            return Err(Failure::at(folder, (0, 0), Code::TooLarge, &text));
        }
        let real = std::fs::canonicalize(folder).map_err(unreadable)?;
        if self.open.contains(&real) {
            return Ok(());
        }
        self.open.push(real);
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            self.entries += 1;
            if self.entries > MAX_FILES {
                let text = format!("more than {MAX_FILES} files and folders; that is the limit");
                return Err(Failure::at(folder, (0, 0), Code::TooLarge, &text));
            }
            let path = entry.map_err(unreadable)?.path();
            if path.is_dir() {
                self.add(&path)?;
            } else {
                self.files.push(path);
            }
        }
        self.open.pop();
        Ok(())
    }
}

/// A module as it is; what it asks for is read by whoever names it.
fn copy(file: &Path, target: &Path) -> Result<bool, Vec<Failure>> {
    let bytes = super::read(file, crate::reflect::MAX_BYTES).map_err(|failure| vec![failure])?;
    write(target, &bytes).map_err(|failure| vec![failure])?;
    Ok(true)
}

/// Whether the file is a shader, and was compiled or is up to date.
#[cfg(feature = "glsl")]
fn glsl(
    file: &Path,
    target: &Path,
    out: &Path,
    defines: &[(String, String)],
    outcome: &mut Outcome,
) -> Result<bool, Vec<Failure>> {
    let Some(stage) = super::glsl::stage(file) else { return Ok(false) };
    let stamp = super::stamp::path(out, target);
    if target.is_file() && super::stamp::holds(&stamp, defines) {
        return Ok(true);
    }
    super::isolate::begin(out, file);
    let compiled = super::glsl::compile(file, stage, defines);
    super::isolate::end(out);
    let compiled = compiled?;
    write(target, &compiled.spirv).map_err(|failure| vec![failure])?;
    super::stamp::write(&stamp, defines, &compiled.read).map_err(|failure| vec![failure])?;
    outcome.compiled += 1;
    Ok(true)
}

#[cfg(not(feature = "glsl"))]
fn glsl(
    file: &Path,
    _: &Path,
    _: &Path,
    _: &[(String, String)],
    _: &mut Outcome,
) -> Result<bool, Vec<Failure>> {
    const STAGES: &[&str] = &["vert", "frag", "comp", "geom", "tesc", "tese", "task", "mesh"];
    match file.extension().and_then(|e| e.to_str()) {
        Some(extension) if STAGES.contains(&extension) => Err(vec![Failure::at(
            file,
            (0, 0),
            Code::GlslError,
            "GLSL needs the feature `glsl` of vixen-compiler in [build-dependencies]",
        )]),
        _ => Ok(false),
    }
}

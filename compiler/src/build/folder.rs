//! A folder of shaders.

use std::path::{Path, PathBuf};

use super::{Failure, Outcome, write};
use crate::diagnostic::Code;

/// Folders within folders beyond which a build stops: a link may lead back up.
const MAX_DEPTH: u32 = 16;

/// Compiles every shader of a folder.
pub(super) fn compile(
    folder: &Path,
    out: &Path,
    defines: &[(String, String)],
    outcome: &mut Outcome,
    failures: &mut Vec<Failure>,
) {
    outcome.watched.push(folder.to_owned());
    let mut files = Vec::new();
    if let Err(failure) = list(folder, &mut files, 0) {
        failures.push(failure);
        return;
    }
    files.sort();
    for file in files {
        let Ok(name) = file.strip_prefix(folder) else { continue };
        let target = out.join(crate::shader_file::name(&name.to_string_lossy().replace('\\', "/")));
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

fn list(folder: &Path, files: &mut Vec<PathBuf>, depth: u32) -> Result<(), Failure> {
    if depth > MAX_DEPTH {
        let text = format!("more than {MAX_DEPTH} folders within each other");
        return Err(Failure::at(folder, (0, 0), Code::TooLarge, &text));
    }
    let unreadable =
        |error: std::io::Error| Failure::unreadable(folder, &format!("cannot be read: {error}"));
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            list(&path, files, depth + 1)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// A module as it is; what it asks for is read by whoever names it.
fn copy(file: &Path, target: &Path) -> Result<bool, Vec<Failure>> {
    let bytes = std::fs::read(file)
        .map_err(|error| vec![Failure::unreadable(file, &format!("cannot be read: {error}"))])?;
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
    let compiled = super::glsl::compile(file, stage, defines)?;
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

//! Folders of GLSL.

use std::path::{Component, Path};

use vixen_compiler::build;

/// A folder of shaders with what they include, compiled as build.rs does.
///
/// The input is a file after the other, each headed by a line `//// name`.
///
/// # Panics
///
/// Where something does not hold that must.
pub fn shader_folder(input: &[u8]) {
    // Without a folder to write to there is nothing to try.
    let Ok(folder) = tempfile::tempdir() else { return };
    let shaders = folder.path().join("shaders");
    if write(input, &shaders).is_none() {
        return;
    }
    match build::shaders(&shaders).out_dir(folder.path().join("out")).compile() {
        Ok(outcome) => {
            assert!(outcome.written.iter().all(|path| path.is_file()), "a module is missing");
        }
        Err(failures) => {
            assert!(!failures.is_empty(), "refused without a word");
            assert!(failures.iter().all(|one| !one.message.trim().is_empty()), "an empty failure");
        }
    }
}

/// Most files of an input.
const FILES: usize = 16;

fn write(input: &[u8], folder: &Path) -> Option<()> {
    std::fs::create_dir_all(folder).ok()?;
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for line in input.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_prefix(b"//// ") {
            Some(name) if files.len() < FILES => {
                files.push((String::from_utf8_lossy(name).trim().to_owned(), Vec::new()));
            }
            _ => {
                let (_, content) = files.last_mut()?;
                content.extend_from_slice(line);
            }
        }
    }
    for (name, content) in files {
        let path = Path::new(&name);
        // The input stays in its folder: what it includes may point anywhere.
        let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
        if !inside || name.is_empty() || name.contains('\0') {
            continue;
        }
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent()?).ok()?;
        std::fs::write(path, content).ok()?;
    }
    Some(())
}

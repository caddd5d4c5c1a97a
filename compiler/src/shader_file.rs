//! Names of compiled shaders: what build.rs writes and what derives look for under `$OUT_DIR/vixen`.

use std::path::Path;

/// The file that holds a shader's SPIR-V: `blur.comp.spv` for `blur.comp`, a `.spv` file under its own name.
#[must_use]
pub fn name(shader: &str) -> String {
    let extension = Path::new(shader).extension();
    if extension.is_some_and(|extension| extension == "spv") {
        shader.to_owned()
    } else {
        format!("{shader}.spv")
    }
}

/// The shaders of a folder and of those within it, as passes name them, in order of the alphabet.
#[must_use]
pub fn list(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    collect(folder, "", &mut found, 0);
    found.sort();
    found
}

/// Folders within folders beyond which nothing is listed: a link may lead back up.
const MAX_DEPTH: u32 = 8;

fn collect(folder: &Path, prefix: &str, found: &mut Vec<String>, depth: u32) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            if depth < MAX_DEPTH {
                collect(&entry.path(), &format!("{name}/"), found, depth + 1);
            }
        } else if let Some(shader) = name.strip_suffix(".spv") {
            let compiled = Path::new(shader).extension().is_some();
            found.push(if compiled { shader.to_owned() } else { name });
        }
    }
}

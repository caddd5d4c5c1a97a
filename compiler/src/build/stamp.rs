//! Whether a shader is up to date: a file beside it lists what it was made of, by content.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::Failure;
use crate::hash::fnv1a;

/// Raised where the same source gives another module: a new glslang, other options.
const VERSION: u32 = 1;

/// The stamp of a target.
pub(super) fn path(out: &Path, target: &Path) -> PathBuf {
    let name = target.strip_prefix(out).unwrap_or(target);
    let mut path = out.join(".stamps").join(name).into_os_string();
    path.push(".txt");
    PathBuf::from(path)
}

/// Whether everything is as it was.
pub(super) fn holds(stamp: &Path, defines: &[(String, String)]) -> bool {
    let Ok(text) = std::fs::read_to_string(stamp) else { return false };
    let mut lines = text.lines();
    if lines.next() != Some(head(defines).as_str()) {
        return false;
    }
    lines.all(|line| {
        let Some((hash, file)) = line.split_once(' ') else { return false };
        std::fs::read(file).is_ok_and(|content| hash == format!("{:016x}", fnv1a(content)))
    })
}

/// Notes what a target was made of.
pub(super) fn write(
    stamp: &Path,
    defines: &[(String, String)],
    read: &[(PathBuf, String)],
) -> Result<(), Failure> {
    let mut text = head(defines) + "\n";
    for (file, content) in read {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{:016x} {}", fnv1a(content.bytes()), file.display());
    }
    super::write(stamp, text.as_bytes())
}

fn head(defines: &[(String, String)]) -> String {
    let bytes =
        defines.iter().flat_map(|(name, value)| [name, "=", value, "\n"].concat().into_bytes());
    format!("vixen {VERSION} {:016x}", fnv1a(bytes))
}

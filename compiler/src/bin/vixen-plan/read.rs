//! A file that may hold anything, as text.

use std::io::Read as _;
use std::path::Path;

use vixen_compiler::diagnostic::{Code, Diagnostic, Diagnostics, Site};
use vixen_compiler::syntax::json::MAX_FILE_BYTES;

/// The file's text; reads no more than the limit allows, so that a device or a pipe ends too.
pub(super) fn text(path: &Path, diagnostics: &Diagnostics) -> Option<String> {
    let mut bytes = Vec::new();
    let limit = MAX_FILE_BYTES as u64 + 1;
    let read = std::fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
    let unreadable = |site, what: String, help: &str| {
        diagnostics.push(Diagnostic::error(Code::FileUnreadable, site, what).help(help));
    };
    if let Err(error) = read {
        let what = format!("the file cannot be read: {error}");
        unreadable(Site::Whole, what, "name a file that this user may read");
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let lines = before.split(|byte| *byte == b'\n').count();
            let line = u32::try_from(lines).unwrap_or(u32::MAX);
            let last = before.rsplit(|byte| *byte == b'\n').next().unwrap_or(&[]);
            let characters = String::from_utf8_lossy(last).chars().count();
            let column = u32::try_from(characters).unwrap_or(u32::MAX).saturating_add(1);
            let site = Site::Text { line, column };
            let (code, what) = match path.extension() {
                Some(extension) if extension == "rs" => {
                    (Code::MalformedValue, "this is not UTF-8, as Rust must be")
                }
                _ => (Code::JsonSyntax, "this is not UTF-8, as JSON must be"),
            };
            diagnostics.push(Diagnostic::error(code, site, what).help("save the file as UTF-8"));
            None
        }
    }
}

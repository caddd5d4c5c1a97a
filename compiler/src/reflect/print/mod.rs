//! An [`Interface`] for people and for other programs, in Vulkan's words.
//!
//! The schema of the JSON is written down in `docs/vixen-reflect.md`.

mod document;
mod text;
mod ty;

use std::io::{self, Write};

use super::Interface;

pub use text::print_text;

/// Writes the interface as indented JSON and a line break.
///
/// # Errors
///
/// Those of the writer.
pub fn print_json(interface: &Interface, mut out: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, &document::document(interface))?;
    writeln!(out)
}

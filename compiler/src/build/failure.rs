//! What went wrong, at a place that an editor can jump to.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Site};

/// A failure at a place of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The file; empty for none.
    pub file: PathBuf,
    /// Line and column, from 1; 0 where unknown.
    pub place: (u32, u32),
    /// The rule and what is wrong, in one or more lines.
    pub text: String,
}

impl Failure {
    /// One that no file is to blame for.
    pub(super) fn whole(text: &str) -> Self {
        Self { file: PathBuf::new(), place: (0, 0), text: text.to_owned() }
    }

    /// V0803.
    pub(super) fn unreadable(file: &Path, why: &str) -> Self {
        Self::at(file, (0, 0), Code::FileUnreadable, why)
    }

    pub(super) fn at(file: &Path, place: (u32, u32), code: Code, text: &str) -> Self {
        Self { file: file.to_owned(), place, text: format!("{code}: {text}") }
    }

    /// A diagnostic of a graph file.
    pub(super) fn of(diagnostic: &Diagnostic, file: &Path) -> Self {
        let place = match diagnostic.site {
            Site::Tokens(span) => {
                let start = span.start();
                let number = |n: usize| u32::try_from(n).unwrap_or_default();
                (number(start.line), number(start.column) + 1)
            }
            Site::Text { line, column } => (line, column),
            Site::Whole => (0, 0),
        };
        let text = format!("{diagnostic}\n  see: docs/errors/{}.md", diagnostic.code);
        Self { file: file.to_owned(), place, text }
    }

    /// Prints it as cargo's `error` or `warning`, a line at a time.
    pub(super) fn print(&self, severity: &str) {
        for line in self.to_string().lines() {
            println!("cargo::{severity}={line}");
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.file.as_os_str().is_empty() {
            write!(f, "{}", self.file.display())?;
            let (line, column) = self.place;
            if line > 0 {
                write!(f, ":{line}")?;
            }
            if column > 0 {
                write!(f, ":{column}")?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&self.text)
    }
}

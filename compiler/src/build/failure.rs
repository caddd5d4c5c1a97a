//! What went wrong, at a place that an editor can jump to.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Severity, Site};
use crate::snippet::{self, Finding, Place};

/// Bytes of a file of which a line can be shown.
const MAX_SHOWN: usize = 4 << 20;

/// A failure at a place of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The file; empty for none.
    pub file: PathBuf,
    /// Line and column, from 1; 0 where unknown.
    pub place: (u32, u32),
    /// Line and column behind what is at fault; `(0, 0)` where unknown.
    pub end: (u32, u32),
    /// The rule.
    pub code: Option<Code>,
    /// What is wrong.
    pub message: String,
    /// What the other side says.
    pub notes: Vec<String>,
    /// What to write instead; empty for nothing.
    pub help: String,
}

impl Failure {
    /// One that no file is to blame for.
    pub(super) fn whole(text: &str) -> Self {
        Self {
            file: PathBuf::new(),
            place: (0, 0),
            end: (0, 0),
            code: None,
            message: text.to_owned(),
            notes: Vec::new(),
            help: String::new(),
        }
    }

    /// V0803.
    pub(super) fn unreadable(file: &Path, why: &str) -> Self {
        Self::at(file, (0, 0), Code::FileUnreadable, why)
    }

    pub(super) fn at(file: &Path, place: (u32, u32), code: Code, text: &str) -> Self {
        Self { file: file.to_owned(), place, code: Some(code), ..Self::whole(text) }
    }

    /// A diagnostic of a graph file.
    pub(super) fn of(diagnostic: &Diagnostic, file: &Path) -> Self {
        let (place, end) = match diagnostic.site {
            Site::Tokens(span) => (number(span.start()), number(span.end())),
            Site::Text { line, column } => ((line, column), (0, 0)),
            Site::Whole => ((0, 0), (0, 0)),
        };
        Self {
            end,
            notes: diagnostic.notes.clone(),
            help: diagnostic.help.clone(),
            ..Self::at(file, place, diagnostic.code, &diagnostic.message)
        }
    }

    /// As rustc prints its own, with the line at fault.
    #[must_use]
    pub fn render(&self, severity: Severity) -> String {
        let text = super::read_text(&self.file, MAX_SHOWN).ok();
        let finding = Finding {
            severity,
            code: self.code,
            message: &self.message,
            notes: &self.notes,
            help: &self.help,
        };
        let path = self.file.display().to_string();
        let place = Place { path: &path, text: text.as_deref(), start: self.place, end: self.end };
        snippet::render(finding, place, false)
    }
}

fn number(place: proc_macro2::LineColumn) -> (u32, u32) {
    let number = |n: usize| u32::try_from(n).unwrap_or_default();
    (number(place.line), number(place.column) + 1)
}

/// A line for the place and what is wrong, then notes and help.
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
        if let Some(code) = self.code {
            write!(f, "{code}: ")?;
        }
        f.write_str(&self.message)?;
        for note in &self.notes {
            write!(f, "\n  note: {note}")?;
        }
        if !self.help.is_empty() {
            write!(f, "\n  help: {}", self.help)?;
        }
        match self.code {
            Some(code) => write!(f, "\n  see: docs/errors/{code}.md"),
            None => Ok(()),
        }
    }
}

//! Diagnostics: what is wrong, where, what the other side says, and what to write instead.
//!
//! Every rule has a [`Code`]; its texts stand where the rule is checked, its page in `docs/errors/`.
//! All diagnostics of a graph are collected in a [`Diagnostics`] and reported together. A stage that
//! reported an error hands nothing on; warnings let the pipeline continue.

mod code;
mod nearest;

pub use code::Code;
pub use nearest::{did_you_mean, nearest};

use std::cell::RefCell;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Where something stands: in Rust tokens, in a text file, or nowhere a reader could look.
#[derive(Clone, Copy, Debug, Default)]
pub enum Site {
    /// A span of Rust tokens: of the derive's input, or of a graph file read by build.rs.
    Tokens(proc_macro2::Span),
    /// Line and column, from 1, of a text file that is not Rust (graph JSON).
    Text {
        /// Line, from 1.
        line: u32,
        /// Column in characters, from 1.
        column: u32,
    },
    /// No place: the whole graph.
    #[default]
    Whole,
}

/// A place does not cross crates: there it would blame an innocent line.
impl Serialize for Site {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl<'de> Deserialize<'de> for Site {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <()>::deserialize(deserializer).map(|()| Self::Whole)
    }
}

/// A text with the place where it stands. Compares by its text.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Name {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub site: Site,
}

impl Name {
    /// A name at a place.
    pub fn new(text: impl Into<String>, site: Site) -> Self {
        Self { text: text.into(), site }
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Name {}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether a diagnostic stops compilation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// No plan is made.
    Error,
    /// A plan is made all the same.
    Warning,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule.
    pub code: Code,
    /// Error or warning.
    pub severity: Severity,
    /// The place at fault.
    pub site: Site,
    /// What is wrong: one sentence that names both sides.
    pub message: String,
    /// What the other side says: shader file, set, binding and name; the other pass; the limit.
    pub notes: Vec<String>,
    /// What to write instead.
    pub help: String,
}

impl Diagnostic {
    /// An error.
    pub fn error(code: Code, site: Site, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, site, message.into())
    }

    /// A warning.
    pub fn warning(code: Code, site: Site, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, site, message.into())
    }

    fn new(code: Code, severity: Severity, site: Site, message: String) -> Self {
        Self { code, severity, site, message, notes: Vec::new(), help: String::new() }
    }

    /// Adds what the other side says.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Sets what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

/// The whole text as a derive shows it: `V0101: message`, then notes and help, a line each.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)?;
        for note in &self.notes {
            write!(f, "\n  note: {note}")?;
        }
        if !self.help.is_empty() {
            write!(f, "\n  help: {}", self.help)?;
        }
        Ok(())
    }
}

/// Collects the diagnostics of one compilation.
#[derive(Debug, Default)]
pub struct Diagnostics {
    found: RefCell<Vec<Diagnostic>>,
}

impl Diagnostics {
    /// Nothing found yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Records a finding.
    pub fn push(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }

    /// Whether an error is among what was found.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// How many errors are among what was found.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.found.borrow().iter().filter(|d| d.severity == Severity::Error).count()
    }

    /// Takes over what another collection found.
    pub fn append(&self, other: Self) {
        self.found.borrow_mut().extend(other.into_vec());
    }

    /// Takes over what another collection found beyond `said`, in which each finding counts once.
    pub fn append_beyond(&self, other: Self, said: &Self) {
        let mut said: Vec<(Code, String)> =
            said.found.borrow().iter().map(|d| (d.code, d.message.clone())).collect();
        for finding in other.into_vec() {
            let known = said.iter().position(|(c, m)| *c == finding.code && *m == finding.message);
            match known {
                Some(at) => drop(said.swap_remove(at)),
                None => self.push(finding),
            }
        }
    }

    /// All that was found, in order of finding.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.found.into_inner()
    }
}

//! What the oracle objects to.

use std::fmt;

/// What is missing between two accesses, or what else is wrong with one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Missing {
    /// The later access may begin before the earlier one has ended.
    Execution,
    /// The earlier write was not made available.
    Availability,
    /// The earlier write is available, and was not made visible to the later access.
    Visibility,
    /// The image is in another layout.
    Layout,
    /// Another queue family owns it, or the two halves of a transfer do not match.
    Ownership,
    /// What is read is undefined.
    Contents,
    /// What is read was written by another than the last one declared before.
    Meaning,
    /// A semaphore is waited for that nothing signals.
    Signal,
    /// A mask has bits that this model does not know.
    Model,
}

impl Missing {
    /// The sections of the Vulkan specification that ask for it, by their titles: numbers change.
    #[must_use]
    pub fn section(self) -> &'static str {
        match self {
            Self::Execution => "Execution and Memory Dependencies",
            Self::Availability | Self::Visibility => {
                "Execution and Memory Dependencies; Memory Model: Location-Ordered"
            }
            Self::Layout => "Image Layout Transitions",
            Self::Ownership => "Queue Family Ownership Transfer",
            Self::Contents => {
                "Image Layout Transitions; Render Pass Load Operations; Memory Aliasing"
            }
            Self::Meaning => "declared order",
            Self::Signal => "Semaphore Waiting",
            Self::Model => "not modelled",
        }
    }
}

/// Who accesses something.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Frame; -1 is set-up.
    pub frame: i64,
    /// The command, and the slot in it.
    pub what: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.frame {
            -1 => write!(f, "{} at set-up", self.what),
            frame => write!(f, "{} of frame {frame}", self.what),
        }
    }
}

/// An objection.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Verdict {
    /// The access that goes wrong.
    pub at: Place,
    /// The access that it conflicts with.
    pub earlier: Option<Place>,
    /// The resource; empty for semaphores.
    pub resource: String,
    /// The part of it; empty for all of it.
    pub range: String,
    /// What is missing.
    pub missing: Missing,
    /// The same in words.
    pub detail: String,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.at)?;
        if !self.resource.is_empty() {
            write!(f, "`{}`", self.resource)?;
            if !self.range.is_empty() {
                write!(f, " {}", self.range)?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&self.detail)?;
        if let Some(earlier) = &self.earlier {
            write!(f, " (earlier: {earlier})")?;
        }
        write!(f, " [{}]", self.missing.section())
    }
}

/// All objections to a stream, in the order in which the commands come. Empty where it is sound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdicts(pub Vec<Verdict>);

impl Verdicts {
    /// Whether there is nothing to object to.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Number of objections.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl fmt::Display for Verdicts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|verdict| writeln!(f, "{verdict}"))
    }
}

//! The file that compiled pipelines are kept in from one run of a program to the next.
//!
//! Drivers trust what they are given as pipeline-cache data more than a file deserves that a crash, a full
//! disk or another driver may have touched. So the driver's data stands behind a header of Vixen's own, and
//! not a byte of it reaches the driver unless [`parse`] has found format, device, driver, length and hash to
//! be right. A file that is not is left aside, with the reason in [`PipelineCacheReport`], and written anew.
//!
//! A program opts in by [`crate::Options::pipeline_cache`]. The file is read and written while pipelines are
//! made, at set-up, and never in a frame. It is written beside its place and renamed, so that it is whole or
//! the old one whatever happens; of several writers the last one wins.

mod file;
mod store;

use std::fmt;

pub use file::{HEADER_BYTES, Identity, MAX_BYTES, Refusal, encode, parse};

pub(crate) use store::Store;

/// What became of the pipeline-cache file when a graph was set up. Nothing here is fatal: without the file,
/// pipelines are compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PipelineCacheReport {
    /// What was read.
    pub loaded: Loaded,
    /// What was written.
    pub saved: Saved,
}

/// What was read of a pipeline-cache file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// There is no such file yet.
    Missing,
    /// The driver was given this many bytes.
    Used {
        /// Bytes of the driver's data.
        bytes: u64,
    },
    /// The file was left aside: what it holds is not what this driver wrote.
    Refused(Refusal),
    /// The file could not be read, for this reason of the system's.
    Unreadable(String),
}

/// What was written to a pipeline-cache file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// The driver's data is what the file holds already.
    Unchanged,
    /// The file is new.
    Written {
        /// Bytes of the driver's data.
        bytes: u64,
    },
    /// It stayed as it was, for this reason.
    Failed(String),
}

impl fmt::Display for PipelineCacheReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.loaded, self.saved)
    }
}

impl fmt::Display for Loaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("there was none"),
            Self::Used { bytes } => write!(f, "{bytes} bytes used"),
            Self::Refused(refusal) => write!(f, "not used: {refusal}"),
            Self::Unreadable(reason) => write!(f, "not read: {reason}"),
        }
    }
}

impl fmt::Display for Saved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unchanged => f.write_str("nothing new to write"),
            Self::Written { bytes } => write!(f, "{bytes} bytes written"),
            Self::Failed(reason) => write!(f, "not written: {reason}"),
        }
    }
}

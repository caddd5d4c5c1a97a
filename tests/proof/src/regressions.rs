//! Graphs that once failed, kept and embedded: they are run before any new one.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::graph::Graph;

/// Name and content of each file of `regressions/`.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/regressions.rs"));

/// A graph that failed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Regression {
    /// Seed of the campaign and number of the graph in it, before it was shrunk.
    pub seed: (u64, u64),
    /// What was wrong.
    pub fault: String,
    /// The graph.
    pub graph: Graph,
    /// The same as a graph file, line by line, for who reads this.
    pub source: Vec<String>,
}

impl Regression {
    /// One of a graph.
    #[must_use]
    pub fn new(seed: (u64, u64), fault: &str, graph: &Graph) -> Self {
        let source = graph.to_string().lines().map(str::to_owned).collect();
        Self { seed, fault: fault.to_owned(), graph: graph.clone(), source }
    }

    /// Writes it into a folder, and says where.
    pub fn write(&self, folder: &Path) -> std::io::Result<PathBuf> {
        let path = folder.join(format!("s{}-{}.json", self.seed.0, self.seed.1));
        std::fs::write(&path, serde_json::to_string_pretty(self)? + "\n")?;
        Ok(path)
    }
}

/// All that are kept, by name. An error names the file that does not hold one.
pub fn kept() -> Result<Vec<(&'static str, Regression)>, String> {
    let read = |(name, text): &(&'static str, &str)| {
        let regression = serde_json::from_str(text);
        regression.map(|found| (*name, found)).map_err(|error| format!("{name}: {error}"))
    };
    FILES.iter().map(read).collect()
}

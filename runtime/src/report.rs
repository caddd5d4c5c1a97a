//! What a graph takes of a device.

use std::fmt;

use crate::executor::DynExecutor;
use crate::pipeline_cache::PipelineCacheReport;
use crate::screen::ScreenReport;
use crate::setup::{Resources, Transients};
use crate::tracker::Snapshot;

/// What a graph takes, as it was set up.
#[derive(Clone, Debug)]
pub struct Report {
    /// The graph.
    pub graph: String,
    /// Frames submitted.
    pub frames: u64,
    /// Extent of the screen in pixels.
    pub extent: [u32; 2],
    /// How the screen was set up; `None` where the graph draws to none, and while a resize has failed.
    pub screen: Option<ScreenReport>,
    /// Bytes of the blocks that transients share.
    pub transient_bytes: u64,
    /// Bytes that the transients would take without sharing.
    pub transient_bytes_without_aliasing: u64,
    /// Bytes of persistent and history resources on the device.
    pub persistent_bytes: u64,
    /// Bytes of uploads and readbacks, all copies counted.
    pub host_bytes: u64,
    /// What became of the pipeline-cache file, if the program named one.
    pub pipeline_cache: Option<PipelineCacheReport>,
    /// What the device's phases allocated, this graph's and those of others on it.
    pub allocations: Snapshot,
}

impl Report {
    pub(crate) fn new(executor: &DynExecutor) -> Self {
        let screen = executor.live.as_ref().map(|live| &live.screen);
        let screen = screen.filter(|screen| !screen.images().is_empty());
        let resources = executor.live.as_ref().map(|live| &live.tables.resources);
        let own = resources.map_or((0, 0), |resources| resources.own_bytes(executor.plan()));
        let transients = resources.map(Resources::transients);
        Self {
            graph: executor.plan().name.to_string(),
            frames: executor.frame_number(),
            extent: executor.extent(),
            screen: screen.map(|screen| screen.report().clone()),
            transient_bytes: transients.map_or(0, Transients::bytes),
            transient_bytes_without_aliasing: transients
                .map_or(0, Transients::bytes_without_aliasing),
            persistent_bytes: own.0,
            host_bytes: own.1,
            pipeline_cache: executor
                .live
                .as_ref()
                .and_then(|live| live.fixed.pipelines.cache().cloned()),
            allocations: executor.device().tracker().snapshot(),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [width, height] = self.extent;
        writeln!(f, "{}: {} frames at {width} x {height}", self.graph, self.frames)?;
        writeln!(
            f,
            "memory: transients {} bytes ({} without aliasing), persistent {}, host {}",
            self.transient_bytes,
            self.transient_bytes_without_aliasing,
            self.persistent_bytes,
            self.host_bytes
        )?;
        if let Some(screen) = &self.screen {
            writeln!(f, "screen: {screen}")?;
        }
        if let Some(cache) = &self.pipeline_cache {
            writeln!(f, "pipeline cache: {cache}")?;
        }
        write!(f, "{}", self.allocations)
    }
}

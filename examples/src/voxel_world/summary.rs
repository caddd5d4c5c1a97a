//! What a flight took, in numbers.

use serde_json::{Value, json};
use vixen::device::Messages;
use vixen::tracker::{Counts, Tracker};
use vixen::{Graph as _, Report};
use vixen_compiler::report::Figures;

use crate::voxel::VoxelWorld;

/// What a flight took.
#[derive(Clone, Copy, Debug)]
pub struct Summary {
    /// Frames of the flight.
    pub frames: u32,
    /// Extent of the pictures in pixels.
    pub extent: [u32; 2],
    /// What the plan says of a frame.
    pub figures: Figures,
    /// Bytes of the blocks that transients share, at this extent.
    pub transient_bytes: u64,
    /// Bytes that the transients would take without sharing.
    pub transient_bytes_without_aliasing: u64,
    /// What the frames allocated.
    pub execute: Counts,
    /// Objections of the validation layer.
    pub validation_messages: u64,
    /// Objections that are known faults of the layer itself: [`LAYER_FAULTS`](crate::voxel::LAYER_FAULTS).
    pub layer_faults: u64,
}

impl Summary {
    /// The numbers of a flight of `frames` that has ended.
    #[must_use]
    pub fn new(report: &Report, frames: u32, tracker: &Tracker, messages: &Messages) -> Self {
        Self {
            frames,
            extent: report.extent,
            figures: VoxelWorld::FAMILY.plans.first().map(Figures::of).unwrap_or_default(),
            transient_bytes: report.transient_bytes,
            transient_bytes_without_aliasing: report.transient_bytes_without_aliasing,
            execute: tracker.execute(),
            validation_messages: messages.validation(),
            layer_faults: messages.layer_faults(),
        }
    }

    /// As `summary.json` has it: the counts of Execute as an object, and under dotted keys for tools that
    /// look up one name.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let Figures { image_barriers, buffer_barriers, memory_barriers, .. } = self.figures;
        let Counts { heap_allocations, vulkan_objects, device_allocations, .. } = self.execute;
        json!({
            "frames": self.frames,
            "extent": self.extent,
            "passes": self.figures.passes,
            "barrier_batches_per_frame": self.figures.barrier_batches,
            "barriers_per_frame": image_barriers + buffer_barriers + memory_barriers,
            "transient_bytes": self.transient_bytes,
            "transient_bytes_without_aliasing": self.transient_bytes_without_aliasing,
            "execute": {
                "heap_allocations": heap_allocations,
                "vulkan_objects": vulkan_objects,
                "device_allocations": device_allocations,
            },
            "execute.heap_allocations": heap_allocations,
            "execute.vulkan_objects": vulkan_objects,
            "execute.device_allocations": device_allocations,
            "validation_messages": self.validation_messages,
            "layer_faults": self.layer_faults,
        })
    }
}

//! The figures by which plans are compared.

use vixen_plan::{Lifetime, Plan};

use super::sizes::AtMaximum;

/// Counts of a frame in its steady state, and bytes at the declared maximum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Passes that run.
    pub passes: usize,
    /// Passes culled.
    pub culled: usize,
    /// Levels.
    pub levels: u32,
    /// `vkCmdPipelineBarrier2` calls, those for first uses and for present included.
    pub barrier_batches: usize,
    /// `VkImageMemoryBarrier2` structures.
    pub image_barriers: usize,
    /// `VkBufferMemoryBarrier2` structures.
    pub buffer_barriers: usize,
    /// `VkMemoryBarrier2` structures.
    pub memory_barriers: usize,
    /// Memory that transients share.
    pub transient_bytes: u64,
    /// The same without sharing.
    pub transient_bytes_without_aliasing: u64,
    /// The largest sum of live transient bytes.
    pub live_peak_bytes: u64,
    /// Persistent and history resources, all copies.
    pub persistent_bytes: u64,
    /// Upload and readback buffers that a pass uses, all copies.
    pub ring_bytes: u64,
}

impl Figures {
    /// The figures of a plan.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let sum = |spans: &mut dyn Iterator<Item = u32>| spans.map(|len| len as usize).sum();
        let cuts = || plan.cuts.iter();
        Self {
            passes: plan.passes.len(),
            culled: plan.culled.len(),
            levels: plan.passes.last().map_or(0, |pass| pass.level + 1),
            barrier_batches: cuts().filter(|cut| !cut.is_empty()).count(),
            image_barriers: sum(&mut cuts().map(|cut| cut.images.len)),
            buffer_barriers: sum(&mut cuts().map(|cut| cut.buffers.len)),
            memory_barriers: sum(&mut cuts().map(|cut| cut.memory.len)),
            transient_bytes: plan.reservation.transient_bytes,
            transient_bytes_without_aliasing: plan.reservation.transient_bytes_without_aliasing,
            live_peak_bytes: plan.reservation.live_peak_bytes,
            persistent_bytes: plan.reservation.persistent_bytes,
            ring_bytes: ring_bytes(plan),
        }
    }

    /// The figures as graph JSON counts them: there a host-visible ring is a transient too, which shares
    /// with nothing and lives all the time.
    #[must_use]
    pub fn with_rings(self) -> Self {
        Self {
            transient_bytes: self.transient_bytes.saturating_add(self.ring_bytes),
            transient_bytes_without_aliasing: self
                .transient_bytes_without_aliasing
                .saturating_add(self.ring_bytes),
            live_peak_bytes: self.live_peak_bytes.saturating_add(self.ring_bytes),
            ..self
        }
    }
}

fn ring_bytes(plan: &Plan) -> u64 {
    let mut used = vec![false; plan.resources.len()];
    for pass in &*plan.passes {
        for access in pass.accesses.of(&plan.accesses) {
            if let Some(used) = used.get_mut(access.resource as usize) {
                *used = true;
            }
        }
    }
    let sizes = AtMaximum::new(plan);
    let rings = plan.resources.iter().zip(used).enumerate().filter(|(_, (resource, used))| {
        *used && matches!(resource.lifetime, Lifetime::Upload | Lifetime::Readback)
    });
    rings.fold(0, |sum: u64, (index, (resource, _))| {
        let [x, y, z] = sizes.resource_extent(index as u32);
        let bytes = x.saturating_mul(y).saturating_mul(z);
        sum.saturating_add(bytes.saturating_mul(resource.copies.into()))
    })
}

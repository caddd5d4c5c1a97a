//! Bytes that a finished frame left for the host.

use std::ops::Deref;

use super::not_host;
use crate::executor::DynExecutor;
use crate::plan::MemoryClass;
use crate::setup::{Cursor, Mapped, host_resource};
use crate::{Error, ResourceId, Result, VulkanContext as _};

/// What a finished frame wrote to a readback buffer.
#[derive(Clone, Copy, Debug)]
pub struct Readback<'e> {
    /// Number of the frame.
    pub frame: u64,
    /// Its bytes.
    pub bytes: &'e [u8],
}

impl Deref for Readback<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.bytes
    }
}

impl DynExecutor {
    /// The bytes that the latest finished frame wrote. Where none of the frames in flight has finished, it
    /// waits for the first of them; after [`DynExecutor::wait_idle`] the latest is the last one submitted.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] before the first frame, and for a resource that is no readback.
    pub fn readback(&self, id: ResourceId) -> Result<Readback<'_>> {
        let finished = self.finished_frames().map_err(|error| error.in_graph(&self.plan.name))?;
        let handle = host_resource(&self.plan, id, MemoryClass::Readback)
            .and(self.live.as_ref())
            .and_then(|live| {
                let frame = finished.checked_sub(1)?;
                let at = Cursor { frame, image: 0 };
                let handle = live.tables.resources.handle(id.index(), 0, at);
                Some((handle.mapped?, handle.bytes, frame))
            });
        match handle {
            Some((mapped, bytes, frame)) => {
                // SAFETY: the frame has finished and its copy is written again only by a later frame, which
                // takes the executor mutably to begin.
                Ok(Readback { frame, bytes: unsafe { Mapped::read(mapped, bytes) } })
            }
            None if finished == 0 => Err(self.nothing_finished()),
            None => Err(not_host(&self.plan, id, "a readback")),
        }
    }

    /// How many frames have finished, of which the last one's copies are not in use again.
    fn finished_frames(&self) -> Result<u64> {
        // The frames in flight use every copy of the rings; at least the first of them must have finished.
        let least = (self.next + 1).saturating_sub(u64::from(self.plan.frames_in_flight));
        let least = least.max(u64::from(self.next > 0));
        self.wait_for(least)?;
        // SAFETY: the semaphore is alive and a timeline.
        unsafe { self.device.raw().get_semaphore_counter_value(self.flight.timeline) }
            .at("vkGetSemaphoreCounterValue", "frames")
    }

    fn nothing_finished(&self) -> Error {
        super::invalid(
            "no frame has been submitted".to_owned(),
            "submit a frame before reading back",
            &self.plan.name,
        )
    }
}

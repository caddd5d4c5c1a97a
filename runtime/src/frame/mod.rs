//! One frame, from begin to present. Nothing here allocates: what a frame needs stands in tables that set-up made. The
//! one lock is the queue's, held for the call that submits and for the one that presents.

mod capture;
mod program;
mod readback;
mod record;
mod rendering;
mod submit;
mod transfer;

use ash::vk;

use crate::error::Place;
use crate::executor::{DynExecutor, Live};
use crate::plan::{MemoryClass, Recorded};
use crate::screen::Acquired;
use crate::setup::{Cursor, Mapped, host_resource};
use crate::tracker::Uncounted;
use crate::{Error, Inputs, RawPass, ResourceId, Result, VulkanContext as _};

pub use capture::Pixels;
pub use readback::Readback;
pub use submit::Submitted;

pub(crate) use program::{Asked, Program};
pub(crate) use record::Recording;
pub(crate) use submit::Submission;

/// A frame that has begun: its place in every ring is free, and the screen's image is there.
///
/// Dropped without [`DynFrame::submit`] it has not been: the next frame takes its number and its image.
#[derive(Debug)]
pub struct DynFrame<'e> {
    executor: &'e mut DynExecutor,
    acquired: Acquired,
}

impl DynExecutor {
    /// Begins a frame: waits until the device has finished the one that used its resources last, and for an
    /// image of the screen.
    ///
    /// # Errors
    ///
    /// [`Error::SurfaceOutOfDate`] where the screen must be made anew first, by [`DynExecutor::resize`]: always
    /// after a frame whose image could not be presented, for whatever reason. [`Error::NotReady`] where the surface gave no
    /// image in the time of [`crate::Options::acquire_timeout`]: nothing has changed, and the frame can be begun again.
    pub fn begin(&mut self) -> Result<DynFrame<'_>> {
        let _phase = self.enter_frame();
        let in_graph = |error: Error| error.in_graph(&self.plan.name);
        self.wait_for_slot().map_err(in_graph)?;
        if self.is_stale || self.live()?.screen.is_retired() {
            let place = Place::object("an image that could not be presented");
            return Err(in_graph(Error::SurfaceOutOfDate(place)));
        }
        let acquired = match self.acquired {
            Some(acquired) => acquired,
            None => self.live()?.screen.acquire(&self.device, self.next, self.slot()).map_err(
                |error| {
                    let _uncounted = Uncounted::enter();
                    in_graph(error)
                },
            )?,
        };
        self.acquired = Some(acquired);
        // Those of a frame that was begun and dropped.
        self.submission.clear();
        Ok(DynFrame { executor: self, acquired })
    }

    /// Waits until the frame that used this frame's place in flight has finished. Plans rely on it without a barrier: its
    /// signal made all writes available to the device domain (Semaphore Signaling), and "`vkQueueSubmit` performs [...] a
    /// visibility operation with source scope of the device domain and destination scope of all agents and references on the
    /// device" (Memory Model: Availability, Visibility, and Domain Operations).
    fn wait_for_slot(&self) -> Result<()> {
        let finished = (self.next + 1).saturating_sub(u64::from(self.plan.frames_in_flight));
        self.wait_for(finished)
    }

    /// Waits until this many frames have finished.
    pub(crate) fn wait_for(&self, frames: u64) -> Result<()> {
        let semaphores = [self.flight.timeline];
        let values = [frames];
        let info = vk::SemaphoreWaitInfo::default().semaphores(&semaphores).values(&values);
        // SAFETY: the semaphore is alive, a timeline, and every value up to the last submission's is
        // signalled in time.
        unsafe { self.device.raw().wait_semaphores(&info, u64::MAX) }
            .at("vkWaitSemaphores", "frames")
    }

    /// Place in flight of the next frame.
    fn slot(&self) -> usize {
        (self.next % u64::from(self.plan.frames_in_flight.max(1))) as usize
    }
}

impl DynFrame<'_> {
    /// Number of the frame, from 0.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.executor.next
    }

    /// Extent of the screen in pixels.
    #[must_use]
    pub fn extent(&self) -> [u32; 2] {
        self.executor.extent()
    }

    /// An upload's bytes for this frame, to be written before [`Self::submit`]. They hold what was written
    /// `frames_in_flight` frames ago. Reading them may be slow: the memory need not be cached.
    pub fn upload(&mut self, id: ResourceId) -> Result<&mut [u8]> {
        let executor = &mut *self.executor;
        let handle = host_resource(&executor.plan, id, MemoryClass::Upload)
            .and(executor.live.as_ref())
            .map(|live| live.tables.resources.handle(id.index(), 0, cursor(executor.next)));
        match handle.and_then(|handle| Some((handle.mapped?, handle.bytes))) {
            // SAFETY: the device finished with this copy before the frame began, and does not see the next
            // frame before `submit`, which takes the frame and so ends the borrow.
            Some((mapped, bytes)) => Ok(unsafe { Mapped::write(mapped, bytes) }),
            None => Err(not_host(&executor.plan, id, "an upload")),
        }
    }

    /// Waits in the device for a semaphore of the program's before the frame's first command of these
    /// stages. `value` is ignored for a binary one. At most eight waits a frame.
    ///
    /// # Safety
    ///
    /// The semaphore is of the graph's device and alive until the frame has finished. What signals it has been submitted
    /// by then or, for a timeline, will be; a binary one is waited for by nobody else. The stages are ones that the
    /// device's queue has.
    pub unsafe fn wait_for(
        &mut self,
        semaphore: vk::Semaphore,
        value: u64,
        stages: vk::PipelineStageFlags2,
    ) -> Result<()> {
        self.executor.submission.wait_for(semaphore, value, stages)
    }

    /// Signals a semaphore of the program's when the frame's commands of these stages have finished. `value`
    /// is ignored for a binary one. At most eight signals a frame.
    ///
    /// # Safety
    ///
    /// The semaphore is of the graph's device and alive until the frame has finished. A binary one is unsignalled by then;
    /// a timeline's value is below `value`, and no other signal that is under way has one that is not. The stages are
    /// ones that the device's queue has.
    pub unsafe fn signal(
        &mut self,
        semaphore: vk::Semaphore,
        value: u64,
        stages: vk::PipelineStageFlags2,
    ) -> Result<()> {
        self.executor.submission.signal(semaphore, value, stages)
    }

    /// Writes typed uploads, records what differs from frame to frame, submits, and presents. `code` records
    /// the passes with code of their own, by [`crate::plan::Pass::declared`].
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] before anything is submitted where an input is beyond what the graph declares; the
    /// frame can then be begun again. [`Error::SurfaceOutOfDate`] where the frame was drawn and could not be
    /// shown.
    pub fn submit<I, F>(self, inputs: &I, code: F) -> Result<Submitted>
    where
        I: Inputs + ?Sized,
        F: FnMut(u32, RawPass<'_>),
    {
        let Self { executor, acquired } = self;
        let phase = executor.enter_frame();
        let result = program::check(&executor.plan, &executor.asked, inputs).and_then(|()| {
            executor.write_uploads(inputs)?;
            let frame = executor.next;
            let bound = ash::vk::Pipeline::null();
            executor
                .record(acquired, &mut Program { inputs, code, phase: &phase, frame, bound })?;
            executor.submit(acquired)
        });
        result.map_err(|error| error.in_graph(&executor.plan.name))
    }
}

impl DynExecutor {
    fn write_uploads<I: Inputs + ?Sized>(&mut self, inputs: &I) -> Result<()> {
        let live = self.live()?;
        for index in &self.asked.uploads {
            let Some(value) = inputs.upload(*index) else { continue };
            let handle = live.tables.resources.handle(*index, 0, cursor(self.next));
            let Some(mapped) = handle.mapped else { continue };
            if value.len() as u64 > handle.bytes {
                let what = format!("{} bytes for an upload of {}", value.len(), handle.bytes);
                let name =
                    self.plan.resources.get(*index as usize).map_or("", |upload| &upload.name);
                return Err(invalid(what, "raise the upload's size", name));
            }
            // SAFETY: the device finished with this copy before the frame began, and `self` is borrowed
            // mutably, so that no slice of `DynFrame::upload` lives.
            let bytes = unsafe { mapped.write(value.len() as u64) };
            bytes.copy_from_slice(value);
        }
        Ok(())
    }

    /// Records the segments that differ from frame to frame, and lists the command buffers of all.
    fn record<I, F>(&mut self, acquired: Acquired, program: &mut Program<'_, I, F>) -> Result<()>
    where
        I: Inputs + ?Sized,
        F: FnMut(u32, RawPass<'_>),
    {
        let slot = self.slot();
        let at = Cursor { frame: self.next, image: acquired.image };
        let live = self.live.as_ref().ok_or_else(|| gone(&self.plan.name))?;
        let recording = live.recording(&self.device, &self.plan, self.options.labels, at);
        let mut pool_is_reset = false;
        for (index, segment) in self.plan.segments.iter().enumerate() {
            let commands = match segment.recorded {
                Recorded::Once => live.tables.once.buffer(index, at),
                Recorded::EveryFrame => {
                    if !pool_is_reset {
                        self.reset_pool(slot)?;
                        pool_is_reset = true;
                    }
                    let commands = self.flight.commands.buffer(slot, index);
                    let usage = vk::CommandBufferUsageFlags::ONE_TIME_SUBMIT;
                    recording.segment(commands, index, usage, program)?;
                    commands
                }
            };
            self.submission.set_commands(index, commands);
        }
        Ok(())
    }

    fn reset_pool(&self, slot: usize) -> Result<()> {
        let pool = self.flight.commands.pool(slot);
        // SAFETY: the frame that used the pool's command buffers has finished.
        unsafe { self.device.raw().reset_command_pool(pool, vk::CommandPoolResetFlags::empty()) }
            .at("vkResetCommandPool", "frame commands")
    }
}

impl Live {
    pub(crate) fn recording<'a>(
        &'a self,
        device: &'a crate::Device,
        plan: &'a crate::plan::Plan,
        labels: bool,
        at: Cursor,
    ) -> Recording<'a> {
        Recording { device, plan, fixed: &self.fixed, tables: &self.tables, labels, at }
    }
}

/// The cursor of a frame for what does not depend on the screen's image.
fn cursor(frame: u64) -> Cursor {
    Cursor { frame, image: 0 }
}

/// An earlier resize failed.
pub(crate) fn gone(graph: &str) -> Error {
    invalid(
        "the graph has no resources: setting it up for a new size failed".to_owned(),
        "resize it to a size that the device has memory for, or drop it",
        "resources",
    )
    .in_graph(graph)
}

fn not_host(plan: &crate::plan::Plan, id: ResourceId, what: &str) -> Error {
    let name = plan.resources.get(id.index() as usize).map_or("", |resource| &*resource.name);
    invalid(
        format!("resource {} is not {what}", id.index()),
        "take the constants of the graph's own type",
        name,
    )
    .in_graph(&plan.name)
}

fn invalid(what: String, remedy: &str, object: &str) -> Error {
    Error::Invalid { what, remedy: remedy.to_owned(), place: Place::object(object) }
}

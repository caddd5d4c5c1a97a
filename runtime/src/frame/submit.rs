//! The one submission of a frame, and presenting it.

use ash::vk;

use super::invalid;
use crate::Result;
use crate::executor::DynExecutor;
use crate::plan::Plan;
use crate::screen::{Acquired, Presented};
use crate::tracker::Uncounted;

/// Semaphores that the program may add to a frame, in each direction.
const MAX_EXTERNAL: usize = 8;

/// As many as a frame waits for or signals: the program's, and the image's or the timeline and the image's.
const MAX_SEMAPHORES: usize = MAX_EXTERNAL + 2;

/// What became of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Submitted {
    /// Its number.
    pub frame: u64,
    /// Whether the screen should be made anew by a resize, although the frame is shown.
    pub suboptimal: bool,
}

/// A list of semaphores of fixed capacity.
#[derive(Clone, Copy, Debug)]
struct Semaphores {
    list: [vk::SemaphoreSubmitInfo<'static>; MAX_SEMAPHORES],
    len: usize,
}

impl Semaphores {
    fn new() -> Self {
        Self { list: [vk::SemaphoreSubmitInfo::default(); MAX_SEMAPHORES], len: 0 }
    }

    /// Adds one; false where the list is full.
    fn push(
        &mut self,
        semaphore: vk::Semaphore,
        value: u64,
        stages: vk::PipelineStageFlags2,
    ) -> bool {
        let Some(slot) = self.list.get_mut(self.len) else { return false };
        *slot =
            vk::SemaphoreSubmitInfo::default().semaphore(semaphore).value(value).stage_mask(stages);
        self.len += 1;
        true
    }

    fn as_slice(&self) -> &[vk::SemaphoreSubmitInfo<'static>] {
        &self.list[..self.len]
    }
}

/// The arrays of `vkQueueSubmit2`, made once.
#[derive(Debug)]
pub(crate) struct Submission {
    /// Those of the segments, and a place for the one that shows the screen.
    commands: Box<[vk::CommandBufferSubmitInfo<'static>]>,
    waits: Semaphores,
    signals: Semaphores,
    /// Stages that wait for the screen's image.
    acquire: vk::PipelineStageFlags2,
}

// SAFETY: the structures hold handles and values; their only pointers, `pNext`, are null.
unsafe impl Send for Submission {}
// SAFETY: as above.
unsafe impl Sync for Submission {}

impl Submission {
    pub(crate) fn new(plan: &Plan) -> Self {
        let acquire = plan
            .batches
            .iter()
            .fold(vk::PipelineStageFlags2::NONE, |stages, batch| stages | batch.acquire);
        // A plan that does not say which stage touches the image first waits with all of them.
        let acquire =
            if acquire.is_empty() { vk::PipelineStageFlags2::ALL_COMMANDS } else { acquire };
        Self {
            commands: vec![vk::CommandBufferSubmitInfo::default(); plan.segments.len() + 1].into(),
            waits: Semaphores::new(),
            signals: Semaphores::new(),
            acquire,
        }
    }

    pub(super) fn set_commands(&mut self, segment: usize, commands: vk::CommandBuffer) {
        if let Some(info) = self.commands.get_mut(segment) {
            info.command_buffer = commands;
        }
    }

    /// The command buffers of a frame; `last` comes after the segments'.
    fn commands(
        &mut self,
        last: Option<vk::CommandBuffer>,
    ) -> &[vk::CommandBufferSubmitInfo<'static>] {
        let mut count = self.commands.len().saturating_sub(1);
        if let (Some(place), Some(commands)) = (self.commands.get_mut(count), last) {
            place.command_buffer = commands;
            count += 1;
        }
        self.commands.get(..count).unwrap_or(&[])
    }

    pub(super) fn wait_for(
        &mut self,
        semaphore: vk::Semaphore,
        value: u64,
        stages: vk::PipelineStageFlags2,
    ) -> Result<()> {
        add(&mut self.waits, semaphore, value, stages)
    }

    pub(super) fn signal(
        &mut self,
        semaphore: vk::Semaphore,
        value: u64,
        stages: vk::PipelineStageFlags2,
    ) -> Result<()> {
        add(&mut self.signals, semaphore, value, stages)
    }

    /// Forgets the program's semaphores.
    pub(super) fn clear(&mut self) {
        self.waits.len = 0;
        self.signals.len = 0;
    }
}

/// Adds a semaphore of the program's; two places are kept for the frame's own.
fn add(
    list: &mut Semaphores,
    semaphore: vk::Semaphore,
    value: u64,
    stages: vk::PipelineStageFlags2,
) -> Result<()> {
    if list.len < MAX_EXTERNAL && list.push(semaphore, value, stages) {
        return Ok(());
    }
    Err(invalid(
        format!("more than {MAX_EXTERNAL} semaphores in one frame"),
        "join them in one timeline semaphore",
        "semaphores",
    ))
}

impl DynExecutor {
    /// Submits all command buffers of the frame at once, and presents its image.
    pub(super) fn submit(&mut self, acquired: Acquired) -> Result<Submitted> {
        let presented = self.live()?.screen.presented(self.slot(), acquired);
        let all = vk::PipelineStageFlags2::ALL_COMMANDS;
        let mut waits = self.submission.waits;
        let mut signals = self.submission.signals;
        signals.push(self.flight.timeline, self.next + 1, all);
        let mut through = None;
        if let Some(presented) = presented {
            through = presented.through;
            let stages = through.map_or(self.submission.acquire, |(_, stages)| stages);
            waits.push(presented.acquired, 0, stages);
            signals.push(presented.drawn, 0, all);
        }
        let batch = vk::SubmitInfo2::default()
            .wait_semaphore_infos(waits.as_slice())
            .command_buffer_infos(self.submission.commands(through.map(|(commands, _)| commands)))
            .signal_semaphore_infos(signals.as_slice());
        // SAFETY: the command buffers are executable and none is pending: their frame's place in flight was
        // waited for. Semaphores are alive; the timeline's value grows with every frame.
        unsafe { self.device.submit(&batch, &self.plan.name) }?;
        self.submission.clear();
        let frame = self.next;
        self.next += 1;
        self.acquired = None;
        let suboptimal = match presented {
            // The image may have to stay acquired, and nothing but a new swapchain gives it back.
            Some(presented) => self.present(presented).inspect_err(|_| self.is_stale = true)?,
            None => false,
        };
        self.suboptimal = suboptimal || acquired.suboptimal;
        Ok(Submitted { frame, suboptimal: self.suboptimal })
    }

    /// Hands the image to the presentation engine, and says whether it no longer fits quite.
    fn present(&self, presented: Presented) -> Result<bool> {
        if let Some(notify) = &self.options.before_present {
            // What the window system allocates there is not the frame's.
            let _uncounted = Uncounted::enter();
            notify.call();
        }
        let (waits, swapchains) = ([presented.drawn], [presented.swapchain]);
        let images = [presented.image];
        let info = vk::PresentInfoKHR::default()
            .wait_semaphores(&waits)
            .swapchains(&swapchains)
            .image_indices(&images);
        // SAFETY: the image was acquired and its last command leaves it in the layout for presenting; the
        // semaphore is signalled by the submission before.
        unsafe { self.device.present(&info) }
    }
}

//! The device's one queue, and the lock that Vulkan asks of those who use it.
//!
//! "Host access to queue must be externally synchronized", the specification says of each call that takes a `VkQueue`.
//! Graphs on several threads share the queue of their device, so it stands behind a lock. The lock is held for one
//! call and never while a frame is waited for: frames wait for their own timeline. Where nobody else submits at that
//! moment it costs one atomic operation.

use std::sync::PoisonError;

use ash::vk;

use super::Device;
use crate::shared::{Mutex, MutexGuard};
use crate::{Result, VulkanContext as _};

/// A queue behind its lock. Nothing is guarded but the right to name it in a call.
pub(super) struct SharedQueue(Mutex<vk::Queue>);

impl SharedQueue {
    pub(super) fn new(queue: vk::Queue) -> Self {
        Self(Mutex::new(queue))
    }

    pub(super) fn lock(&self) -> LockedQueue<'_> {
        // A thread that panicked between two calls left the queue as it is.
        LockedQueue(self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The queue of a device, which nobody else uses until this is dropped: [`Device::lock_queue`].
pub struct LockedQueue<'a>(MutexGuard<'a, vk::Queue>);

impl LockedQueue<'_> {
    /// The queue itself, for calls that end before this is dropped.
    #[must_use]
    pub fn raw(&self) -> vk::Queue {
        *self.0
    }
}

impl std::fmt::Debug for LockedQueue<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("LockedQueue").field(&self.raw()).finish()
    }
}

impl Device {
    /// The device's one queue, for graphics, compute, transfer and presentation, locked: graphs of the device that
    /// submit or present meanwhile, on other threads, wait until what is given here is dropped. A program that submits
    /// work of its own takes it for each call. A thread that has it must drop it before it submits a frame, resizes or
    /// drops a graph, or waits: the lock is not given twice.
    #[must_use]
    pub fn lock_queue(&self) -> LockedQueue<'_> {
        self.queue.lock()
    }

    /// Waits until the queue has done all that was submitted to it, by whatever graph or thread. What other threads
    /// submit meanwhile waits as long; to wait for one graph alone there is [`crate::DynExecutor::wait_idle`].
    pub fn wait_idle(&self) -> Result<()> {
        let queue = self.lock_queue();
        // SAFETY: the queue is this device's, and locked.
        unsafe { self.raw().queue_wait_idle(queue.raw()) }.at("vkQueueWaitIdle", self.name())
    }

    /// Submits one batch.
    ///
    /// # Safety
    ///
    /// The valid usage of `vkQueueSubmit2` holds for `batch`, external synchronization of the queue excepted.
    pub(crate) unsafe fn submit(&self, batch: &vk::SubmitInfo2<'_>, name: &str) -> Result<()> {
        let queue = self.lock_queue();
        let batches = std::slice::from_ref(batch);
        // SAFETY: the caller's promise, and the queue is locked.
        unsafe { self.raw().queue_submit2(queue.raw(), batches, vk::Fence::null()) }
            .at("vkQueueSubmit2", name)
    }

    /// Presents, and says whether the swapchain no longer fits its surface quite.
    ///
    /// # Safety
    ///
    /// The valid usage of `vkQueuePresentKHR` holds for `info`, external synchronization of the queue excepted.
    pub(crate) unsafe fn present(&self, info: &vk::PresentInfoKHR<'_>) -> Result<bool> {
        let functions = self.swapchain_functions()?;
        let queue = self.lock_queue();
        // SAFETY: the caller's promise, and the queue is locked.
        unsafe { functions.queue_present(queue.raw(), info) }.at("vkQueuePresentKHR", "swapchain")
    }
}

#[cfg(all(test, loom))]
mod loom_tests {
    use std::sync::Arc;

    use loom::cell::UnsafeCell;

    use super::*;

    /// A `VkQueue` as Vulkan sees it: two calls at once are undefined behaviour, which loom's cell finds.
    struct Driver(UnsafeCell<u32>);

    // SAFETY: what is to be proved; loom tracks each access.
    unsafe impl Sync for Driver {}
    // SAFETY: as above.
    unsafe impl Send for Driver {}

    /// Two graphs submit and a third thread waits: in every order in which they can meet, one call at a time.
    #[test]
    fn one_thread_at_a_time_uses_the_queue() {
        loom::model(|| {
            let shared =
                Arc::new((SharedQueue::new(vk::Queue::null()), Driver(UnsafeCell::new(0))));
            let call = |shared: &(SharedQueue, Driver)| {
                let _queue = shared.0.lock();
                // SAFETY: the lock is held, so nobody else has the cell; loom fails the test if that is wrong.
                shared.1.0.with_mut(|calls| unsafe { *calls += 1 });
            };
            let threads = [shared.clone(), shared.clone()].map(|shared| {
                loom::thread::spawn(move || {
                    call(&shared);
                    call(&shared);
                })
            });
            call(&shared);
            for thread in threads {
                assert!(thread.join().is_ok());
            }
            // SAFETY: the other threads have ended.
            shared.1.0.with(|calls| assert_eq!(unsafe { *calls }, 5));
        });
    }
}

//! What was allocated, by phase: heap blocks, Vulkan objects, device memory, the driver's own blocks.
//!
//! Every number is counted where it happens and not by the code that is judged: heap blocks in the
//! global allocator ([`CountingAllocator`]), Vulkan objects and device memory at the one door in
//! [`crate::device`], the driver's blocks in `VkAllocationCallbacks`. Counting takes no lock and
//! allocates nothing.
//!
//! A thread belongs to a phase while it holds a [`PhaseGuard`]. Heap blocks of threads without a guard
//! belong to nobody and are not counted: the window system's event loop, the program's other threads.
//! Vulkan objects made through a device are always counted; without a guard they go to
//! [`Phase::Setup`].
//!
//! ```
//! use vixen::tracker::{CountingAllocator, Phase, Tracker};
//!
//! #[global_allocator]
//! static ALLOCATOR: CountingAllocator = CountingAllocator;
//!
//! fn main() {
//!     let tracker = Tracker::new();
//!     {
//!         let _execute = tracker.enter(Phase::Execute);
//!         // a frame
//!     }
//!     assert_eq!(tracker.execute().heap_allocations, 0);
//!     assert!(tracker.verify_execute().is_ok());
//! }
//! ```

mod counts;
mod heap;
mod host;
mod scope;

use std::fmt;
use std::sync::Arc;

use crate::shared::Ordering;
use counts::Counters;

pub use counts::{Counts, MAX_TRACKED_PASSES, Snapshot};
pub use heap::CountingAllocator;
pub use scope::{PassGuard, PhaseGuard};

pub(crate) use host::HostCallbacks;
pub(crate) use scope::Uncounted;

/// A stage in the life of a program that runs a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Instance, device, pools, memory, uploads.
    Setup,
    /// Pipelines, descriptor sets, commands recorded once, and frames until every ring has been used.
    Compile,
    /// Frames, from entry to return of the frame call.
    Execute,
    /// Destruction.
    Cleanup,
}

impl Phase {
    /// Every phase, in the order of a program's life.
    pub const ALL: [Self; 4] = [Self::Setup, Self::Compile, Self::Execute, Self::Cleanup];

    const fn index(self) -> usize {
        match self {
            Self::Setup => 0,
            Self::Compile => 1,
            Self::Execute => 2,
            Self::Cleanup => 3,
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Setup => "setup",
            Self::Compile => "compile",
            Self::Execute => "execute",
            Self::Cleanup => "cleanup",
        })
    }
}

/// The counts of one instance and its devices. A clone counts into the same place.
#[derive(Clone, Default)]
pub struct Tracker {
    counters: Arc<Counters>,
}

impl Tracker {
    /// A tracker with every count at zero.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts the calling thread into `phase` until the guard is dropped.
    ///
    /// Guards nest: the inner one counts. Neither entering nor leaving allocates.
    pub fn enter(&self, phase: Phase) -> PhaseGuard {
        PhaseGuard::new(self.counters.clone(), phase)
    }

    /// Every count of every phase, as it is now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.counters.snapshot()
    }

    /// The counts of one phase.
    #[must_use]
    pub fn phase(&self, phase: Phase) -> Counts {
        self.counters.phase(phase)
    }

    /// The counts of [`Phase::Setup`].
    #[must_use]
    pub fn setup(&self) -> Counts {
        self.phase(Phase::Setup)
    }

    /// The counts of [`Phase::Compile`].
    #[must_use]
    pub fn compile(&self) -> Counts {
        self.phase(Phase::Compile)
    }

    /// The counts of [`Phase::Execute`]. All of them are zero if Vixen keeps its word.
    #[must_use]
    pub fn execute(&self) -> Counts {
        self.phase(Phase::Execute)
    }

    /// The counts of [`Phase::Cleanup`].
    #[must_use]
    pub fn cleanup(&self) -> Counts {
        self.phase(Phase::Cleanup)
    }

    /// Heap blocks made in [`Phase::Execute`] while the pass of this index was being recorded.
    ///
    /// Indices from [`MAX_TRACKED_PASSES`]` - 1` upwards share one count.
    #[must_use]
    pub fn pass_heap_allocations(&self, pass: u32) -> u64 {
        self.counters.pass(pass).load(Ordering::Relaxed)
    }

    /// Passes that made heap blocks in [`Phase::Execute`]: index and number of blocks.
    #[must_use]
    pub fn allocating_passes(&self) -> Vec<(u32, u64)> {
        self.counters.allocating_passes()
    }

    /// Fails unless [`Phase::Execute`] allocated nothing: no heap block, no Vulkan object, no device
    /// memory, no block by the driver.
    ///
    /// # Errors
    ///
    /// [`crate::Error::ExecuteAllocated`] with the table of counts, and
    /// [`crate::Error::HeapNotCounted`] if [`CountingAllocator`] is not this program's global
    /// allocator, for then a zero says nothing.
    pub fn verify_execute(&self) -> crate::Result<()> {
        if !CountingAllocator::is_installed() {
            return Err(crate::Error::HeapNotCounted);
        }
        if self.execute().is_empty() {
            return Ok(());
        }
        Err(crate::Error::ExecuteAllocated {
            counts: Box::new(self.snapshot()),
            passes: self.allocating_passes(),
        })
    }

    pub(crate) fn count_objects(&self, count: u64) {
        self.counters.here().vulkan_objects.fetch_add(count, Ordering::Relaxed);
    }

    pub(crate) fn count_device_memory(&self, blocks: u64, bytes: u64) {
        let counts = self.counters.here();
        counts.device_allocations.fetch_add(blocks, Ordering::Relaxed);
        counts.device_bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(crate) fn host_callbacks(&self) -> HostCallbacks {
        HostCallbacks::new(self.counters.clone())
    }
}

impl fmt::Debug for Tracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Tracker").field(&self.snapshot()).finish()
    }
}

/// The table of [`Snapshot`].
impl fmt::Display for Tracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.snapshot().fmt(f)
    }
}

#[cfg(all(test, loom))]
mod loom_tests {
    use super::*;

    /// A driver counts from a thread of its own, the program from another, and a third reads the table meanwhile: every
    /// count arrives in its phase, and no reading is of more than was counted.
    #[test]
    fn counts_from_several_threads_all_arrive() {
        loom::model(|| {
            let tracker = Tracker::new();
            let program = {
                let tracker = tracker.clone();
                loom::thread::spawn(move || {
                    tracker
                        .counters
                        .counters(Phase::Execute)
                        .vulkan_objects
                        .fetch_add(1, Ordering::Relaxed);
                    tracker
                        .counters
                        .counters(Phase::Execute)
                        .host_allocations
                        .fetch_add(1, Ordering::Relaxed);
                })
            };
            let driver = {
                let tracker = tracker.clone();
                loom::thread::spawn(move || {
                    tracker
                        .counters
                        .counters(Phase::Execute)
                        .host_allocations
                        .fetch_add(1, Ordering::Relaxed);
                })
            };
            let seen = tracker.execute();
            assert!(seen.host_allocations <= 2 && seen.vulkan_objects <= 1);
            assert!(program.join().is_ok() && driver.join().is_ok());
            let all = tracker.snapshot().phase(Phase::Execute);
            assert_eq!((all.host_allocations, all.vulkan_objects), (2, 1));
            assert!(tracker.setup().is_empty());
        });
    }
}

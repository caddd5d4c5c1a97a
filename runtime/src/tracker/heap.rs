//! A global allocator that counts.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Phase, scope};

/// The system's allocator, counting blocks for the phase that the calling thread is in.
///
/// A program opts in, since there can be only one global allocator:
///
/// ```
/// # use vixen::tracker::CountingAllocator;
/// #[global_allocator]
/// static ALLOCATOR: CountingAllocator = CountingAllocator;
/// # fn main() { assert!(CountingAllocator::is_installed()); }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct CountingAllocator;

static INSTALLED: AtomicBool = AtomicBool::new(false);

impl CountingAllocator {
    /// Whether this program allocates through it. If not, every count of heap blocks is zero.
    #[must_use]
    pub fn is_installed() -> bool {
        INSTALLED.load(Ordering::Relaxed)
    }
}

fn count_allocation(bytes: usize) {
    // A read first: a store on every block would move the cache line between the cores.
    if !INSTALLED.load(Ordering::Relaxed) {
        INSTALLED.store(true, Ordering::Relaxed);
    }
    scope::with_current(|counters, phase, pass| {
        let counts = counters.counters(phase);
        counts.heap_allocations.fetch_add(1, Ordering::Relaxed);
        counts.heap_bytes.fetch_add(bytes as u64, Ordering::Relaxed);
        if let (Phase::Execute, Some(pass)) = (phase, pass) {
            counters.pass(pass).fetch_add(1, Ordering::Relaxed);
        }
    });
}

fn count_free() {
    scope::with_current(|counters, phase, _| {
        counters.counters(phase).heap_frees.fetch_add(1, Ordering::Relaxed);
    });
}

// SAFETY: every call is passed on to `System` unchanged; counting neither allocates nor unwinds.
unsafe impl GlobalAlloc for CountingAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count_allocation(layout.size());
        // SAFETY: the caller's promises are those that `System` asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count_allocation(layout.size());
        // SAFETY: the caller's promises are those that `System` asks for.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        count_allocation(new_size);
        // SAFETY: `block` came from `System` through this allocator with this layout.
        unsafe { System.realloc(block, layout, new_size) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        count_free();
        // SAFETY: `block` came from `System` through this allocator with this layout.
        unsafe { System.dealloc(block, layout) }
    }
}

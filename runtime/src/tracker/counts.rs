//! The numbers, as atomics while they grow and as plain values once read.

use std::fmt;

use super::{Phase, scope};
use crate::shared::{AtomicU64, Ordering};

/// Passes whose heap blocks are told apart; those beyond share the last count.
///
/// The array stands ready before any graph is known, since the allocator may not allocate: 32 KiB.
pub const MAX_TRACKED_PASSES: usize = if cfg!(loom) { 2 } else { 4096 };

/// Declares the counts once: their order here is the order of the table's columns.
macro_rules! counts {
    ($($(#[$doc:meta])* $name:ident, $column:literal;)*) => {
        /// What one phase allocated. Bytes are as requested, without the allocator's own rounding.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Counts {
            $($(#[$doc])* pub $name: u64,)*
        }

        #[derive(Debug, Default)]
        pub(super) struct PhaseCounters {
            $(pub(super) $name: AtomicU64,)*
        }

        impl PhaseCounters {
            fn read(&self) -> Counts {
                Counts { $($name: self.$name.load(Ordering::Relaxed),)* }
            }
        }

        impl Counts {
            /// What was added since `earlier`; a count that is smaller now gives zero.
            #[must_use]
            pub const fn since(&self, earlier: &Self) -> Self {
                Self { $($name: self.$name.saturating_sub(earlier.$name),)* }
            }

            /// The counts with their column headings, in the table's order.
            fn columns(&self) -> impl Iterator<Item = (&'static str, u64)> {
                [$(($column, self.$name),)*].into_iter()
            }
        }
    };
}

counts! {
    /// Heap blocks made or moved by Rust code: calls to alloc, `alloc_zeroed` and realloc.
    heap_allocations, "heap blocks";
    /// Bytes of those blocks.
    heap_bytes, "bytes";
    /// Heap blocks given back.
    heap_frees, "freed";
    /// Vulkan objects asked for: `vkCreate*`, and each set or command buffer of a `vkAllocate*`.
    vulkan_objects, "Vulkan objects";
    /// Device memory blocks asked for: `vkAllocateMemory`.
    device_allocations, "device blocks";
    /// Bytes of those blocks.
    device_bytes, "bytes";
    /// Host blocks made or moved by the driver, seen only when the instance was asked to count them.
    host_allocations, "driver blocks";
    /// Bytes of those blocks.
    host_bytes, "bytes";
}

impl Counts {
    /// True when nothing was allocated. Blocks given back don't count against it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.heap_allocations == 0
            && self.vulkan_objects == 0
            && self.device_allocations == 0
            && self.host_allocations == 0
    }
}

/// The counts of all phases at one moment. Displays as a table, a line a phase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    phases: [Counts; Phase::ALL.len()],
}

impl Snapshot {
    /// The counts of one phase.
    #[must_use]
    pub const fn phase(&self, phase: Phase) -> Counts {
        self.phases[phase.index()]
    }

    /// What was added since `earlier`, phase by phase.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        Self { phases: Phase::ALL.map(|phase| self.phase(phase).since(&earlier.phase(phase))) }
    }
}

impl fmt::Display for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<8}", "phase")?;
        for (heading, _) in Counts::default().columns() {
            write!(f, " {heading:>14}")?;
        }
        for phase in Phase::ALL {
            write!(f, "\n{phase:<8}")?;
            for (_, count) in self.phase(phase).columns() {
                write!(f, " {count:>14}")?;
            }
        }
        Ok(())
    }
}

/// Where threads count. Shared by address with thread-local scopes and with the driver.
pub(super) struct Counters {
    phases: [PhaseCounters; Phase::ALL.len()],
    passes: Box<[AtomicU64]>,
}

impl Default for Counters {
    fn default() -> Self {
        Self {
            phases: <[PhaseCounters; Phase::ALL.len()]>::default(),
            passes: (0..MAX_TRACKED_PASSES).map(|_| AtomicU64::new(0)).collect(),
        }
    }
}

impl Counters {
    pub(super) const fn counters(&self, phase: Phase) -> &PhaseCounters {
        &self.phases[phase.index()]
    }

    /// The counters of the phase that the calling thread is in, as far as this tracker knows.
    pub(super) fn here(&self) -> &PhaseCounters {
        self.counters(scope::current_phase(self).unwrap_or(Phase::Setup))
    }

    pub(super) fn phase(&self, phase: Phase) -> Counts {
        self.counters(phase).read()
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        Snapshot { phases: Phase::ALL.map(|phase| self.phase(phase)) }
    }

    pub(super) fn pass(&self, pass: u32) -> &AtomicU64 {
        &self.passes[(pass as usize).min(MAX_TRACKED_PASSES - 1)]
    }

    pub(super) fn allocating_passes(&self) -> Vec<(u32, u64)> {
        (0u32..)
            .zip(self.passes.iter())
            .map(|(pass, count)| (pass, count.load(Ordering::Relaxed)))
            .filter(|(_, count)| *count > 0)
            .collect()
    }
}

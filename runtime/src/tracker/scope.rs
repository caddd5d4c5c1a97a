//! Which tracker, phase and pass the calling thread is in: what the allocator reads at each block.

use std::cell::Cell;
use std::marker::PhantomData;
use std::ptr;
use std::sync::Arc;

use super::Phase;
use super::counts::Counters;

#[derive(Clone, Copy)]
struct Scope {
    /// Null while the thread is in no phase. Otherwise kept alive by the guard that set it.
    counters: *const Counters,
    phase: Phase,
    pass: Option<u32>,
    /// The guard that set it; zero for none.
    guard: u64,
}

impl Scope {
    const NONE: Self = Self { counters: ptr::null(), phase: Phase::Setup, pass: None, guard: 0 };
}

thread_local! {
    // `const` and without a destructor: reading it neither allocates nor registers anything, so that the
    // global allocator may.
    static SCOPE: Cell<Scope> = const { Cell::new(Scope::NONE) };
    static GUARDS: Cell<u64> = const { Cell::new(0) };
}

/// Keeps the calling thread in a phase until it is dropped. Made by [`super::Tracker::enter`].
///
/// Guards are dropped in the reverse order of their making, as scopes do. If one outlives an outer one, the
/// thread leaves every phase.
#[must_use = "the phase ends when the guard is dropped"]
pub struct PhaseGuard {
    outer: Scope,
    id: u64,
    /// Keeps the counters alive while the thread-local scope points at them.
    _counters: Arc<Counters>,
    /// A scope belongs to its thread.
    _not_send: PhantomData<*const ()>,
}

impl PhaseGuard {
    pub(super) fn new(counters: Arc<Counters>, phase: Phase) -> Self {
        let id = GUARDS.get() + 1;
        GUARDS.set(id);
        let scope = Scope { counters: Arc::as_ptr(&counters), phase, pass: None, guard: id };
        let outer = SCOPE.replace(scope);
        Self { outer, id, _counters: counters, _not_send: PhantomData }
    }

    /// Ascribes what the calling thread allocates to the pass of this index, until the guard is
    /// dropped. Only for the innermost guard of the thread; for another it does nothing.
    pub fn pass(&self, pass: u32) -> PassGuard<'_> {
        PassGuard { outer: self.replace_pass(Some(pass)), phase: self }
    }

    fn replace_pass(&self, pass: Option<u32>) -> Option<u32> {
        let scope = SCOPE.get();
        if scope.guard == self.id {
            SCOPE.set(Scope { pass, ..scope });
        }
        scope.pass
    }
}

impl Drop for PhaseGuard {
    fn drop(&mut self) {
        // The outer scope may be put back only while its guard lives. That is so if this guard's scope is
        // still the thread's: a guard dropped out of order would have cleared it, here.
        let in_order = SCOPE.get().guard == self.id;
        SCOPE.set(if in_order { self.outer } else { Scope::NONE });
    }
}

/// Ascribes heap blocks to one pass until it is dropped. Made by [`PhaseGuard::pass`].
#[must_use = "the pass ends when the guard is dropped"]
pub struct PassGuard<'phase> {
    outer: Option<u32>,
    phase: &'phase PhaseGuard,
}

impl Drop for PassGuard<'_> {
    fn drop(&mut self) {
        self.phase.replace_pass(self.outer);
    }
}

/// Takes the calling thread out of any phase until it is dropped: for Vixen's own diagnostics, which
/// must not be mistaken for the program's allocations.
pub(crate) struct Uncounted {
    outer: Scope,
    _not_send: PhantomData<*const ()>,
}

impl Uncounted {
    pub(crate) fn enter() -> Self {
        Self { outer: SCOPE.replace(Scope::NONE), _not_send: PhantomData }
    }
}

impl Drop for Uncounted {
    fn drop(&mut self) {
        SCOPE.set(self.outer);
    }
}

/// The phase of the calling thread, if its scope belongs to this tracker.
pub(super) fn current_phase(counters: &Counters) -> Option<Phase> {
    let scope = SCOPE.get();
    ptr::eq(scope.counters, counters).then_some(scope.phase)
}

/// Calls `count` with the counters, phase and pass of the calling thread, if it is in a phase.
pub(super) fn with_current(count: impl FnOnce(&Counters, Phase, Option<u32>)) {
    // A thread that is being torn down has no scope left, and belongs to no phase.
    let scope = SCOPE.try_with(Cell::get).unwrap_or(Scope::NONE);
    // SAFETY: a non-null pointer was set by a `PhaseGuard` of this thread that is not dropped yet (dropping
    // puts back an outer guard that is still alive, or nothing) and that holds the `Arc` of these counters;
    // a guard that was forgotten has leaked its `Arc`.
    if let Some(counters) = unsafe { scope.counters.as_ref() } {
        count(counters, scope.phase, scope.pass);
    }
}

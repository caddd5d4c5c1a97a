//! What threads meet in: the system's atomics and locks, or loom's where `make loom` models them.
//!
//! Threads of a program meet in five places: the counts of [`crate::tracker`], which drivers add to from threads of
//! their own, the messages of [`crate::device::Messages`], which layers write from any thread, the allocator's lock,
//! the queue's, and the mark of an abandoned device. A frame passes through the queue's lock alone, which nobody holds
//! for longer than a call.

#[cfg(not(loom))]
pub(crate) use std::sync::{
    Mutex, MutexGuard,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

#[cfg(loom)]
pub(crate) use loom::sync::{
    Mutex, MutexGuard,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

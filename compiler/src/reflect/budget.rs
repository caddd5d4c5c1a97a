//! The bound on the work and on the output of one reflection.
//!
//! A few kilobytes of SPIR-V can describe a tree of types, or of constants, with more nodes than a
//! machine has memory: whatever is shared in the module is written out in the interface. So all that
//! expands is paid for here first.

use std::cell::Cell;

use super::error::Fault;

/// Steps of walks that may visit an instruction more than once.
const MAX_STEPS: u64 = 1 << 26;
/// Bytes of the resulting interface.
const MAX_OUTPUT: u64 = 16 << 20;

/// What is left of both.
#[derive(Debug)]
pub(super) struct Budget {
    steps: Cell<u64>,
    output: Cell<u64>,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { steps: Cell::new(MAX_STEPS), output: Cell::new(MAX_OUTPUT) }
    }

    /// Pays for that many steps.
    pub(super) fn steps(&self, count: usize) -> Result<(), Fault> {
        pay(&self.steps, count, "the steps needed to read the module", MAX_STEPS)
    }

    /// Pays for one value of type `T` in the interface, and for its name.
    pub(super) fn output<T>(&self, name: &str) -> Result<(), Fault> {
        let bytes = size_of::<T>() + name.len();
        pay(&self.output, bytes, "the bytes of the interface", MAX_OUTPUT)
    }
}

fn pay(left: &Cell<u64>, count: usize, what: &'static str, limit: u64) -> Result<(), Fault> {
    let count = count as u64;
    match left.get().checked_sub(count) {
        Some(rest) => {
            left.set(rest);
            Ok(())
        }
        None => Err(Fault::Limit { what, found: limit.saturating_add(count), limit }),
    }
}

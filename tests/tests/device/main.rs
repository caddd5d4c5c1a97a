//! What the grammar has for raster and transfer passes, from derives to pixels: each graph is executed under the
//! validation layer, and what it wrote is read back.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up has failed")]
#![allow(missing_docs, reason = "the structs are the tests' own")]

mod address;
mod adopted;
mod aspects;
mod blit;
mod blocks;
mod extents;
mod external;
mod history;
mod machine;
mod raster;
mod resolve;
mod stencil;
mod texels;
mod vertices;

use vixen::tracker::CountingAllocator;
use vixen::{Buffer, Image};

#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

/// From an image to the host.
#[derive(vixen::Pass)]
#[pass(transfer)]
pub(crate) struct Take {
    #[copy(read)]
    from: Image,
    #[copy(write)]
    to: Buffer,
}

/// From the host to an image.
#[derive(vixen::Pass)]
#[pass(transfer)]
pub(crate) struct Give {
    #[copy(read)]
    from: Buffer,
    #[copy(write, discard)]
    to: Image,
}

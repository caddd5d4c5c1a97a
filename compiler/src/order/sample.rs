//! Samples for the tests of order and memory: accesses by what they do to content.

use vixen_plan as plan;

use crate::ir::sample::{How, Sample, access};
use crate::ir::{Access, PassId, Range, ResourceId, Work};
use crate::syntax::ast::PassKind;

/// Adds a buffer of a lifetime, in the memory that goes with it.
pub(crate) fn buffer(
    sample: &mut Sample,
    name: &str,
    lifetime: plan::Lifetime,
    bytes: u64,
) -> ResourceId {
    let id = sample.buffer(name, lifetime, copies(sample, lifetime));
    sized(sample, id, bytes)
}

/// Adds an image of four mips and two layers.
pub(crate) fn image(
    sample: &mut Sample,
    name: &str,
    lifetime: plan::Lifetime,
    bytes: u64,
) -> ResourceId {
    let id = sample.image(name, lifetime, copies(sample, lifetime), 4);
    if let plan::Shape::Image(image) = &mut sample.0.resources[id.index()].shape {
        image.layers = 2;
    }
    sized(sample, id, bytes)
}

fn copies(sample: &Sample, lifetime: plan::Lifetime) -> u32 {
    match lifetime {
        plan::Lifetime::Upload | plan::Lifetime::Readback => sample.0.frames_in_flight,
        plan::Lifetime::History => 2,
        _ => 1,
    }
}

fn sized(sample: &mut Sample, id: ResourceId, bytes: u64) -> ResourceId {
    let resource = &mut sample.0.resources[id.index()];
    resource.max_bytes = bytes;
    resource.memory = match resource.lifetime {
        plan::Lifetime::Upload => plan::MemoryClass::Upload,
        plan::Lifetime::Readback => plan::MemoryClass::Readback,
        plan::Lifetime::Import(_) | plan::Lifetime::Swapchain => plan::MemoryClass::External,
        _ => plan::MemoryClass::Device,
    };
    id
}

/// Adds a compute pass.
pub(crate) fn pass(sample: &mut Sample, name: &str, accesses: Vec<Access>) -> PassId {
    sample.pass(name, &[]);
    let id = PassId(sample.0.passes.len() as u32 - 1);
    let pass = &mut sample.0.passes[id.index()];
    (pass.accesses, pass.work) = (accesses, Work::Dispatch(plan::Expr::default()));
    id
}

/// Adds a host pass.
pub(crate) fn host(sample: &mut Sample, name: &str, accesses: Vec<Access>) -> PassId {
    let id = pass(sample, name, accesses);
    let pass = &mut sample.0.passes[id.index()];
    (pass.kind, pass.work) = (PassKind::Host, Work::Host);
    id
}

/// A read of all of a resource.
pub(crate) fn read(sample: &Sample, id: ResourceId) -> Access {
    whole(sample, id, How::StorageRead)
}

/// A write that leaves nothing of what was there.
pub(crate) fn overwrite(sample: &Sample, id: ResourceId) -> Access {
    whole(sample, id, How::StorageWrite)
}

/// A write of part of what the range names.
pub(crate) fn write(sample: &Sample, id: ResourceId) -> Access {
    Access { discards: false, ..overwrite(sample, id) }
}

/// A read and write.
pub(crate) fn update(sample: &Sample, id: ResourceId) -> Access {
    whole(sample, id, How::StorageReadWrite)
}

/// A read of a previous copy.
pub(crate) fn previous(sample: &Sample, id: ResourceId, ring: u32) -> Access {
    Access { ring, ..read(sample, id) }
}

/// An access narrowed to a range of mips of an image's layer 0.
pub(crate) fn mips(access: Access, start: u32, end: u32) -> Access {
    Access { range: Range::Image { mips: (start, end), layers: (0, 1) }, ..access }
}

/// An access without order among its equals.
pub(crate) fn relaxed(access: Access) -> Access {
    Access { relaxed: true, ..access }
}

fn whole(sample: &Sample, id: ResourceId, how: How) -> Access {
    let resource = sample.0.resource(id);
    access(id, how, 0, resource.whole(), resource.image().is_some())
}

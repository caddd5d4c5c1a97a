//! What a slot's usage means: accesses, usage flags, part in the pass.

use ash::vk;

use crate::ir::Role;
use crate::syntax::ast::{SlotKind, Usage};

/// The meaning of a usage, before shader, format and slot refine it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effect {
    /// What it can be wired to.
    pub(crate) kind: SlotKind,
    /// Stages; `None` for those of the pass's shaders.
    pub(crate) stages: Option<vk::PipelineStageFlags2>,
    pub(crate) access: vk::AccessFlags2,
    pub(crate) image_usage: vk::ImageUsageFlags,
    pub(crate) buffer_usage: vk::BufferUsageFlags,
    pub(crate) role: Role,
    pub(crate) reads: bool,
    pub(crate) writes: bool,
    /// Whatever was there is overwritten, unless the slot says otherwise.
    pub(crate) discards: bool,
}

const NONE: Effect = Effect {
    kind: SlotKind::Any,
    stages: None,
    access: vk::AccessFlags2::NONE,
    image_usage: vk::ImageUsageFlags::empty(),
    buffer_usage: vk::BufferUsageFlags::empty(),
    role: Role::Declared,
    reads: false,
    writes: false,
    discards: false,
};

/// The meaning of a usage.
pub(crate) fn effect(usage: &Usage) -> Effect {
    match usage {
        Usage::Sampled
        | Usage::StorageRead
        | Usage::StorageWrite
        | Usage::StorageReadWrite
        | Usage::TexelRead
        | Usage::TexelWrite
        | Usage::TexelReadWrite
        | Usage::Uniform
        | Usage::InputAttachment
        | Usage::AccelerationRead => descriptor(usage),
        Usage::ColorWrite | Usage::ColorReadWrite | Usage::Resolve => color(usage),
        Usage::DepthWrite | Usage::DepthStencilWrite | Usage::StencilWrite => {
            depth(true, true, true)
        }
        Usage::DepthReadWrite | Usage::DepthStencilReadWrite | Usage::StencilReadWrite => {
            depth(true, true, false)
        }
        Usage::DepthRead | Usage::DepthStencilRead | Usage::StencilRead => {
            depth(true, false, false)
        }
        Usage::Vertex | Usage::Index | Usage::Indirect => geometry(usage),
        Usage::TransferRead
        | Usage::TransferWrite
        | Usage::BlitRead
        | Usage::BlitWrite { .. }
        | Usage::Clear => transfer(usage),
        Usage::HostRead | Usage::HostWrite => host(matches!(usage, Usage::HostWrite)),
        Usage::AccelerationBuildRead => build(false),
        Usage::AccelerationBuildWrite => build(true),
        Usage::Present => Effect {
            kind: SlotKind::Image,
            // A semaphore orders presentation: as a destination this stage waits for nothing.
            stages: Some(vk::PipelineStageFlags2::BOTTOM_OF_PIPE),
            role: Role::Present,
            reads: true,
            ..NONE
        },
        Usage::Sampler => Effect { role: Role::Descriptor, ..NONE },
        Usage::Raw { reads, writes, .. } => Effect { reads: *reads, writes: *writes, ..NONE },
    }
}

fn descriptor(usage: &Usage) -> Effect {
    use vk::AccessFlags2 as A;
    let (read, write) = (A::SHADER_STORAGE_READ, A::SHADER_STORAGE_WRITE);
    let storage = |access| Effect {
        access,
        image_usage: vk::ImageUsageFlags::STORAGE,
        buffer_usage: vk::BufferUsageFlags::STORAGE_BUFFER,
        ..NONE
    };
    let texel =
        |access, buffer_usage| Effect { kind: SlotKind::Buffer, access, buffer_usage, ..NONE };
    let sampled = Effect {
        kind: SlotKind::Image,
        access: A::SHADER_SAMPLED_READ,
        image_usage: vk::ImageUsageFlags::SAMPLED,
        ..NONE
    };
    let effect = match usage {
        Usage::StorageRead => storage(read),
        Usage::StorageWrite => storage(write),
        Usage::StorageReadWrite => storage(read | write),
        Usage::TexelRead => {
            texel(A::SHADER_SAMPLED_READ, vk::BufferUsageFlags::UNIFORM_TEXEL_BUFFER)
        }
        Usage::TexelWrite => texel(write, vk::BufferUsageFlags::STORAGE_TEXEL_BUFFER),
        Usage::TexelReadWrite => texel(read | write, vk::BufferUsageFlags::STORAGE_TEXEL_BUFFER),
        Usage::Uniform => texel(A::UNIFORM_READ, vk::BufferUsageFlags::UNIFORM_BUFFER),
        Usage::InputAttachment => Effect {
            stages: Some(vk::PipelineStageFlags2::FRAGMENT_SHADER),
            access: A::INPUT_ATTACHMENT_READ,
            image_usage: vk::ImageUsageFlags::INPUT_ATTACHMENT,
            ..sampled
        },
        Usage::AccelerationRead => Effect {
            kind: SlotKind::AccelerationStructure,
            access: A::ACCELERATION_STRUCTURE_READ_KHR,
            ..NONE
        },
        _ => sampled,
    };
    let writes = effect.access.contains(write);
    let reads = !effect.access.intersects(write) || effect.access.contains(read);
    let role = if *usage == Usage::InputAttachment { Role::Input } else { Role::Descriptor };
    Effect { role, reads, writes, ..effect }
}

fn color(usage: &Usage) -> Effect {
    use vk::AccessFlags2 as A;
    let loads = matches!(usage, Usage::ColorReadWrite);
    let read = if loads { A::COLOR_ATTACHMENT_READ } else { A::NONE };
    Effect {
        kind: SlotKind::Image,
        stages: Some(vk::PipelineStageFlags2::COLOR_ATTACHMENT_OUTPUT),
        access: read | A::COLOR_ATTACHMENT_WRITE,
        image_usage: vk::ImageUsageFlags::COLOR_ATTACHMENT,
        // The location is the slot's position among its kind, and the format has a say in how a resolve is
        // done; the caller sets both.
        role: if matches!(usage, Usage::Resolve) {
            Role::Resolve { color: None, mode: vk::ResolveModeFlags::NONE }
        } else {
            Role::Color(0)
        },
        reads: loads,
        writes: true,
        discards: !loads,
        ..NONE
    }
}

fn depth(reads_test: bool, writes: bool, discards: bool) -> Effect {
    use vk::AccessFlags2 as A;
    use vk::PipelineStageFlags2 as S;
    let read = if reads_test { A::DEPTH_STENCIL_ATTACHMENT_READ } else { A::NONE };
    let write = if writes { A::DEPTH_STENCIL_ATTACHMENT_WRITE } else { A::NONE };
    Effect {
        kind: SlotKind::Image,
        stages: Some(S::EARLY_FRAGMENT_TESTS | S::LATE_FRAGMENT_TESTS),
        access: read | write,
        image_usage: vk::ImageUsageFlags::DEPTH_STENCIL_ATTACHMENT,
        role: Role::Depth,
        reads: !discards,
        writes,
        discards,
        ..NONE
    }
}

fn geometry(usage: &Usage) -> Effect {
    use vk::AccessFlags2 as A;
    use vk::BufferUsageFlags as U;
    use vk::PipelineStageFlags2 as S;
    let (stages, access, buffer_usage, role) = match usage {
        Usage::Vertex => {
            (S::VERTEX_ATTRIBUTE_INPUT, A::VERTEX_ATTRIBUTE_READ, U::VERTEX_BUFFER, Role::Geometry)
        }
        Usage::Index => (S::INDEX_INPUT, A::INDEX_READ, U::INDEX_BUFFER, Role::Geometry),
        _ => (S::DRAW_INDIRECT, A::INDIRECT_COMMAND_READ, U::INDIRECT_BUFFER, Role::Indirect),
    };
    let stages = Some(stages);
    Effect { kind: SlotKind::Buffer, stages, access, buffer_usage, role, reads: true, ..NONE }
}

fn transfer(usage: &Usage) -> Effect {
    let reads = matches!(usage, Usage::TransferRead | Usage::BlitRead);
    let blits = matches!(usage, Usage::BlitRead | Usage::BlitWrite { .. });
    let clears = matches!(usage, Usage::Clear);
    Effect {
        kind: if blits { SlotKind::Image } else { SlotKind::Any },
        stages: Some(if clears {
            vk::PipelineStageFlags2::CLEAR
        } else if blits {
            vk::PipelineStageFlags2::BLIT
        } else {
            vk::PipelineStageFlags2::COPY
        }),
        access: if reads {
            vk::AccessFlags2::TRANSFER_READ
        } else {
            vk::AccessFlags2::TRANSFER_WRITE
        },
        image_usage: if reads {
            vk::ImageUsageFlags::TRANSFER_SRC
        } else {
            vk::ImageUsageFlags::TRANSFER_DST
        },
        buffer_usage: if reads {
            vk::BufferUsageFlags::TRANSFER_SRC
        } else {
            vk::BufferUsageFlags::TRANSFER_DST
        },
        role: Role::Transfer,
        reads,
        writes: !reads,
        // A blit fills the whole of the view that it writes.
        discards: clears || blits && !reads,
    }
}

fn host(writes: bool) -> Effect {
    Effect {
        stages: Some(vk::PipelineStageFlags2::HOST),
        access: if writes { vk::AccessFlags2::HOST_WRITE } else { vk::AccessFlags2::HOST_READ },
        role: Role::Host,
        reads: !writes,
        writes,
        ..NONE
    }
}

fn build(writes: bool) -> Effect {
    let write = if writes {
        vk::AccessFlags2::ACCELERATION_STRUCTURE_WRITE_KHR
    } else {
        vk::AccessFlags2::ACCELERATION_STRUCTURE_READ_KHR
    };
    Effect {
        stages: Some(vk::PipelineStageFlags2::ACCELERATION_STRUCTURE_BUILD_KHR),
        access: write,
        buffer_usage: vk::BufferUsageFlags::ACCELERATION_STRUCTURE_BUILD_INPUT_READ_ONLY_KHR,
        reads: !writes,
        writes,
        discards: writes,
        ..NONE
    }
}

/// Layouts that serve an access, the best first.
pub(super) fn layouts(usage: &Usage, depth: bool) -> Vec<vk::ImageLayout> {
    use vk::ImageLayout as L;
    let best = match usage {
        Usage::Sampled | Usage::InputAttachment if depth => {
            if *usage == Usage::InputAttachment {
                return vec![L::DEPTH_STENCIL_READ_ONLY_OPTIMAL, L::GENERAL];
            }
            return vec![
                L::DEPTH_STENCIL_READ_ONLY_OPTIMAL,
                L::SHADER_READ_ONLY_OPTIMAL,
                L::GENERAL,
            ];
        }
        Usage::Sampled | Usage::InputAttachment => L::SHADER_READ_ONLY_OPTIMAL,
        Usage::Resolve if depth => L::DEPTH_STENCIL_ATTACHMENT_OPTIMAL,
        Usage::ColorWrite | Usage::ColorReadWrite | Usage::Resolve => L::COLOR_ATTACHMENT_OPTIMAL,
        Usage::DepthWrite
        | Usage::DepthReadWrite
        | Usage::DepthStencilWrite
        | Usage::DepthStencilReadWrite
        | Usage::StencilWrite
        | Usage::StencilReadWrite => L::DEPTH_STENCIL_ATTACHMENT_OPTIMAL,
        Usage::DepthRead | Usage::DepthStencilRead | Usage::StencilRead => {
            L::DEPTH_STENCIL_READ_ONLY_OPTIMAL
        }
        Usage::TransferRead | Usage::BlitRead => L::TRANSFER_SRC_OPTIMAL,
        Usage::TransferWrite | Usage::BlitWrite { .. } | Usage::Clear => L::TRANSFER_DST_OPTIMAL,
        Usage::Present => return vec![L::PRESENT_SRC_KHR],
        _ => return vec![L::GENERAL],
    };
    vec![best, L::GENERAL]
}

/// Usage flags that an access by foreign code asks of an image.
pub(super) fn image_usage(access: vk::AccessFlags2) -> vk::ImageUsageFlags {
    use vk::AccessFlags2 as A;
    use vk::ImageUsageFlags as U;
    let table = [
        (A::SHADER_SAMPLED_READ | A::SHADER_READ, U::SAMPLED),
        (A::SHADER_STORAGE_READ | A::SHADER_STORAGE_WRITE | A::SHADER_WRITE, U::STORAGE),
        (A::COLOR_ATTACHMENT_READ | A::COLOR_ATTACHMENT_WRITE, U::COLOR_ATTACHMENT),
        (
            A::DEPTH_STENCIL_ATTACHMENT_READ | A::DEPTH_STENCIL_ATTACHMENT_WRITE,
            U::DEPTH_STENCIL_ATTACHMENT,
        ),
        (A::INPUT_ATTACHMENT_READ, U::INPUT_ATTACHMENT),
        (A::TRANSFER_READ | A::MEMORY_READ, U::TRANSFER_SRC),
        (A::TRANSFER_WRITE | A::MEMORY_WRITE, U::TRANSFER_DST),
    ];
    let asked = table.iter().filter(|(by, _)| access.intersects(*by));
    asked.fold(U::empty(), |sum, (_, usage)| sum | *usage)
}

/// Usage flags that an access by foreign code asks of a buffer.
pub(super) fn buffer_usage(access: vk::AccessFlags2) -> vk::BufferUsageFlags {
    use vk::AccessFlags2 as A;
    use vk::BufferUsageFlags as U;
    let storage = A::SHADER_STORAGE_READ | A::SHADER_STORAGE_WRITE;
    let table = [
        (storage | A::SHADER_READ | A::SHADER_WRITE, U::STORAGE_BUFFER),
        (A::UNIFORM_READ, U::UNIFORM_BUFFER),
        (A::SHADER_SAMPLED_READ, U::UNIFORM_TEXEL_BUFFER),
        (A::VERTEX_ATTRIBUTE_READ, U::VERTEX_BUFFER),
        (A::INDEX_READ, U::INDEX_BUFFER),
        (A::INDIRECT_COMMAND_READ, U::INDIRECT_BUFFER),
        (A::TRANSFER_READ | A::MEMORY_READ, U::TRANSFER_SRC),
        (A::TRANSFER_WRITE | A::MEMORY_WRITE, U::TRANSFER_DST),
    ];
    let asked = table.iter().filter(|(by, _)| access.intersects(*by));
    asked.fold(U::empty(), |sum, (_, usage)| sum | *usage)
}

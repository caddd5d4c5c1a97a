//! Accesses of one node that touch each other become one access.
//!
//! A pass may do one thing to a range: where a node of the file reads and writes it through several
//! accesses, the shared part becomes one access that does all of it, and what only one of them
//! touches stays as it is. Reads beside reads, and relaxed accesses beside each other, stand as
//! written.

use super::access::{Access, Rect, is_shaders};
use crate::syntax::ast::{PassKind, StateDecl, Usage};

/// Accesses that splitting may make of one node's.
const MAX_PIECES: usize = 4096;

/// Merges the accesses of a node. `Err` where splitting them makes more than [`MAX_PIECES`].
pub(super) fn merge(
    accesses: Vec<Access>,
    kind: PassKind,
    is_image: impl Fn(usize) -> bool,
) -> Result<Vec<Access>, usize> {
    let mut merged: Vec<Access> = Vec::with_capacity(accesses.len());
    let mut rest: Vec<Access> = accesses.into_iter().rev().collect();
    while let Some(access) = rest.pop() {
        if merged.len() + rest.len() > MAX_PIECES {
            return Err(MAX_PIECES);
        }
        let Some(at) = merged.iter().position(|other| clash(other, &access)) else {
            merged.push(access);
            continue;
        };
        let other = merged.remove(at);
        let shared = intersection(other.rect, access.rect);
        let both = joined(&other, &access, shared, kind, is_image(access.resource));
        // The joined access may clash with a third one, so it goes through the same door.
        rest.extend(pieces(&access, shared));
        rest.extend(pieces(&other, shared));
        rest.push(both);
    }
    Ok(merged)
}

/// Whether the two cannot stand beside each other, or say the same.
fn clash(a: &Access, b: &Access) -> bool {
    let same_place = a.resource == b.resource && a.ring == b.ring;
    if !same_place || !overlap(a.rect, b.rect) || attached_beside(a, b) {
        return false;
    }
    let same = a.usage == b.usage && a.rect == b.rect && a.aspect == b.aspect;
    same || ((a.writes || b.writes) && !(a.relaxed && b.relaxed))
}

/// Whether the two are the depth and the stencil attachment of one rendering.
fn attached_beside(a: &Access, b: &Access) -> bool {
    a.rect == b.rect
        && matches!(
            (attached(a), attached(b)),
            (Some("depth"), Some("stencil")) | (Some("stencil"), Some("depth"))
        )
}

/// The one aspect that an access attaches; `None` where it attaches none, or both.
fn attached(access: &Access) -> Option<&str> {
    let aspect = access.aspect.as_deref();
    match access.usage {
        Usage::DepthRead | Usage::DepthWrite | Usage::DepthReadWrite => aspect.or(Some("depth")),
        Usage::DepthStencilRead | Usage::DepthStencilWrite | Usage::DepthStencilReadWrite => aspect,
        _ => None,
    }
}

fn overlap(a: Rect, b: Rect) -> bool {
    let meet = |a: (u32, u32), b: (u32, u32)| a.0 < b.1 && b.0 < a.1;
    meet(a.mips, b.mips) && meet(a.layers, b.layers)
}

fn intersection(a: Rect, b: Rect) -> Rect {
    let meet = |a: (u32, u32), b: (u32, u32)| (a.0.max(b.0), a.1.min(b.1));
    Rect { mips: meet(a.mips, b.mips), layers: meet(a.layers, b.layers) }
}

/// What of an access lies outside of `shared`, a part of it: four rectangles at most.
fn pieces(access: &Access, shared: Rect) -> Vec<Access> {
    let Rect { mips, layers } = access.rect;
    let rects = [
        Rect { mips: (mips.0, shared.mips.0), layers },
        Rect { mips: (shared.mips.1, mips.1), layers },
        Rect { mips: shared.mips, layers: (layers.0, shared.layers.0) },
        Rect { mips: shared.mips, layers: (shared.layers.1, layers.1) },
    ];
    let real = |rect: &Rect| rect.mips.0 < rect.mips.1 && rect.layers.0 < rect.layers.1;
    rects.into_iter().filter(real).map(|rect| Access { rect, ..access.clone() }).collect()
}

fn joined(a: &Access, b: &Access, rect: Rect, kind: PassKind, image: bool) -> Access {
    let (reads, writes) = (a.reads || b.reads, a.writes || b.writes);
    Access {
        site: a.site,
        resource: a.resource,
        ring: a.ring,
        rect,
        aspect: if a.aspect == b.aspect { a.aspect.clone() } else { None },
        kind: a.kind,
        nodes: a.nodes,
        usage: usage(a, b, kind, image),
        // Without a word on one side every stage may have it.
        stages: a.stages.as_deref().zip(b.stages.as_deref()).map(|(a, b)| union(a, b)),
        reads,
        writes,
        relaxed: a.relaxed && b.relaxed,
        undefined_ok: a.undefined_ok && b.undefined_ok,
    }
}

/// The usage that does both: of one family, or spelled out.
fn usage(a: &Access, b: &Access, kind: PassKind, image: bool) -> Usage {
    use Usage::{
        ColorReadWrite, ColorWrite, DepthRead, DepthReadWrite, DepthStencilRead,
        DepthStencilReadWrite, DepthStencilWrite, DepthWrite, StorageRead, StorageReadWrite,
        StorageWrite,
    };
    let families = [
        (&[StorageRead, StorageWrite, StorageReadWrite][..], StorageReadWrite),
        (&[ColorWrite, ColorReadWrite][..], ColorReadWrite),
        (&[DepthRead, DepthWrite, DepthReadWrite][..], DepthReadWrite),
        (&[DepthStencilRead, DepthStencilWrite, DepthStencilReadWrite][..], DepthStencilReadWrite),
    ];
    if a.usage == b.usage && !matches!(a.usage, Usage::Raw { .. }) {
        return a.usage.clone();
    }
    for (family, whole) in families {
        if family.contains(&a.usage) && family.contains(&b.usage) {
            return whole;
        }
    }
    let (x, y) = (state_of(a, kind), state_of(b, kind));
    let layout = match image {
        false => String::new(),
        true if x.layout == y.layout => x.layout,
        true => "general".into(),
    };
    Usage::Raw {
        state: StateDecl {
            stages: union(&x.stages, &y.stages),
            access: union(&x.access, &y.access),
            layout,
        },
        reads: a.reads || b.reads,
        writes: a.writes || b.writes,
    }
}

/// The state of an access, in the stages that it names.
fn state_of(access: &Access, kind: PassKind) -> StateDecl {
    let mut state = state(&access.usage, kind);
    if let Some(stages) = access.stages.as_ref().filter(|_| is_shaders(&access.usage)) {
        state.stages.clone_from(stages);
    }
    state
}

/// The words of both, each once.
fn union(a: &str, b: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in a.split(" | ").chain(b.split(" | ")) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(" | ")
}

/// The state of a usage by Vulkan's names, for a pass of this kind.
pub(super) fn state(usage: &Usage, kind: PassKind) -> StateDecl {
    let shader = match kind {
        PassKind::Compute => "compute_shader",
        PassKind::RayTracing => "ray_tracing_shader_khr",
        // A file does not say which shaders a node has: any of a draw's may read.
        PassKind::Raster | PassKind::Transfer | PassKind::Host | PassKind::Present => {
            "vertex_shader | fragment_shader"
        }
    };
    let color = "color_attachment_output";
    let depth = "early_fragment_tests | late_fragment_tests";
    let depth_both = "depth_stencil_attachment_read | depth_stencil_attachment_write";
    let build = "acceleration_structure_build_khr";
    let (stages, access, layout) = match usage {
        Usage::Raw { state, .. } => return state.clone(),
        Usage::Sampled => (shader, "shader_sampled_read", "shader_read_only_optimal"),
        Usage::StorageRead | Usage::TexelRead => (shader, "shader_storage_read", "general"),
        Usage::StorageWrite | Usage::TexelWrite => (shader, "shader_storage_write", "general"),
        Usage::StorageReadWrite | Usage::TexelReadWrite => {
            (shader, "shader_storage_read | shader_storage_write", "general")
        }
        Usage::Uniform => (shader, "uniform_read", "general"),
        Usage::ColorWrite | Usage::Resolve => {
            (color, "color_attachment_write", "color_attachment_optimal")
        }
        Usage::ColorReadWrite => {
            (color, "color_attachment_read | color_attachment_write", "color_attachment_optimal")
        }
        Usage::DepthWrite | Usage::DepthStencilWrite | Usage::StencilWrite => {
            (depth, "depth_stencil_attachment_write", "depth_stencil_attachment_optimal")
        }
        Usage::DepthReadWrite | Usage::DepthStencilReadWrite | Usage::StencilReadWrite => {
            (depth, depth_both, "depth_stencil_attachment_optimal")
        }
        Usage::DepthRead | Usage::DepthStencilRead | Usage::StencilRead => {
            (depth, "depth_stencil_attachment_read", "depth_stencil_read_only_optimal")
        }
        Usage::InputAttachment => {
            ("fragment_shader", "input_attachment_read", "shader_read_only_optimal")
        }
        Usage::Vertex => ("vertex_attribute_input", "vertex_attribute_read", "general"),
        Usage::Index => ("index_input", "index_read", "general"),
        Usage::Indirect => ("draw_indirect", "indirect_command_read", "general"),
        Usage::TransferRead => ("copy", "transfer_read", "transfer_src_optimal"),
        Usage::TransferWrite => ("copy", "transfer_write", "transfer_dst_optimal"),
        Usage::BlitRead => ("blit", "transfer_read", "transfer_src_optimal"),
        Usage::BlitWrite { .. } => ("blit", "transfer_write", "transfer_dst_optimal"),
        Usage::Clear => ("clear", "transfer_write", "transfer_dst_optimal"),
        Usage::HostRead => ("host", "host_read", "general"),
        Usage::HostWrite => ("host", "host_write", "general"),
        Usage::AccelerationBuildRead => (build, "acceleration_structure_read_khr", "general"),
        Usage::AccelerationBuildWrite => (build, "acceleration_structure_write_khr", "general"),
        Usage::AccelerationRead => (shader, "acceleration_structure_read_khr", "general"),
        // A sampler touches nothing; the schema has no word for one.
        Usage::Sampler => ("none", "none", ""),
        Usage::Present => ("none", "none", "present_src_khr"),
    };
    StateDecl { stages: stages.into(), access: access.into(), layout: layout.into() }
}

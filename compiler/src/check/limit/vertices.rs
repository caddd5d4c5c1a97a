//! Vertex buffers and inputs, and the texels of texel buffers.

use vixen_plan::VertexAttribute;

use super::Use;
use crate::format;
use crate::ir::{Graph, Pass, Range};

pub(super) fn uses(graph: &Graph, pass: &Pass) -> Vec<Use> {
    let mut uses = inputs(pass);
    uses.extend(texels(graph, pass));
    uses
}

fn inputs(pass: &Pass) -> Vec<Use> {
    let geometry = &pass.geometry;
    let stride = geometry.buffers.iter().map(|(_, b)| u64::from(b.stride)).max();
    let offset = |attribute: &VertexAttribute| u64::from(attribute.offset);
    let offset = geometry.attributes.iter().map(offset).max();
    let asked = [
        ("maxVertexInputBindings", geometry.buffers.len() as u64, "vertex buffers"),
        ("maxVertexInputAttributes", geometry.attributes.len() as u64, "vertex inputs"),
        (
            "maxVertexInputBindingStride",
            stride.unwrap_or(0),
            "bytes in an element of a vertex buffer",
        ),
        (
            "maxVertexInputAttributeOffset",
            offset.unwrap_or(0),
            "bytes before a field of a vertex buffer's element",
        ),
    ];
    let of = |(limit, value, what)| Use {
        limit,
        value,
        site: pass.name.site,
        what: format!("`{}` has {value} {what}", pass.name),
        help: "read what is large from a storage buffer by `gl_VertexIndex` or `gl_InstanceIndex`",
    };
    asked.into_iter().map(of).collect()
}

/// Texels that views of buffers show (VUID-VkBufferViewCreateInfo-range-00930).
fn texels(graph: &Graph, pass: &Pass) -> Vec<Use> {
    let shown = pass.bindings.iter().filter_map(|binding| {
        let access = pass.accesses.get(binding.access?)?;
        let bytes = u64::from(format::info(binding.texels)?.bytes);
        let (None, Range::Bytes(start, end)) = (access.view, access.range) else { return None };
        let resource = graph.resource(access.resource);
        let value = end.min(resource.max_bytes).saturating_sub(start).checked_div(bytes)?;
        let (slot, name) = (&access.slot, &resource.name);
        Some(Use {
            limit: "maxTexelBufferElements",
            value,
            site: access.site,
            what: format!("the slot `{slot}` of `{}` (`{name}`) has {value} texels", pass.name),
            help: "wire a part of it (`.bytes(a..b)`), or read it as a storage buffer: `#[storage(read)]`",
        })
    });
    shown.collect()
}

//! The plan's types as source. Every field is named once here, so that a field added to the plan does
//! not compile until it is emitted.

use vixen_plan as plan;

use super::writer::{Emit, Writer};

macro_rules! structs {
    ($($ty:ident { $($field:ident),* $(,)? })*) => {
        $(impl Emit for plan::$ty {
            fn emit(&self, to: &mut Writer) {
                let Self { $($field),* } = self;
                to.push(stringify!($ty));
                to.fields(&[$((stringify!($field), $field)),*]);
            }
        })*
    };
}

macro_rules! variants {
    ($($ty:ident: $($variant:ident $(($($part:ident),*))? $({$($field:ident),*})?),*;)*) => {
        $(impl Emit for plan::$ty {
            fn emit(&self, to: &mut Writer) {
                match self {
                    $(Self::$variant $(($($part),*))? $({$($field),*})? => {
                        to.push(concat!(stringify!($ty), "::", stringify!($variant)));
                        $(to.tuple(&[$($part),*]);)?
                        $(to.fields(&[$((stringify!($field), $field)),*]);)?
                    })*
                }
            }
        })*
    };
}

impl Emit for plan::Expr {
    fn emit(&self, to: &mut Writer) {
        to.push("Expr");
        to.tuple(&[&self.0]);
    }
}

impl Emit for plan::Switch {
    fn emit(&self, to: &mut Writer) {
        let Self { name, values } = self;
        to.push("Switch {name: ");
        name.emit(to);
        to.push(", values: Borrowed(&");
        to.list(values);
        to.push(")}");
    }
}

structs! {
    Span { start, len }
    Param { name, default, max }
    Resource { name, lifetime, copies, memory, shape }
    Contract { entry, exit, keep }
    State { stages, access, layout }
    Image { ty, format, extent, mips, layers, samples, usage, flags, aspects }
    Buffer { size, usage }
    View { resource, ty, format, range, usage }
    BufferView { resource, format, offset, size }
    Subresources { aspects, base_mip, mips, base_layer, layers }
    Pass {
        name, declared, level, queue, device, work, bind_point, pipeline, layout, sets, push, raster,
        vertices, indices, transfers, accesses,
    }
    Culled { name, declared, accesses }
    IndexBuffer { access, ty }
    VertexBinding { stride, rate }
    VertexAttribute { location, binding, format, offset }
    Push { stages, offset, size }
    Raster { colors, depth, stencil, area, layers, view_mask }
    Attachment { view, ring, layout, load, store, clear, resolve }
    Resolve { view, ring, layout, mode }
    Access {
        slot, resource, ring, range, bytes, stages, access, layout, reads, writes, relaxed, view,
    }
    Cut { memory, buffers, images }
    Scope { src_stages, src_access, dst_stages, dst_access }
    MemoryBarrier { scope, reasons }
    BufferBarrier { resource, ring, bytes, scope, queues, reasons }
    ImageBarrier { resource, ring, range, scope, old_layout, new_layout, queues, reasons }
    Reason { resource, from, to, frames_back, hazard }
    Initial { resource, ring, range, clear, state }
    Segment { passes, recorded, period, swapchain }
    Queue { kind, device, batches }
    Batch { queue, segments, waits, acquire, present }
    Wait { queue, batch, frames_back, stages }
    Pool { placements, bytes, images }
    Placement { resource, offset, size, levels }
    Shader { name, hash }
    Sampler { filter, mipmap, address, border, compare, anisotropy }
    SetLayout { bindings, external }
    LayoutBinding { binding, ty, count, stages, sampler }
    Set { number, layout, descriptors, period, swapchain }
    Descriptor { binding, element, ty, target }
    PipelineLayout { sets, push }
    Pipeline { name, layout, stages, raster }
    ShaderStage { stage, shader, entry, spec }
    SpecEntry { id, size, value }
    RasterState {
        topology, cull, front_face, polygon, primitive_restart, patch_vertices, depth_bias, depth_clamp,
        depth_compare, depth_write, stencil, samples, sample_shading, alpha_to_coverage, alpha_to_one,
        vertex_bindings, vertex_attributes, colors, depth_format, stencil_format,
        view_mask,
    }
    DepthBias { constant, slope, clamp }
    StencilState { front, back, by_frame }
    StencilFace { fail, pass, depth_fail, compare, read_mask, write_mask, reference }
    ColorTarget { format, blend, mask }
    FormatNeed { format, features, buffer_features, resource }
    LimitNeed { limit, at_least }
}

variants! {
    SizeOp: Scalar(value), Vector(value), Swapchain, Resource { resource, mip }, Param(index), Scale(by),
        Add, Sub, Mul, Div, Min, Max, Component(index), Product, Compose;
    Lifetime: Transient, Persistent, History, Import(contract), Swapchain, Upload, Readback;
    MemoryClass: Device, Upload, Readback, External;
    Shape: Image(image), Buffer(buffer), AccelerationStructure { size };
    Work: Dispatch(groups), DispatchDynamic { max }, DispatchIndirect { arguments, offset },
        Draw { vertices, instances }, DrawDynamic { max_vertices, max_instances },
        DrawIndirect { arguments, offset, draws, stride }, DrawIndexed { indices, instances },
        DrawIndexedDynamic { max_indices, max_instances },
        DrawIndexedIndirect { arguments, offset, draws, stride }, Transfer, Code, Host, Present;
    Transfer: Copy { from, to }, Blit { from, to, filter }, Clear { to, value };
    ClearValue: Float(value), Sint(value), Uint(value), DepthStencil(depth, stencil), Fill(value);
    Hazard: ReadAfterWrite, WriteAfterRead, WriteAfterWrite, Layout, FirstUse, Alias(other), Present,
        Contract, Host;
    Recorded: Once, EveryFrame;
    QueueKind: Graphics, Compute, Transfer;
    Target: Image { view, ring, layout }, Buffer { resource, ring, offset, size },
        Texels { view, ring }, Sampler(index), AccelerationStructure { resource };
    Blend: Replace, Alpha, Premultiplied, Add, Multiply;
}

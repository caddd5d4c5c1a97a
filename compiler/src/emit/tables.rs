//! A plan: a constant for each table, and the plan that names them.

use std::fmt::Write as _;

use vixen_plan as plan;

use super::pairs;
use super::writer::{Emit, Writer};

/// A constant for a table, and the field that borrows it.
fn table<T: Emit>(field: &str, doc: &str, ty: &str, entries: &[T], to: &mut Writer) -> String {
    if entries.is_empty() {
        return format!("{field}: Borrowed(&[]), ");
    }
    let name = field.to_uppercase();
    let _ = write!(to.out, "/// {doc}\nconst {name}: &[{ty}] = &");
    to.list(entries);
    to.push(";\n");
    format!("{field}: Borrowed({name}), ")
}

macro_rules! plan {
    (
        values { $($value:ident),* $(,)? }
        tables { $($field:ident: $ty:literal, $doc:literal;)* }
    ) => {
        /// Writes the tables and the plan as the body of a block.
        pub(super) fn plan(plan: &plan::Plan, to: &mut Writer) {
            let plan::Plan { $($value,)* $($field,)* may_alias, needs, reservation } = plan;
            let mut fields = String::new();
            $(fields.push_str(&table(stringify!($field), $doc, $ty, $field, to));)*
            fields.push_str(&pairs::table("may_alias", may_alias, to));
            let needs = self::needs(needs, to);
            let reservation = self::reservation(reservation, to);
            to.push("Plan {");
            $(to.push(concat!(stringify!($value), ": "));
            $value.emit(to);
            to.push(", ");)*
            to.push(&fields);
            to.push(&needs);
            to.push(&reservation);
            to.push("}");
        }
    };
}

plan! {
    values { name, frames_in_flight, max_extent, min_extent, budget }
    tables {
        size_ops: "SizeOp", "Operations of the size expressions.";
        params: "Param", "Size parameters.";
        resources: "Resource", "Resources.";
        views: "View", "Image views.";
        buffer_views: "BufferView", "Views of buffers as texels.";
        passes: "Pass", "Passes in order of execution.";
        accesses: "Access", "What the passes do to resources.";
        attachments: "Attachment", "Attachments of raster passes.";
        vertex_buffers: "u32", "Vertex buffers of raster passes, as accesses.";
        transfers: "Transfer", "Operations of transfer passes.";
        cuts: "Cut", "Points between levels where barriers stand.";
        memory_barriers: "MemoryBarrier", "Global memory barriers.";
        buffer_barriers: "BufferBarrier", "Buffer barriers.";
        image_barriers: "ImageBarrier", "Image barriers.";
        reasons: "Reason", "Why the barriers stand.";
        initial: "Initial", "What set-up does once to each resource.";
        segments: "Segment", "Command-buffer segments of a frame.";
        queues: "Queue", "Queues.";
        batches: "Batch", "Submissions of a frame.";
        waits: "Wait", "Waits of the batches.";
        pools: "Pool", "Blocks of memory that transients share.";
        placements: "Placement", "Where transients lie.";
        shaders: "Shader", "Shader modules.";
        samplers: "Sampler", "Samplers.";
        set_layouts: "SetLayout", "Descriptor set layouts.";
        layout_bindings: "LayoutBinding", "Bindings of the set layouts.";
        sets: "Set", "Descriptor sets of the passes.";
        descriptors: "Descriptor", "What the sets' descriptors point at.";
        pipeline_layouts: "PipelineLayout", "Pipeline layouts.";
        pipeline_layout_sets: "u32", "Set layouts of the pipeline layouts.";
        push_ranges: "Push", "Push-constant ranges of the pipeline layouts.";
        pipelines: "Pipeline", "Pipelines.";
        stages: "ShaderStage", "Shader stages of the pipelines.";
        spec_entries: "SpecEntry", "Specialization constants of the stages.";
        vertex_bindings: "VertexBinding", "Vertex buffers of the raster pipelines.";
        vertex_attributes: "VertexAttribute", "Vertex inputs of the raster pipelines.";
        color_targets: "ColorTarget", "Colour formats and blend states.";
        undefined_reads: "u32", "Reads of what nothing wrote, as accesses.";
        culled: "Culled", "Passes that were culled.";
        culled_accesses: "Access", "What the culled passes would have done.";
    }
}

/// Writes the tables of the needs, and returns the field.
fn needs(needs: &plan::Needs, to: &mut Writer) -> String {
    let plan::Needs {
        api_version,
        features,
        extensions,
        formats,
        limits,
        graphics,
        present,
        swapchain_usage,
        swapchain_format,
        swapchain_features,
    } = needs;
    let mut fields = table("features", "Features asked of the device.", "Text", features, to);
    fields += &table("extensions", "Device extensions.", "Text", extensions, to);
    fields += &table("formats", "Formats with the features asked.", "FormatNeed", formats, to);
    fields += &table("limits", "Limits with the least value.", "LimitNeed", limits, to);
    let values: [(&str, &dyn Emit); 6] = [
        ("api_version", api_version),
        ("graphics", graphics),
        ("present", present),
        ("swapchain_usage", swapchain_usage),
        ("swapchain_format", swapchain_format),
        ("swapchain_features", swapchain_features),
    ];
    format!("needs: Needs {{{}{fields}}}, ", written(&values, to))
}

/// Writes the tables of the reservation, and returns the field.
fn reservation(reservation: &plan::Reservation, to: &mut Writer) -> String {
    let plan::Reservation {
        images,
        image_views,
        buffer_views,
        buffers,
        samplers,
        set_layouts,
        sets,
        descriptors,
        pipeline_layouts,
        pipelines,
        command_buffers,
        semaphores,
        transient_bytes,
        transient_bytes_without_aliasing,
        live_peak_bytes,
        persistent_bytes,
        host_bytes,
    } = reservation;
    let ty = "(vk::DescriptorType, u32)";
    let doc = "Descriptors by type.";
    // The plan has a table of descriptors too: this one needs another name.
    let field = table("descriptor_counts", doc, ty, descriptors, to);
    let field = field.replacen("descriptor_counts", "descriptors", 1);
    let values: [(&str, &dyn Emit); 16] = [
        ("images", images),
        ("image_views", image_views),
        ("buffer_views", buffer_views),
        ("buffers", buffers),
        ("samplers", samplers),
        ("set_layouts", set_layouts),
        ("sets", sets),
        ("pipeline_layouts", pipeline_layouts),
        ("pipelines", pipelines),
        ("command_buffers", command_buffers),
        ("semaphores", semaphores),
        ("transient_bytes", transient_bytes),
        ("transient_bytes_without_aliasing", transient_bytes_without_aliasing),
        ("live_peak_bytes", live_peak_bytes),
        ("persistent_bytes", persistent_bytes),
        ("host_bytes", host_bytes),
    ];
    format!("reservation: Reservation {{{}{field}}}, ", written(&values, to))
}

/// Fields as source, apart from what stands in the writer.
fn written(values: &[(&str, &dyn Emit)], to: &mut Writer) -> String {
    let before = std::mem::take(&mut to.out);
    for (name, value) in values {
        to.push(name);
        to.push(": ");
        value.emit(to);
        to.push(", ");
    }
    std::mem::replace(&mut to.out, before)
}

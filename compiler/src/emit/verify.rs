//! Holds the invariants that the plan's crate states.

use vixen_plan::{
    Access, Attachment, Culled, Cut, Descriptor, Expr, Hazard, Pass, Plan, Shape, SizeOp, Span,
    Target, Transfer, Work,
};

type Verdict = Result<(), String>;

/// The first invariant of the plan that does not hold, in words. An error here is a fault of the compiler,
/// never of the graph.
pub fn verify(plan: &Plan) -> Verdict {
    levels(plan)?;
    sizes(plan)?;
    each("pass", &plan.passes, |pass| self::pass(plan, pass))?;
    declared(plan)?;
    accesses(plan)?;
    barriers(plan)?;
    submission(plan)?;
    memory(plan)?;
    descriptors(plan)?;
    pipelines(plan)?;
    undefined_reads(plan)
}

/// Checks every entry of a table and says which one is at fault.
fn each<T>(table: &str, entries: &[T], check: impl Fn(&T) -> Verdict) -> Verdict {
    for (index, entry) in entries.iter().enumerate() {
        check(entry).map_err(|what| format!("{table} {index}: {what}"))?;
    }
    Ok(())
}

fn index<T>(what: &str, index: u32, table: &[T]) -> Verdict {
    if (index as usize) < table.len() {
        return Ok(());
    }
    Err(format!("{what} {index} of {}", table.len()))
}

fn option<T>(what: &str, value: Option<u32>, table: &[T]) -> Verdict {
    value.map_or(Ok(()), |value| index(what, value, table))
}

fn span<T>(what: &str, span: Span, table: &[T]) -> Verdict {
    if span.start as usize + span.len as usize <= table.len() {
        return Ok(());
    }
    Err(format!("{what} {} + {} of {}", span.start, span.len, table.len()))
}

fn expr(plan: &Plan, expr: Expr) -> Verdict {
    span("size operations", expr.0, &plan.size_ops)
}

fn levels(plan: &Plan) -> Verdict {
    let mut levels = 0;
    for pass in &*plan.passes {
        if pass.level + 1 < levels {
            return Err(format!("pass `{}` stands after a later level", pass.name));
        }
        levels = pass.level + 1;
    }
    if plan.cuts.len() != levels as usize + 1 {
        return Err(format!("{} cuts for {levels} levels", plan.cuts.len()));
    }
    Ok(())
}

fn sizes(plan: &Plan) -> Verdict {
    each("size operation", &plan.size_ops, |op| match *op {
        SizeOp::Resource { resource, .. } => index("resource", resource, &plan.resources),
        SizeOp::Param(param) => index("parameter", param, &plan.params),
        _ => Ok(()),
    })?;
    each("resource", &plan.resources, |resource| match resource.shape {
        Shape::Image(image) => expr(plan, image.extent),
        Shape::Buffer(buffer) => expr(plan, buffer.size),
        Shape::AccelerationStructure { size } => expr(plan, size),
    })?;
    each("view", &plan.views, |view| index("resource", view.resource, &plan.resources))?;
    each("buffer view", &plan.buffer_views, |view| {
        index("resource", view.resource, &plan.resources)
    })
}

fn pass(plan: &Plan, pass: &Pass) -> Verdict {
    index("queue", pass.queue, &plan.queues)?;
    option("pipeline", pass.pipeline, &plan.pipelines)?;
    option("pipeline layout", pass.layout, &plan.pipeline_layouts)?;
    span("sets", pass.sets, &plan.sets)?;
    span("transfers", pass.transfers, &plan.transfers)?;
    span("accesses", pass.accesses, &plan.accesses)?;
    if let Some(raster) = pass.raster {
        span("colour attachments", raster.colors, &plan.attachments)?;
        option("depth attachment", raster.depth, &plan.attachments)?;
        option("stencil attachment", raster.stencil, &plan.attachments)?;
        expr(plan, raster.area)?;
    }
    span("vertex buffers", pass.vertices, &plan.vertex_buffers)?;
    option("index access", pass.indices.map(|indices| indices.access), &plan.accesses)?;
    match pass.work {
        Work::Dispatch(groups) => expr(plan, groups),
        Work::Draw { vertices: count, instances }
        | Work::DrawIndexed { indices: count, instances } => {
            expr(plan, count)?;
            expr(plan, instances)
        }
        Work::DispatchIndirect { arguments, .. }
        | Work::DrawIndirect { arguments, .. }
        | Work::DrawIndexedIndirect { arguments, .. } => {
            index("indirect access", arguments, &plan.accesses)
        }
        _ => Ok(()),
    }
}

/// Generated code calls passes by `declared`: no two may share it.
fn declared(plan: &Plan) -> Verdict {
    let mut seen: Vec<u32> = plan.passes.iter().map(|pass| pass.declared).collect();
    seen.sort_unstable();
    match seen.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(format!("two passes are declared at {}", pair[0])),
        None => Ok(()),
    }
}

fn accesses(plan: &Plan) -> Verdict {
    each("culled pass", &plan.culled, |pass: &Culled| {
        span("accesses", pass.accesses, &plan.culled_accesses)
    })?;
    let accessed = |access: &Access| {
        index("resource", access.resource, &plan.resources)?;
        option("view", access.view, &plan.views)?;
        ring(plan, access.resource, access.ring)
    };
    each("access", &plan.accesses, accessed)?;
    each("culled access", &plan.culled_accesses, accessed)?;
    each("attachment", &plan.attachments, |attachment: &Attachment| {
        index("view", attachment.view, &plan.views)?;
        option("resolve view", attachment.resolve.map(|resolve| resolve.view), &plan.views)
    })?;
    each("vertex buffer", &plan.vertex_buffers, |access| index("access", *access, &plan.accesses))?;
    each("transfer", &plan.transfers, |transfer| match *transfer {
        Transfer::Copy { from, to } | Transfer::Blit { from, to, .. } => {
            index("access", from, &plan.accesses)?;
            index("access", to, &plan.accesses)
        }
        Transfer::Clear { to, .. } => index("access", to, &plan.accesses),
    })
}

/// A ring index names one of the resource's copies.
fn ring(plan: &Plan, resource: u32, ring: u32) -> Verdict {
    match plan.resources.get(resource as usize) {
        Some(resource) if ring >= resource.copies.max(1) => {
            Err(format!("copy {ring} of {} of `{}`", resource.copies, resource.name))
        }
        _ => Ok(()),
    }
}

fn barriers(plan: &Plan) -> Verdict {
    let queues = |(from, to): (u32, u32)| {
        index("queue", from, &plan.queues).and_then(|()| index("queue", to, &plan.queues))
    };
    each("cut", &plan.cuts, |cut: &Cut| {
        span("memory barriers", cut.memory, &plan.memory_barriers)?;
        span("buffer barriers", cut.buffers, &plan.buffer_barriers)?;
        span("image barriers", cut.images, &plan.image_barriers)
    })?;
    each("memory barrier", &plan.memory_barriers, |barrier| {
        span("reasons", barrier.reasons, &plan.reasons)
    })?;
    each("buffer barrier", &plan.buffer_barriers, |barrier| {
        index("resource", barrier.resource, &plan.resources)?;
        ring(plan, barrier.resource, barrier.ring)?;
        queues(barrier.queues)?;
        span("reasons", barrier.reasons, &plan.reasons)
    })?;
    each("image barrier", &plan.image_barriers, |barrier| {
        index("resource", barrier.resource, &plan.resources)?;
        ring(plan, barrier.resource, barrier.ring)?;
        queues(barrier.queues)?;
        span("reasons", barrier.reasons, &plan.reasons)
    })?;
    each("reason", &plan.reasons, |reason| {
        index("resource", reason.resource, &plan.resources)?;
        option("pass", reason.from, &plan.passes)?;
        option("pass", reason.to, &plan.passes)?;
        match reason.hazard {
            Hazard::Alias(other) => index("resource", other, &plan.resources),
            _ => Ok(()),
        }
    })?;
    each("initial state", &plan.initial, |initial| {
        index("resource", initial.resource, &plan.resources)?;
        ring(plan, initial.resource, initial.ring)
    })
}

fn submission(plan: &Plan) -> Verdict {
    each("segment", &plan.segments, |segment| span("passes", segment.passes, &plan.passes))?;
    each("batch", &plan.batches, |batch| {
        index("queue", batch.queue, &plan.queues)?;
        span("segments", batch.segments, &plan.segments)?;
        span("waits", batch.waits, &plan.waits)
    })?;
    each("wait", &plan.waits, |wait| index("queue", wait.queue, &plan.queues))
}

fn memory(plan: &Plan) -> Verdict {
    each("pool", &plan.pools, |pool| {
        span("placements", pool.placements, &plan.placements)?;
        let placed = pool.placements.of(&plan.placements);
        let end = placed.iter().map(|placement| placement.offset.saturating_add(placement.size));
        match end.max() {
            Some(end) if end > pool.bytes => Err(format!("{end} bytes of {}", pool.bytes)),
            _ => Ok(()),
        }
    })?;
    each("placement", &plan.placements, |placement| {
        index("resource", placement.resource, &plan.resources)
    })?;
    each("pair that may alias", &plan.may_alias, |(a, b)| {
        index("placement", *a, &plan.placements)?;
        index("placement", *b, &plan.placements)
    })
}

fn descriptors(plan: &Plan) -> Verdict {
    each("set layout", &plan.set_layouts, |layout| {
        span("bindings", layout.bindings, &plan.layout_bindings)
    })?;
    each("binding", &plan.layout_bindings, |binding| {
        option("sampler", binding.sampler, &plan.samplers)
    })?;
    each("set", &plan.sets, |set| {
        index("set layout", set.layout, &plan.set_layouts)?;
        span("descriptors", set.descriptors, &plan.descriptors)
    })?;
    each("descriptor", &plan.descriptors, |descriptor: &Descriptor| match descriptor.target {
        Target::Image { view, .. } => index("view", view, &plan.views),
        Target::Buffer { resource, ring, .. } => {
            index("resource", resource, &plan.resources)?;
            self::ring(plan, resource, ring)
        }
        Target::Texels { view, ring } => {
            index("buffer view", view, &plan.buffer_views)?;
            let view = plan.buffer_views.get(view as usize);
            view.map_or(Ok(()), |view| self::ring(plan, view.resource, ring))
        }
        Target::AccelerationStructure { resource } => index("resource", resource, &plan.resources),
        Target::Sampler(sampler) => index("sampler", sampler, &plan.samplers),
    })
}

fn pipelines(plan: &Plan) -> Verdict {
    each("pipeline layout", &plan.pipeline_layouts, |layout| {
        span("set layouts", layout.sets, &plan.pipeline_layout_sets)?;
        span("push-constant ranges", layout.push, &plan.push_ranges)
    })?;
    each("pipeline layout's set", &plan.pipeline_layout_sets, |layout| {
        index("set layout", *layout, &plan.set_layouts)
    })?;
    each("pipeline", &plan.pipelines, |pipeline| {
        index("pipeline layout", pipeline.layout, &plan.pipeline_layouts)?;
        span("stages", pipeline.stages, &plan.stages)?;
        let Some(raster) = pipeline.raster else { return Ok(()) };
        span("vertex bindings", raster.vertex_bindings, &plan.vertex_bindings)?;
        span("vertex attributes", raster.vertex_attributes, &plan.vertex_attributes)?;
        for attribute in raster.vertex_attributes.of(&plan.vertex_attributes) {
            let bindings = raster.vertex_bindings.of(&plan.vertex_bindings);
            index("vertex binding", attribute.binding, bindings)?;
        }
        span("colour targets", raster.colors, &plan.color_targets)
    })?;
    each("stage", &plan.stages, |stage| {
        index("shader", stage.shader, &plan.shaders)?;
        span("specialization constants", stage.spec, &plan.spec_entries)
    })?;
    each("format", &plan.needs.formats, |format| {
        index("resource", format.resource, &plan.resources)
    })
}

fn undefined_reads(plan: &Plan) -> Verdict {
    each("undefined read", &plan.undefined_reads, |access| index("access", *access, &plan.accesses))
}

//! The report as JSON. Keys are stable; `docs/reports.md` describes them.

use ash::vk;
use serde_json::{Value, json};
use vixen_plan::{
    Access, Cut, Family, Lifetime, MemoryClass, Pass, Plan, RasterState, Resource, Scope, Shape,
    Span, State, Subresources,
};

use super::measure::Figures;
use super::names;
use super::sizes::AtMaximum;

/// The family, as text.
#[must_use]
pub fn json(family: &Family) -> String {
    format!("{:#}", value(family))
}

/// The family.
#[must_use]
pub fn value(family: &Family) -> Value {
    let switches = family.switches.iter().map(|switch| {
        let values: Vec<&str> = switch.values.iter().map(|value| &**value).collect();
        json!({"name": switch.name, "values": values})
    });
    json!({
        "schema": "vixen-report/1",
        "name": family.name,
        "switches": switches.collect::<Vec<_>>(),
        "plans": family.plans.iter().map(plan).collect::<Vec<_>>(),
    })
}

fn plan(plan: &Plan) -> Value {
    let sizes = AtMaximum::new(plan);
    let resources = plan.resources.iter().enumerate();
    let resources =
        resources.map(|(index, one)| resource(one, sizes.resource_extent(index as u32)));
    json!({
        "name": plan.name,
        "frames_in_flight": plan.frames_in_flight,
        "max_extent": plan.max_extent,
        "budget": plan.budget,
        "figures": figures(Figures::of(plan)),
        "resources": resources.collect::<Vec<_>>(),
        "passes": plan.passes.iter().map(|one| pass(plan, one)).collect::<Vec<_>>(),
        "culled": plan.culled.iter().map(|pass| &*pass.name).collect::<Vec<&str>>(),
        "cuts": plan.cuts.iter().enumerate().map(|(level, one)| cut(plan, level, one)).collect::<Vec<_>>(),
        "initial": initial(plan),
        "queues": queues(plan),
        "segments": segments(plan),
        "memory": memory(plan),
        "pipelines": pipelines(plan),
        "needs": needs(plan),
        "reservation": reservation(plan),
    })
}

fn figures(figures: Figures) -> Value {
    json!({
        "passes": figures.passes,
        "culled": figures.culled,
        "levels": figures.levels,
        "barrier_batches": figures.barrier_batches,
        "image_barriers": figures.image_barriers,
        "buffer_barriers": figures.buffer_barriers,
        "memory_barriers": figures.memory_barriers,
        "transient_bytes": figures.transient_bytes,
        "transient_bytes_without_aliasing": figures.transient_bytes_without_aliasing,
        "live_peak_bytes": figures.live_peak_bytes,
        "persistent_bytes": figures.persistent_bytes,
        "ring_bytes": figures.ring_bytes,
    })
}

/// Flags by Vulkan's names, as a list.
fn flags(flags: &impl std::fmt::Debug) -> Value {
    let shown = format!("{flags:?}");
    Value::from(shown.split(" | ").filter(|name| !name.is_empty()).collect::<Vec<_>>())
}

fn shown(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}")
}

fn resource(resource: &Resource, extent: [u64; 3]) -> Value {
    let memory = match resource.memory {
        MemoryClass::Device => "device",
        MemoryClass::Upload => "upload",
        MemoryClass::Readback => "readback",
        MemoryClass::External => "external",
    };
    let contract = match resource.lifetime {
        Lifetime::Import(contract) => json!({
            "entry": state(contract.entry),
            "exit": state(contract.exit),
            "keep": contract.keep,
        }),
        _ => Value::Null,
    };
    json!({
        "name": resource.name,
        "lifetime": names::lifetime(resource.lifetime),
        "contract": contract,
        "copies": resource.copies,
        "memory": memory,
        "shape": shape(&resource.shape, extent),
    })
}

fn shape(shape: &Shape, extent: [u64; 3]) -> Value {
    match shape {
        Shape::Image(image) => json!({
            "kind": "image",
            "type": shown(&image.ty),
            "format": shown(&image.format),
            "extent": extent,
            "mips": image.mips,
            "layers": image.layers,
            "samples": image.samples.as_raw(),
            "usage": flags(&image.usage),
            "flags": flags(&image.flags),
            "aspects": flags(&image.aspects),
        }),
        Shape::Buffer(buffer) => {
            json!({"kind": "buffer", "bytes": extent[0], "usage": flags(&buffer.usage)})
        }
        Shape::AccelerationStructure { .. } => {
            json!({"kind": "acceleration structure", "bytes": extent[0]})
        }
    }
}

fn state(state: State) -> Value {
    json!({
        "stages": flags(&state.stages),
        "access": flags(&state.access),
        "layout": shown(&state.layout),
    })
}

fn pass(plan: &Plan, pass: &Pass) -> Value {
    let accesses = pass.accesses.of(&plan.accesses);
    let pipeline = pass.pipeline.and_then(|index| plan.pipelines.get(index as usize));
    json!({
        "name": pass.name,
        "declared": pass.declared,
        "level": pass.level,
        "queue": pass.queue,
        "device": pass.device,
        "work": names::work(&pass.work),
        "push_bytes": pass.push.map_or(0, |push| push.size),
        "pipeline": pipeline.map(|pipeline| &*pipeline.name),
        "sets": pass.sets.of(&plan.sets).iter().map(|set| json!({
            "number": set.number,
            "period": set.period,
            "swapchain": set.swapchain,
            "descriptors": set.descriptors.len,
        })).collect::<Vec<_>>(),
        "accesses": accesses.iter().map(|one| access(plan, one)).collect::<Vec<_>>(),
    })
}

fn access(plan: &Plan, access: &Access) -> Value {
    json!({
        "slot": access.slot,
        "resource": names::resource(plan, access.resource),
        "ring": access.ring,
        "range": range(access.range),
        "bytes": bytes(access.bytes),
        "stages": flags(&access.stages),
        "access": flags(&access.access),
        "layout": shown(&access.layout),
        "reads": access.reads,
        "writes": access.writes,
        "relaxed": access.relaxed,
    })
}

fn range(range: Subresources) -> Value {
    json!({
        "aspects": flags(&range.aspects),
        "mips": [range.base_mip, range.base_mip.saturating_add(range.mips)],
        "layers": [range.base_layer, range.base_layer.saturating_add(range.layers)],
    })
}

/// First byte and number of bytes; `null` for all that follows.
fn bytes((start, size): (u64, u64)) -> Value {
    json!([start, (size != u64::MAX).then_some(size)])
}

fn cut(plan: &Plan, level: usize, cut: &Cut) -> Value {
    let memory = cut.memory.of(&plan.memory_barriers);
    let memory = memory
        .iter()
        .map(|one| json!({"scope": scope(one.scope), "reasons": reasons(plan, one.reasons)}));
    let buffers = cut.buffers.of(&plan.buffer_barriers);
    let buffers = buffers.iter().map(|one| {
        json!({
            "resource": names::resource(plan, one.resource),
            "ring": one.ring,
            "bytes": bytes(one.bytes),
            "scope": scope(one.scope),
            "queues": [one.queues.0, one.queues.1],
            "reasons": reasons(plan, one.reasons),
        })
    });
    let images = cut.images.of(&plan.image_barriers);
    let images = images.iter().map(|one| {
        json!({
            "resource": names::resource(plan, one.resource),
            "ring": one.ring,
            "range": range(one.range),
            "scope": scope(one.scope),
            "old_layout": shown(&one.old_layout),
            "new_layout": shown(&one.new_layout),
            "queues": [one.queues.0, one.queues.1],
            "reasons": reasons(plan, one.reasons),
        })
    });
    json!({
        "before_level": level,
        "memory_barriers": memory.collect::<Vec<_>>(),
        "buffer_barriers": buffers.collect::<Vec<_>>(),
        "image_barriers": images.collect::<Vec<_>>(),
    })
}

fn scope(scope: Scope) -> Value {
    json!({
        "src_stages": flags(&scope.src_stages),
        "src_access": flags(&scope.src_access),
        "dst_stages": flags(&scope.dst_stages),
        "dst_access": flags(&scope.dst_access),
    })
}

fn reasons(plan: &Plan, span: Span) -> Value {
    let pass = |index: Option<u32>| {
        index.and_then(|index| plan.passes.get(index as usize)).map(|pass| &*pass.name)
    };
    let reasons = span.of(&plan.reasons).iter().map(|reason| {
        json!({
            "hazard": names::hazard(reason.hazard),
            "resource": names::resource(plan, reason.resource),
            "from": pass(reason.from),
            "to": pass(reason.to),
            "frames_back": reason.frames_back,
            "text": names::reason(plan, reason),
        })
    });
    Value::from(reasons.collect::<Vec<_>>())
}

fn initial(plan: &Plan) -> Value {
    let initial = plan.initial.iter().map(|initial| {
        json!({
            "resource": names::resource(plan, initial.resource),
            "ring": initial.ring,
            "range": range(initial.range),
            "clear": initial.clear.map(|clear| shown(&clear)),
            "state": state(initial.state),
        })
    });
    Value::from(initial.collect::<Vec<_>>())
}

fn queues(plan: &Plan) -> Value {
    let queues = plan.queues.iter().enumerate().map(|(index, queue)| {
        let own = plan.batches.iter().filter(|batch| batch.queue as usize == index);
        let batches = own.map(|batch| {
            let waits = batch.waits.of(&plan.waits).iter().map(|wait| {
                json!({
                    "queue": wait.queue,
                    "batch": wait.batch,
                    "frames_back": wait.frames_back,
                    "stages": flags(&wait.stages),
                })
            });
            json!({
                "segments": [batch.segments.start, batch.segments.start + batch.segments.len],
                "waits": waits.collect::<Vec<_>>(),
                "acquire": flags(&batch.acquire),
                "present": batch.present,
            })
        });
        json!({
            "kind": names::queue_kind(queue.kind),
            "device": queue.device,
            "batches": batches.collect::<Vec<_>>(),
        })
    });
    Value::from(queues.collect::<Vec<_>>())
}

fn segments(plan: &Plan) -> Value {
    let segments = plan.segments.iter().map(|segment| {
        json!({
            "passes": [segment.passes.start, segment.passes.start + segment.passes.len],
            "recorded": match segment.recorded {
                vixen_plan::Recorded::Once => "once",
                vixen_plan::Recorded::EveryFrame => "every frame",
            },
            "period": segment.period,
            "swapchain": segment.swapchain,
        })
    });
    Value::from(segments.collect::<Vec<_>>())
}

fn memory(plan: &Plan) -> Value {
    let pools = plan.pools.iter().map(|pool| {
        let placements = pool.placements.of(&plan.placements).iter().map(|placement| {
            json!({
                "resource": names::resource(plan, placement.resource),
                "offset": placement.offset,
                "bytes": placement.size,
                "levels": [placement.levels.0, placement.levels.1],
            })
        });
        json!({
            "bytes": pool.bytes,
            "images": pool.images,
            "placements": placements.collect::<Vec<_>>(),
        })
    });
    json!({"pools": pools.collect::<Vec<_>>()})
}

fn pipelines(plan: &Plan) -> Value {
    let pipelines = plan.pipelines.iter().map(|pipeline| {
        let stages = pipeline.stages.of(&plan.stages).iter().map(|stage| {
            let shader = plan.shaders.get(stage.shader as usize);
            let spec = stage.spec.of(&plan.spec_entries).iter();
            json!({
                "stage": flags(&stage.stage),
                "shader": shader.map(|shader| &*shader.name),
                "entry": stage.entry,
                "spec": spec.map(|entry| json!({"id": entry.id, "bits": entry.value})).collect::<Vec<_>>(),
            })
        });
        json!({
            "name": pipeline.name,
            "raster": pipeline.raster.is_some(),
            "vertex_inputs": vertex_inputs(plan, pipeline.raster.as_ref()),
            "stages": stages.collect::<Vec<_>>(),
        })
    });
    Value::from(pipelines.collect::<Vec<_>>())
}

fn vertex_inputs(plan: &Plan, raster: Option<&RasterState>) -> Value {
    let attributes =
        raster.map_or(&[][..], |state| state.vertex_attributes.of(&plan.vertex_attributes));
    let bindings = raster.map_or(&[][..], |state| state.vertex_bindings.of(&plan.vertex_bindings));
    let inputs = attributes.iter().map(|input| {
        let binding = bindings.get(input.binding as usize);
        json!({
            "location": input.location,
            "binding": input.binding,
            "format": shown(&input.format),
            "offset": input.offset,
            "stride": binding.map(|binding| binding.stride),
            "rate": binding.map(|binding| shown(&binding.rate)),
        })
    });
    Value::from(inputs.collect::<Vec<_>>())
}

fn needs(plan: &Plan) -> Value {
    let needs = &plan.needs;
    let version = needs.api_version;
    let formats = needs.formats.iter().map(|format| {
        json!({
            "format": shown(&format.format),
            "features": flags(&format.features),
            "buffer_features": flags(&format.buffer_features),
            "resource": names::resource(plan, format.resource),
        })
    });
    let limits =
        needs.limits.iter().map(|limit| json!({"limit": limit.limit, "at_least": limit.at_least}));
    json!({
        "api_version": format!("{}.{}", vk::api_version_major(version), vk::api_version_minor(version)),
        "features": needs.features.iter().map(|name| &**name).collect::<Vec<&str>>(),
        "extensions": needs.extensions.iter().map(|name| &**name).collect::<Vec<&str>>(),
        "formats": formats.collect::<Vec<_>>(),
        "limits": limits.collect::<Vec<_>>(),
        "graphics": needs.graphics,
        "present": needs.present,
        "swapchain_usage": flags(&needs.swapchain_usage),
        "swapchain_format": shown(&needs.swapchain_format),
        "swapchain_features": flags(&needs.swapchain_features),
    })
}

fn reservation(plan: &Plan) -> Value {
    let reserved = &plan.reservation;
    let descriptors = reserved.descriptors.iter();
    let descriptors = descriptors.map(|(ty, count)| json!({"type": shown(ty), "count": count}));
    json!({
        "images": reserved.images,
        "image_views": reserved.image_views,
        "buffer_views": reserved.buffer_views,
        "buffers": reserved.buffers,
        "samplers": reserved.samplers,
        "set_layouts": reserved.set_layouts,
        "sets": reserved.sets,
        "descriptors": descriptors.collect::<Vec<_>>(),
        "pipeline_layouts": reserved.pipeline_layouts,
        "pipelines": reserved.pipelines,
        "command_buffers": reserved.command_buffers,
        "semaphores": reserved.semaphores,
        "transient_bytes": reserved.transient_bytes,
        "transient_bytes_without_aliasing": reserved.transient_bytes_without_aliasing,
        "live_peak_bytes": reserved.live_peak_bytes,
        "persistent_bytes": reserved.persistent_bytes,
        "host_bytes": reserved.host_bytes,
    })
}

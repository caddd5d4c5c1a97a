//! Pipelines, sets, needs and the reservation.

use std::fmt::Write as _;

use ash::vk;
use vixen_plan::{Pipeline, Plan, Push, Set};

use super::{columns, count};

pub(super) fn write(plan: &Plan, out: &mut String) {
    if !plan.pipelines.is_empty() {
        out.push_str("Pipelines\n");
        let rows: Vec<_> = plan.pipelines.iter().map(|one| pipeline(plan, one)).collect();
        columns::write(&rows, 2, &[], out);
        out.push('\n');
    }
    if !plan.sets.is_empty() {
        out.push_str("Descriptor sets\n");
        let mut rows = Vec::new();
        for pass in &*plan.passes {
            for one in pass.sets.of(&plan.sets) {
                rows.push(set(plan, &pass.name, one));
            }
        }
        columns::write(&rows, 2, &[], out);
        out.push('\n');
    }
    needs(plan, out);
    reservation(plan, out);
}

fn pipeline(plan: &Plan, pipeline: &Pipeline) -> Vec<String> {
    let mut stages = Vec::new();
    for stage in pipeline.stages.of(&plan.stages) {
        let file = plan.shaders.get(stage.shader as usize).map_or("?", |shader| &shader.name);
        let mut text = file.to_owned();
        if stage.entry != "main" {
            let _ = write!(text, ":{}", stage.entry);
        }
        for spec in stage.spec.of(&plan.spec_entries) {
            let _ = write!(text, " [{} = {}]", spec.id, spec.value);
        }
        stages.push(text);
    }
    let layout = plan.pipeline_layouts.get(pipeline.layout as usize);
    let push = layout.map_or(&[][..], |layout| layout.push.of(&plan.push_ranges));
    vec![
        pipeline.name.to_string(),
        if pipeline.raster.is_some() { "raster".into() } else { "compute".into() },
        stages.join(", "),
        pushed(push),
    ]
}

/// Push constants in bytes; where stages read several ranges, each with its own.
fn pushed(ranges: &[Push]) -> String {
    let range = |r: &Push| format!("{}..{} B {:?}", r.offset, r.offset + r.size, r.stages);
    match ranges {
        [] => String::new(),
        [Push { offset: 0, size, .. }] => format!("push constants {size} B"),
        ranges => {
            format!("push constants {}", ranges.iter().map(range).collect::<Vec<_>>().join(", "))
        }
    }
}

fn set(plan: &Plan, pass: &str, set: &Set) -> Vec<String> {
    let layout = plan.set_layouts.get(set.layout as usize);
    let bindings = layout.map_or(&[][..], |layout| layout.bindings.of(&plan.layout_bindings));
    let shown: Vec<_> = bindings
        .iter()
        .map(|binding| {
            let array =
                if binding.count == 1 { String::new() } else { format!("[{}]", binding.count) };
            format!("{}: {}{array}", binding.binding, descriptor(binding.ty))
        })
        .collect();
    let swapchain = if set.swapchain { " x swapchain images" } else { "" };
    let instances = format!("{}{swapchain}", count(set.period as usize, "instance"));
    vec![pass.to_owned(), format!("set {}", set.number), instances, shown.join(", ")]
}

/// `combined image sampler`.
fn descriptor(ty: vk::DescriptorType) -> String {
    format!("{ty:?}").to_lowercase().replace('_', " ")
}

fn needs(plan: &Plan, out: &mut String) {
    let needs = &plan.needs;
    let version = needs.api_version;
    let _ = writeln!(
        out,
        "Needs Vulkan {}.{}",
        vk::api_version_major(version),
        vk::api_version_minor(version)
    );
    for (word, list) in [("features", &needs.features), ("extensions", &needs.extensions)] {
        if !list.is_empty() {
            let _ = writeln!(out, "  {word}: {}", list.join(", "));
        }
    }
    out.push('\n');
}

fn reservation(plan: &Plan, out: &mut String) {
    let needs = &plan.reservation;
    let counts = [
        (needs.images, "image"),
        (needs.image_views, "view"),
        (needs.buffer_views, "buffer view"),
        (needs.buffers, "buffer"),
        (needs.samplers, "sampler"),
        (needs.set_layouts, "set layout"),
        (needs.sets, "set"),
        (needs.pipeline_layouts, "pipeline layout"),
        (needs.pipelines, "pipeline"),
        (needs.command_buffers, "command buffer"),
        (needs.semaphores, "semaphore"),
    ];
    let made = counts.iter().filter(|(number, _)| *number > 0);
    let list: Vec<_> = made.map(|(number, thing)| count(*number as usize, thing)).collect();
    let list = if list.is_empty() { "nothing".into() } else { list.join(", ") };
    let _ = writeln!(out, "Reserved at set-up, and nothing after: {list}");
}

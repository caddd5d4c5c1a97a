//! Short names of Vulkan's flags and layouts, and words for the rest.

use std::fmt::Write as _;

use ash::vk;
use vixen_plan::{Hazard, Lifetime, Plan, QueueKind, Reason, Shape, Subresources, Work};

type Stages = vk::PipelineStageFlags2;
type Access = vk::AccessFlags2;
type Layout = vk::ImageLayout;

const STAGES: &[(Stages, &str)] = &[
    (Stages::ALL_COMMANDS, "ALL"),
    (Stages::ALL_GRAPHICS, "GRAPHICS"),
    (Stages::ALL_TRANSFER, "TRANSFER"),
    (Stages::DRAW_INDIRECT, "INDIRECT"),
    (Stages::INDEX_INPUT, "INDEX"),
    (Stages::VERTEX_ATTRIBUTE_INPUT, "ATTRIBUTE"),
    (Stages::VERTEX_INPUT, "VERTEX_IN"),
    (Stages::VERTEX_SHADER, "VERTEX"),
    (Stages::PRE_RASTERIZATION_SHADERS, "PRE_RASTER"),
    (Stages::FRAGMENT_SHADER, "FRAGMENT"),
    (Stages::EARLY_FRAGMENT_TESTS, "EARLY_Z"),
    (Stages::LATE_FRAGMENT_TESTS, "LATE_Z"),
    (Stages::COLOR_ATTACHMENT_OUTPUT, "COLOR_OUT"),
    (Stages::COMPUTE_SHADER, "COMPUTE"),
    (Stages::RAY_TRACING_SHADER_KHR, "RAY_TRACING"),
    (Stages::ACCELERATION_STRUCTURE_BUILD_KHR, "AS_BUILD"),
    (Stages::COPY, "COPY"),
    (Stages::BLIT, "BLIT"),
    (Stages::CLEAR, "CLEAR"),
    (Stages::RESOLVE, "RESOLVE"),
    (Stages::HOST, "HOST"),
];

const ACCESS: &[(Access, &str)] = &[
    (Access::MEMORY_READ, "READ"),
    (Access::MEMORY_WRITE, "WRITE"),
    (Access::SHADER_READ, "SHADER_R"),
    (Access::SHADER_WRITE, "SHADER_W"),
    (Access::SHADER_SAMPLED_READ, "SAMPLED_R"),
    (Access::SHADER_STORAGE_READ, "STORAGE_R"),
    (Access::SHADER_STORAGE_WRITE, "STORAGE_W"),
    (Access::UNIFORM_READ, "UNIFORM_R"),
    (Access::COLOR_ATTACHMENT_READ, "COLOR_R"),
    (Access::COLOR_ATTACHMENT_WRITE, "COLOR_W"),
    (Access::DEPTH_STENCIL_ATTACHMENT_READ, "DEPTH_R"),
    (Access::DEPTH_STENCIL_ATTACHMENT_WRITE, "DEPTH_W"),
    (Access::INPUT_ATTACHMENT_READ, "INPUT_R"),
    (Access::TRANSFER_READ, "TRANSFER_R"),
    (Access::TRANSFER_WRITE, "TRANSFER_W"),
    (Access::INDIRECT_COMMAND_READ, "INDIRECT_R"),
    (Access::INDEX_READ, "INDEX_R"),
    (Access::VERTEX_ATTRIBUTE_READ, "ATTRIBUTE_R"),
    (Access::ACCELERATION_STRUCTURE_READ_KHR, "AS_R"),
    (Access::ACCELERATION_STRUCTURE_WRITE_KHR, "AS_W"),
    (Access::HOST_READ, "HOST_R"),
    (Access::HOST_WRITE, "HOST_W"),
];

const LAYOUTS: &[(Layout, &str)] = &[
    (Layout::UNDEFINED, "UNDEFINED"),
    (Layout::GENERAL, "GENERAL"),
    (Layout::COLOR_ATTACHMENT_OPTIMAL, "COLOR"),
    (Layout::DEPTH_STENCIL_ATTACHMENT_OPTIMAL, "DEPTH"),
    (Layout::DEPTH_STENCIL_READ_ONLY_OPTIMAL, "DEPTH_READ"),
    (Layout::SHADER_READ_ONLY_OPTIMAL, "SHADER_READ"),
    (Layout::TRANSFER_SRC_OPTIMAL, "TRANSFER_SRC"),
    (Layout::TRANSFER_DST_OPTIMAL, "TRANSFER_DST"),
    (Layout::PRESENT_SRC_KHR, "PRESENT"),
];

/// `COMPUTE|FRAGMENT`; `NONE` for no stage.
pub(super) fn stages(flags: Stages) -> String {
    let mut left = flags;
    let mut words: Vec<String> = Vec::new();
    for (flag, word) in STAGES {
        if left.contains(*flag) {
            words.push((*word).into());
            left &= !*flag;
        }
    }
    joined(words, left.is_empty(), &format!("{left:?}"))
}

/// `SAMPLED_R|STORAGE_R`; empty for an execution dependency.
pub(super) fn access(flags: Access) -> String {
    if flags.is_empty() {
        return String::new();
    }
    let mut left = flags;
    let mut words: Vec<String> = Vec::new();
    for (flag, word) in ACCESS {
        if left.contains(*flag) {
            words.push((*word).into());
            left &= !*flag;
        }
    }
    joined(words, left.is_empty(), &format!("{left:?}"))
}

fn joined(mut words: Vec<String>, complete: bool, left: &str) -> String {
    if !complete {
        words.push(left.replace(" | ", "|"));
    }
    if words.is_empty() { "NONE".into() } else { words.join("|") }
}

pub(super) fn layout(layout: Layout) -> String {
    let found = LAYOUTS.iter().find(|(known, _)| *known == layout);
    found.map_or_else(|| format!("{layout:?}"), |(_, word)| (*word).to_owned())
}

pub(super) fn resource(plan: &Plan, index: u32) -> &str {
    plan.resources.get(index as usize).map_or("?", |resource| &resource.name)
}

/// `color`, `color.prev(1)`.
pub(super) fn copy(plan: &Plan, index: u32, ring: u32) -> String {
    let name = resource(plan, index);
    if ring == 0 { name.to_owned() } else { format!("{name}.prev({ring})") }
}

/// ` mips 1..2 layers 0..1` where a range is not the whole image; empty for buffers.
pub(super) fn range(plan: &Plan, index: u32, range: Subresources) -> String {
    let shape = plan.resources.get(index as usize).map(|resource| resource.shape);
    let Some(Shape::Image(image)) = shape else { return String::new() };
    let mut text = String::new();
    let parts = [
        ("mips", range.base_mip, range.mips, image.mips),
        ("layers", range.base_layer, range.layers, image.layers),
    ];
    for (word, base, count, all) in parts {
        if count < all {
            let _ = write!(text, " {word} {base}..{}", base.saturating_add(count));
        }
    }
    text
}

pub(super) fn pass(plan: &Plan, index: u32) -> String {
    plan.passes.get(index as usize).map_or_else(|| "?".into(), |pass| format!("`{}`", pass.name))
}

pub(super) fn queue(plan: &Plan, index: u32) -> &'static str {
    plan.queues.get(index as usize).map_or("?", |queue| queue_kind(queue.kind))
}

pub(super) fn queue_kind(kind: QueueKind) -> &'static str {
    match kind {
        QueueKind::Graphics => "graphics",
        QueueKind::Compute => "compute",
        QueueKind::Transfer => "transfer",
    }
}

pub(super) fn lifetime(lifetime: Lifetime) -> &'static str {
    match lifetime {
        Lifetime::Transient => "transient",
        Lifetime::Persistent => "persistent",
        Lifetime::History => "history",
        Lifetime::Import(_) => "import",
        Lifetime::Swapchain => "swapchain",
        Lifetime::Upload => "upload",
        Lifetime::Readback => "readback",
    }
}

/// The kind of work in a word.
pub(super) fn work(work: &Work) -> &'static str {
    match work {
        Work::Dispatch(_) => "dispatch",
        Work::DispatchDynamic { .. } => "dispatch up to",
        Work::DispatchIndirect { .. } => "dispatch indirect",
        Work::Draw { .. } => "draw",
        Work::DrawDynamic { .. } => "draw up to",
        Work::DrawIndirect { .. } => "draw indirect",
        Work::DrawIndexed { .. } => "draw indexed",
        Work::DrawIndexedDynamic { .. } => "draw indexed up to",
        Work::DrawIndexedIndirect { .. } => "draw indexed indirect",
        Work::Transfer => "transfer",
        Work::Code => "code",
        Work::Host => "host",
        Work::Present => "present",
    }
}

pub(super) fn hazard(hazard: Hazard) -> &'static str {
    match hazard {
        Hazard::ReadAfterWrite => "read after write",
        Hazard::WriteAfterRead => "write after read",
        Hazard::WriteAfterWrite => "write after write",
        Hazard::Layout => "layout",
        Hazard::FirstUse => "first use",
        Hazard::Alias(_) => "alias",
        Hazard::Present => "present",
        Hazard::Contract => "contract",
        Hazard::Host => "host",
    }
}

/// A reason as a sentence.
pub(super) fn reason(plan: &Plan, reason: &Reason) -> String {
    let name = format!("`{}`", resource(plan, reason.resource));
    let from = match (reason.from, reason.frames_back) {
        (None, _) => None,
        (Some(from), 0) => Some(pass(plan, from)),
        (Some(from), 1) => Some(format!("{} of the frame before", pass(plan, from))),
        (Some(from), frames) => Some(format!("{} {frames} frames before", pass(plan, from))),
    };
    let to = reason.to.map(|to| pass(plan, to));
    let (before, after) = (
        from.clone().unwrap_or_else(|| "the frame's start".into()),
        to.clone().unwrap_or_else(|| "the frame's end".into()),
    );
    match reason.hazard {
        Hazard::ReadAfterWrite => format!("{after} reads {name}, which {before} wrote"),
        Hazard::WriteAfterRead => format!("{after} overwrites {name}, which {before} read"),
        Hazard::WriteAfterWrite => format!("{after} writes {name} after {before}"),
        Hazard::Layout => {
            format!("{after} reads {name} in another layout than {before}")
        }
        Hazard::FirstUse => {
            let last = from.map_or(String::new(), |from| format!(", last used by {from}"));
            format!("{after} is the first to use {name}{last}: its content is discarded")
        }
        Hazard::Alias(other) => {
            let other = resource(plan, other);
            format!("{name} of {after} takes over memory from `{other}`, last used by {before}")
        }
        Hazard::Present => format!("{name} is handed to the presentation engine after {before}"),
        Hazard::Contract if reason.from.is_none() => {
            format!("{after} takes {name} as its import contract says")
        }
        Hazard::Contract => format!("{name} leaves {before} as its import contract says"),
        Hazard::Host => match &to {
            Some(to) => format!("the host sees of {name} what {before} wrote, before {to}"),
            None => format!("the host sees of {name} what {before} wrote"),
        },
    }
}

/// `1.5 MiB`, `256 B`.
pub(super) fn bytes(bytes: u64) -> String {
    const UNITS: &[(u64, &str)] = &[(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    for (unit, name) in UNITS {
        if bytes >= *unit {
            // Exact enough for a reader; the JSON has the bytes.
            #[allow(clippy::cast_precision_loss)]
            return format!("{:.1} {name}", bytes as f64 / *unit as f64);
        }
    }
    format!("{bytes} B")
}

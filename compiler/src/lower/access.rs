//! One slot wired to one view: an access.

use ash::vk;
use vixen_plan as plan;

use super::context::Context;
use super::node::Element;
use super::shader;
use super::target::Target;
use super::usage::{self, Effect, effect};
use super::view::{self, Looked, Wanted, Wants};
use super::wire::Place;
use super::{attachment, clear, state};
use crate::diagnostic::{Code, Name};
use crate::ir::{self, Role};
use crate::syntax::ast::{ClearDecl, PassKind, SlotDecl, SlotKind, StateDecl, Usage};
use crate::vocabulary;

/// Lowers an access. `None` where an error was reported.
pub(super) fn lower(
    context: &Context<'_>,
    element: &Element<'_>,
    slot: &SlotDecl,
    binding: Option<&shader::Slot>,
    place: Place,
    target: &Target,
) -> Option<ir::Access> {
    let resource = context.resources.get(target.resource.index())?;
    let mut effect = refine(effect(&slot.usage), (element, slot), binding, resource);
    if attachment::reads_what_it_tests(context, element, (slot, resource)) {
        (effect.reads, effect.discards) = (true, false);
    }
    let subject = Subject { context, element, slot, resource, target };
    subject.check_kind(&effect)?;
    subject.check_ring()?;
    subject.check_lifetime(&effect)?;
    let looked = view::look(context, target, wanted((element, slot), &effect, binding))?;
    let raw = match &slot.usage {
        Usage::Raw { state, .. } => Some(raw_state(context, state, target)?),
        _ => None,
    };
    let stages = match &raw {
        Some(raw) => raw.stages,
        None => stages(context, element, slot, &effect, binding, target)?,
    };
    let access = raw.map_or(effect.access, |raw| raw.access);
    let clear = match &slot.clear {
        Some(value) => Some(subject.clear(value, &effect, &looked)?),
        None => None,
    };
    Some(ir::Access {
        slot: Name::new(slot.name.clone(), target.site),
        site: target.site,
        resource: target.resource,
        ring: target.ring as u32,
        range: looked.range,
        view: looked.view,
        stages,
        access,
        layouts: layouts(slot, resource, raw),
        image_usage: if raw.is_some() { usage::image_usage(access) } else { effect.image_usage },
        buffer_usage: if raw.is_some() { usage::buffer_usage(access) } else { effect.buffer_usage },
        role: role(effect.role, place, slot, resource),
        reads: effect.reads,
        writes: effect.writes,
        discards: effect.discards || (slot.discard && !effect.reads),
        relaxed: slot.relaxed && may_relax(element, access),
        undefined_ok: slot.undefined_ok,
        clear,
    })
}

/// What the slot's own words and the resource change about a usage.
fn refine(
    mut effect: Effect,
    (element, slot): (&Element<'_>, &SlotDecl),
    binding: Option<&shader::Slot>,
    resource: &ir::Resource,
) -> Effect {
    // A component that is masked out stays what it was, as what blending reads does.
    let blends = !matches!(slot.blend.as_str(), "" | "replace")
        || !slot.mask.is_empty() && slot.mask != "rgba";
    if matches!(effect.role, Role::Color(_)) && blends && slot.clear.is_none() {
        // What is there is blended with, so it is read.
        effect.access |= vk::AccessFlags2::COLOR_ATTACHMENT_READ;
        effect.reads = true;
        effect.discards = false;
    }
    if slot.usage == Usage::Resolve && resource.image().is_some_and(is_depth) {
        effect.image_usage = vk::ImageUsageFlags::DEPTH_STENCIL_ATTACHMENT;
    }
    let resolved = |other: &SlotDecl| other.resolves.as_ref() == Some(&slot.name);
    if effect.role == Role::Depth && element.pass.slots.iter().any(resolved) {
        // Resolves of depth are done where those of colour are (specification, "Render Pass Multisample
        // Resolve Operations").
        effect.stages = effect.stages.map(|s| s | vk::PipelineStageFlags2::COLOR_ATTACHMENT_OUTPUT);
        effect.access |= vk::AccessFlags2::COLOR_ATTACHMENT_READ;
    }
    let storage_texel = vk::DescriptorType::STORAGE_TEXEL_BUFFER;
    if slot.usage == Usage::TexelRead && binding.is_some_and(|b| b.ty == storage_texel) {
        effect.access = vk::AccessFlags2::SHADER_STORAGE_READ;
        effect.buffer_usage = vk::BufferUsageFlags::STORAGE_TEXEL_BUFFER;
    }
    effect
}

fn wanted(
    (element, slot): (&Element<'_>, &SlotDecl),
    effect: &Effect,
    binding: Option<&shader::Slot>,
) -> Wanted {
    let attachment = matches!(effect.role, Role::Color(_) | Role::Depth | Role::Resolve { .. });
    let storage = effect.image_usage.contains(vk::ImageUsageFlags::STORAGE);
    Wanted {
        dimension: binding.and_then(|binding| binding.image).map(|image| image.dimension),
        one_mip: attachment || storage,
        aspects: match slot.usage {
            Usage::Sampled | Usage::InputAttachment => Wants::One,
            _ => attachment::aspects(element, slot).map_or(Wants::All, Wants::Only),
        },
    }
}

fn role(role: Role, place: Place, slot: &SlotDecl, resource: &ir::Resource) -> Role {
    match role {
        Role::Color(_) => Role::Color(place.color.unwrap_or_default()),
        Role::Resolve { .. } => {
            Role::Resolve { color: place.color, mode: resolve_mode(slot, resource) }
        }
        other => other,
    }
}

/// The mode that a slot names, or the one that every device has for the format.
fn resolve_mode(slot: &SlotDecl, resource: &ir::Resource) -> vk::ResolveModeFlags {
    vocabulary::value(vocabulary::RESOLVE_MODES, &slot.resolve_mode).unwrap_or_else(|| {
        resource.image().map_or(vk::ResolveModeFlags::AVERAGE, |image| {
            crate::format::resolve_mode(image.format)
        })
    })
}

fn raw_state(context: &Context<'_>, decl: &StateDecl, target: &Target) -> Option<plan::State> {
    let mut state = state::state(context, decl, target.site)?;
    if state.stages.is_empty() {
        state.stages = vk::PipelineStageFlags2::ALL_COMMANDS;
    }
    Some(state)
}

fn stages(
    context: &Context<'_>,
    element: &Element<'_>,
    slot: &SlotDecl,
    effect: &Effect,
    binding: Option<&shader::Slot>,
    target: &Target,
) -> Option<vk::PipelineStageFlags2> {
    let named = match &slot.stages {
        Some(text) => state::stages(context, text, target.site)?,
        None => vk::PipelineStageFlags2::NONE,
    };
    let known = match (effect.stages, binding) {
        (Some(fixed), _) => fixed,
        (None, Some(binding)) => shader::pipeline_stages(binding.stages),
        (None, None) if !named.is_empty() => vk::PipelineStageFlags2::NONE,
        (None, None) => shader::stages_of_kind(element.pass.kind),
    };
    Some(known | named)
}

fn layouts(
    slot: &SlotDecl,
    resource: &ir::Resource,
    raw: Option<plan::State>,
) -> Vec<vk::ImageLayout> {
    let Some(image) = resource.image() else { return Vec::new() };
    let depth = is_depth(image);
    match raw {
        Some(raw) if raw.layout == vk::ImageLayout::UNDEFINED => vec![vk::ImageLayout::GENERAL],
        Some(raw) => vec![raw.layout],
        None => usage::layouts(&slot.usage, depth),
    }
}

fn is_depth(image: &plan::Image) -> bool {
    image.aspects.intersects(vk::ImageAspectFlags::DEPTH | vk::ImageAspectFlags::STENCIL)
}

/// A slot and what it is wired to, for the rules that speak of both.
struct Subject<'s> {
    context: &'s Context<'s>,
    element: &'s Element<'s>,
    slot: &'s SlotDecl,
    resource: &'s ir::Resource,
    target: &'s Target,
}

impl Subject<'_> {
    fn error(&self, code: Code, message: String, help: String) {
        self.context.error(code, self.target.site, message, help);
    }

    /// The resource is of the kind that slot and usage ask for.
    fn check_kind(&self, effect: &Effect) -> Option<()> {
        let kind = kind_of(self.resource);
        let wanted = [self.slot.kind, effect.kind];
        let wrong =
            wanted.iter().find(|wanted| !matches!(wanted, SlotKind::Any) && **wanted != kind);
        let Some(wrong) = wrong else { return Some(()) };
        self.error(
            Code::ResourceKind,
            format!(
                "the slot `{}` of `{}` takes {}, and `{}` is {}",
                self.slot.name,
                self.element.pass.name,
                kind_words(*wrong),
                self.resource.name,
                kind_words(kind)
            ),
            super::wire::candidates(self.context, &self.slot.name, *wrong),
        );
        None
    }

    /// A previous copy exists.
    fn check_ring(&self) -> Option<()> {
        let (ring, resource) = (self.target.ring, self.resource);
        if ring == 0 {
            return Some(());
        }
        if !matches!(resource.lifetime, plan::Lifetime::History) {
            self.error(
                Code::HistoryTooDeep,
                format!("`prev({ring})` of `{}`, which keeps no previous copies", resource.name),
                format!("declare it `#[history(depth = {}, ...)]`", ring.saturating_add(1)),
            );
            return None;
        }
        if ring >= u64::from(resource.copies) {
            self.error(
                Code::HistoryTooDeep,
                format!(
                    "`prev({ring})` of `{}`, a history of depth {}: it reaches back to `prev({})`",
                    resource.name,
                    resource.copies,
                    resource.copies - 1
                ),
                format!("declare `depth = {}`, or name a nearer frame", ring.saturating_add(1)),
            );
            return None;
        }
        Some(())
    }

    /// Rings that the host touches are touched by the device from the other side only.
    fn check_lifetime(&self, effect: &Effect) -> Option<()> {
        // Graph JSON has host passes of its own and says no more about them.
        if self.context.graph().lenient {
            return Some(());
        }
        let host = effect.role == Role::Host;
        let (wrong, what, help) = match self.resource.lifetime {
            plan::Lifetime::Upload => (
                effect.writes && !host,
                "is written by the host before each frame, and a pass writes it",
                "wire a `#[transient(size = ...)]` or `#[persistent(size = ...)]` buffer, which passes may write",
            ),
            plan::Lifetime::Readback => (
                effect.reads && !host,
                "is read by the host after each frame, and a pass reads it",
                "read the resource that was copied into it",
            ),
            plan::Lifetime::Transient if host => (
                true,
                "lives in device memory within a frame, and the host cannot touch it",
                "declare it `#[upload(...)]` or `#[readback(...)]`",
            ),
            _ => (false, "", ""),
        };
        if wrong {
            let message = format!(
                "`{}` {what} (slot `{}` of `{}`)",
                self.resource.name, self.slot.name, self.element.pass.name
            );
            self.error(Code::LifetimeMisuse, message, help.to_owned());
            return None;
        }
        Some(())
    }

    /// The clear value, by the format of the view.
    fn clear(
        &self,
        value: &ClearDecl,
        effect: &Effect,
        looked: &Looked,
    ) -> Option<plan::ClearValue> {
        let attachment = matches!(effect.role, Role::Color(_) | Role::Depth);
        let clears = self.slot.usage == Usage::Clear;
        if !attachment && !clears {
            self.error(
                Code::LifetimeMisuse,
                format!("the slot `{}` of `{}` has a clear value, and is neither an attachment nor cleared by command", self.slot.name, self.element.pass.name),
                "clear it in a transfer pass with `#[clear(value = ...)]`".to_owned(),
            );
            return None;
        }
        let lowered = match (looked.view, self.resource.image()) {
            (Some(view), Some(image)) => {
                let own = view.format == vk::Format::UNDEFINED;
                let format = if own { image.format } else { view.format };
                if attachment && is_depth(image) != (effect.role == Role::Depth) {
                    // The attachment itself is wrong, and V0606 says so.
                    return Some(plan::ClearValue::Float([0.0; 4]));
                }
                clear::of_part((format, view.aspects), value)
            }
            _ => clear::fill(value),
        };
        match lowered {
            Ok(value) => Some(value),
            Err(wanted) => {
                let at = Name::new(self.slot.name.clone(), self.target.site);
                let what = format!(
                    "`{}` (slot `{}` of `{}`)",
                    self.resource.name, self.slot.name, self.element.pass.name
                );
                clear::mismatch(self.context, &at, &what, value, &wanted);
                None
            }
        }
    }
}

/// What a resource is.
pub(super) fn kind_of(resource: &ir::Resource) -> SlotKind {
    match resource.shape {
        plan::Shape::Image(_) => SlotKind::Image,
        plan::Shape::Buffer(_) => SlotKind::Buffer,
        plan::Shape::AccelerationStructure { .. } => SlotKind::AccelerationStructure,
    }
}

pub(super) fn kind_words(kind: SlotKind) -> &'static str {
    match kind {
        SlotKind::Image => "an image",
        SlotKind::Buffer => "a buffer",
        SlotKind::AccelerationStructure => "an acceleration structure",
        SlotKind::Any => "anything",
    }
}

/// Whether `relaxed` says anything of an access. Shaders and foreign code may promise that their writes commute or are apart. The
/// load, store and resolve operations of an attachment touch every sample of the render area, and those of two renderings
/// are unordered without a barrier; a transfer of the graph's own writes all that it names.
fn may_relax(element: &Element<'_>, access: vk::AccessFlags2) -> bool {
    !is_transfer(element) && !access.intersects(ir::ATTACHMENT)
}

/// Whether a pass is recorded by transfers of the graph's own.
pub(super) fn is_transfer(element: &Element<'_>) -> bool {
    element.pass.kind == PassKind::Transfer && !element.pass.code
}

//! V0704: what a graph does with a format is something that every device of the profile can do.

use ash::vk::{self, FormatFeatureFlags2 as F, ImageUsageFlags as U};

use super::{Rules, seen_format};
use crate::diagnostic::Code;
use crate::format;
use crate::ir::{Access, Binding, Pass, Role};
use crate::profile;

pub(super) fn check(rules: &Rules<'_>, pass: &Pass) {
    for (index, access) in pass.accesses.iter().enumerate() {
        let resource = rules.resource(access);
        if resource.image().is_none() {
            continue;
        }
        let format = seen_format(resource, access);
        let binding = pass.bindings.iter().find(|binding| binding.access == Some(index));
        for (feature, use_) in uses(rules, pass, access, binding) {
            if !profile::supports(format, feature) {
                unsupported(rules, pass, access, format, use_);
            }
        }
    }
}

/// The features that an access asks of its format, each with the use in words.
fn uses(
    rules: &Rules<'_>,
    pass: &Pass,
    access: &Access,
    binding: Option<&Binding>,
) -> Vec<(F, &'static str)> {
    let table = [
        (U::SAMPLED, F::SAMPLED_IMAGE, "be sampled"),
        (U::STORAGE, F::STORAGE_IMAGE, "be a storage image"),
        (U::COLOR_ATTACHMENT, F::COLOR_ATTACHMENT, "be a colour attachment"),
        (U::DEPTH_STENCIL_ATTACHMENT, F::DEPTH_STENCIL_ATTACHMENT, "be a depth attachment"),
    ];
    let asked = table.iter().filter(|(usage, ..)| access.image_usage.contains(*usage));
    let mut uses: Vec<_> = asked.map(|(_, feature, use_)| (*feature, *use_)).collect();
    let sampler = binding.and_then(|binding| binding.sampler);
    let sampler = sampler.and_then(|index| rules.graph.samplers.get(index as usize));
    if sampler.is_some_and(|sampler| sampler.filter == vk::Filter::LINEAR) {
        uses.push((F::SAMPLED_IMAGE_FILTER_LINEAR, "be filtered linearly"));
    }
    if let (Role::Color(location), Some(raster)) = (access.role, &pass.raster) {
        let blend = raster.blends.get(location as usize).copied().unwrap_or_default();
        if blend != vixen_plan::Blend::Replace {
            uses.push((F::COLOR_ATTACHMENT_BLEND, "be blended"));
        }
    }
    uses
}

fn unsupported(rules: &Rules<'_>, pass: &Pass, access: &Access, format: vk::Format, use_: &str) {
    // A wrong aspect is told by the rules about attachments already.
    let depth = format::info(format).is_some_and(|info| info.is_depth_stencil());
    let attachment = matches!(access.role, Role::Color(_) | Role::Depth);
    if attachment && depth != (access.role == Role::Depth) {
        return;
    }
    rules.error(
        Code::FormatUnsupported,
        access.site,
        format!(
            "{} must {use_}, and {} does not guarantee that for {}",
            rules.slot(pass, access),
            profile::NAME,
            format::name(format)
        ),
        if use_ == "be filtered linearly" {
            "write `filter = \"nearest\"`, or choose a format of 16 bits or fewer a component"
        } else {
            "choose a format that it does, such as R8G8B8A8_UNORM or R16G16B16A16_SFLOAT"
        },
    );
}

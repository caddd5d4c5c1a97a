//! V0704: what a graph does with a format is something that every device of the profile can do.

use ash::vk::{self, FormatFeatureFlags2 as F, ImageUsageFlags as U};

use vixen_plan::Lifetime;

use super::{Rules, seen_format};
use crate::diagnostic::Code;
use crate::format;
use crate::ir::{Access, Binding, Graph, Pass, Role, Transfer};
use crate::profile;

pub(super) fn check(rules: &Rules<'_>, pass: &Pass) {
    for (index, access) in pass.accesses.iter().enumerate() {
        for (format, feature, use_) in uses(rules.graph, pass, index) {
            if !rules.graph.profile.supports(format, feature) {
                unsupported(rules, pass, access, format, use_);
            }
        }
        for (format, feature, use_) in buffer_uses(pass, index) {
            if !profile::supports_in_buffers(format, feature) {
                unsupported(rules, pass, access, format, use_);
            }
        }
    }
}

/// What an access (by its index) to a vertex or texel buffer asks of formats: the format, the feature, and the
/// use in words.
pub(crate) fn buffer_uses(pass: &Pass, index: usize) -> Vec<(vk::Format, F, &'static str)> {
    let mut asked = Vec::new();
    let geometry = &pass.geometry;
    for attribute in &geometry.attributes {
        let buffer = geometry.buffers.get(attribute.binding as usize);
        if buffer.is_some_and(|(access, _)| *access == index) {
            asked.push((attribute.format, F::VERTEX_BUFFER, "be a vertex input"));
        }
    }
    for binding in pass.bindings.iter().filter(|binding| binding.access == Some(index)) {
        let uses = match binding.ty {
            vk::DescriptorType::UNIFORM_TEXEL_BUFFER => {
                vec![(F::UNIFORM_TEXEL_BUFFER, "be read from a uniform texel buffer")]
            }
            vk::DescriptorType::STORAGE_TEXEL_BUFFER => of_storage_texels(pass, index, binding),
            _ => continue,
        };
        asked.extend(uses.into_iter().map(|(feature, use_)| (binding.texels, feature, use_)));
    }
    asked.retain(|(format, ..)| *format != vk::Format::UNDEFINED);
    asked
}

/// What a storage texel buffer asks of its format. Where the shader names none, the view's own must allow that
/// (VUID-vkCmdDispatch-OpTypeImage-07029, 07030), as for images.
fn of_storage_texels(pass: &Pass, index: usize, binding: &Binding) -> Vec<(F, &'static str)> {
    let mut uses = vec![(F::STORAGE_TEXEL_BUFFER, "be a storage texel buffer")];
    if let Some(access) = pass.accesses.get(index) {
        uses.extend(without_format(access, binding));
    }
    uses
}

/// Loads and stores of a storage image or texel buffer whose format the shader does not name.
fn without_format(access: &Access, binding: &Binding) -> Vec<(F, &'static str)> {
    let formatless = binding.image.is_some_and(|image| image.format == 0);
    [
        (access.reads, F::STORAGE_READ_WITHOUT_FORMAT, "be loaded without a format"),
        (access.writes, F::STORAGE_WRITE_WITHOUT_FORMAT, "be stored to without a format"),
    ]
    .into_iter()
    .filter_map(|(asked, feature, use_)| (asked && formatless).then_some((feature, use_)))
    .collect()
}

/// What an access (by its index) asks of its format: the format, the feature, and the use in words. Nothing
/// for buffers and for the swapchain's own format.
pub(crate) fn uses(graph: &Graph, pass: &Pass, index: usize) -> Vec<(vk::Format, F, &'static str)> {
    let Some(access) = pass.accesses.get(index) else { return Vec::new() };
    let resource = graph.resource(access.resource);
    let format = seen_format(resource, access);
    if resource.image().is_none() || format == vk::Format::UNDEFINED {
        return Vec::new();
    }
    let asked = asked(graph, pass, (access, index));
    asked.into_iter().map(|(feature, use_)| (format, feature, use_)).collect()
}

/// What an access (by its index) asks of the swapchain's own format, which set-up chooses by it; nothing for others.
pub(crate) fn screen_uses(graph: &Graph, pass: &Pass, index: usize) -> F {
    let Some(access) = pass.accesses.get(index) else { return F::empty() };
    let is_screen = graph.resource(access.resource).lifetime == Lifetime::Swapchain;
    let asked = asked(graph, pass, (access, index)).into_iter();
    asked.filter(|_| is_screen).fold(F::empty(), |all, (feature, _)| all | feature)
}

/// The features that an access asks of its format, each with the use in words.
fn asked(graph: &Graph, pass: &Pass, (access, index): (&Access, usize)) -> Vec<(F, &'static str)> {
    let binding = pass.bindings.iter().find(|binding| binding.access == Some(index));
    let by_binding = binding.into_iter().flat_map(|binding| of_binding(graph, access, binding));
    let by_usage = USAGES.iter().filter(|(usage, ..)| access.image_usage.contains(*usage));
    let by_usage = by_usage.map(|(_, feature, use_)| (*feature, *use_));
    by_usage.chain(by_binding).chain(of_blend(pass, access)).chain(of_blits(pass, index)).collect()
}

const USAGES: [(U, F, &str); 6] = [
    (U::SAMPLED, F::SAMPLED_IMAGE, "be sampled"),
    (U::STORAGE, F::STORAGE_IMAGE, "be a storage image"),
    (U::COLOR_ATTACHMENT, F::COLOR_ATTACHMENT, "be a colour attachment"),
    (U::DEPTH_STENCIL_ATTACHMENT, F::DEPTH_STENCIL_ATTACHMENT, "be a depth attachment"),
    (U::TRANSFER_SRC, F::TRANSFER_SRC, "be copied from"),
    (U::TRANSFER_DST, F::TRANSFER_DST, "be copied to or cleared"),
];

/// What the shader and the sampler ask for.
fn of_binding(graph: &Graph, access: &Access, binding: &Binding) -> Vec<(F, &'static str)> {
    let sampler = binding.sampler.and_then(|index| graph.samplers.get(index as usize));
    let linear = sampler.is_some_and(|sampler| sampler.filter == vk::Filter::LINEAR);
    let mut uses = Vec::new();
    if linear {
        uses.push((F::SAMPLED_IMAGE_FILTER_LINEAR, "be filtered linearly"));
    }
    if binding.ty == vk::DescriptorType::STORAGE_IMAGE {
        uses.extend(without_format(access, binding));
    }
    uses
}

fn of_blend(pass: &Pass, access: &Access) -> Option<(F, &'static str)> {
    let Role::Color(location) = access.role else { return None };
    let blend = pass.raster.as_ref()?.blends.get(location as usize).copied()?;
    (blend != vixen_plan::Blend::Replace).then_some((F::COLOR_ATTACHMENT_BLEND, "be blended"))
}

/// What blits ask of either side.
fn of_blits(pass: &Pass, index: usize) -> Vec<(F, &'static str)> {
    let mut asked = Vec::new();
    for transfer in &pass.transfers {
        let Transfer::Blit(from, to, filter) = *transfer else { continue };
        if from == index {
            asked.push((F::BLIT_SRC, "be blitted from"));
            if filter == vk::Filter::LINEAR {
                asked.push((F::SAMPLED_IMAGE_FILTER_LINEAR, "be filtered linearly"));
            }
        }
        if to == index {
            asked.push((F::BLIT_DST, "be blitted to"));
        }
    }
    asked
}

fn unsupported(rules: &Rules<'_>, pass: &Pass, access: &Access, format: vk::Format, use_: &str) {
    // A wrong aspect is told by the rules about attachments already.
    let depth = format::info(format).is_some_and(|info| info.is_depth_stencil());
    let attachment = matches!(access.role, Role::Color(_) | Role::Depth);
    if attachment && depth != (access.role == Role::Depth) {
        return;
    }
    let name = format::name(format);
    let compressed = profile::compression_of(format);
    let help = match (use_, compressed) {
        (_, Some(feature)) if COMPRESSED.contains(&use_) => format!(
            "name its feature in the graph: `#[graph(features = \"{feature}\")]`; set-up then refuses devices that \
             lack it"
        ),
        ("be filtered linearly", _) => {
            "write `filter = \"nearest\"`, or choose a format of 16 bits or fewer a component"
                .to_owned()
        }
        ("be a vertex input", _) => {
            "give the field one, two or four components of 8 or 16 bits, or any number of 32 bits"
                .to_owned()
        }
        _ => {
            "choose a format that it does, such as R8G8B8A8_UNORM or R16G16B16A16_SFLOAT".to_owned()
        }
    };
    let title = rules.graph.profile.title();
    let slot = rules.slot(pass, access);
    rules.error(
        Code::FormatUnsupported,
        access.site,
        format!("{slot} must {use_}, and {title} does not guarantee that for {name}"),
        help,
    );
}

/// What the feature of a compressed format makes possible.
const COMPRESSED: [&str; 3] = ["be sampled", "be blitted from", "be filtered linearly"];

//! Which format the screen has: one that serves all that the graph does with the screen.

use ash::vk;

use super::texels::{Encoding, are_alike, encoding, have_as_many_bytes};
use crate::device::Device;
use crate::plan::{Lifetime, Plan, Shape, Transfer};
use crate::setup::ScreenFormat;

use vk::FormatFeatureFlags2 as Feature;
use vk::ImageUsageFlags as Usage;

/// What a graph does with the screen, as far as its format matters.
#[derive(Clone, Debug)]
pub(super) struct Uses {
    pub(super) usage: Usage,
    features: Feature,
    /// The one that a shader names for its storage image, or the graph for the screen; `UNDEFINED` where none does.
    named: vk::Format,
    /// Formats of the images that are copied to it or from it, texel by texel.
    copied: Vec<vk::Format>,
}

/// What the screen is made of.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// The format that the graph draws to.
    pub(super) drawn: vk::Format,
    /// What the surface shows.
    pub(super) shown: vk::SurfaceFormatKHR,
    /// Why the graph draws to images of its own, which are scaled and converted into the surface's; `None` where it draws
    /// to the surface's.
    pub(super) through: Option<String>,
}

const OF_USAGES: [(Usage, Feature); 5] = [
    (Usage::SAMPLED, Feature::SAMPLED_IMAGE),
    (Usage::STORAGE, Feature::STORAGE_IMAGE),
    (Usage::COLOR_ATTACHMENT, Feature::COLOR_ATTACHMENT),
    (Usage::TRANSFER_SRC, Feature::TRANSFER_SRC),
    (Usage::TRANSFER_DST, Feature::TRANSFER_DST),
];

impl Uses {
    pub(super) fn of(plan: &Plan) -> Self {
        let usage = plan.needs.swapchain_usage;
        let by_usage = OF_USAGES.iter().filter(|(one, _)| usage.contains(*one));
        let features =
            by_usage.fold(plan.needs.swapchain_features, |all, (_, feature)| all | *feature);
        Self { usage, features, named: plan.needs.swapchain_format, copied: copied(plan) }
    }

    /// Why the graph cannot draw to images of this format, which are also to have `own` features; `None` where it can.
    fn refusal(
        &self,
        device: &Device,
        format: vk::Format,
        (own, is_exact): (Feature, bool),
    ) -> Option<String> {
        if self.named != vk::Format::UNDEFINED && self.named != format {
            return Some(format!("{format:?}: a shader stores to the screen as {:?}", self.named));
        }
        // Of other formats, integers for one, only the program knows what their bits are: one that names the screen's
        // format has packed them for it.
        let serves = |copied: vk::Format| {
            let packed = is_exact && encoding(copied).is_none();
            are_alike(copied, format) || packed && have_as_many_bytes(copied, format)
        };
        if let Some(copied) = self.copied.iter().find(|copied| !serves(**copied)) {
            return Some(format!("{format:?}: its texels are copied from or to {copied:?}"));
        }
        let missing = (self.features | own) & !features(device, format);
        (!missing.is_empty())
            .then(|| format!("{format:?}: the device cannot use it for {missing:?}"))
    }

    /// The formats for images of the runtime's own whose picture is wanted so.
    fn drawable(&self, wanted: ScreenFormat) -> Vec<vk::Format> {
        let wanted: Vec<_> = wanted.candidates().into_iter().map(|one| one.format).collect();
        let kind = wanted.first().and_then(|format| encoding(*format));
        let used = std::iter::once(self.named).chain(self.copied.iter().copied());
        let used = used.filter(|format| encoding(*format).is_some() && encoding(*format) == kind);
        wanted.iter().copied().chain(used).collect()
    }
}

/// The formats of images whose texels are copied to the screen or from it.
fn copied(plan: &Plan) -> Vec<vk::Format> {
    let resource = |access: u32| {
        let access = plan.accesses.get(access as usize)?;
        plan.resources.get(access.resource as usize)
    };
    let pairs = plan.transfers.iter().filter_map(|transfer| match *transfer {
        Transfer::Copy { from, to } => Some((resource(from)?, resource(to)?)),
        _ => None,
    });
    let other = pairs.filter_map(|(from, to)| match (from.lifetime, to.lifetime) {
        (Lifetime::Swapchain, Lifetime::Swapchain) => None,
        (Lifetime::Swapchain, _) => Some(to),
        (_, Lifetime::Swapchain) => Some(from),
        _ => None,
    });
    let formats = other.filter_map(|resource| match resource.shape {
        Shape::Image(image) => Some(image.format),
        _ => None,
    });
    formats.collect()
}

/// The format of a screen without a surface. Reasons against each where none serves.
pub(super) fn without_surface(
    device: &Device,
    uses: &Uses,
    wanted: &[ScreenFormat],
) -> Result<vk::Format, Vec<String>> {
    let mut reasons = Vec::new();
    for wanted in wanted {
        let formats = if wanted.is_exact() {
            wanted.candidates().into_iter().map(|one| one.format).collect()
        } else {
            uses.drawable(*wanted)
        };
        for format in formats {
            match uses.refusal(device, format, (Feature::TRANSFER_SRC, wanted.is_exact())) {
                None => return Ok(format),
                Some(reason) => reasons.push(reason),
            }
        }
    }
    Err(reasons)
}

/// What a surface offers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offer<'a> {
    pub(super) formats: &'a [vk::SurfaceFormatKHR],
    /// Why its images cannot be drawn to in any format.
    pub(super) hindrance: Option<&'a str>,
    /// Whether images of the runtime's own can be shown instead.
    pub(super) through: bool,
}

/// The best of what is wanted, on the surface's images if one of its formats serves. Reasons against each where none
/// does.
pub(super) fn on_surface(
    device: &Device,
    uses: &Uses,
    wanted: &[ScreenFormat],
    offer: Offer<'_>,
) -> Result<Choice, Vec<String>> {
    let mut reasons: Vec<String> = offer.hindrance.map(str::to_owned).into_iter().collect();
    for wanted in wanted {
        let candidates = wanted.candidates();
        let offered = || candidates.iter().copied().filter(|one| offer.formats.contains(one));
        for shown in offered().filter(|_| offer.hindrance.is_none()) {
            match uses.refusal(device, shown.format, (Feature::empty(), wanted.is_exact())) {
                None => return Ok(Choice { drawn: shown.format, shown, through: None }),
                Some(reason) => reasons.push(reason),
            }
        }
        for shown in offered().filter(|_| offer.through) {
            if let Some(drawn) = shown_through(device, uses, *wanted, shown.format) {
                let not_offered = || format!("the surface does not offer {drawn:?}");
                let reason = reasons.first().cloned().unwrap_or_else(not_offered);
                return Ok(Choice { drawn, shown, through: Some(reason) });
            }
        }
    }
    Err(reasons)
}

/// The format for images of the runtime's own that are converted into `shown` as they should look: by
/// `vkCmdBlitImage2`, which decodes and encodes sRGB where a format says so.
fn shown_through(
    device: &Device,
    uses: &Uses,
    wanted: ScreenFormat,
    shown: vk::Format,
) -> Option<vk::Format> {
    let target = Feature::TRANSFER_DST | Feature::BLIT_DST;
    if !features(device, shown).contains(target) {
        return None;
    }
    let own = Feature::TRANSFER_SRC | Feature::BLIT_SRC;
    let converts = |format: vk::Format| {
        encoding(format).is_some_and(|kind: Encoding| encoding(shown) == Some(kind))
    };
    let mut formats = uses.drawable(wanted).into_iter().filter(|format| converts(*format));
    formats.find(|format| uses.refusal(device, *format, (own, false)).is_none())
}

/// What images of a format with optimal tiling can be used for.
pub(super) fn features(device: &Device, format: vk::Format) -> Feature {
    let mut features = vk::FormatProperties3::default();
    let mut properties = vk::FormatProperties2::default().push_next(&mut features);
    // SAFETY: the physical device is the instance's; the structures live through the call, and Vulkan 1.3 has both.
    unsafe {
        device.instance().raw().get_physical_device_format_properties2(
            device.physical(),
            format,
            &mut properties,
        );
    }
    features.optimal_tiling_features
}

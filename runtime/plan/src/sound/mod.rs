//! The rules of Vulkan that sizes can break.
//!
//! A plan is checked at its declared maximum. A smaller screen or parameter can make an image too small for its mips, a
//! size zero, a range longer than its buffer. [`Rules`] asks each such rule for given sizes: the compiler to find the
//! smallest extent from which on all hold, set-up for the sizes that are there.

mod transfer;
mod work;

use alloc::format;
use alloc::string::String;

use ash::vk;

use crate::at::At;
use crate::texel::texel_block;
use crate::{Access, Expr, Lifetime, Pass, Plan, Resource, Shape, Sizes, evaluate};

/// A rule that sizes break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsound {
    /// The resource that it is about.
    pub resource: Option<u32>,
    /// The pass that it is about.
    pub pass: Option<u32>,
    /// What is wrong, naming what it is about.
    pub what: String,
    /// The rule: a valid-usage id of the specification, or words where it is the plan's own.
    pub rule: &'static str,
}

/// The rules of a plan.
#[derive(Clone, Debug)]
pub struct Rules<'a> {
    plan: &'a Plan,
    /// Extents at the declared maximum, of which limits and memory were checked.
    most: At<'a>,
    /// Format of the screen; `UNDEFINED` where it is not known yet.
    screen: vk::Format,
}

impl<'a> Rules<'a> {
    /// The rules of a plan.
    #[must_use]
    pub fn new(plan: &'a Plan) -> Self {
        let params = plan.params.iter().map(|param| param.max).collect();
        let most = At::new(plan, plan.max_extent, params);
        Self { plan, most, screen: vk::Format::UNDEFINED }
    }

    /// The same where the screen's format is known: then copies of it are asked about, too.
    #[must_use]
    pub fn with_screen(self, screen: vk::Format) -> Self {
        Self { screen, ..self }
    }

    /// The first rule that these sizes break: of a resource, then of a pass.
    #[must_use]
    pub fn broken(&self, sizes: &impl Sizes) -> Option<Unsound> {
        let asked = Asked { rules: self, sizes };
        let resources = (0..).zip(self.plan.resources.iter());
        let passes = (0..).zip(self.plan.passes.iter());
        resources
            .filter(|(_, resource)| resource.lifetime != Lifetime::Swapchain)
            .find_map(|(index, resource)| asked.resource(index, resource))
            .or_else(|| asked.texel_views())
            .or_else(|| passes.into_iter().find_map(|(index, pass)| asked.pass(index, pass)))
    }
}

/// The rules asked for sizes.
struct Asked<'a, S> {
    rules: &'a Rules<'a>,
    sizes: &'a S,
}

/// Mips of an image from its largest side down to one texel.
#[must_use]
pub fn full_mips(extent: [u64; 3]) -> u32 {
    let largest = extent.into_iter().max().unwrap_or(1).max(1);
    largest.ilog2() + 1
}

/// Extent of a mip.
fn mip(extent: [u64; 3], level: u32) -> [u64; 3] {
    extent.map(|side| side.checked_shr(level).unwrap_or(0).max(1))
}

impl<S: Sizes> Asked<'_, S> {
    fn plan(&self) -> &Plan {
        self.rules.plan
    }

    fn name(&self, resource: u32) -> &str {
        self.plan().resources.get(resource as usize).map_or("", |resource| &resource.name)
    }

    fn value(&self, expr: Expr) -> Option<[u64; 3]> {
        evaluate(expr.0.of(&self.plan().size_ops), self.sizes)
    }

    fn resource(&self, index: u32, resource: &Resource) -> Option<Unsound> {
        let extent = self.sizes.resource(index);
        let about =
            |what: String, rule| Some(Unsound { resource: Some(index), pass: None, what, rule });
        let size = words(extent, matches!(resource.shape, Shape::Image(_)));
        let name = &resource.name;
        if let Some(axis) = extent.iter().position(|side| *side == 0) {
            let rule = match (&resource.shape, axis) {
                (Shape::Image(_), 0) => "VUID-VkImageCreateInfo-extent-00944",
                (Shape::Image(_), 1) => "VUID-VkImageCreateInfo-extent-00945",
                (Shape::Image(_), _) => "VUID-VkImageCreateInfo-extent-00946",
                _ => "VUID-VkBufferCreateInfo-size-00912",
            };
            return about(format!("`{name}` has {size}"), rule);
        }
        let most = self.rules.most.resource(index);
        if extent.iter().zip(&most).any(|(side, most)| side > most) {
            let most = words(most, matches!(resource.shape, Shape::Image(_)));
            let what = format!("`{name}` has {size}, more than {most} at the declared maximum");
            return about(what, "what limits and memory were checked for");
        }
        let Shape::Image(image) = resource.shape else { return None };
        if image.mips > full_mips(extent) {
            let (has, most) = (image.mips, full_mips(extent));
            let what = format!("`{name}` has {has} mips, and {size} have {most} at most");
            return about(what, "VUID-VkImageCreateInfo-mipLevels-00958");
        }
        let cube = image.flags.contains(vk::ImageCreateFlags::CUBE_COMPATIBLE);
        if cube && extent[0] != extent[1] {
            let what = format!("`{name}` is seen as a cube, and has {size}");
            return about(what, "VUID-VkImageCreateInfo-flags-08865");
        }
        None
    }

    /// Buffers seen as texels have one at least.
    fn texel_views(&self) -> Option<Unsound> {
        self.plan().buffer_views.iter().find_map(|view| {
            let [bytes, ..] = self.sizes.resource(view.resource);
            let (texel, _) = texel_block(view.format).unwrap_or((1, 1));
            let end = match view.size {
                u64::MAX => view.offset.saturating_add(texel),
                size => view.offset.saturating_add(size),
            };
            (end > bytes).then(|| Unsound {
                resource: Some(view.resource),
                pass: None,
                what: format!(
                    "`{}` has {bytes} bytes, and is seen as texels up to byte {end}",
                    self.name(view.resource)
                ),
                rule: "VUID-VkBufferViewCreateInfo-offset-00931",
            })
        })
    }

    fn pass(&self, index: u32, pass: &Pass) -> Option<Unsound> {
        let about =
            |(resource, what, rule): Broken| Unsound { resource, pass: Some(index), what, rule };
        let accesses = pass.accesses.of(&self.plan().accesses);
        accesses
            .iter()
            .find_map(|access| self.bytes(pass, access))
            .or_else(|| self.work(pass))
            .or_else(|| pass.raster.and_then(|raster| self.attachments(pass, raster)))
            .or_else(|| {
                let transfers = pass.transfers.of(&self.plan().transfers);
                transfers.iter().find_map(|transfer| self.transfer(pass, transfer))
            })
            .map(about)
    }

    /// A range of bytes lies within its buffer.
    fn bytes(&self, pass: &Pass, access: &Access) -> Option<Broken> {
        let resource = self.plan().resources.get(access.resource as usize)?;
        if matches!(resource.shape, Shape::Image(_)) {
            return None;
        }
        let [bytes, ..] = self.sizes.resource(access.resource);
        let (first, count) = access.bytes;
        let (end, rule) = match count {
            u64::MAX => (first.saturating_add(1), "VUID-VkDescriptorBufferInfo-offset-00340"),
            count => (first.saturating_add(count), "VUID-VkDescriptorBufferInfo-range-00342"),
        };
        (end > bytes).then(|| {
            let what = format!(
                "`{}` has {bytes} bytes, and `{}` uses it up to byte {end}",
                resource.name, pass.name
            );
            (Some(access.resource), what, rule)
        })
    }
}

/// The resource that a broken rule is about, what is wrong, and the rule.
type Broken = (Option<u32>, String, &'static str);

fn words([x, y, z]: [u64; 3], image: bool) -> String {
    match (image, z) {
        (false, _) => format!("{x} bytes"),
        (true, 1) => format!("{x} x {y} texels"),
        (true, _) => format!("{x} x {y} x {z} texels"),
    }
}

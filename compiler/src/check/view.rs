//! V0205, V0206, V0208 and V0213: what a view shows against what the shader declares.

use ash::vk;

use super::{Rules, seen_format};
use crate::diagnostic::Code;
use crate::format;
use crate::ir::{Access, Binding, Pass, Resource, ViewShape};
use crate::lower::dimension_view;
use crate::reflect::{Dimension, ImageType, ScalarKind};

pub(super) fn check(rules: &Rules<'_>, pass: &Pass) {
    for binding in &pass.bindings {
        let access = binding.access.and_then(|index| pass.accesses.get(index));
        let (Some(access), Some(image)) = (access, binding.image) else { continue };
        let resource = rules.resource(access);
        let seen = Seen { rules, pass, access, binding, resource };
        // Texel buffers have no view of an image.
        let Some(view) = access.view else { continue };
        seen.dimension(view, image);
        seen.samples(image);
        if seen.format(image) {
            seen.component(view, image);
        }
    }
}

/// A view through a binding.
struct Seen<'a> {
    rules: &'a Rules<'a>,
    pass: &'a Pass,
    access: &'a Access,
    binding: &'a Binding,
    resource: &'a Resource,
}

impl Seen<'_> {
    fn error(&self, code: Code, view: &str, shader: &str, help: String) {
        let slot = self.rules.slot(self.pass, self.access);
        let place = self.place();
        self.rules.error(
            code,
            self.access.site,
            format!("{slot} is {view}, and {place} is {shader}"),
            help,
        );
    }

    /// The binding as messages name it.
    fn place(&self) -> String {
        let Binding { name, set, binding, shader, .. } = self.binding;
        let file = self.rules.graph.shaders.get(*shader as usize);
        let file = file.map_or("the shader", |shader| shader.name.as_ref());
        let name = if name.is_empty() { "the unnamed binding" } else { name };
        format!("`{name}` (set {set}, binding {binding}) of {file}")
    }

    /// V0206: one dimension.
    fn dimension(&self, view: ViewShape, image: ImageType) {
        let Some(wanted) = dimension_view(image.dimension) else { return };
        if wanted == view.ty {
            return;
        }
        self.error(
            Code::DimensionMismatch,
            &format!("a view of dimension {}", view_words(view.ty)),
            &format!("of dimension {}", dimension_words(image.dimension)),
            "wire a view of that dimension (`.cube()`, `.array()`, `.layer(k)`), declare the image with it \
             (`dimension = \"...\"`), or change the variable's type in the shader"
                .to_owned(),
        );
    }

    /// V0208: multisampled on both sides or on none.
    fn samples(&self, image: ImageType) {
        let Some(shape) = self.resource.image() else { return };
        let multisampled = shape.samples != vk::SampleCountFlags::TYPE_1;
        if multisampled == image.multisampled {
            return;
        }
        let words = |multi: bool| if multi { "multisampled" } else { "single-sampled" };
        self.error(
            Code::SampleMismatch,
            words(multisampled),
            words(image.multisampled),
            if multisampled {
                "resolve the image first and read the resolved one, or declare `sampler2DMS`"
                    .to_owned()
            } else {
                format!(
                    "declare the variable without `MS`, or write `samples = 4` where `{}` is declared",
                    self.resource.name
                )
            },
        );
    }

    /// V0205: a storage image has the format that the shader says. Whether it has.
    fn format(&self, image: ImageType) -> bool {
        let seen = seen_format(self.resource, self.access);
        let declared = vk::Format::from_raw(image.format);
        let storage = self.binding.ty == vk::DescriptorType::STORAGE_IMAGE;
        // The swapchain's own is chosen at set-up by what it is used for.
        let unknown = declared == vk::Format::UNDEFINED || seen == vk::Format::UNDEFINED;
        if !storage || unknown || declared == seen {
            return true;
        }
        self.error(
            Code::FormatMismatch,
            &format::name(seen),
            &format!("declared as {}", format::name(declared)),
            format!(
                "give the image the format {}, or change the qualifier in the shader's `layout(...)`",
                format::name(declared)
            ),
        );
        false
    }

    /// V0213: the components are of the kind that the shader reads.
    fn component(&self, view: ViewShape, image: ImageType) {
        let seen = seen_format(self.resource, self.access);
        let stencil = view.aspects == vk::ImageAspectFlags::STENCIL;
        let kind = match format::info(seen) {
            _ if stencil => ScalarKind::Uint,
            Some(info) => info.numeric.scalar(),
            None => ScalarKind::Float,
        };
        if kind == image.sample_type.kind {
            return;
        }
        self.error(
            Code::SampledTypeMismatch,
            &format!("{} with {} components", format::name(seen), kind_words(kind)),
            &format!("declared with {} components", kind_words(image.sample_type.kind)),
            format!("declare the variable {}, or change the image's format", prefix(kind)),
        );
    }
}

fn kind_words(kind: ScalarKind) -> &'static str {
    match kind {
        ScalarKind::Float | ScalarKind::Bool => "float",
        ScalarKind::Sint => "signed integer",
        ScalarKind::Uint => "unsigned integer",
    }
}

fn prefix(kind: ScalarKind) -> &'static str {
    match kind {
        ScalarKind::Float | ScalarKind::Bool => "without a prefix (`sampler2D`, `image2D`)",
        ScalarKind::Sint => "with the prefix `i` (`isampler2D`, `iimage2D`)",
        ScalarKind::Uint => "with the prefix `u` (`usampler2D`, `uimage2D`)",
    }
}

fn view_words(ty: vk::ImageViewType) -> &'static str {
    match ty {
        vk::ImageViewType::TYPE_1D => "1D",
        vk::ImageViewType::TYPE_1D_ARRAY => "1D array",
        vk::ImageViewType::TYPE_2D => "2D",
        vk::ImageViewType::TYPE_2D_ARRAY => "2D array",
        vk::ImageViewType::TYPE_3D => "3D",
        vk::ImageViewType::CUBE => "cube",
        _ => "cube array",
    }
}

fn dimension_words(dimension: Dimension) -> &'static str {
    dimension_view(dimension).map_or("of no view", view_words)
}

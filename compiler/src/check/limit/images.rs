//! Extents and layers of images at the declared maximum.

use ash::vk;
use vixen_plan as plan;

use super::Use;
use crate::ir::Resource;

const SMALLER: &str = "make it smaller, or lower `max_extent` and the maxima of its parameters";

pub(super) fn uses(resource: &Resource) -> Vec<Use> {
    let Some(image) = resource.image() else { return buffer(resource) };
    let [x, y, z] = resource.max_extent;
    let what = format!("`{}` has {x} x {y} x {z} texels at the declared maximum", resource.name);
    let site = resource.name.site;
    let extent = extent_limit(image);
    let longest = x.max(y).max(z);
    vec![
        Use { limit: extent, value: longest, site, what, help: SMALLER },
        Use {
            limit: "maxImageArrayLayers",
            value: u64::from(image.layers),
            site,
            what: format!("`{}` has {} layers", resource.name, image.layers),
            help: "use several images, or a volume",
        },
    ]
}

fn extent_limit(image: &plan::Image) -> &'static str {
    let cube = image.flags.contains(vk::ImageCreateFlags::CUBE_COMPATIBLE);
    match image.ty {
        vk::ImageType::TYPE_3D => "maxImageDimension3D",
        vk::ImageType::TYPE_1D => "maxImageDimension1D",
        _ if cube => "maxImageDimensionCube",
        _ => "maxImageDimension2D",
    }
}

fn buffer(resource: &Resource) -> Vec<Use> {
    let bytes = resource.max_bytes;
    vec![Use {
        limit: "maxBufferSize",
        value: bytes,
        site: resource.name.site,
        what: format!("`{}` has {bytes} bytes at the declared maximum", resource.name),
        help: SMALLER,
    }]
}

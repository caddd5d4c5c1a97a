//! `OpTypeImage` in Vulkan's terms.

use spirq::spirv::{Dim, ImageFormat};

use super::error::{Fault, ReflectError};
use super::format::vulkan_format;
use super::interface::{Dimension, ImageType};
use super::module::Module;
use super::types::Type;

/// The `Sampled` operand: whether the image goes with a sampler or is storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sampled {
    /// 1: used with a sampler.
    Sampled,
    /// 2: used without one.
    Storage,
}

impl Module<'_> {
    /// The image type of that id, which the instruction at `at` uses.
    pub(super) fn image(&self, id: u32, at: u32) -> Result<(ImageType, Sampled), ReflectError> {
        let Type::Image(fields) = self.type_of(id, at)? else {
            return Err(Fault::Undeclared { id, wanted: "an image type" }.at(at));
        };
        let [sampled_type, dim, depth, arrayed, multisampled, sampled, format] = fields;
        let dimension = dimension(dim, arrayed != 0)
            .ok_or_else(|| Fault::Unsupported("an image of that dimension").at(at))?;
        let sampled = match sampled {
            1 => Sampled::Sampled,
            2 => Sampled::Storage,
            _ => {
                let what = "an image of which it is not declared whether it is sampled or storage";
                return Err(Fault::Unsupported(what).at(at));
            }
        };
        let format = ImageFormat::from_u32(format)
            .ok_or_else(|| Fault::Unsupported("an image of that format").at(at))?;
        let image = ImageType {
            dimension,
            sample_type: self.scalar(sampled_type, at)?,
            format: vulkan_format(format).as_raw(),
            multisampled: multisampled != 0,
            depth: depth == 1,
        };
        Ok((image, sampled))
    }
}

fn dimension(dim: u32, arrayed: bool) -> Option<Dimension> {
    Some(match (Dim::from_u32(dim)?, arrayed) {
        (Dim::Dim1D, false) => Dimension::D1,
        (Dim::Dim1D, true) => Dimension::D1Array,
        (Dim::Dim2D, false) => Dimension::D2,
        (Dim::Dim2D, true) => Dimension::D2Array,
        (Dim::Dim3D, false) => Dimension::D3,
        (Dim::DimCube, false) => Dimension::Cube,
        (Dim::DimCube, true) => Dimension::CubeArray,
        (Dim::DimBuffer, false) => Dimension::Buffer,
        (Dim::DimSubpassData, _) => Dimension::Subpass,
        _ => return None,
    })
}

//! What a voxel is made of: an index of one byte into a palette of 256 materials.

use bytemuck::{Pod, Zeroable};

/// The index of a material in the [`Palette`]; 0 is air.
pub type MaterialId = u8;

/// The number of materials in a palette, air included.
pub const MATERIALS: usize = 256;

/// One material as the shaders read it (`Material` in `shaders/voxel/scene.glsl`, std430).
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Pod, Zeroable)]
pub struct Material {
    /// Linear reflectance of red, green and blue, 0 to 1.
    pub albedo: [f32; 3],
    /// Radiance that the material sends out by itself, as a multiple of `albedo`; 0 for most.
    pub emission: f32,
    /// Reflectance at normal incidence of a mirror-like coat, 0 (matt) to 1. Water has 0.02.
    pub mirror: f32,
    /// How far the brightness of single voxels strays from `albedo`, as a fraction, 0 to 1.
    pub variation: f32,
    /// Non-zero for water, whose surface waves and whose depth tints it.
    pub water: u32,
    /// Unused; the stride of the array is 32 bytes.
    pub padding: u32,
}

impl Material {
    /// A matt material of an sRGB colour, as colour pickers show it.
    #[must_use]
    pub fn matt(srgb: [u8; 3]) -> Self {
        Self { albedo: srgb.map(linear_from_srgb), variation: 0.1, ..Self::default() }
    }

    /// The same material with another strength of `variation`.
    #[must_use]
    pub fn varied(self, variation: f32) -> Self {
        Self { variation, ..self }
    }

    /// The same material, shining by itself.
    #[must_use]
    pub fn glowing(self, emission: f32) -> Self {
        Self { emission, variation: 0.0, ..self }
    }
}

/// The 256 materials of a scene, in the order of their ids; entry 0 (air) is never drawn.
pub type Palette = [Material; MATERIALS];

/// A palette of black, to be filled in.
#[must_use]
pub fn empty_palette() -> Box<Palette> {
    Box::new([Material::default(); MATERIALS])
}

/// Linear value of an 8-bit sRGB component (IEC 61966-2-1).
#[must_use]
pub fn linear_from_srgb(component: u8) -> f32 {
    let encoded = f32::from(component) / 255.0;
    if encoded <= 0.04045 { encoded / 12.92 } else { ((encoded + 0.055) / 1.055).powf(2.4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn srgb_ends_and_middle() {
        assert!(linear_from_srgb(0).abs() < 1e-9);
        assert!((linear_from_srgb(255) - 1.0).abs() < 1e-6);
        assert!((linear_from_srgb(188) - 0.5).abs() < 0.01);
    }

    #[test]
    fn a_material_has_the_stride_of_the_shader() {
        assert_eq!(size_of::<Material>(), 32);
        assert_eq!(std::mem::offset_of!(Material, mirror), 16);
    }
}

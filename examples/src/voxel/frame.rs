//! What changes from frame to frame for every pass: the camera, the sun, the clock.

use bytemuck::{Pod, Zeroable};

/// The uniform block `frame` of `shaders/voxel/frame.glsl` (std140), member by member.
///
/// Lengths are in voxels, directions are unit vectors unless said otherwise, and a component that
/// is not mentioned is 0.
#[repr(C)]
#[derive(vixen::Block, Clone, Copy, Debug, Default, PartialEq, Pod, Zeroable)]
pub struct FrameData {
    /// The camera's position; `w` is the time in seconds.
    pub eye: [f32; 4],
    /// Direction of the ray through the centre of pixel (0, 0), jitter included, not normalised;
    /// `w` is the angle of a pixel in radians.
    pub ray_origin: [f32; 4],
    /// What one pixel to the right adds to the direction of a ray.
    pub ray_dx: [f32; 4],
    /// What one pixel down adds to the direction of a ray.
    pub ray_dy: [f32; 4],
    /// The camera's right, divided by the tangent of half the horizontal field of view, so that
    /// `dot(p - eye, right) / dot(p - eye, forward)` is -1 to 1 over the picture;
    /// `w` is this frame's jitter to the right, in pixels.
    pub right: [f32; 4],
    /// The camera's up, scaled like `right`; `w` is this frame's jitter downwards, in pixels.
    pub up: [f32; 4],
    /// The direction of view; `w` is the progress of the flight, 0 to 1.
    pub forward: [f32; 4],
    /// `eye` of the frame before; `w` is the exposure, a factor.
    pub prev_eye: [f32; 4],
    /// `right` of the frame before.
    pub prev_right: [f32; 4],
    /// `up` of the frame before.
    pub prev_up: [f32; 4],
    /// `forward` of the frame before.
    pub prev_forward: [f32; 4],
    /// Direction towards the sun; `w` is the tangent of the sun disc's angular radius.
    pub sun: [f32; 4],
    /// The world's size; `w` is the height of the endless floor around the world.
    pub world: [f32; 4],
    /// Width and height of the picture in pixels, the frame's index, what the floor is made of
    /// (a [`Floor`] as a number).
    pub size: [u32; 4],
    /// The world's size in bricks; `w` is the number of bricks uploaded in this frame.
    pub grid: [u32; 4],
}

/// What lies around the world, from its edge to the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Floor {
    /// Water, waving like the water voxels.
    Sea = 1,
    /// Pale, matt ground.
    Ground = 2,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_block_is_fifteen_vectors() {
        assert_eq!(size_of::<FrameData>(), 15 * 16);
    }
}

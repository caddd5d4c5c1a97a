//! How large the surface's images are, and how large the picture that a graph draws for them.

use ash::vk;

/// The surface's own extent; where it leaves that to the swapchain, the one asked for.
pub(super) fn of_surface(capabilities: &vk::SurfaceCapabilitiesKHR, asked: [u32; 2]) -> [u32; 2] {
    let current = capabilities.current_extent;
    if current.width != u32::MAX {
        return [current.width, current.height];
    }
    let (least, most) = (capabilities.min_image_extent, capabilities.max_image_extent);
    let [width, height] = asked;
    [width.max(least.width).min(most.width), height.max(least.height).min(most.height)]
}

/// The largest extent of the surface's proportions that a graph was compiled for: the surface's own where it is not
/// beyond `most`. Sides are at least 1.
pub(super) fn drawn(surface: [u32; 2], most: [u32; 2]) -> [u32; 2] {
    let [width, height] = surface.map(u64::from);
    let [most_wide, most_high] = most.map(u64::from);
    if width <= most_wide && height <= most_high {
        return surface;
    }
    // Both quotients are below the surface's sides, and so have 32 bits.
    let [width, height] = if most_wide * height <= most_high * width {
        [most_wide, most_wide * height / width.max(1)]
    } else {
        [most_high * width / height.max(1), most_high]
    };
    [(width as u32).max(1), (height as u32).max(1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_drawn_as_it_is() {
        assert_eq!(drawn([1920, 1080], [1920, 1080]), [1920, 1080]);
        assert_eq!(drawn([1, 1080], [1920, 1080]), [1, 1080]);
    }

    #[test]
    fn what_is_larger_keeps_its_proportions() {
        assert_eq!(drawn([3840, 2160], [1920, 1080]), [1920, 1080]);
        assert_eq!(drawn([3000, 1000], [1920, 1080]), [1920, 640]);
        assert_eq!(drawn([1000, 4000], [1920, 1080]), [270, 1080]);
        assert_eq!(drawn([100_000, 1], [64, 64]), [64, 1]);
        assert_eq!(drawn([u32::MAX - 1, u32::MAX - 1], [u32::MAX - 2; 2]), [u32::MAX - 2; 2]);
    }

    #[test]
    fn a_surface_without_an_extent_takes_what_is_asked_within_its_bounds() {
        let extent = |width, height| vk::Extent2D { width, height };
        let free = vk::SurfaceCapabilitiesKHR {
            current_extent: extent(u32::MAX, u32::MAX),
            min_image_extent: extent(4, 4),
            max_image_extent: extent(100, 50),
            ..Default::default()
        };
        assert_eq!(of_surface(&free, [2, 80]), [4, 50]);
        let fixed = vk::SurfaceCapabilitiesKHR { current_extent: extent(7, 9), ..free };
        assert_eq!(of_surface(&fixed, [2, 80]), [7, 9]);
    }
}

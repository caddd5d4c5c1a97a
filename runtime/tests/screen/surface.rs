//! A window's images: whatever their format and size, the window shows what was drawn.

use ash::vk::{ColorSpaceKHR, Format, PresentModeKHR as Mode};
use vixen::{Error, Options, ScreenFormat, SurfaceReport};

use crate::display::Shown;
use crate::harness::samples::drawn;
use crate::harness::screens::{Way, painted, shown};

const RED: [u8; 3] = [255, 0, 0];
const BLUE: [u8; 3] = [0, 0, 255];

fn surface(executor: &vixen::DynExecutor) -> SurfaceReport {
    executor.report().screen.unwrap().surface.unwrap()
}

#[test]
fn red_that_is_copied_to_a_window_is_red() {
    for format in [Format::R8G8B8A8_UNORM, Format::B8G8R8A8_UNORM, Format::R16G16B16A16_SFLOAT] {
        let Some(window) = Shown::open([40, 30]) else { return };
        let mut executor = window.executor(&shown(format, Way::Copy), &Options::default()).unwrap();
        window.shows(&mut executor, &[([0, 0], RED), ([39, 29], RED)]);
        let (screen, surface) = (executor.screen_format(), surface(&executor));
        assert_eq!(screen, format, "the images that are copied to");
        assert_eq!(surface.through.is_some(), surface.format != format, "{surface:?}");
        window.finish(executor);
    }
}

#[test]
fn red_that_is_blitted_or_cleared_is_drawn_to_the_windows_own_images() {
    for graph in [shown(Format::R8G8B8A8_UNORM, Way::Blit), painted()] {
        let Some(window) = Shown::open([40, 30]) else { return };
        let mut executor = window.executor(&graph, &Options::default()).unwrap();
        window.shows(&mut executor, &[([0, 0], RED), ([39, 29], RED)]);
        assert_eq!(surface(&executor).through, None);
        assert!(executor.capture().is_err(), "the surface has them");
        window.finish(executor);
    }
}

#[test]
fn a_format_that_no_surface_has_is_drawn_to_and_shown() {
    let Some(window) = Shown::open([40, 30]) else { return };
    let mut graph = painted();
    graph.plan.needs.swapchain_format = Format::R16G16B16A16_SNORM;
    let mut executor = window.executor(&graph, &Options::default()).unwrap();
    window.shows(&mut executor, &[([20, 15], RED)]);
    assert_eq!(executor.screen_format(), Format::R16G16B16A16_SNORM);
    let through = surface(&executor).through.unwrap();
    assert!(through.contains("a shader stores to the screen as R16G16B16A16_SNORM"), "{through}");
    let pixels = executor.capture().unwrap();
    assert_eq!((pixels.extent, pixels.format), ([40, 30], Format::R16G16B16A16_SNORM));
    window.finish(executor);
}

#[test]
fn a_window_larger_than_the_graph_is_drawn_scaled_and_follows_its_size() {
    let Some(window) = Shown::open([80, 60]) else { return };
    let mut graph = drawn(2);
    graph.plan.max_extent = [40, 40];
    let mut executor = window.executor(&graph, &Options::default()).unwrap();
    assert_eq!((executor.extent(), executor.surface_extent()), ([40, 30], [80, 60]));
    window
        .shows(&mut executor, &[([1, 1], RED), ([38, 58], RED), ([42, 1], BLUE), ([79, 1], BLUE)]);
    let through = surface(&executor).through.unwrap();
    assert!(through.contains("80 x 60 pixels, of which the graph draws 40 x 30"), "{through}");

    // Each time the old swapchain is handed on.
    for (size, extent) in [([36, 20], [36, 20]), ([200, 100], [40, 20]), ([40, 40], [40, 40])] {
        window.resize(size);
        executor.resize(size).unwrap();
        assert_eq!((executor.extent(), executor.surface_extent()), (extent, size));
        assert_eq!(surface(&executor).through.is_some(), extent != size);
        let right = size[0] as i16 - 1;
        window.shows(&mut executor, &[([1, 1], RED), ([right, 1], BLUE)]);
    }
    window.finish(executor);
}

#[test]
fn wishes_are_taken_in_their_order_and_reported() {
    let Some(window) = Shown::open([40, 30]) else { return };
    let modes = window.surface.present_modes(window.device()).unwrap();
    let wished = vec![Mode::SHARED_DEMAND_REFRESH, Mode::MAILBOX, Mode::FIFO_RELAXED];
    let first = wished[1..].iter().find(|mode| modes.contains(mode));
    let expected = first.copied().unwrap_or(Mode::FIFO);
    let options = Options {
        screen_formats: vec![ScreenFormat::Hdr10, ScreenFormat::ScRgb, ScreenFormat::Srgb],
        present_modes: wished,
        ..Options::default()
    };
    let formats = window.surface.formats(window.device()).unwrap();
    let is_hdr = formats.iter().any(|one| one.color_space != ColorSpaceKHR::SRGB_NONLINEAR);
    assert!(!is_hdr, "an X server without a compositor has the sRGB colour space alone");
    let executor = window.executor(&painted(), &options).unwrap();
    let report = surface(&executor);
    assert_eq!(report.present_mode, expected);
    assert_eq!(report.color_space, ColorSpaceKHR::SRGB_NONLINEAR);
    assert!(matches!(report.format, Format::R8G8B8A8_SRGB | Format::B8G8R8A8_SRGB));
    assert!(report.images >= 2);
    let text = executor.report().to_string();
    assert!(text.contains("SRGB_NONLINEAR of 40 x 30"), "{text}");
    window.finish(executor);
}

#[test]
fn a_wish_that_the_surface_has_not_is_refused_with_what_it_has() {
    let Some(window) = Shown::open([40, 30]) else { return };
    let options = Options { screen_formats: vec![ScreenFormat::Hdr10], ..Options::default() };
    let result = window.executor(&painted(), &options);
    let Err(Error::Invalid { what, remedy, .. }) = result else { panic!("it was set up") };
    assert!(what.contains("[Hdr10]") && what.contains("B8G8R8A8_UNORM"), "{what}");
    assert!(remedy.contains("Options::screen_formats"), "{remedy}");
}

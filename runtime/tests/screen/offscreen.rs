//! Images of the runtime's own.

use ash::vk::Format;
use vixen::{Error, Options, ScreenFormat};

use crate::harness::samples::run;
use crate::harness::screens::{Way, painted, shown, taken};
use crate::harness::{Bench, Graph};

fn options(screen_formats: &[ScreenFormat]) -> Options {
    Options { extent: [4, 3], screen_formats: screen_formats.to_vec(), ..Options::default() }
}

/// Format of the screen and its first texel in the order red, green, blue, alpha.
fn drawn(graph: &Graph, formats: &[ScreenFormat]) -> (Format, Vec<u8>) {
    let bench = Bench::new();
    let mut executor = bench.executor(graph, &options(formats));
    for _ in 0..3 {
        run(&mut executor, &());
    }
    let report = executor.report().screen.unwrap();
    assert_eq!((report.extent, report.surface), ([4, 3], None));
    let pixels = executor.capture().unwrap();
    assert_eq!(pixels.format, report.format);
    let texel = pixels.rgba8().unwrap()[..4].to_vec();
    drop(executor);
    bench.finish();
    (report.format, texel)
}

fn refused(graph: &Graph, formats: &[ScreenFormat]) -> String {
    let bench = Bench::new();
    let result = bench.try_executor(graph, &options(formats));
    let Err(error @ Error::Invalid { .. }) = result else { panic!("it was set up") };
    bench.finish();
    error.to_string()
}

const RED: [u8; 4] = [255, 0, 0, 255];
const RGBA: Format = Format::R8G8B8A8_UNORM;
const BGRA: Format = Format::B8G8R8A8_UNORM;

#[test]
fn a_copy_chooses_the_order_of_the_channels() {
    for format in [RGBA, BGRA] {
        let graph = shown(format, Way::Copy);
        assert_eq!(drawn(&graph, &[ScreenFormat::Unorm]), (format, RED.to_vec()));
    }
}

#[test]
fn a_blit_converts_into_any_order() {
    for (format, screen) in [(RGBA, BGRA), (BGRA, RGBA), (RGBA, RGBA)] {
        let graph = shown(format, Way::Blit);
        assert_eq!(drawn(&graph, &[ScreenFormat::Exactly(screen)]), (screen, RED.to_vec()));
    }
}

#[test]
fn a_copy_into_another_order_is_refused_and_the_next_wish_is_taken() {
    let graph = shown(RGBA, Way::Copy);
    let text = refused(&graph, &[ScreenFormat::Exactly(BGRA)]);
    assert!(
        text.contains("B8G8R8A8_UNORM: its texels are copied from or to R8G8B8A8_UNORM"),
        "{text}"
    );
    let wishes = [ScreenFormat::Exactly(BGRA), ScreenFormat::Unorm];
    assert_eq!(drawn(&graph, &wishes), (RGBA, RED.to_vec()));
}

#[test]
fn an_srgb_screen_takes_the_bits_of_its_unorm_twin() {
    let graph = shown(RGBA, Way::Copy);
    let expected = (Format::R8G8B8A8_SRGB, RED.to_vec());
    assert_eq!(drawn(&graph, &[ScreenFormat::Srgb]), expected);
}

#[test]
fn words_are_copied_only_where_the_program_says_what_their_bits_are() {
    let graph = shown(Format::R32_UINT, Way::Copy);
    let text = refused(&graph, &[ScreenFormat::Unorm]);
    assert!(text.contains("copied from or to R32_UINT"), "{text}");
    assert_eq!(drawn(&graph, &[ScreenFormat::Exactly(RGBA)]), (RGBA, RED.to_vec()));
    let text = refused(&graph, &[ScreenFormat::Exactly(Format::R16G16B16A16_SFLOAT)]);
    assert!(text.contains("copied from or to R32_UINT"), "{text}");
}

#[test]
fn a_format_that_a_shader_names_is_the_screens() {
    let mut graph = painted();
    graph.plan.needs.swapchain_format = BGRA;
    assert_eq!(drawn(&graph, &[ScreenFormat::Unorm]), (BGRA, RED.to_vec()));
    let text = refused(&graph, &[ScreenFormat::Srgb]);
    assert!(
        text.contains("R8G8B8A8_SRGB: a shader stores to the screen as B8G8R8A8_UNORM"),
        "{text}"
    );
}

#[test]
fn a_format_without_a_feature_that_is_asked_is_passed_over() {
    let mut graph = painted();
    // Storage of sRGB formats is offered by no driver that is known, and by lavapipe's not.
    graph.plan.needs.swapchain_features = ash::vk::FormatFeatureFlags2::STORAGE_IMAGE;
    let text = refused(&graph, &[ScreenFormat::Srgb]);
    assert!(text.contains("the device cannot use it for STORAGE_IMAGE"), "{text}");
    let wishes = [ScreenFormat::Srgb, ScreenFormat::Unorm];
    assert_eq!(drawn(&graph, &wishes), (RGBA, RED.to_vec()));
}

#[test]
fn a_buffer_holds_the_texels_that_the_screen_turns_out_to_have() {
    let wide = [ScreenFormat::Exactly(Format::R16G16B16A16_SFLOAT)];
    for (bytes, formats) in [(48, &[ScreenFormat::Unorm][..]), (96, &wide)] {
        let bench = Bench::new();
        let mut executor = bench.executor(&taken(bytes).0, &options(formats));
        run(&mut executor, &());
        drop(executor);
        bench.finish();
    }
    let text = refused(&taken(47).0, &[ScreenFormat::Unorm]);
    assert!(text.contains("texels of 48 bytes and 47 bytes"), "{text}");
    let text = refused(&taken(48).0, &wide);
    assert!(text.contains("texels of 96 bytes and 48 bytes"), "{text}");
}

//! Sizes at every screen: the smallest one from which on all rules hold, and `min_extent` against it.

use vixen_compiler::diagnostic::Code;
use vixen_plan::{At, Plan, Rules, counterexample, smallest};

use super::{Compiled, compile_text};

/// A graph of images that are cleared and of buffers that are filled; nothing of it is read.
fn graph(header: &str, fields: &str) -> Compiled {
    compile_text(&format!(
        "#[derive(Pass)] #[pass(transfer)] struct Wipe {{ #[clear(value = 0.0)] to: Image }}
         #[derive(Pass)] #[pass(transfer)] struct Fill {{ #[clear(value = 0)] to: Buffer }}
         #[derive(Pass)] #[pass(transfer)] struct Copy {{ #[copy(read)] from: Image, #[copy(write, discard)] to: Image }}
         #[derive(Pass)] #[pass(transfer)] struct Take {{ #[copy(read)] from: Image, #[copy(write)] to: Buffer }}
         #[derive(Graph)] #[graph({header})] struct Frame {{ {fields} }}"
    ))
}

/// An image of a size.
fn image(size: &str) -> String {
    format!(
        "#[persistent(format = \"R8G8B8A8_UNORM\", {size})] image: Image,
         #[pass(to = image, side_effect)] wipe: Wipe,"
    )
}

fn sound(plan: &Plan, screen: [u32; 2]) -> bool {
    let params = plan.params.iter().map(|param| param.max).collect();
    Rules::new(plan).broken(&At::new(plan, screen, params)).is_none()
}

/// Every screen up to the maximum is as `holds` says, and the smallest is where that begins.
fn everywhere(fields: &str, least: [u32; 2], holds: impl Fn(u32, u32) -> bool) {
    let compiled = graph("max_extent = \"48x36\"", fields);
    let plan = compiled.plan();
    for (width, height) in (1..=48).flat_map(|width| (1..=36).map(move |height| (width, height))) {
        assert_eq!(sound(plan, [width, height]), holds(width, height), "{width} x {height}");
    }
    assert_eq!(smallest(plan), least);
    assert_eq!(counterexample(plan, least), None);
}

#[test]
fn mips_need_a_side_that_is_long_enough() {
    everywhere(&image("size = \"swapchain / 2\", mips = 5"), [31, 1], |w, h| w.max(h) >= 31);
    everywhere(&image("size = \"swapchain\", mips = 5"), [16, 1], |w, h| w.max(h) >= 16);
    everywhere(&image("size = \"max(swapchain, 16)\", mips = 5"), [1, 1], |_, _| true);
}

#[test]
fn a_border_leaves_something() {
    everywhere(&image("size = \"swapchain - 10\""), [11, 11], |w, h| w.min(h) > 10);
    everywhere(&image("size = \"[width - 3, 4]\""), [4, 1], |w, _| w > 3);
    everywhere(&image("size = \"max(swapchain - 10, 1)\""), [1, 1], |_, _| true);
}

#[test]
fn a_range_lies_within_its_buffer() {
    let fields = "#[persistent(size = \"width * 64\")] bytes: Buffer,
        #[pass(to = \"bytes.bytes(512..1024)\", side_effect)] fill: Fill,";
    everywhere(fields, [16, 1], |w, _| w >= 16);
    let fields = "#[persistent(size = \"(width - 2) * (height - 4)\")] bytes: Buffer,
        #[pass(to = bytes, side_effect)] fill: Fill,";
    everywhere(fields, [6, 5], |w, h| w > 2 && h > 4 && (w - 2) * (h - 4) >= 4);
}

#[test]
fn both_sides_of_a_copy_have_one_size() {
    // Of four neighbours two differ: 45 gives 23 and 24, 46 the same, 47 and 48 give 24 twice.
    let fields = "#[transient(format = \"R8G8B8A8_UNORM\", size = \"swapchain / 2\")] from: Image,
        #[persistent(format = \"R8G8B8A8_UNORM\", size = \"(swapchain / 4) * 2\")] to: Image,
        #[pass(to = from)] wipe: Wipe,
        #[pass(from = from, to = to, side_effect)] copy: Copy,";
    let compiled = graph("max_extent = \"48x36\"", fields);
    assert!(sound(compiled.plan(), [48, 36]) && sound(compiled.plan(), [44, 32]));
    assert!(!sound(compiled.plan(), [45, 36]) && !sound(compiled.plan(), [48, 34]));
    assert_eq!(smallest(compiled.plan()), [47, 35]);
}

#[test]
fn what_grows_as_the_screen_shrinks_has_no_maximum() {
    let compiled = graph("max_extent = \"48x36\"", &image("size = \"[64 - width, 8]\""));
    assert!(sound(compiled.plan(), [48, 36]) && !sound(compiled.plan(), [47, 36]));
}

#[test]
fn a_screen_that_is_declared_and_breaks_a_rule_is_refused() {
    let cases = [
        ("640x480", "20x16", "size = \"swapchain / 2\", mips = 6", "63x1"),
        ("640x480", "100x144", "size = \"swapchain - 100\"", "101x101"),
        ("64x64", "128x1", "size = \"swapchain\"", "1x1"),
    ];
    for (most, least, size, remedy) in cases {
        let with = |least: &str| {
            graph(&format!("max_extent = \"{most}\", min_extent = \"{least}\""), &image(size))
        };
        let refused = with(least);
        assert_eq!(refused.errors(), [Code::MinExtent], "{:?}", refused.texts());
        assert!(refused.texts()[0].contains(remedy), "{:?}", refused.texts());
        // The remedy makes the error go away.
        assert_eq!(with(remedy).errors(), []);
    }
}

#[test]
fn the_plan_carries_what_is_declared() {
    let declared =
        graph("max_extent = \"48x36\", min_extent = \"16x9\"", &image("size = \"swapchain\""));
    assert_eq!(declared.plan().min_extent, Some([16, 9]));
    assert_eq!(
        graph("max_extent = \"48x36\"", &image("size = \"swapchain\"")).plan().min_extent,
        None
    );
}

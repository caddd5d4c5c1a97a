//! Order that nothing but a barrier gives: relaxed attachments, and writes to earlier copies of a history.

use super::{compile_json, compile_text};
use vixen_compiler::diagnostic::Code;
use vixen_plan::vk::{AccessFlags2 as A, PipelineStageFlags2 as S};
use vixen_plan::{Hazard, Plan};

/// Two passes that draw into the screen, each slot with these words, to these targets of `image`.
fn drawn_twice(slot: &str, image: &str, targets: [&str; 2]) -> String {
    let [first, second] = targets;
    format!(
        r#"
        #[derive(vixen::Pass)]
        #[pass(raster, vertex = "tri.vert", fragment = "flat.frag")]
        struct Draw {{ #[{slot}] picture: Image }}
        #[derive(vixen::Pass)]
        #[pass(transfer)]
        struct Wipe {{ #[clear(value = 0.0)] to: Image }}
        #[derive(vixen::Graph)]
        struct Twice {{
            #[import({image})] screen: Image,
            #[pass(to = screen)] wipe: Wipe,
            #[pass(picture = "{first}", vertices = 3)] first: Draw,
            #[pass(picture = "{second}", vertices = 3)] second: Draw,
        }}"#
    )
}

/// Level of each pass, by name.
fn level(plan: &Plan, name: &str) -> u32 {
    plan.passes.iter().find(|pass| pass.name == name).map_or(u32::MAX, |pass| pass.level)
}

/// Names of the passes that have accesses without order.
fn relaxed(plan: &Plan) -> Vec<&str> {
    plan.passes
        .iter()
        .filter(|pass| pass.accesses.of(&plan.accesses).iter().any(|access| access.relaxed))
        .map(|pass| &*pass.name)
        .collect()
}

/// "Render Pass Load Operations": what the second rendering loads, the first one's store operation has to have left.
#[test]
fn relaxed_attachments_are_ordered_by_a_barrier() {
    let text = drawn_twice("color(load, relaxed)", "swapchain", ["screen", "screen"]);
    let twice = compile_text(&text);
    let plan = twice.sound().plan();
    assert_eq!(level(plan, "second"), level(plan, "first") + 1);
    assert_eq!(relaxed(plan), [""; 0]);
    let cut = &plan.cuts[level(plan, "second") as usize];
    let [barrier] = cut.memory.of(&plan.memory_barriers) else { panic!("{cut:?}") };
    assert_eq!(
        (barrier.scope.src_stages, barrier.scope.src_access),
        (S::COLOR_ATTACHMENT_OUTPUT, A::COLOR_ATTACHMENT_WRITE)
    );
    let sees = A::COLOR_ATTACHMENT_READ | A::COLOR_ATTACHMENT_WRITE;
    assert!(sees.contains(barrier.scope.dst_access), "{barrier:?}");
    let reason = barrier.reasons.of(&plan.reasons).first().map(|reason| reason.hazard);
    assert!(matches!(reason, Some(Hazard::WriteAfterWrite | Hazard::ReadAfterWrite)));
}

/// Layers that two passes do not share need no order, relaxed or not.
#[test]
fn disjoint_layers_need_no_barrier() {
    let image = "format = \"R8G8B8A8_UNORM\", size = [64, 64], layers = 2";
    for slot in ["color(load)", "color(load, relaxed)"] {
        let text = drawn_twice(slot, image, ["screen.layer(0)", "screen.layer(1)"]);
        let twice = compile_text(&text);
        let plan = twice.sound().plan();
        assert_eq!(level(plan, "second"), level(plan, "first"));
    }
}

/// What is drawn over is a write after a write.
#[test]
fn relaxed_attachments_that_are_drawn_over_are_ordered_too() {
    let text = drawn_twice("color(blend = \"add\", load, relaxed)", "swapchain", ["screen"; 2]);
    let twice = compile_text(&text);
    assert_eq!(level(twice.sound().plan(), "second"), 2);
}

/// One rendering has an image once among its attachments, whatever its slots promise (VUID-VkRenderingInfo-colorAttachmentCount-06087
/// and its like), and a copy writes all of what it names: the remedy says nothing of `relaxed`.
#[test]
fn relaxed_says_nothing_within_a_rendering_or_a_transfer() {
    let attachments = compile_text(
        r#"
        #[derive(vixen::Pass)]
        #[pass(raster, vertex = "tri.vert", fragment = "two.frag")]
        struct Draw { #[color(clear = 0.0, relaxed)] a: Image, #[color(clear = 0.0, relaxed)] b: Image }
        #[derive(vixen::Graph)]
        struct Twice {
            #[import(swapchain)] screen: Image,
            #[pass(a = screen, b = screen, vertices = 3)] draw: Draw,
        }"#,
    );
    let clears = compile_text(
        r"
        #[derive(vixen::Pass)]
        #[pass(transfer)]
        struct Wipe { #[clear(value = 0.0, relaxed)] a: Image, #[clear(value = 1.0, relaxed)] b: Image }
        #[derive(vixen::Graph)]
        struct Twice {
            #[import(swapchain)] screen: Image,
            #[pass(a = screen, b = screen)] wipe: Wipe,
        }",
    );
    for compiled in [attachments, clears] {
        assert_eq!(compiled.errors(), [Code::DoubleWrite], "{:?}", compiled.texts());
        assert!(!compiled.texts().concat().contains("mark both `relaxed`"));
    }
}

/// The same of graph JSON: `rps_downsample_array` of the tree in small, with a transfer and a shader beside it.
#[test]
fn relaxed_order_of_the_schema_is_of_shaders_alone() {
    let node = |id: u32, kind: &str| {
        format!(
            r#"{{"id": {id}, "name": "n{id}", "queue": "graphics", "accesses": [
                {{"resource": "out", "access": "{kind}", "relaxed_order": true}}]}}"#
        )
    };
    let levels = |kind: &str| {
        let nodes = [node(0, "clear"), node(1, kind), node(2, kind)].join(",");
        let compiled = compile_json(&format!(
            r#"{{"schema": "neutral-graph/1", "name": "small", "swapchain": {{"width": 64, "height": 64}},
                "resources": [{{"name": "out", "kind": "image2d", "format": "rgba8unorm", "lifetime": "imported",
                    "extent": {{"mode": "absolute", "size": [64, 64]}}}}],
                "nodes": [{nodes}]}}"#
        ));
        compiled.sound().plan().passes.iter().map(|pass| pass.level).collect::<Vec<_>>()
    };
    assert_eq!(levels("color-attachment-read-write"), [0, 1, 2]);
    assert_eq!(levels("storage-read-write"), [0, 1, 1]);
}

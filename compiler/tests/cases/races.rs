//! Order that nothing but a barrier gives: relaxed attachments, and writes to earlier copies of a history.

use super::{compile_json, compile_text};
use vixen_compiler::diagnostic::Code;
use vixen_plan::vk::{AccessFlags2 as A, ImageUsageFlags, PipelineStageFlags2 as S};
use vixen_plan::{Hazard, Plan, Shape};

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

/// A frame of real-time global illumination: reservoirs of the last frame are validated in place, then reused.
fn reservoirs(depth: u32, passes: &str) -> String {
    format!(
        r#"
        #[derive(vixen::Pass)]
        #[pass(compute, shader = "validate.comp")]
        struct Validate {{ #[storage(read_write)] past: Buffer }}
        #[derive(vixen::Pass)]
        #[pass(compute, shader = "reuse.comp")]
        struct Reuse {{ #[storage(read)] past: Buffer, #[storage(write, discard)] now: Buffer }}
        #[derive(vixen::Pass)]
        #[pass(transfer)]
        struct Copy {{ #[copy(read)] from: Buffer, #[copy(write)] to: Buffer }}
        #[derive(vixen::Graph)]
        #[graph(frames_in_flight = 2)]
        struct Gi {{
            #[history(depth = {depth}, size = 4096)] kept: Buffer,
            #[transient(size = 4096)] old: Buffer,
            #[readback(size = 4096)] out: Buffer,
            {passes}
            #[pass(from = kept, to = out)] take: Copy,
        }}"#
    )
}

const VALIDATE: &str = r#"#[pass(past = "kept.prev(1)", groups = 16)] validate: Validate,"#;
const REUSE: &str = r#"#[pass(past = "kept.prev(1)", now = kept, groups = 16)] reuse: Reuse,"#;

/// A write to `prev(1)` is what the frame's later readers of `prev(1)` see; barriers order it with them and with the
/// frame that wrote the copy.
#[test]
fn a_history_is_validated_in_place() {
    let gi = compile_text(&reservoirs(2, &[VALIDATE, REUSE].concat()));
    let plan = gi.sound().plan();
    assert_eq!(gi.passes(), ["validate", "reuse", "take"]);
    assert!(level(plan, "validate") < level(plan, "reuse"));
}

/// The reader that stands first reads what the frame before left, and the write comes behind it.
#[test]
fn a_reader_before_the_write_stays_before_it() {
    let first = r#"#[pass(past = "kept.prev(1)", now = old, groups = 16)] look: Reuse,"#;
    let show = r"#[readback(size = 4096)] seen: Buffer, #[pass(from = old, to = seen)] show: Copy,";
    let gi = compile_text(&reservoirs(2, &[first, VALIDATE, REUSE, show].concat()));
    let plan = gi.sound().plan();
    assert!(level(plan, "look") < level(plan, "validate"));
    assert!(level(plan, "validate") < level(plan, "reuse"));
}

/// What is written to `prev(1)` a deeper ring reads as `prev(2)` in the next frame; no pass of this frame need read it.
#[test]
fn a_deeper_ring_sees_the_write_a_frame_later() {
    let late = r#"#[pass(past = "kept.prev(2)", now = kept, groups = 16)] reuse: Reuse,"#;
    let gi = compile_text(&reservoirs(3, &[late, VALIDATE].concat()));
    let plan = gi.sound().plan();
    assert_eq!(gi.passes().len(), 3, "{:?}", gi.texts());
    assert_eq!(level(plan, "validate"), level(plan, "reuse"), "two copies, no order");
}

/// V0407 stays for what nobody could see: the only reader is before the write, and the oldest copy ends with the frame.
#[test]
fn a_write_that_nobody_could_see_is_refused() {
    let gi = compile_text(&reservoirs(2, &[REUSE, VALIDATE].concat()));
    assert_eq!(gi.errors(), [Code::WriteToHistory], "{:?}", gi.texts());
    // Three copies do not help where none reads the older one.
    let deep = compile_text(&reservoirs(3, &[REUSE, VALIDATE].concat()));
    assert_eq!(deep.errors(), [Code::WriteToHistory], "{:?}", deep.texts());
    // Both remedies make it go away.
    let current = VALIDATE.replace(".prev(1)", "");
    let in_place = compile_text(&reservoirs(2, &[REUSE, &current].concat()));
    assert_eq!(in_place.sound().errors(), []);
    let behind = compile_text(&reservoirs(2, &[VALIDATE, REUSE].concat()));
    assert_eq!(behind.sound().errors(), []);
}

/// A write that a later one of the same frame covers is left out like any other that nobody reads.
#[test]
fn an_earlier_copy_that_is_written_over_is_culled() {
    let look = r#"#[pass(past = "kept.prev(1)", now = old, groups = 16)] look: Reuse,"#;
    let over = r#"#[pass(from = old, to = "kept.prev(1)")] over: Copy,"#;
    let text = reservoirs(2, &[look, VALIDATE, over, REUSE].concat());
    let gi = compile_text(&text.replace("#[copy(write)]", "#[copy(write, discard)]"));
    assert_eq!(gi.sound().passes(), ["look", "over", "reuse", "take"]);
    assert_eq!(gi.warnings(), [Code::Culled]);
}

/// Attachments, clears and copies write earlier copies as shaders do.
#[test]
fn attachments_and_transfers_write_earlier_copies() {
    let text = |write: &str, node: &str| {
        format!(
            r#"
            #[derive(vixen::Pass)]
            #[pass(raster, vertex = "tri.vert", fragment = "flat.frag")]
            struct Draw {{ #[color(load)] picture: Image }}
            #[derive(vixen::Pass)]
            #[pass(raster, vertex = "tri.vert", fragment = "flat.frag")]
            struct Start {{ #[color(clear = 0.0)] picture: Image }}
            #[derive(vixen::Pass)]
            #[pass(transfer)]
            struct Write {{ {write} to: Image }}
            #[derive(vixen::Pass)]
            #[pass(transfer)]
            struct Show {{ #[blit(read)] from: Image, #[blit(write)] to: Image }}
            #[derive(vixen::Graph)]
            struct Trails {{
                #[import(swapchain)] screen: Image,
                #[history(depth = 2, format = "R8G8B8A8_UNORM", size = [64, 64], mips = 2)] kept: Image,
                {node}
                #[pass(from = "kept.prev(1).mip(0)", to = screen)] show: Show,
                #[pass(picture = "kept.mip(0)", vertices = 3)] start: Start,
            }}"#
        )
    };
    let draw = r#"#[pass(picture = "kept.prev(1).mip(0)", vertices = 3)] fade: Draw,"#;
    let clear = r#"#[pass(to = "kept.prev(1).mip(0)")] fade: Write,"#;
    for (write, node) in [("#[copy(write)]", draw), ("#[clear(value = 0.5)]", clear)] {
        let trails = compile_text(&text(write, node));
        let plan = trails.sound().plan();
        assert!(level(plan, "fade") < level(plan, "show"), "{:?}", trails.texts());
    }
    // A mip that nobody reads is a write that nobody sees, however much is read beside it.
    let beside = clear.replace("mip(0)", "mip(1)");
    let trails = compile_text(&text("#[clear(value = 0.5)]", &beside));
    assert_eq!(trails.errors(), [Code::WriteToHistory], "{:?}", trails.texts());
}

/// The usage of an image, by its name.
fn usage(plan: &Plan, name: &str) -> ImageUsageFlags {
    let resource = plan.resources.iter().find(|resource| resource.name == name);
    match resource.map(|resource| resource.shape) {
        Some(Shape::Image(image)) => image.usage,
        _ => ImageUsageFlags::empty(),
    }
}

/// What is an attachment alone, neither loaded nor stored, may be lazily allocated (VUID-VkImageCreateInfo-usage-00963).
#[test]
fn attachments_that_are_neither_loaded_nor_stored_are_transient() {
    let graph = |samples: &str, last: &str| {
        format!(
            r#"
            #[derive(vixen::Pass)]
            #[pass(raster, vertex = "tri.vert", fragment = "flat.frag")]
            struct Draw {{
                #[color(clear = 0.0)] onto: Image,
                #[depth(clear = 1.0)] depth: Image,
                #[resolve(of = "onto")] flat: Image,
            }}
            #[derive(vixen::Pass)]
            #[pass(raster, vertex = "tri.vert", fragment = "flat.frag")]
            struct Again {{ #[color(load)] onto: Image, #[depth(load)] depth: Image, #[resolve(of = "onto")] flat: Image }}
            #[derive(vixen::Pass)]
            #[pass(transfer)]
            struct Show {{ #[blit(read)] from: Image, #[blit(write)] to: Image }}
            #[derive(vixen::Graph)]
            struct Smooth {{
                #[import(swapchain)] screen: Image,
                #[transient(format = "R8G8B8A8_UNORM", size = [64, 64], samples = 4)] color: Image,
                #[{samples}(format = "D32_SFLOAT", size = [64, 64], samples = 4)] depth: Image,
                #[transient(format = "R8G8B8A8_UNORM", size = [64, 64])] flat: Image,
                #[pass(onto = color, depth = depth, flat = flat, vertices = 3)] draw: Draw,
                {last}
                #[pass(from = flat, to = screen)] show: Show,
            }}"#
        )
    };
    let transient = |graph: &str| {
        let compiled = compile_text(graph);
        let plan = compiled.sound().plan();
        ["color", "depth", "flat"]
            .map(|name| usage(plan, name).contains(ImageUsageFlags::TRANSIENT_ATTACHMENT))
    };
    assert_eq!(transient(&graph("transient", "")), [true, true, false]);
    // Loaded by a second rendering, it has to be somewhere in between.
    let again = "#[pass(onto = color, depth = depth, flat = flat, vertices = 3)] again: Again,";
    assert_eq!(transient(&graph("transient", again)), [false, false, false]);
    // What lives from frame to frame is kept.
    assert_eq!(transient(&graph("persistent", "")), [true, false, false]);
}

//! Depth and stencil of one image: a layout for both, a content for each.

use ash::vk::{AttachmentLoadOp as Load, AttachmentStoreOp as Store, ImageLayout as Layout};
use vixen_compiler::diagnostic::Code;
use vixen_plan::{Attachment, Plan};

use crate::{Compiled, compile, compile_json, compile_text};

/// Passes that draw into, clear, copy and sample a depth/stencil image.
pub(crate) const PASSES: &str = r#"
    #[derive(vixen::Pass)]
    #[pass(raster, vertex = "tri.vert")]
    struct Mark { #[depth_stencil(clear = (1.0, 1))] ds: Image }
    #[derive(vixen::Pass)]
    #[pass(raster, vertex = "tri.vert")]
    struct Deepen { #[depth(load)] ds: Image }
    #[derive(vixen::Pass)]
    #[pass(raster, vertex = "tri.vert")]
    struct Again { #[depth(clear = 1.0)] depth: Image, #[stencil(load)] stencil: Image }
    #[derive(vixen::Pass)]
    #[pass(raster, vertex = "tri.vert")]
    struct Over { #[depth_stencil(clear = (0.5, 2))] ds: Image }
    #[derive(vixen::Pass)]
    #[pass(raster, vertex = "tri.vert")]
    struct Test { #[depth(load)] depth: Image, #[stencil(read)] stencil: Image }
    #[derive(vixen::Pass)]
    #[pass(transfer)]
    struct Wipe { #[clear(value = 1.0)] dst: Image }
    #[derive(vixen::Pass)]
    #[pass(transfer)]
    struct Restamp { #[clear(value = 3)] dst: Image }
    #[derive(vixen::Pass)]
    #[pass(transfer)]
    struct Take { #[copy(read)] from: Image, #[copy(write)] to: Buffer }
    #[derive(vixen::Pass)]
    #[pass(transfer)]
    struct Fill { #[copy(read)] from: Buffer, #[copy(write)] to: Image }
"#;

/// A graph of [`PASSES`] with a combined image, and a buffer for each aspect.
fn graph(wires: &str) -> Compiled {
    compile_text(&format!(
        "{PASSES}
        #[derive(vixen::Graph)]
        struct G {{
            #[transient(format = \"D32_SFLOAT_S8_UINT\", size = \"[64, 64]\")] ds: Image,
            #[readback(size = 16384)] depths: Buffer,
            #[readback(size = 4096)] stencils: Buffer,
            {wires}
        }}"
    ))
}

/// The attachment of the last raster pass: the depth's, and the stencil's.
fn last(plan: &Plan) -> (Option<Attachment>, Option<Attachment>) {
    let raster = plan.passes.iter().rev().find_map(|pass| pass.raster).unwrap();
    let of = |index: Option<u32>| index.map(|index| plan.attachments[index as usize]);
    (of(raster.depth), of(raster.stencil))
}

fn operations(attachment: Option<Attachment>) -> Option<(Load, Store)> {
    attachment.map(|one| (one.load, one.store))
}

#[test]
fn a_clear_of_the_depth_leaves_the_mark() {
    let portal = compile("stencil.rs");
    assert_eq!(portal.errors(), []);
    assert_eq!(portal.sound().passes(), ["mark", "wipe", "inside", "take"]);
    let kept = portal.plan().image_barriers.iter().filter(|one| {
        one.old_layout == Layout::DEPTH_STENCIL_ATTACHMENT_OPTIMAL
            && one.new_layout == Layout::TRANSFER_DST_OPTIMAL
    });
    assert_eq!(kept.count(), 1, "the clear keeps what the image holds");
}

#[test]
fn a_clear_of_the_depth_leaves_the_mark_in_json() {
    let portal = compile("stencil_portal_clear.json");
    assert_eq!(portal.errors(), []);
    assert_eq!(portal.sound().passes(), ["mark", "wipe-depth", "inside"]);
    let (depth, stencil) = last(portal.plan());
    assert_eq!(operations(depth), Some((Load::LOAD, Store::DONT_CARE)));
    assert_eq!(operations(stencil), Some((Load::LOAD, Store::NONE)));
}

/// A plan that lacks the pass whose stencil is read is one that the oracle objects to.
#[test]
fn the_oracle_misses_a_pass_that_was_left_out() {
    let portal = compile("stencil.rs");
    let mut plan = portal.plan().clone();
    let at = plan.passes.iter().position(|pass| &*pass.name == "mark").unwrap();
    let mark = plan.passes.to_mut().remove(at);
    let accesses = mark.accesses.of(&plan.accesses).to_vec();
    plan.culled = vec![vixen_plan::Culled {
        name: mark.name.clone(),
        declared: mark.declared,
        accesses: vixen_plan::Span::new(0, accesses.len() as u32),
    }]
    .into();
    plan.culled_accesses = accesses.into();
    for segment in plan.segments.to_mut() {
        segment.passes.len -= 1;
    }
    let verdicts = vixen_oracle::judge_plan(&plan);
    let missed = verdicts.0.iter().any(|one| {
        one.range == "stencil" && one.detail.contains("`mark` (ds), which is left out,")
    });
    assert!(missed, "{verdicts}");
}

/// Were the image entered from `UNDEFINED` where the depth alone is cleared, the oracle would say so.
#[test]
fn the_oracle_misses_a_stencil_that_a_transition_lost() {
    let portal = compile("stencil.rs");
    let mut plan = portal.plan().clone();
    for barrier in plan.image_barriers.to_mut() {
        if barrier.new_layout == Layout::TRANSFER_DST_OPTIMAL {
            barrier.old_layout = Layout::UNDEFINED;
        }
    }
    let verdicts = vixen_oracle::judge_plan(&plan);
    let lost =
        verdicts.0.iter().any(|one| one.range == "stencil" && one.detail.contains("undefined"));
    assert!(lost, "{verdicts}");
}

#[test]
fn a_clear_of_the_stencil_leaves_the_depth() {
    let found = graph(
        r#"#[pass(ds = ds, vertices = 3)] mark: Mark,
        #[pass(dst = "ds.aspect(stencil)")] restamp: Restamp,
        #[pass(from = "ds.aspect(depth)", to = depths)] take: Take,
        #[pass(from = "ds.aspect(stencil)", to = stencils)] take_too: Take,"#,
    );
    assert_eq!(found.errors(), [], "{:?}", found.texts());
    assert_eq!(found.sound().passes(), ["mark", "restamp", "take", "take_too"]);
}

/// What is cleared in both aspects keeps nothing, and nobody reads what was there.
#[test]
fn a_clear_of_both_aspects_leaves_nothing() {
    let found = graph(
        r#"#[pass(ds = ds, vertices = 3)] mark: Mark,
        #[pass(ds = ds, vertices = 3)] over: Over,
        #[pass(from = "ds.aspect(depth)", to = depths)] take: Take,"#,
    );
    assert_eq!(found.errors(), []);
    assert_eq!(found.warnings(), [Code::Culled, Code::UnusedResource], "{:?}", found.texts());
    assert_eq!(found.sound().passes(), ["over", "take"]);
    // The stencil that nobody reads is not stored.
    let (depth, stencil) = last(found.plan());
    assert_eq!(operations(depth), Some((Load::CLEAR, Store::STORE)));
    assert_eq!(operations(stencil), Some((Load::CLEAR, Store::DONT_CARE)));
}

#[test]
fn a_rendering_clears_one_aspect_and_loads_the_other() {
    let found = graph(
        r#"#[pass(ds = ds, vertices = 3)] mark: Mark,
        #[pass(depth = ds, stencil = ds, vertices = 3)] again: Again,
        #[pass(from = "ds.aspect(depth)", to = depths)] take: Take,
        #[pass(from = "ds.aspect(stencil)", to = stencils)] take_too: Take,"#,
    );
    assert_eq!(found.errors(), [], "{:?}", found.texts());
    assert_eq!(found.sound().passes(), ["mark", "again", "take", "take_too"]);
    let (depth, stencil) = last(found.plan());
    assert_eq!(operations(depth), Some((Load::CLEAR, Store::STORE)));
    assert_eq!(operations(stencil), Some((Load::LOAD, Store::STORE)));
    let place = |one: Option<Attachment>| one.map(|one| (one.view, one.layout));
    assert_eq!(place(depth), place(stencil), "one view and one layout");
    // The first pass's depth is overwritten, and its stencil is kept.
    let first = found.plan().passes[0].raster.unwrap();
    let of = |index: Option<u32>| found.plan().attachments[index.unwrap() as usize].store;
    assert_eq!([of(first.depth), of(first.stencil)], [Store::DONT_CARE, Store::STORE]);
}

#[test]
fn an_aspect_that_is_read_stands_beside_one_that_is_written() {
    let found = graph(
        r#"#[pass(ds = ds, vertices = 3)] mark: Mark,
        #[pass(depth = ds, stencil = ds, vertices = 3)] test: Test,
        #[pass(from = "ds.aspect(depth)", to = depths)] take: Take,"#,
    );
    assert_eq!(found.errors(), [], "{:?}", found.texts());
    let (depth, stencil) = last(found.sound().plan());
    assert_eq!(operations(depth), Some((Load::LOAD, Store::STORE)));
    assert_eq!(operations(stencil), Some((Load::LOAD, Store::NONE)));
}

/// The aspect that a pass does not name is no attachment of it: neither loaded nor stored.
#[test]
fn an_aspect_without_a_slot_is_no_attachment() {
    let found = graph(
        r#"#[pass(ds = ds, vertices = 3)] mark: Mark,
        #[pass(ds = ds, vertices = 3)] deepen: Deepen,
        #[pass(from = "ds.aspect(depth)", to = depths)] take: Take,
        #[pass(from = "ds.aspect(stencil)", to = stencils)] take_too: Take,"#,
    );
    assert_eq!(found.errors(), [], "{:?}", found.texts());
    let (depth, stencil) = last(found.sound().plan());
    assert_eq!(operations(depth), Some((Load::LOAD, Store::STORE)));
    assert_eq!(operations(stencil), None);
}

#[test]
fn the_aspect_that_nothing_wrote_is_named() {
    let found = graph(
        r#"#[pass(dst = "ds.aspect(depth)")] wipe: Wipe,
        #[pass(from = "ds.aspect(stencil)", to = stencils)] take: Take,"#,
    );
    assert_eq!(found.errors(), [Code::ReadBeforeWrite]);
    let texts = found.texts().join("\n");
    assert!(texts.contains("nothing has written the stencil"), "{texts}");
}

#[test]
fn a_stencil_of_a_format_without_one_is_refused() {
    let found = compile_text(&format!(
        "{PASSES}
        #[derive(vixen::Graph)]
        struct G {{
            #[transient(format = \"D32_SFLOAT\", size = \"[64, 64]\")] ds: Image,
            #[readback(size = 16384)] depths: Buffer,
            #[pass(depth = ds, stencil = ds, vertices = 3)] again: Again,
            #[pass(from = ds, to = depths)] take: Take,
        }}"
    ));
    assert_eq!(found.errors(), [Code::DepthFormat], "{:?}", found.texts());
}

/// A value of the stencil alone is a whole number.
#[test]
fn a_stencil_is_cleared_to_a_whole_number() {
    let found = graph(
        r#"#[pass(dst = "ds.aspect(stencil)")] wipe: Wipe,
        #[pass(from = "ds.aspect(stencil)", to = stencils)] take: Take,"#,
    );
    assert_eq!(found.errors(), [Code::ClearValueMismatch], "{:?}", found.texts());
}

/// Two aspects of one image may share a word of memory: two commands of one pass do not write them.
#[test]
fn one_transfer_pass_does_not_write_both_aspects_apart() {
    let found = compile_text(
        r#"#[derive(vixen::Pass)]
        #[pass(transfer)]
        struct Both { #[clear(value = 1.0)] a: Image, #[clear(value = 1)] b: Image }
        #[derive(vixen::Graph)]
        struct G {
            #[import(stages = "copy", access = "transfer_read", layout = "transfer_src_optimal")]
            ds: Image,
            #[transient(format = "D32_SFLOAT_S8_UINT", size = "[64, 64]")] t: Image,
            #[pass(a = "t.aspect(depth)", b = "t.aspect(stencil)")] both: Both,
        }"#,
    );
    assert!(found.errors().contains(&Code::DoubleWrite), "{:?}", found.texts());
}

#[test]
fn depth_tested_without_load_or_clear_reads_what_nothing_wrote() {
    let found = compile("depth_noload.rs");
    assert_eq!(found.errors(), [Code::UndefinedReadWrite]);
}

/// A neighbour: what was drawn before is loaded, as under a blend.
#[test]
fn depth_tested_without_load_is_loaded_where_something_wrote_it() {
    let text = std::fs::read_to_string(crate::folder().join("depth_noload.rs")).unwrap();
    let first = "#[pass(color = color, z = z, vertices = 3)] draw: Draw,";
    let cleared = text
        .replace("#[derive(vixen::Graph)]", "#[derive(vixen::Pass)]\n#[pass(transfer)]\nstruct Wipe { #[clear(value = 1.0)] dst: Image }\n#[derive(vixen::Graph)]")
        .replace(first, &format!("#[pass(dst = z)] wipe: Wipe, {first}"));
    let found = compile_text(&cleared);
    assert_eq!(found.errors(), [], "{:?}", found.texts());
    assert_eq!(last(found.sound().plan()).0.map(|one| one.load), Some(Load::LOAD));
}

/// Neighbours: a test that compares nothing reads nothing, and a word says that anything may be there.
#[test]
fn depth_that_compares_nothing_need_not_be_there() {
    let text = std::fs::read_to_string(crate::folder().join("depth_noload.rs")).unwrap();
    for (from, to) in [("\"less\"", "\"always\""), ("#[depth]", "#[depth(undefined_ok)]")] {
        let found = compile_text(&text.replace(from, to));
        assert_eq!(found.errors(), [], "{to}: {:?}", found.texts());
        found.sound();
    }
}

/// Graph JSON names the aspect of an access: a depth that is copied into leaves the stencil that was marked.
#[test]
fn a_copy_into_the_depth_leaves_the_mark() {
    let text = std::fs::read_to_string(crate::folder().join("stencil_portal_clear.json")).unwrap();
    let copied = text.replace("\"access\": \"clear\"", "\"access\": \"transfer-dst\"");
    assert_ne!(text, copied);
    let found = compile_json(&copied);
    assert_eq!(found.errors(), []);
    assert_eq!(found.sound().passes(), ["mark", "wipe-depth", "inside"]);
}

/// Both aspects cleared by the command, the mark is one that nobody sees.
#[test]
fn a_clear_of_the_image_takes_the_mark() {
    let text = std::fs::read_to_string(crate::folder().join("stencil_portal_clear.json")).unwrap();
    let clear = "\"access\": \"clear\",\n     \"aspect\": \"depth\"";
    assert!(text.contains(clear));
    let found = compile_json(&text.replace(clear, "\"access\": \"clear\""));
    assert_eq!(found.sound().passes(), ["wipe-depth", "inside"]);
}

/// A copy from a buffer into one aspect, then the other: neither overwrites the image.
#[test]
fn both_aspects_are_filled_from_buffers() {
    let found = compile_text(&format!(
        "{PASSES}
        #[derive(vixen::Graph)]
        struct G {{
            #[persistent(format = \"D32_SFLOAT_S8_UINT\", size = \"[64, 64]\")] ds: Image,
            #[persistent(size = 16384)] from: Buffer,
            #[persistent(size = 4096)] from_too: Buffer,
            #[readback(size = 16384)] depths: Buffer,
            #[readback(size = 4096)] stencils: Buffer,
            #[pass(from = from, to = \"ds.aspect(depth)\")] fill: Fill,
            #[pass(from = from_too, to = \"ds.aspect(stencil)\")] fill_too: Fill,
            #[pass(from = \"ds.aspect(depth)\", to = depths)] take: Take,
            #[pass(from = \"ds.aspect(stencil)\", to = stencils)] take_too: Take,
        }}"
    ));
    assert_eq!(found.errors(), [], "{:?}", found.texts());
    assert_eq!(found.sound().passes().len(), 4);
}

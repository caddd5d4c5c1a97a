//! What a stencil test reads of its attachment, and what it keeps there.

use ash::vk::AttachmentLoadOp as Load;
use vixen_compiler::diagnostic::Code;

use crate::{Compiled, compile_text};

/// A graph of one pass that draws into a stencil with the keys and the slots given, after the passes of `before`.
fn drawn(keys: &str, slots: &str, before: &str) -> Compiled {
    compile_text(&format!(
        "#[derive(vixen::Pass)]
        #[pass(transfer)]
        struct Wipe {{ #[clear(value = 3)] dst: Image }}
        #[derive(vixen::Pass)]
        #[pass(raster, vertex = \"tri.vert\", fragment = \"flat.frag\"{keys})]
        struct Draw {{ {slots} #[color(clear = 0.0)] color: Image }}
        #[derive(vixen::Pass)]
        #[pass(transfer)]
        struct Take {{ #[copy(read)] from: Image, #[copy(write)] to: Buffer }}
        #[derive(vixen::Graph)]
        struct G {{
            #[transient(format = \"S8_UINT\", size = \"[64, 64]\")] s: Image,
            #[transient(format = \"R8G8B8A8_UNORM\", size = \"[64, 64]\")] color: Image,
            #[readback(size = 4096)] marks: Buffer,
            #[readback(size = 16384)] colors: Buffer,
            {before}
            #[pass(s = s, color = color, vertices = 3)] draw: Draw,
            #[pass(from = s, to = marks)] take_marks: Take,
            #[pass(from = color, to = colors)] take: Take,
        }}"
    ))
}

/// What draws of it: "the stencil test [...] compares" with the stored value, the operations that keep, count or invert
/// start from it, and bits outside of the write mask stay (specification, "Stencil Test").
const READING: &[&str] = &[
    ", stencil(compare = \"equal\", pass = \"replace\", reference = 1)",
    ", stencil(compare = \"never\", fail = \"invert\")",
    ", stencil(compare = \"never\")",
    ", stencil(pass = \"increment_and_clamp\")",
    ", stencil(pass = \"decrement_and_wrap\")",
    ", stencil(pass = \"replace\", write_mask = 15, reference = 1)",
    ", stencil(pass = \"zero\"), stencil_back(pass = \"invert\")",
    ", stencil(compare = \"greater\", read_mask = 0, pass = \"replace\", depth_fail = \"zero\")",
    ", stencil()",
    "",
];

/// What sets every bit of each fragment, whatever was there.
const SETTING: &[&str] = &[
    ", stencil(pass = \"replace\", reference = 1)",
    ", stencil(pass = \"replace\", reference = \"frame\")",
    ", stencil(pass = \"zero\", fail = \"invert\")",
    ", stencil(compare = \"never\", fail = \"replace\", pass = \"invert\")",
    ", stencil(compare = \"less\", read_mask = 0, fail = \"zero\", pass = \"replace\")",
];

#[test]
fn a_stencil_that_is_tested_or_kept_is_not_there_without_load_or_clear() {
    for keys in READING {
        let found = drawn(keys, "#[stencil] s: Image,", "");
        assert_eq!(found.errors(), [Code::UndefinedReadWrite], "{keys}: {:?}", found.texts());
    }
}

/// A neighbour: where something wrote it, it is loaded.
#[test]
fn a_stencil_that_is_tested_is_loaded_where_something_wrote_it() {
    for keys in READING {
        let found = drawn(keys, "#[stencil] s: Image,", "#[pass(dst = s)] wipe: Wipe,");
        assert_eq!(found.errors(), [], "{keys}: {:?}", found.texts());
        assert_eq!(load(&found), Some(Load::LOAD), "{keys}");
    }
}

#[test]
fn a_stencil_that_is_set_need_not_be_there() {
    for keys in SETTING {
        let found = drawn(keys, "#[stencil] s: Image,", "");
        assert_eq!(found.errors(), [], "{keys}: {:?}", found.texts());
        assert_ne!(load(&found), Some(Load::LOAD), "{keys}");
    }
}

/// Each remedy that the error names makes it go away.
#[test]
fn a_tested_stencil_is_cleared_or_may_be_anything() {
    for slot in ["#[stencil(clear = 0)] s: Image,", "#[stencil(undefined_ok)] s: Image,"] {
        let found = drawn(READING[0], slot, "");
        assert_eq!(found.errors(), [], "{slot}: {:?}", found.texts());
    }
}

/// Fragments that fail the depth test keep the stencil's value, unless `depth_fail` sets it.
#[test]
fn what_fails_the_depth_test_keeps_its_stencil() {
    let with_depth = |compare: &str, depth_fail: &str| {
        compile_text(&format!(
            "#[derive(vixen::Pass)]
            #[pass(raster, vertex = \"tri.vert\", depth_compare = \"{compare}\",
                stencil(pass = \"replace\", reference = 1, depth_fail = \"{depth_fail}\"))]
            struct Draw {{ #[depth(clear = 1.0)] depth: Image, #[stencil] s: Image }}
            #[derive(vixen::Pass)]
            #[pass(transfer)]
            struct Take {{ #[copy(read)] from: Image, #[copy(write)] to: Buffer }}
            #[derive(vixen::Graph)]
            struct G {{
                #[transient(format = \"D32_SFLOAT_S8_UINT\", size = \"[64, 64]\")] ds: Image,
                #[readback(size = 4096)] marks: Buffer,
                #[pass(depth = ds, s = ds, vertices = 3)] draw: Draw,
                #[pass(from = \"ds.aspect(stencil)\", to = marks)] take: Take,
            }}"
        ))
    };
    for (compare, depth_fail) in [("less", "keep"), ("never", "invert")] {
        let found = with_depth(compare, depth_fail);
        let undefined = [Code::UndefinedReadWrite];
        assert_eq!(found.errors(), undefined, "{compare} {depth_fail}: {:?}", found.texts());
    }
    for (compare, depth_fail) in [("less", "zero"), ("always", "keep")] {
        let found = with_depth(compare, depth_fail);
        assert_eq!(found.errors(), [], "{compare} {depth_fail}: {:?}", found.texts());
    }
}

/// How the only raster pass loads its stencil.
fn load(found: &Compiled) -> Option<Load> {
    let plan = found.sound().plan();
    let raster = plan.passes.iter().find_map(|pass| pass.raster)?;
    raster.stencil.map(|index| plan.attachments[index as usize].load)
}

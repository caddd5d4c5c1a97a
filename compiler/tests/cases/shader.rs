//! Blocks, bindings and vertex inputs: what a shader declares, with all of its variables and stages.

use ash::vk;
use vixen_compiler::diagnostic::Code;
use vixen_plan::{Plan, Push};

use super::{Compiled, compile, compile_text};

const VERTEX: vk::ShaderStageFlags = vk::ShaderStageFlags::VERTEX;
const FRAGMENT: vk::ShaderStageFlags = vk::ShaderStageFlags::FRAGMENT;

/// Push-constant ranges of the only pipeline layout.
fn ranges(plan: &Plan) -> Vec<(vk::ShaderStageFlags, u32, u32)> {
    let range = |push: &Push| (push.stages, push.offset, push.size);
    plan.push_ranges(Some(0)).iter().map(range).collect()
}

/// The text of a case with something in it replaced.
fn but(file: &str, pairs: &[(&str, &str)]) -> Compiled {
    let path = super::folder().join(file);
    let mut text = std::fs::read_to_string(path).unwrap();
    for (from, to) in pairs {
        assert!(text.contains(from), "{file} has no {from}");
        text = text.replace(from, to);
    }
    compile_text(&text)
}

mod push {
    use super::*;

    /// Each stage's range holds what it declares: VUID-VkGraphicsPipelineCreateInfo-layout-07987.
    #[test]
    fn stages_share_a_struct() {
        let compiled = compile("pc2.rs");
        let plan = compiled.sound().plan();
        assert_eq!(ranges(plan), [(VERTEX, 0, 16), (FRAGMENT, 16, 16)]);
        let whole = Push { stages: VERTEX | FRAGMENT, offset: 0, size: 32 };
        assert_eq!(plan.passes[0].push, Some(whole));
    }

    #[test]
    fn a_member_that_only_one_stage_declares_is_asked_for() {
        let compiled = but("pc2.rs", &[(", tint: [f32; 4]", "")]);
        assert_eq!(compiled.errors(), [Code::PushLayout]);
        let said = compiled.texts().join("\n");
        assert!(said.contains("lacks `tint` at offset 16"), "{said}");
        assert!(said.contains("pc.vert and pc.frag"), "{said}");
    }

    /// Where both read the same bytes, there is one range.
    #[test]
    fn one_range_for_stages_that_declare_the_same() {
        let compiled = but("pc2.rs", &[("pc.frag", "pc_same.frag"), (", tint: [f32; 4]", "")]);
        assert_eq!(ranges(compiled.sound().plan()), [(VERTEX | FRAGMENT, 0, 16)]);
    }

    #[test]
    fn stages_that_disagree_are_both_named() {
        let compiled = but("pc2.rs", &[("pc.frag", "pc_other.frag")]);
        assert_eq!(compiled.errors(), [Code::StagesDisagree]);
        let said = compiled.texts().join("\n");
        assert!(
            said.contains("pc.vert (vertex) declares `place` with a `f32` at offset 0"),
            "{said}"
        );
        assert!(said.contains("pc_other.frag (fragment) declares `flags`"), "{said}");
    }

    #[test]
    fn writes_are_cut_where_the_stages_change() {
        let range = |stages, offset, size| Push { stages, offset, size };
        let ranges = [range(VERTEX, 0, 48), range(FRAGMENT, 16, 16), range(FRAGMENT, 64, 8)];
        let writes: Vec<Push> = Push::writes(&ranges).collect();
        let expected = [
            range(VERTEX, 0, 16),
            range(VERTEX | FRAGMENT, 16, 16),
            range(VERTEX, 32, 16),
            range(FRAGMENT, 64, 8),
        ];
        assert_eq!(writes, expected);
    }
}

mod blocks {
    use super::*;

    const UNIFORM: &str = r#"
        #[derive(vixen::Block, Clone, Copy)]
        #[repr(C)]
        pub struct Scene { place: [f32; 4], tint: [f32; 4] }
        #[derive(vixen::Pass)]
        #[pass(raster, vertex = "scene.vert", fragment = "scene.frag")]
        struct Draw { #[uniform(name = "Scene", type = "Scene")] scene: Buffer, #[color(clear = 0.0)] color: Image }
        #[derive(vixen::Graph)]
        struct G {
            #[import(swapchain)] screen: Image,
            #[upload(type = "Scene")] scene: Buffer,
            #[pass(scene = scene, color = screen, vertices = 3)] draw: Draw,
        }"#;

    #[test]
    fn uniform_blocks_of_two_stages_are_one_struct() {
        compile_text(UNIFORM).sound();
        let short = compile_text(&UNIFORM.replace(", tint: [f32; 4]", ""));
        assert_eq!(short.errors(), [Code::BlockLayout]);
        let other = compile_text(&UNIFORM.replace("scene.frag", "scene_other.frag"));
        assert_eq!(other.errors(), [Code::StagesDisagree]);
    }
}

mod bindings {
    use super::*;

    fn types(plan: &Plan) -> Vec<(vk::DescriptorType, bool)> {
        plan.layout_bindings.iter().map(|b| (b.ty, b.sampler.is_some())).collect()
    }

    const COMBINED: vk::DescriptorType = vk::DescriptorType::COMBINED_IMAGE_SAMPLER;

    /// "Shader Resource and Descriptor Type Correspondence" lets a combined image sampler be the image and the
    /// sampler of a shader (VUID-VkGraphicsPipelineCreateInfo-layout-07990).
    #[test]
    fn an_image_and_a_sampler_are_combined() {
        assert_eq!(types(compile("pair.rs").sound().plan()), [(COMBINED, true)]);
    }

    #[test]
    fn the_slot_has_the_samplers_name_or_the_images() {
        let named = but("pair.rs", &[("tex: Image", "smp: Image"), ("tex = img", "smp = img")]);
        assert_eq!(types(named.sound().plan()), [(COMBINED, true)]);
        let numbered = but("pair.rs", &[(r#"filter = "linear""#, "binding = (0, 0)")]);
        assert_eq!(types(numbered.sound().plan()), [(COMBINED, true)]);
    }

    #[test]
    fn a_second_slot_for_the_sampler_is_told_where_it_is() {
        let two = but("pair.rs", &[("#[color] color", "#[sampler] smp: Sampler, #[color] color")]);
        assert_eq!(two.errors(), [Code::SlotWithoutBinding]);
        let said = two.texts().join("\n");
        assert!(said.contains("the slot `tex` fills it"), "{said}");
    }

    /// One stage has the image alone, the other a combined image sampler.
    #[test]
    fn across_stages_too() {
        let stages = [("tri.vert", "image_alone.vert"), ("pair.frag.spv", "combined.frag")];
        assert_eq!(types(but("pair.rs", &stages).sound().plan()), [(COMBINED, true)]);
    }

    #[test]
    fn other_kinds_at_one_binding_are_an_error() {
        let stages = [("tri.vert", "image_alone.vert"), ("pair.frag.spv", "cube_at_0.frag")];
        assert_eq!(but("pair.rs", &stages).errors(), [Code::BindingShared]);
        let storage = but("alias_one.rs", &[("alias.comp", "alias_kinds.comp")]);
        assert_eq!(storage.errors(), [Code::BindingShared]);
    }

    #[test]
    fn an_alias_has_any_of_its_names() {
        compile("alias_one.rs").sound();
        but("alias_one.rs", &[(r#"name = "Commands""#, r#"name = "Tasks""#)]).sound();
        let neither = but("alias_one.rs", &[(r#"name = "Commands""#, r#"name = "Nothing""#)]);
        assert!(neither.errors().contains(&Code::SlotWithoutBinding));
    }

    /// The slot's name says which of the aliases its struct is.
    #[test]
    fn the_struct_of_an_alias_is_that_of_its_name() {
        let block = "#[derive(vixen::Block, Clone, Copy)]\n#[repr(C)]\npub struct Draw { draw: u32, count: u32, \
                     first: u32, base: u32 }\n#[derive(vixen::Pass)]\n#[pass";
        let typed = |name: &str| {
            let named = format!(r#"name = "{name}", type = "Draw""#);
            but(
                "alias_one.rs",
                &[("#[derive(vixen::Pass)]\n#[pass", block), (r#"name = "Commands""#, &named)],
            )
        };
        typed("Commands").sound();
        assert_eq!(typed("Tasks").errors(), [Code::BlockLayout]);
    }
}

mod sizes {
    use super::*;

    /// `vec4 light[N]` with a default of 2, and `spec(N = 4)`.
    #[test]
    fn push_constants_have_the_size_of_the_graphs_constants() {
        let compiled = compile("spec_push_4_s4.rs");
        let plan = compiled.sound().plan();
        assert_eq!(ranges(plan), [(vk::ShaderStageFlags::COMPUTE, 0, 64)]);
        assert_eq!(plan.passes[0].push.map(|push| push.size), Some(64));
    }

    /// What the struct has beyond that is not read: a part of it is pushed.
    #[test]
    fn without_a_constant_it_is_the_default() {
        let two = but("spec_push_4_s4.rs", &[(", spec(N = 4)", "")]);
        assert_eq!(ranges(two.sound().plan()), [(vk::ShaderStageFlags::COMPUTE, 0, 32)]);
        let one =
            but("spec_push_4_s4.rs", &[(", spec(N = 4)", ""), ("f32; 4]; 4]", "f32; 4]; 1]")]);
        assert_eq!(one.errors(), [Code::PushLayout]);
    }

    #[test]
    fn a_struct_for_other_constants_is_told_at_the_graph() {
        let five = but("spec_push_4_s4.rs", &[("N = 4", "N = 5")]);
        assert_eq!(five.errors(), [Code::PushLayout]);
        let said = five.texts().join("\n");
        assert!(said.contains("in `add` of the graph"), "{said}");
    }

    #[test]
    fn two_passes_of_one_type_have_their_own() {
        let two = |other: &str| {
            let second = r#"#[readback(size = 16)] more: Buffer,
            #[pass(sum = more, groups = "1", spec(N = OTHER))] less: Add,
            #[pass(sum = out, groups = "1", spec(N = 4))] add: Add,"#;
            let first = r#"#[pass(sum = out, groups = "1", spec(N = 4))] add: Add,"#;
            but("spec_push_4_s4.rs", &[(first, &second.replace("OTHER", other))])
        };
        let both = two("3");
        let pushed = both.sound().plan().passes.iter().map(|pass| pass.push.map(|push| push.size));
        assert_eq!(pushed.collect::<Vec<_>>(), [Some(48), Some(64)]);
        assert_eq!(two("5").errors(), [Code::PushLayout], "N = 5 does not fit, N = 4 does");
    }

    #[test]
    fn a_size_of_none_is_an_error() {
        let none = but("spec_push_4_s4.rs", &[("N = 4", "N = 0")]);
        assert_eq!(none.errors(), [Code::SpecConstantSize]);
    }

    #[test]
    fn a_block_may_outgrow_the_profile() {
        let large = [("N = 4", "N = 9"), ("f32; 4]; 4]", "f32; 4]; 9]")];
        let compiled = but("spec_push_4_s4.rs", &large);
        assert_eq!(compiled.errors(), [Code::BlockTooLarge], "144 bytes, 128 are guaranteed");
    }

    const ARRAYS: &str = r#"
        #[derive(vixen::Block, Clone, Copy)]
        #[repr(C)]
        pub struct Scene { count: u32, _pad: [u32; 3], lights: [[f32; 4]; 6] }
        #[derive(vixen::Pass)]
        #[pass(compute, shader = "sized.comp")]
        struct Sum {
            #[uniform(name = "Scene", type = "Scene")] scene: Buffer,
            #[sampled(filter = "nearest")] images: [Image; 3],
            #[storage(write, discard, name = "Out")] out: Buffer,
        }
        #[derive(vixen::Graph)]
        struct G {
            #[upload(type = "Scene")] scene: Buffer,
            #[persistent(format = "R8G8B8A8_UNORM", size = "[8, 8]", clear = 0.0)] image: [Image; 3],
            #[readback(size = 16)] out: Buffer,
            #[pass(scene = scene, images = image, out = out, groups = "1", spec(N = 3))] sum: Sum,
        }"#;

    /// Arrays of descriptors and of structs, by expressions of a constant.
    #[test]
    fn descriptors_and_uniform_blocks_too() {
        let compiled = compile_text(ARRAYS);
        let counts: Vec<u32> =
            compiled.sound().plan().layout_bindings.iter().map(|b| b.count).collect();
        assert_eq!(counts, [1, 3, 1]);
        let more = compile_text(&ARRAYS.replace("N = 3", "N = 4"));
        assert_eq!(more.errors(), [Code::CountMismatch, Code::BlockLayout]);
    }
}

mod vertices {
    use super::*;

    fn attributes(compiled: &Compiled) -> Vec<(u32, vk::Format, u32)> {
        let all = compiled.sound().plan().vertex_attributes.iter();
        all.map(|attribute| (attribute.location, attribute.format, attribute.offset)).collect()
    }

    const PLACE: [(u32, vk::Format, u32); 1] = [(0, vk::Format::R32G32B32_SFLOAT, 0)];

    /// Slang calls the input `v.place`.
    #[test]
    fn the_last_part_of_a_name_is_a_name() {
        assert_eq!(attributes(&compile("slang_vertex.rs")), PLACE);
    }

    #[test]
    fn a_location_feeds_whatever_the_input_is_called() {
        let by = [("{ place:", "{ corner:"), (r#"type = "V""#, r#"type = "V", location = 0"#)];
        assert_eq!(attributes(&but("slang_vertex.rs", &by)), PLACE);
        let beside = [("{ place:", "{ corner:"), (r#"type = "V""#, r#"type = "V", location = 1"#)];
        assert_eq!(but("slang_vertex.rs", &beside).errors(), [Code::VertexInput]);
    }

    /// The remedies of the error can be written.
    #[test]
    fn the_error_names_what_rust_can_write() {
        let other = but("slang_vertex.rs", &[("{ place:", "{ plate:")]);
        assert_eq!(other.errors(), [Code::VertexInput]);
        let said = other.texts().join("\n");
        assert!(said.contains("rename the field `plate` to `place`"), "{said}");
        assert!(said.contains("location = 0"), "{said}");
    }

    /// `in.var.POSITION0` and `in.var.TEXCOORD1`, as DXC names them: `POSITION` is `POSITION0`, and `TEXCOORD1` is not
    /// `TEXCOORD`.
    #[test]
    fn semantics_of_hlsl_are_names() {
        let dxc = |fields: &str| {
            let pairs = [
                ("mesh.vert.spv", "dxc.vert.spv"),
                ("place: [f32; 3]", fields),
                ("size = 36", "size = 60"),
            ];
            but("slang_vertex.rs", &pairs)
        };
        let [place, uv] = [vk::Format::R32G32B32_SFLOAT, vk::Format::R32G32_SFLOAT];
        let found = dxc("position: [f32; 3], texcoord1: [f32; 2]");
        assert_eq!(attributes(&found), [(0, place, 0), (1, uv, 12)]);
        let found = dxc("texcoord1: [f32; 2], position0: [f32; 3]");
        assert_eq!(attributes(&found), [(0, place, 8), (1, uv, 0)]);
        assert_eq!(dxc("position: [f32; 3], texcoord: [f32; 2]").errors(), [Code::VertexInput]);
    }

    /// Half floats in a vertex are read as floats.
    #[test]
    fn fields_of_16_bits() {
        let half = but("slang_vertex.rs", &[("[f32; 3]", "[half::f16; 4]")]);
        assert_eq!(attributes(&half), [(0, vk::Format::R16G16B16A16_SFLOAT, 0)]);
    }
}

mod halves {
    use super::*;

    /// `half::f16` is GLSL's `float16_t`.
    #[test]
    fn a_block_has_floats_of_16_bits() {
        compile("half.rs").sound();
    }

    #[test]
    fn other_numbers_of_16_bits_are_told_which() {
        let uint = but("half.rs", &[("y: half::f16", "y: u16")]);
        assert_eq!(uint.errors(), [Code::BlockLayout]);
        assert!(uint.texts().join("\n").contains("write `y: half::f16`"), "{:?}", uint.texts());
        let short = but("half.rs", &[(", tag: u16", "")]);
        assert_eq!(short.errors(), [Code::BlockLayout]);
    }
}

mod offsets {
    use super::*;

    /// VUID-VkWriteDescriptorSet-descriptorType-00327 and -00328.
    #[test]
    fn ranges_start_where_every_device_can() {
        assert_eq!(compile("align.rs").errors(), [Code::BufferOffset; 2]);
        let aligned =
            [("b.bytes(16..32)", "b.bytes(256..272)"), ("out.bytes(16..32)", "out.bytes(0..32)")];
        but("align.rs", &aligned).sound();
        let storage =
            [("b.bytes(16..32)", "b.bytes(0..16)"), ("out.bytes(16..32)", "out.bytes(128..512)")];
        assert_eq!(but("align.rs", &storage).errors(), [Code::BufferOffset]);
    }

    /// Each element of an array of passes has its range.
    #[test]
    fn in_arrays_of_passes_too() {
        let each = |bytes: &str| {
            let ranges = [
                ("b.bytes(16..32)", "b.bytes(0..16)"),
                ("out.bytes(16..32)", bytes),
                ("go: Go", "go: [Go; 2]"),
            ];
            but("align.rs", &ranges)
        };
        each("out.bytes(i * 256..i * 256 + 256)").sound();
        assert_eq!(each("out.bytes(i * 64..i * 64 + 64)").errors(), [Code::BufferOffset]);
    }
}

mod cubes {
    use super::*;

    fn sized(size: &str) -> Compiled {
        but(
            "cube_ns.rs",
            &[("[64, 32]", size), ("groups = \"[8, 4, 6]\"", "groups = \"[8, 8, 6]\"")],
        )
    }

    /// VUID-VkImageCreateInfo-flags-08865.
    #[test]
    fn faces_are_square() {
        assert_eq!(compile("cube_ns.rs").errors(), [Code::CubeSides]);
        sized("[64, 64]").sound();
        sized("64").sound();
    }

    #[test]
    fn at_every_size() {
        assert_eq!(sized("[width, height]").errors(), [Code::CubeSides]);
        assert_eq!(sized("[width / 2, width / 2]").errors(), []);
        assert_eq!(sized("[width / 2, height / 2]").errors(), [Code::CubeSides]);
        let by = |declared: &str, size: &str| {
            let param = format!("struct G {{\n    #[param({declared})] n: u32,");
            let size =
                [("struct G {", param.as_str()), ("[64, 32]", size), ("[8, 4, 6]", "[8, 8, 6]")];
            but("cube_ns.rs", &size).errors()
        };
        assert_eq!(by("default = 16, max = 64", "[n * 2, n * 2]"), []);
        assert_eq!(by("default = [16, 16, 1], max = [64, 64, 1]", "n"), [Code::CubeSides]);
        // Square at the maximum of 3840 x 2160, and at no other.
        assert_eq!(sized("[width - 1680, height]").errors(), [Code::CubeSides]);
    }
}

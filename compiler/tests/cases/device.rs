//! Limits, features and formats: what a graph may ask of the device, and what it asks.

use vixen_compiler::diagnostic::Code;
use vixen_plan::Plan;

use crate::{Compiled, compile, compile_text, folder};

/// A case of the folder with one text in place of another: a neighbour.
fn neighbour(file: &str, from: &str, to: &str) -> Compiled {
    let text = std::fs::read_to_string(folder().join(file)).unwrap();
    assert!(text.contains(from), "{file} has no `{from}`");
    compile_text(&text.replace(from, to))
}

fn limit(plan: &Plan, name: &str) -> Option<u64> {
    plan.needs.limits.iter().find(|need| need.limit == name).map(|need| need.at_least)
}

fn features(plan: &Plan) -> Vec<&str> {
    plan.needs.features.iter().map(|name| &**name).collect()
}

const PLAIN: &str = "#[derive(vixen::Graph)]\nstruct G";

fn with(header: &str) -> String {
    format!("#[derive(vixen::Graph)]\n#[graph({header})]\nstruct G")
}

#[test]
fn a_workgroup_larger_than_promised_is_refused_or_asked_for() {
    let found = compile("wgf.rs");
    assert_eq!(found.errors(), [Code::OverLimit; 2], "{:?}", found.texts());
    let text = found.texts().join("\n");
    assert!(text.contains("limits(maxComputeWorkGroupInvocations = 1024)"), "{text}");
    assert!(text.contains("limits(maxComputeWorkGroupSize = [1024, 256, 64])"), "{text}");
    // Both remedies together make both errors go away, and become needs.
    let limits =
        "limits(maxComputeWorkGroupInvocations = 1024, maxComputeWorkGroupSize = [1024, 256, 64])";
    let asked = neighbour("wgf.rs", PLAIN, &with(limits));
    assert_eq!(limit(asked.plan(), "maxComputeWorkGroupInvocations"), Some(1024));
    assert_eq!(limit(asked.plan(), "maxComputeWorkGroupSize[0]"), Some(1024));
}

#[test]
fn a_local_size_under_spec_is_what_counts() {
    let spec = |size: u32| {
        compile_text(&format!(
            r#"
            #[derive(vixen::Pass)]
            #[pass(compute, shader = "group_spec.comp")]
            struct Add {{ #[storage(write, discard, name = "Sum")] sum: Buffer }}
            #[derive(vixen::Graph)]
            struct G {{
                #[readback(size = 65536)] out: Buffer,
                #[pass(sum = out, groups = "1", spec(SIDE = {size}))] add: Add,
            }}"#
        ))
    };
    assert_eq!(spec(64).sound().errors(), []);
    assert_eq!(limit(spec(64).plan(), "maxComputeWorkGroupInvocations"), None);
    // 256 is the milestone's, and more than Vulkan 1.3 asks of every device: a need.
    assert_eq!(limit(spec(256).plan(), "maxComputeWorkGroupInvocations"), Some(256));
    let large = spec(512).texts().join("\n");
    assert!(large.contains("a workgroup of `add` has 512 invocations"), "{large}");
    // One vec4 an invocation: 16 KiB are what every device shares.
    assert!(!large.contains("maxComputeSharedMemorySize"), "{large}");
    let huge = spec(2048).texts().join("\n");
    assert!(huge.contains("a workgroup of `add` shares 32768 bytes"), "{huge}");
}

#[test]
fn a_lower_profile_promises_less_and_a_higher_one_more() {
    let core = neighbour("wgf.rs", PLAIN, &with("profile = \"vulkan 1.3\""));
    assert!(core.texts().join("\n").contains("Vulkan 1.3 guarantees 128"), "{:?}", core.texts());
    let unknown = neighbour("wgf.rs", PLAIN, &with("profile = \"roadmap 2042\""));
    assert!(unknown.errors().contains(&Code::MalformedValue), "{:?}", unknown.texts());
}

#[test]
fn a_named_compression_makes_its_formats_sampled() {
    let found = compile("bc7.rs");
    assert_eq!(features(found.sound().plan()), ["textureCompressionBC"]);
    let asked = found.plan().needs.formats.iter().any(|need| {
        need.format == vixen_plan_format("BC7_UNORM_BLOCK")
            && need.features.contains(ash::vk::FormatFeatureFlags2::SAMPLED_IMAGE)
    });
    assert!(asked, "{:?}", found.plan().needs.formats);
    // Another family than the one named, and none: the remedy names the right one.
    for (from, to, feature) in [
        ("BC7_UNORM_BLOCK", "ASTC_4x4_UNORM_BLOCK", "textureCompressionASTC_LDR"),
        ("BC7_UNORM_BLOCK", "ETC2_R8G8B8A8_UNORM_BLOCK", "textureCompressionETC2"),
        ("#[graph(features = \"textureCompressionBC\")]", "", "textureCompressionBC"),
    ] {
        let other = neighbour("bc7.rs", from, to);
        assert_eq!(other.errors(), [Code::FormatUnsupported], "{:?}", other.texts());
        assert!(
            other.texts()[0].contains(&format!("features = \"{feature}\"")),
            "{:?}",
            other.texts()
        );
    }
}

fn vixen_plan_format(name: &str) -> ash::vk::Format {
    vixen_compiler::format::by_name(name).unwrap()
}

#[test]
fn a_feature_that_does_not_exist_is_told() {
    let found = compile("feat.rs");
    assert_eq!(found.errors(), [Code::MalformedValue], "{:?}", found.texts());
    assert!(found.texts()[0].contains("`fooBar`"), "{:?}", found.texts());
    for (written, said) in [
        // Another case; another list; a word too many; a value that is no list.
        ("features = \"ShaderInt64\"", "did you mean `shaderInt64`?"),
        ("features = \"shaderInt16; shaderInt64\"", "write the names with commas"),
        ("features = \"shaderInt16 shaderInt64\"", "write the names with commas"),
        ("features(\"rayQueries\")", "did you mean `rayQuery`?"),
        ("features", "takes a list of names"),
        ("features = [\"shaderInt64\"]", "takes a text"),
        ("capabilities = \"11: shaderInt64\"", "Int64"),
        ("capabilities = \"sixty\"", "a SPIR-V capability with its feature"),
        ("limits(maxPushConstantSize = 256)", "maxPushConstantsSize"),
        (
            "limits(maxPushConstantsSize = 64)",
            "less than there is: Vulkan Roadmap 2022 guarantees 128",
        ),
        ("limits(maxComputeWorkGroupSize = 512)", "3 whole numbers"),
    ] {
        let other = neighbour("feat.rs", "features = \"fooBar\"", written);
        assert_eq!(other.errors().len(), 1, "{written}: {:?}", other.texts());
        assert!(other.texts()[0].contains(said), "{written}: {:?}", other.texts());
    }
}

#[test]
fn a_list_of_features_is_a_list_however_it_is_written() {
    for written in [
        "features = \"shaderInt16, shaderInt64\"",
        "features = \"shaderInt64 | shaderInt16\"",
        "features(\"shaderInt16\", \"shaderInt64\")",
        "features(shaderInt16, shaderInt64)",
    ] {
        let found = neighbour("feat.rs", "features = \"fooBar\"", written);
        assert_eq!(features(found.plan()), ["shaderInt16", "shaderInt64"], "{written}");
    }
}

#[test]
fn a_named_limit_is_a_need_even_where_vixen_sees_no_use() {
    let written = "limits(maxDrawIndirectCount = 1000, minUniformBufferOffsetAlignment = 64, \
                   framebufferColorSampleCounts = 8)";
    let found = neighbour("feat.rs", "features = \"fooBar\"", written);
    assert_eq!(limit(found.plan(), "maxDrawIndirectCount"), Some(1000));
    assert_eq!(limit(found.plan(), "minUniformBufferOffsetAlignment"), Some(64));
    assert_eq!(limit(found.plan(), "framebufferColorSampleCounts"), Some(8));
}

#[test]
fn a_feature_of_an_extension_brings_the_extension() {
    let found = neighbour("feat.rs", "fooBar", "rayQuery");
    assert_eq!(features(found.plan()), ["rayQuery"]);
    let extensions: Vec<&str> = found.plan().needs.extensions.iter().map(|e| &**e).collect();
    let wanted =
        ["VK_KHR_acceleration_structure", "VK_KHR_deferred_host_operations", "VK_KHR_ray_query"];
    assert_eq!(extensions, wanted);
    let plain = neighbour("feat.rs", "fooBar", "VK_EXT_shader_stencil_export");
    assert_eq!(features(plain.plan()), [""; 0]);
    assert_eq!(plain.plan().needs.extensions.len(), 1);
}

#[test]
fn an_unknown_capability_is_taken_when_its_feature_is_named() {
    let pass = |header: &str| {
        compile_text(&format!(
            r#"
            #[derive(vixen::Pass)]
            #[pass(compute, shader = "unknown_capability.comp.spv")]
            struct Go {{ #[storage(write, discard, name = "list")] o: Buffer }}
            #[derive(vixen::Graph)]
            {header}
            struct G {{ #[readback(size = 512)] out: Buffer, #[pass(o = out, groups = "1")] go: Go }}"#
        ))
    };
    let refused = pass("");
    assert_eq!(refused.errors(), [Code::FeatureMissing], "{:?}", refused.texts());
    assert!(refused.texts()[0].contains("capabilities = \"60000: featureName\""));
    let taken = pass("#[graph(capabilities = \"60000: ownFeature\")]");
    assert_eq!(features(taken.plan()), ["ownFeature"]);
}

#[test]
fn descriptors_count_by_type_and_stage() {
    let buffers = |count: usize, header: &str| {
        let all =
            |text: &dyn Fn(usize) -> String| (0..count).map(text).collect::<Vec<_>>().concat();
        let slots =
            all(&|i| format!("#[storage(write, discard, binding = (0, {i}))] b{i}: Buffer, "));
        let wires = all(&|i| format!("b{i} = out{i}, "));
        let outs = all(&|i| format!("#[readback(size = 64)] out{i}: Buffer, "));
        let file = format!("buffers_{count}.comp");
        compile_text(&format!(
            r#"
            #[derive(vixen::Pass)]
            #[pass(compute, shader = "{file}")]
            struct Many {{ {slots} }}
            #[derive(vixen::Graph)]
            {header}
            struct G {{ {outs} #[pass({wires} groups = "1")] many: Many }}"#
        ))
    };
    let five = buffers(5, "");
    assert_eq!(limit(five.plan(), "maxPerStageDescriptorStorageBuffers"), Some(5));
    let core = buffers(5, "#[graph(profile = \"vulkan 1.3\")]");
    assert_eq!(core.errors(), [Code::OverLimit], "{:?}", core.texts());
    assert!(core.texts()[0].contains("maxPerStageDescriptorStorageBuffers"), "{:?}", core.texts());
}

#[test]
fn integer_samples_are_asked_of_the_integer_limit() {
    let image = |format: &str, samples: u32| {
        compile_text(&format!(
            r#"
            #[derive(vixen::Pass)]
            #[pass(raster, vertex = "tri.vert", fragment = "{}.frag", code)]
            struct Draw {{ #[color(clear = 0)] target: Image, #[resolve(of = "target")] one: Image }}
            #[derive(vixen::Pass)]
            #[pass(transfer)]
            struct Take {{ #[copy(read)] from: Image, #[copy(write)] to: Buffer }}
            #[derive(vixen::Graph)]
            struct G {{
                #[transient(format = "{format}", size = "[4, 4]", samples = {samples})] many: Image,
                #[transient(format = "{format}", size = "[4, 4]")] one: Image,
                #[readback(size = 64)] out: Buffer,
                #[pass(target = many, one = one)] draw: Draw,
                #[pass(from = one, to = out)] take: Take,
            }}"#,
            if format.ends_with("UINT") { "whole" } else { "flat" }
        ))
    };
    let whole = image("R8G8B8A8_UINT", 4);
    assert_eq!(limit(whole.plan(), "framebufferIntegerColorSampleCounts"), Some(4));
    assert_eq!(limit(whole.plan(), "framebufferColorSampleCounts"), None);
    assert_eq!(limit(image("R8G8B8A8_UNORM", 4).plan(), "framebufferColorSampleCounts"), None);
    assert_eq!(limit(image("R8G8B8A8_UNORM", 8).plan(), "framebufferColorSampleCounts"), Some(8));
}

#[test]
fn a_volume_has_256_texels_along_an_axis() {
    let volume = |side: u32| {
        compile_text(&format!(
            r#"
            #[derive(vixen::Pass)]
            #[pass(compute, shader = "volume.comp")]
            struct Fill {{ #[storage(write, discard, name = "dst")] dst: Image }}
            #[derive(vixen::Graph)]
            struct G {{
                #[import(format = "R8_UNORM", size = "[{side}, 4, 4]", dimension = "3d")] volume: Image,
                #[pass(dst = volume, groups = "1")] fill: Fill,
            }}"#
        ))
    };
    assert_eq!(volume(256).errors(), [], "{:?}", volume(256).texts());
    assert_eq!(volume(257).errors(), [Code::OverLimit], "{:?}", volume(257).texts());
}

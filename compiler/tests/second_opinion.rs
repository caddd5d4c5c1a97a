//! Other readers' opinion of the same modules: spirq's own reflection, and the `spirv-reflect` crate.
//!
//! `spirv-reflect` is C that asserts and aborts (on SPIR-V 1.4 and newer, among others), so it runs in
//! a process of its own: this program starts itself with `--opinion FILE`, and reads its answer.
//! Without a harness, since the harness would take that argument for its own.
// A test says what is wrong by a panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use glslang::{
    Compiler, CompilerOptions, ShaderInput, ShaderSource, ShaderStage, SourceLanguage,
    SpirvVersion, Target, VulkanVersion,
};
use spirq::ReflectConfig;
use spirq::ty::DescriptorType;
use spirq::var::Variable;
use spirv_reflect::ShaderModule;
use spirv_reflect::types::ReflectDescriptorType;
use vixen_compiler::reflect::{BindingKind, Count, reflect};

/// Set, binding, kind, count (0 for a runtime array).
type Opinion = BTreeSet<(u32, u32, String, u32)>;

fn main() {
    let arguments: Vec<_> = env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--opinion") {
        print!("{}", spirv_reflect_opinion(&fs::read(&arguments[at + 1]).unwrap()));
        return;
    }
    let shaders = [
        ("kinds", include_str!("reflect/shaders/kinds_old.frag"), ShaderStage::Fragment),
        ("layouts", include_str!("reflect/shaders/layouts.comp"), ShaderStage::Compute),
    ];
    let versions = [
        (SpirvVersion::SPIRV1_0, VulkanVersion::Vulkan1_0),
        (SpirvVersion::SPIRV1_3, VulkanVersion::Vulkan1_1),
        (SpirvVersion::SPIRV1_6, VulkanVersion::Vulkan1_3),
    ];
    for (name, source, stage) in shaders {
        for version in versions {
            let module = compile(source, stage, version);
            let ours = our_opinion(&module);
            assert!(!ours.is_empty());
            assert_eq!(spirq_opinion(&module), ours, "spirq on {name}, {version:?}");
            if let Some(expected) = visible_to_spirv_reflect(version.0, &ours) {
                let theirs = in_a_process(name, &module);
                assert_eq!(theirs, printed(&expected), "spirv-reflect on {name}, {version:?}");
            }
            println!("{name} {version:?}: {} bindings, agreed", ours.len());
        }
    }
}

/// What the crate can see: nothing from SPIR-V 1.4 on, where it asserts, and in 1.3 no buffer of the
/// storage class `StorageBuffer`, which it drops.
fn visible_to_spirv_reflect(version: SpirvVersion, ours: &Opinion) -> Option<Opinion> {
    match version {
        SpirvVersion::SPIRV1_0 => Some(ours.clone()),
        SpirvVersion::SPIRV1_3 => {
            Some(ours.iter().filter(|binding| binding.2 != "StorageBuffer").cloned().collect())
        }
        _ => None,
    }
}

fn compile(
    source: &str,
    stage: ShaderStage,
    (spirv_version, version): (SpirvVersion, VulkanVersion),
) -> Vec<u8> {
    let target = Target::Vulkan { version, spirv_version };
    let source_language = SourceLanguage::GLSL;
    let options = CompilerOptions { source_language, target, ..CompilerOptions::default() };
    let source = ShaderSource::from(source);
    let no_defines = None::<&[(&str, Option<&str>)]>;
    let input = ShaderInput::new(&source, stage, &options, no_defines, None).unwrap();
    let words = Compiler::acquire().unwrap().create_shader(input).unwrap().compile().unwrap();
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn our_opinion(module: &[u8]) -> Opinion {
    let interface = reflect(module).unwrap();
    let bindings = interface.entry_points.iter().flat_map(|entry| &entry.bindings);
    let opinion = bindings.map(|binding| {
        let kind = match binding.kind {
            BindingKind::Sampler => "Sampler",
            BindingKind::CombinedImageSampler(_) => "CombinedImageSampler",
            BindingKind::SampledImage(_) => "SampledImage",
            BindingKind::StorageImage(_) => "StorageImage",
            BindingKind::UniformTexelBuffer(_) => "UniformTexelBuffer",
            BindingKind::StorageTexelBuffer(_) => "StorageTexelBuffer",
            BindingKind::UniformBuffer(_) => "UniformBuffer",
            BindingKind::StorageBuffer(_) => "StorageBuffer",
            BindingKind::InputAttachment { .. } => "InputAttachment",
            BindingKind::AccelerationStructure => "AccelStruct",
        };
        let count = match binding.count {
            Count::One => 1,
            Count::Array(count) => count,
            Count::Specialized { default, .. } | Count::Computed { default } => default,
            Count::Runtime => 0,
        };
        (binding.set, binding.binding, kind.to_owned(), count)
    });
    opinion.collect()
}

/// What spirq says of all declared descriptors; it does not see all uses.
fn spirq_opinion(module: &[u8]) -> Opinion {
    let entries = ReflectConfig::new().spv(module).ref_all_rscs(true).reflect().unwrap();
    let variables = entries.into_iter().flat_map(|entry| entry.vars);
    let opinion = variables.filter_map(|variable| match variable {
        Variable::Descriptor { desc_bind, desc_ty, nbind, .. } => {
            let kind = match desc_ty {
                DescriptorType::StorageImage(_) => "StorageImage".to_owned(),
                DescriptorType::StorageTexelBuffer(_) => "StorageTexelBuffer".to_owned(),
                DescriptorType::StorageBuffer(_) => "StorageBuffer".to_owned(),
                DescriptorType::InputAttachment(_) => "InputAttachment".to_owned(),
                other => format!("{other:?}"),
            };
            Some((desc_bind.set(), desc_bind.bind(), kind, nbind))
        }
        _ => None,
    });
    opinion.collect()
}

fn spirv_reflect_opinion(module: &[u8]) -> String {
    let module = ShaderModule::load_u8_data(module).unwrap();
    let bindings = module.enumerate_descriptor_bindings(None).unwrap();
    let opinion = bindings.iter().map(|binding| {
        let kind = match binding.descriptor_type {
            ReflectDescriptorType::AccelerationStructureNV => "AccelStruct".to_owned(),
            other => format!("{other:?}"),
        };
        (binding.set, binding.binding, kind, binding.count)
    });
    printed(&opinion.collect())
}

fn printed(opinion: &Opinion) -> String {
    let lines =
        opinion.iter().map(|(set, binding, kind, count)| format!("{set} {binding} {kind} {count}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The answer of `spirv-reflect`, which must not have ended by a signal.
fn in_a_process(name: &str, module: &[u8]) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("opinion_{name}.spv"));
    fs::write(&path, module).unwrap();
    let child = Command::new(env::current_exe().unwrap()).arg("--opinion").arg(path).output();
    let output = child.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

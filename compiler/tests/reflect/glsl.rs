//! GLSL to SPIR-V for tests, by the bundled glslang.

use glslang::{
    Compiler, CompilerOptions, ShaderInput, ShaderSource, ShaderStage, SourceLanguage,
    SpirvVersion, Target, VulkanVersion,
};
use vixen_compiler::reflect::{Binding, EntryPoint, Interface, reflect};

/// Every SPIR-V version, with a Vulkan version that takes it.
pub(crate) const VERSIONS: [(SpirvVersion, VulkanVersion); 7] = [
    (SpirvVersion::SPIRV1_0, VulkanVersion::Vulkan1_0),
    (SpirvVersion::SPIRV1_1, VulkanVersion::Vulkan1_1),
    (SpirvVersion::SPIRV1_2, VulkanVersion::Vulkan1_1),
    (SpirvVersion::SPIRV1_3, VulkanVersion::Vulkan1_1),
    (SpirvVersion::SPIRV1_4, VulkanVersion::Vulkan1_2),
    (SpirvVersion::SPIRV1_5, VulkanVersion::Vulkan1_2),
    (SpirvVersion::SPIRV1_6, VulkanVersion::Vulkan1_3),
];

/// Compiles for one of [`VERSIONS`].
pub(crate) fn compile_for(
    source: &str,
    stage: ShaderStage,
    (spirv_version, version): (SpirvVersion, VulkanVersion),
) -> Vec<u8> {
    let options = CompilerOptions {
        source_language: SourceLanguage::GLSL,
        target: Target::Vulkan { version, spirv_version },
        version_profile: None,
        ..CompilerOptions::default()
    };
    let source = ShaderSource::from(source);
    let compiler = Compiler::acquire().unwrap();
    let no_defines = None::<&[(&str, Option<&str>)]>;
    let input = ShaderInput::new(&source, stage, &options, no_defines, None).unwrap();
    let shader = compiler.create_shader(input).unwrap_or_else(|error| panic!("{error}"));
    let words = shader.compile().unwrap_or_else(|error| panic!("{error}"));
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// Compiles for Vulkan 1.3.
pub(crate) fn compile(source: &str, stage: ShaderStage) -> Vec<u8> {
    compile_for(source, stage, VERSIONS[6])
}

/// The interface of GLSL compiled for Vulkan 1.3, which has one entry point.
pub(crate) fn interface(source: &str, stage: ShaderStage) -> Interface {
    reflect(&compile(source, stage)).unwrap()
}

/// The entry point of a compute shader whose declarations and `main` are given.
pub(crate) fn compute(declarations: &str, main: &str) -> EntryPoint {
    interface(&compute_source(declarations, main), ShaderStage::Compute).entry_points.remove(0)
}

/// The source of a compute shader whose declarations and `main` are given.
pub(crate) fn compute_source(declarations: &str, main: &str) -> String {
    format!("#version 460\n{declarations}\nvoid main() {{ {main} }}\n")
}

/// The binding of that name.
pub(crate) fn binding<'a>(entry: &'a EntryPoint, name: &str) -> &'a Binding {
    let found = entry.bindings.iter().find(|binding| binding.name == name);
    found.unwrap_or_else(|| panic!("no binding `{name}` among {:#?}", entry.bindings))
}

/// Removes all names from a module, as release builds of shaders do.
pub(crate) fn strip(module: &[u8]) -> Vec<u8> {
    let words: Vec<u32> =
        module.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word)).collect();
    let mut kept = words[..5].to_vec();
    let mut at = 5;
    while at < words.len() {
        let (count, opcode) = ((words[at] >> 16) as usize, words[at] & 0xffff);
        // OpName, OpMemberName.
        if opcode != 5 && opcode != 6 {
            kept.extend(&words[at..at + count]);
        }
        at += count;
    }
    kept.iter().flat_map(|word| word.to_le_bytes()).collect()
}

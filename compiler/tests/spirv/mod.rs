//! GLSL of tests to SPIR-V for Vulkan 1.3, by the bundled glslang.

use glslang::{
    Compiler, CompilerOptions, ShaderInput, ShaderSource, ShaderStage, SpirvVersion, Target,
    VulkanVersion,
};

/// Compiles a shader; one that glslang refuses fails the test with what it says.
pub(crate) fn spirv(source: &str, stage: ShaderStage) -> Vec<u8> {
    let options = CompilerOptions {
        target: Target::Vulkan {
            version: VulkanVersion::Vulkan1_3,
            spirv_version: SpirvVersion::SPIRV1_6,
        },
        ..CompilerOptions::default()
    };
    let compiler = Compiler::acquire().unwrap();
    let source = ShaderSource::from(source);
    let input =
        ShaderInput::new(&source, stage, &options, None::<&[(&str, Option<&str>)]>, None).unwrap();
    let shader =
        glslang::Shader::new(compiler, input).parse().unwrap_or_else(|error| panic!("{error}"));
    shader.compile().unwrap().iter().flat_map(|word| word.to_le_bytes()).collect()
}

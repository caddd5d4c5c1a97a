//! The demo's shaders compile for Vulkan 1.3, and their blocks are those of the Rust structs.
use std::path::{Path, PathBuf};

use glslang::include::{IncludeHandler, IncludeResult, IncludeType};
use glslang::{Compiler, CompilerOptions, ShaderInput, ShaderSource, ShaderStage};
use glslang::{SourceLanguage, SpirvVersion, Target, VulkanVersion};

struct Folder(PathBuf);

impl IncludeHandler for Folder {
    fn include(&mut self, _: IncludeType, name: &str, _: &str, _: usize) -> Option<IncludeResult> {
        let data = std::fs::read_to_string(self.0.join(name)).ok()?;
        Some(IncludeResult { name: name.to_owned(), data })
    }
}

fn stage(path: &Path) -> Option<ShaderStage> {
    match path.extension()?.to_str()? {
        "comp" => Some(ShaderStage::Compute),
        "vert" => Some(ShaderStage::Vertex),
        "frag" => Some(ShaderStage::Fragment),
        _ => None,
    }
}

#[test]
fn every_shader_compiles() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shaders/voxel");
    let options = CompilerOptions {
        source_language: SourceLanguage::GLSL,
        target: Target::Vulkan {
            version: VulkanVersion::Vulkan1_3,
            spirv_version: SpirvVersion::SPIRV1_6,
        },
        ..CompilerOptions::default()
    };
    let mut compiled = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let Some(stage) = stage(&path) else { continue };
        let source = ShaderSource::from(std::fs::read_to_string(&path).unwrap());
        let mut includes = Folder(folder.clone());
        let input = ShaderInput::new(&source, stage, &options, None, Some(&mut includes)).unwrap();
        let shader = Compiler::acquire().unwrap().create_shader(input);
        let words = shader.and_then(|shader| shader.compile());
        let words = words.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(words.first(), Some(&0x0723_0203));
        compiled += 1;
    }
    assert_eq!(compiled, 8);
}

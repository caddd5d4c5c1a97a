//! The shaders of the cases: GLSL compiled where it is asked for, `.spv` files as they are.

use glslang::ShaderStage;
use proc_macro2::Span;
use quote::quote;
use vixen_compiler::syntax::ast::Origin;
use vixen_compiler::syntax::tokens::{ShaderFile, ShaderLookup, Source};

use crate::spirv::spirv;

/// `tests/cases/shaders`.
pub(crate) struct Folder;

impl Source for Folder {
    fn origin(&self, span: Span) -> Origin {
        let line = u32::try_from(span.start().line).unwrap();
        Origin { file: "case.rs".into(), line }
    }

    fn shader(&self, file: &str, _: Span) -> ShaderLookup {
        match module(file) {
            Some(bytes) => ShaderLookup::Found(ShaderFile { bytes, include: quote!(&[]) }),
            None => ShaderLookup::Missing { looked_for: file.to_owned(), present: names() },
        }
    }
}

/// Names of the shaders, as passes write them.
pub(crate) fn names() -> Vec<String> {
    let files = std::fs::read_dir(super::folder().join("shaders")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| stage(name).is_some() || is_module(name)).collect();
    names.sort();
    names
}

/// The SPIR-V of a shader; `None` where there is no such file.
pub(crate) fn module(name: &str) -> Option<Vec<u8>> {
    let bytes = std::fs::read(super::folder().join("shaders").join(name)).ok()?;
    if is_module(name) {
        return Some(bytes);
    }
    Some(spirv(&String::from_utf8(bytes).unwrap(), stage(name)?))
}

fn is_module(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| extension == "spv")
}

fn stage(name: &str) -> Option<ShaderStage> {
    Some(match name.rsplit_once('.')?.1 {
        "comp" => ShaderStage::Compute,
        "vert" => ShaderStage::Vertex,
        "tesc" => ShaderStage::TesselationControl,
        "tese" => ShaderStage::TesselationEvaluation,
        "geom" => ShaderStage::Geometry,
        "frag" => ShaderStage::Fragment,
        _ => return None,
    })
}

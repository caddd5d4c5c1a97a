//! GLSL to SPIR-V 1.6 for Vulkan 1.3, by glslang, with names kept: slots meet bindings by name.

use std::path::{Path, PathBuf};

use glslang::error::GlslangError;
use glslang::{
    Compiler, CompilerOptions, ShaderInput, ShaderMessage, ShaderSource, ShaderStage,
    SourceLanguage, SpirvVersion, Target, VulkanVersion,
};

use super::Failure;
use super::include::Includes;
use crate::diagnostic::Code;

/// A compiled shader.
pub(super) struct Compiled {
    /// The module.
    pub(super) spirv: Vec<u8>,
    /// What was read for it, the file itself first.
    pub(super) read: Vec<(PathBuf, String)>,
}

/// The stage that a file's extension says; `None` for what is no shader by itself.
pub(super) fn stage(file: &Path) -> Option<ShaderStage> {
    Some(match file.extension()?.to_str()? {
        "vert" => ShaderStage::Vertex,
        "tesc" => ShaderStage::TesselationControl,
        "tese" => ShaderStage::TesselationEvaluation,
        "geom" => ShaderStage::Geometry,
        "frag" => ShaderStage::Fragment,
        "comp" => ShaderStage::Compute,
        "task" => ShaderStage::Task,
        "mesh" => ShaderStage::Mesh,
        "rgen" => ShaderStage::RayGeneration,
        "rint" => ShaderStage::Intersect,
        "rahit" => ShaderStage::AnyHit,
        "rchit" => ShaderStage::ClosestHit,
        "rmiss" => ShaderStage::Miss,
        "rcall" => ShaderStage::Callable,
        _ => return None,
    })
}

/// Compiles a file.
pub(super) fn compile(
    file: &Path,
    stage: ShaderStage,
    defines: &[(String, String)],
) -> Result<Compiled, Vec<Failure>> {
    let source = super::include::read(file).map_err(|failure| vec![failure])?;
    let mut includes = Includes::new(file);
    let result = spirv(&source, stage, defines, &mut includes);
    let Includes { read, failures, .. } = includes;
    let words = match result {
        Ok(words) if failures.is_empty() => words,
        Ok(_) => return Err(failures),
        Err(log) => return Err(failures.into_iter().chain(errors(file, &log)).collect()),
    };
    let spirv = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    Ok(Compiled { spirv, read: std::iter::once((file.to_owned(), source)).chain(read).collect() })
}

fn spirv(
    source: &str,
    stage: ShaderStage,
    defines: &[(String, String)],
    includes: &mut Includes,
) -> Result<Vec<u32>, String> {
    if let Some(log) = unreadable_version(source) {
        return Err(log);
    }
    let Some(compiler) = Compiler::acquire() else {
        return Err("ERROR: glslang could not be set up".into());
    };
    let options = CompilerOptions {
        source_language: SourceLanguage::GLSL,
        target: Target::Vulkan {
            version: VulkanVersion::Vulkan1_3,
            spirv_version: SpirvVersion::SPIRV1_6,
        },
        version_profile: None,
        messages: ShaderMessage::DEFAULT | ShaderMessage::DISPLAY_ERROR_COLUMN,
    };
    let defines: Vec<(&str, Option<&str>)> =
        defines.iter().map(|(name, value)| (name.as_str(), Some(value.as_str()))).collect();
    let source = ShaderSource::from(source);
    let input = ShaderInput::new(&source, stage, &options, Some(&defines), Some(includes))
        .map_err(|error| log_of(&error))?;
    let shader = glslang::Shader::new(compiler, input).parse().map_err(|error| log_of(&error))?;
    shader.compile().map_err(|error| log_of(&error))
}

/// What a `#version` is told whose number the glslang crate would cut within a character, and panic
/// (glslang 0.9 takes the first three bytes of it).
fn unreadable_version(source: &str) -> Option<String> {
    let (index, line) = source.lines().enumerate().find(|(_, line)| !line.trim().is_empty())?;
    let number = line.trim().strip_prefix("#version ")?.trim_start_matches("#version ");
    let cut = number.len() >= 3 && !number.is_char_boundary(3);
    cut.then(|| format!("ERROR: 0:{}: `#version` takes a number: write `#version 460`", index + 1))
}

fn log_of(error: &GlslangError) -> String {
    match error {
        GlslangError::PreprocessError(log)
        | GlslangError::ParseError(log)
        | GlslangError::MapIoError(log)
        | GlslangError::LinkError(log) => log.log.clone(),
        GlslangError::VersionUnsupported(version, _)
        | GlslangError::InvalidProfile(_, version, _) => {
            format!("ERROR: 0:1: GLSL version {version} is not for Vulkan: write `#version 460`")
        }
        other => format!("ERROR: {other}"),
    }
}

/// glslang's log as failures: `ERROR: 0:12:5: 'x' : undeclared identifier`, with the name of an included
/// file in the place of `0`.
fn errors(file: &Path, log: &str) -> Vec<Failure> {
    let mut failures: Vec<Failure> = log
        .lines()
        .filter_map(|line| line.trim().strip_prefix("ERROR: "))
        .filter(|line| !is_summary(line))
        .map(|line| {
            let (at, place, text) = split(line);
            let at = if at.is_empty() || at == "0" { file } else { Path::new(at) };
            Failure::at(at, place, Code::GlslError, text)
        })
        .collect();
    if failures.is_empty() {
        failures.push(Failure::at(file, (0, 0), Code::GlslError, log.trim()));
    }
    failures
}

fn is_summary(line: &str) -> bool {
    line.contains("compilation errors.  No code generated")
        || line.contains("compilation terminated")
}

/// File, line and column, and the rest.
fn split(line: &str) -> (&str, (u32, u32), &str) {
    let mut number = None;
    for (at, _) in line.match_indices(':') {
        let rest = &line[at + 1..];
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        if let (Ok(parsed), true) = (rest[..end].parse::<u32>(), rest[end..].starts_with(':')) {
            number = Some((&line[..at], parsed, &rest[end + 1..]));
            break;
        }
    }
    let Some((file, row, rest)) = number else { return ("", (0, 0), line) };
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    match (rest[..end].parse::<u32>(), rest[end..].strip_prefix(':')) {
        (Ok(column), Some(text)) => (file, (row, column), text.trim()),
        _ => (file, (row, 0), rest.trim()),
    }
}

#[cfg(test)]
mod tests {
    use super::{split, unreadable_version};

    #[test]
    fn a_version_is_not_cut_within_a_character() {
        assert_eq!(unreadable_version("#version 460\nvoid main() {}"), None);
        let log = unreadable_version("\n #version 4.\u{11a8}extension");
        assert_eq!(
            log.as_deref(),
            Some("ERROR: 0:2: `#version` takes a number: write `#version 460`")
        );
    }

    #[test]
    fn places_are_taken_off_the_front() {
        assert_eq!(split("0:12: 'x' : undeclared"), ("0", (12, 0), "'x' : undeclared"));
        assert_eq!(split("0:12:5: 'x' : undeclared"), ("0", (12, 5), "'x' : undeclared"));
        assert_eq!(split("a/b.glsl:3: 'y' : wrong"), ("a/b.glsl", (3, 0), "'y' : wrong"));
        assert_eq!(split("Linking failed"), ("", (0, 0), "Linking failed"));
    }
}

//! The family of shaders that random graphs are made of: GLSL from what a pass reads and writes, compiled once.
//!
//! All of them compute in whole numbers: a value for each texel or word of what is written, from its index, the
//! pass's push constant and what is read at an index that follows from it. So a result depends on every read, and
//! on nothing that two devices or two runs could do differently.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use glslang::{
    Compiler, CompilerOptions, ShaderInput, ShaderSource, ShaderStage, SourceLanguage,
    SpirvVersion, Target, VulkanVersion,
};

use crate::graph::{Format, Graph, Pass, Read, Wire, Work, Write};

/// What a pass's shader is made for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Signature {
    /// Whether it is a fragment shader.
    pub fragment: bool,
    /// Variables `r0`, `r1`, …, at bindings 0, 1, …
    pub reads: Vec<Slot<Read>>,
    /// Variables `w0`, `w1`, …, at the bindings that follow.
    pub writes: Vec<Slot<Write>>,
    /// Outputs `c0`, `c1`, …: the formats of the attachments.
    pub colors: Vec<Format>,
    /// Whether it has push constants.
    pub push: bool,
}

/// A variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slot<A> {
    /// How it is accessed.
    pub how: A,
    /// Format of an image; `None` for a buffer.
    pub format: Option<Format>,
    /// As what an image is seen.
    pub view: View,
}

/// As what a shader sees an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum View {
    /// One layer.
    Flat,
    /// Several layers.
    Array,
    /// The six faces of a cube.
    Cube,
    /// Three dimensions.
    Volume,
    /// One layer of four samples.
    Samples,
    /// Several layers of four samples.
    SamplesArray,
}

impl View {
    fn of(graph: &Graph, wire: Wire, cube: bool) -> Self {
        let (several, samples) = (wire.count[1] > 1, graph.is_multisampled(wire.resource));
        match (samples, several) {
            _ if cube => Self::Cube,
            _ if graph.is_volume(wire.resource) => Self::Volume,
            (true, true) => Self::SamplesArray,
            (true, false) => Self::Samples,
            (false, true) => Self::Array,
            (false, false) => Self::Flat,
        }
    }

    /// What follows `sampler` or `image` in the name of the type.
    fn suffix(self) -> &'static str {
        match self {
            Self::Flat => "2D",
            Self::Array => "2DArray",
            Self::Cube => "Cube",
            Self::Volume => "3D",
            Self::Samples => "2DMS",
            Self::SamplesArray => "2DMSArray",
        }
    }

    /// Whether a texel has three coordinates.
    fn is_deep(self) -> bool {
        matches!(self, Self::Array | Self::Volume | Self::SamplesArray)
    }
}

impl Signature {
    /// The signature of a pass; `None` for a transfer.
    #[must_use]
    pub fn of(graph: &Graph, pass: &Pass) -> Option<Self> {
        let format = |wire: Wire| graph.format(wire.resource);
        let read = |(how, wire): &(Read, Wire)| Slot {
            how: *how,
            format: format(*wire),
            view: View::of(graph, *wire, *how == Read::Cube),
        };
        let push = pass.push;
        match &pass.work {
            Work::Compute { reads, writes, .. } => {
                let write = |(how, wire): &(Write, Wire)| Slot {
                    // What the graph says about the rest of a range is not the shader's affair.
                    how: if *how == Write::Discard { Write::All } else { *how },
                    format: format(*wire),
                    view: View::of(graph, *wire, false),
                };
                let (reads, writes) =
                    (reads.iter().map(read).collect(), writes.iter().map(write).collect());
                Some(Self { fragment: false, reads, writes, colors: Vec::new(), push })
            }
            Work::Raster { reads, colors, .. } => Some(Self {
                fragment: true,
                reads: reads.iter().map(read).collect(),
                writes: Vec::new(),
                colors: colors.iter().filter_map(|(_, wire)| format(*wire)).collect(),
                push,
            }),
            Work::Copy { .. } | Work::Blit { .. } | Work::Clear { .. } => None,
        }
    }

    /// A file name for it.
    #[must_use]
    pub fn file(&self) -> String {
        let mut name = String::new();
        for slot in &self.reads {
            let how = match slot.how {
                Read::Sampled | Read::Cube => "t",
                Read::Storage => "s",
                Read::Uniform => "u",
            };
            name.extend([how, &object(slot.format, slot.view), "_"]);
        }
        for slot in &self.writes {
            name += &format!("{:?}{}_", slot.how, object(slot.format, slot.view)).to_lowercase();
        }
        for format in &self.colors {
            name += &format!("out{format:?}_").to_lowercase();
        }
        name += if self.push { "push" } else { "plain" };
        name + if self.fragment { ".frag" } else { ".comp" }
    }

    /// Its GLSL.
    #[must_use]
    pub fn glsl(&self) -> String {
        let mut text = String::from("#version 460\n");
        if !self.fragment {
            text += "layout(local_size_x = 8, local_size_y = 8) in;\n";
        }
        if self.push {
            text += "layout(push_constant) uniform Params { uint seed; } params;\n";
        }
        text += MIX;
        for (index, slot) in self.reads.iter().enumerate() {
            declare_read(&mut text, index, *slot);
        }
        for (index, slot) in self.writes.iter().enumerate() {
            declare_write(&mut text, (index, index + self.reads.len()), *slot);
        }
        for (index, format) in self.colors.iter().enumerate() {
            let ty = if format.is_float() { "vec4" } else { "uvec4" };
            let _ = writeln!(text, "layout(location = {index}) out {ty} c{index};");
        }
        text += "uint value(uint i, uint salt) {\n";
        text += if self.push {
            "    uint v = mixed(i, params.seed + salt);\n"
        } else {
            "    uint v = mixed(i, salt);\n"
        };
        for index in 0..self.reads.len() {
            let _ = writeln!(text, "    v = mixed(v, read{index}(i));");
        }
        text += "    return v;\n}\n";
        text += "void main() {\n";
        if self.fragment {
            text += "    uint i = uint(gl_FragCoord.x) + 64 * uint(gl_FragCoord.y);\n";
            for (index, format) in self.colors.iter().enumerate() {
                let texel = texel(*format, &format!("value(i, {index})"));
                let _ = writeln!(text, "    c{index} = {texel};");
            }
        } else {
            text += "    uint width = gl_NumWorkGroups.x * 8, height = gl_NumWorkGroups.y * 8;\n\
                    \x20   uint first = (gl_GlobalInvocationID.z * height + gl_GlobalInvocationID.y) * width\n\
                    \x20       + gl_GlobalInvocationID.x;\n\
                    \x20   uint step = width * height * gl_NumWorkGroups.z;\n";
            for (index, slot) in self.writes.iter().enumerate() {
                write(&mut text, index, *slot);
            }
        }
        text + "}\n"
    }
}

const MIX: &str = "uint mixed(uint a, uint b) {
    uint v = (a ^ (b * 0x9E3779B1u)) + 0x7F4A7C15u;
    v = (v ^ (v >> 15)) * 0x85EBCA6Bu;
    return v ^ (v >> 13);
}
uint bits(uvec4 v) { return v.x ^ (v.y * 257u) ^ (v.z * 65537u) ^ (v.w * 16777259u); }
uint bits(vec4 v) { return bits(floatBitsToUint(v)); }
";

/// The vertex shader of every raster pass: a near triangle over half of the area, then a far one over all of it.
pub const TRIANGLES: &str = "#version 460
void main() {
    const vec2 corners[6] = vec2[](vec2(-1, -1), vec2(1, -1), vec2(-1, 1), vec2(-1, -1), vec2(3, -1), vec2(-1, 3));
    gl_Position = vec4(corners[gl_VertexIndex], gl_VertexIndex < 3 ? 0.25 : 0.75, 1);
}
";

fn object(format: Option<Format>, view: View) -> String {
    let Some(format) = format else { return "buf".to_owned() };
    format!("{format:?}{}", view.suffix().trim_start_matches("2D")).to_lowercase()
}

/// The layout qualifier and the prefix of the type of a storage image.
fn storage(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::R32 => ("r32ui", "u"),
        Format::Rgba8 => ("rgba8ui", "u"),
        Format::Rgba16 => ("rgba16ui", "u"),
        Format::Unorm8 => ("rgba8", ""),
        Format::Depth => ("r32f", ""),
    }
}

fn declare_read(text: &mut String, index: usize, slot: Slot<Read>) {
    let at = format!("layout(set = 0, binding = {index}");
    let prefix = if slot.format.is_some_and(Format::is_float) { "" } else { "u" };
    let suffix = slot.view.suffix();
    // An index of the destination picks a mip, a texel of it, and a layer.
    let (vector, place) = if slot.view.is_deep() {
        ("uvec3", "ivec3(j % s.x, j / s.x % s.y, j / (s.x * s.y) % s.z)")
    } else {
        ("uvec2", "ivec2(j % s.x, j / s.x % s.y)")
    };
    let _ = match (slot.how, slot.format) {
        (Read::Sampled, _) if matches!(slot.view, View::Samples | View::SamplesArray) => write!(
            text,
            "{at}) uniform {prefix}sampler{suffix} r{index};\nuint read{index}(uint i) {{\n    \
             int l = int(i % 4u);\n    uint j = i / 4u;\n    {vector} s = {vector}(textureSize(r{index}));\n    \
             return bits(texelFetch(r{index}, {place}, l));\n}}\n"
        ),
        (Read::Sampled, _) => write!(
            text,
            "{at}) uniform {prefix}sampler{suffix} r{index};\nuint read{index}(uint i) {{\n    \
             uint n = uint(textureQueryLevels(r{index}));\n    int l = int(i % n);\n    uint j = i / n;\n    \
             {vector} s = {vector}(textureSize(r{index}, l));\n    \
             return bits(texelFetch(r{index}, {place}, l));\n}}\n"
        ),
        // The direction to the middle of a texel of a face.
        (Read::Cube, _) => write!(
            text,
            "{at}) uniform {prefix}sampler{suffix} r{index};\nuint read{index}(uint i) {{\n    \
             uint n = uint(textureQueryLevels(r{index}));\n    int l = int(i % n);\n    uint j = i / n;\n    \
             uint s = uint(textureSize(r{index}, l).x);\n    \
             vec2 p = (vec2(j % s, j / s % s) + 0.5) * 2.0 / float(s) - 1.0;\n    \
             vec3 faces[6] = vec3[](vec3(1, p), vec3(-1, p), vec3(p.x, 1, p.y), vec3(p.x, -1, p.y), vec3(p, 1), vec3(p, -1));\n    \
             return bits(textureLod(r{index}, faces[j / (s * s) % 6u], float(l)));\n}}\n"
        ),
        (_, Some(format)) => {
            let (layout, prefix) = storage(format);
            write!(
                text,
                "{at}, {layout}) readonly uniform {prefix}image{suffix} r{index};\n\
                 uint read{index}(uint j) {{\n    {vector} s = {vector}(imageSize(r{index}));\n    \
                 return bits(imageLoad(r{index}, {place}));\n}}\n"
            )
        }
        (Read::Uniform, None) => write!(
            text,
            "{at}) uniform R{index} {{ uvec4 data[16]; }} r{index};\n\
             uint read{index}(uint i) {{ return bits(r{index}.data[i % 16]); }}\n"
        ),
        (Read::Storage, None) => write!(
            text,
            "{at}) readonly buffer R{index} {{ uint data[]; }} r{index};\n\
             uint read{index}(uint i) {{ return r{index}.data[i % uint(r{index}.data.length())]; }}\n"
        ),
    };
}

fn declare_write(text: &mut String, (index, binding): (usize, usize), slot: Slot<Write>) {
    let at = format!("layout(set = 0, binding = {binding}");
    let only = match slot.how {
        Write::Discard | Write::All | Write::Some | Write::Groups | Write::Draws => "writeonly ",
        Write::Update | Write::Count => "",
    };
    let suffix = slot.view.suffix();
    let _ = match slot.format {
        Some(format) => {
            let (layout, prefix) = storage(format);
            writeln!(text, "{at}, {layout}) {only}uniform {prefix}image{suffix} w{index};")
        }
        None => writeln!(text, "{at}) {only}buffer W{index} {{ uint data[]; }} w{index};"),
    };
}

/// A value as a texel of a format, every component in its range.
fn texel(format: Format, value: &str) -> String {
    let four = "uvec4(1u, 0x101u, 0x10201u, 0x1030203u)";
    match format {
        Format::R32 => format!("uvec4({value})"),
        Format::Rgba8 => format!("(({value}) * {four}) >> 24"),
        Format::Rgba16 => format!("(({value}) * {four}) >> 16"),
        Format::Unorm8 | Format::Depth => {
            format!("vec4((({value}) * {four}) >> 24) / 255.0")
        }
    }
}

fn write(text: &mut String, index: usize, slot: Slot<Write>) {
    let _ = match slot.format.ok_or(slot.how) {
        Ok(format) => {
            let (vector, place, texels) = if slot.view.is_deep() {
                ("uvec3", "ivec3(i % s.x, i / s.x % s.y, i / (s.x * s.y))", "s.x * s.y * s.z")
            } else {
                ("uvec2", "ivec2(i % s.x, i / s.x)", "s.x * s.y")
            };
            let skip = if slot.how == Write::Some {
                "        if ((i & 1u) == 0u) continue;\n"
            } else {
                ""
            };
            let value = match slot.how {
                Write::Update => {
                    format!("mixed(value(i, {index}), bits(imageLoad(w{index}, {place})))")
                }
                _ => format!("value(i, {index})"),
            };
            let texel = texel(format, &value);
            writeln!(
                text,
                "    {{\n        {vector} s = {vector}(imageSize(w{index}));\n        \
                 for (uint i = first; i < {texels}; i += step) {{\n{skip}            \
                 imageStore(w{index}, {place}, {texel});\n        }}\n    }}"
            )
        }
        Err(how) => {
            let body = match how {
                Write::Discard | Write::All => format!("w{index}.data[i] = value(i, {index});"),
                Write::Some => format!("if ((i & 1u) == 1u) w{index}.data[i] = value(i, {index});"),
                Write::Update => {
                    format!("w{index}.data[i] = mixed(value(i, {index}), w{index}.data[i]);")
                }
                Write::Groups => {
                    format!("w{index}.data[i] = (i & 3u) == 0u ? 1u + value(i, {index}) % 3u : 1u;")
                }
                // Three vertices or six, one instance, from the first one on.
                Write::Draws => format!(
                    "w{index}.data[i] = (i & 3u) == 0u ? 3u + value(i, {index}) % 2u * 3u : uint((i & 3u) == 1u);"
                ),
                Write::Count => {
                    format!("atomicAdd(w{index}.data[(i * 7u + 3u) % n], value(i, {index}));")
                }
            };
            writeln!(
                text,
                "    {{\n        uint n = uint(w{index}.data.length());\n        \
                 for (uint i = first; i < n; i += step) {{ {body} }}\n    }}"
            )
        }
    };
}

/// SPIR-V by GLSL: many graphs have passes of one signature.
static COMPILED: LazyLock<Mutex<HashMap<String, Arc<[u8]>>>> = LazyLock::new(Mutex::default);

/// The SPIR-V of a shader; an error with glslang's words.
pub fn spirv(fragment: bool, glsl: &str) -> Result<Arc<[u8]>, String> {
    compiled(if fragment { ShaderStage::Fragment } else { ShaderStage::Compute }, glsl)
}

/// The SPIR-V of [`TRIANGLES`].
pub fn triangles() -> Result<Arc<[u8]>, String> {
    compiled(ShaderStage::Vertex, TRIANGLES)
}

fn compiled(stage: ShaderStage, glsl: &str) -> Result<Arc<[u8]>, String> {
    let mut known = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = known.get(glsl) {
        return Ok(known.clone());
    }
    let source = ShaderSource::from(glsl);
    let options = CompilerOptions {
        source_language: SourceLanguage::GLSL,
        target: Target::Vulkan {
            version: VulkanVersion::Vulkan1_3,
            spirv_version: SpirvVersion::SPIRV1_6,
        },
        ..CompilerOptions::default()
    };
    let words = || {
        let compiler = Compiler::acquire().ok_or("glslang is in use elsewhere")?;
        let none: Option<&[(&str, Option<&str>)]> = None;
        let input = ShaderInput::new(&source, stage, &options, none, None)
            .map_err(|error| error.to_string())?;
        let shader = compiler.create_shader(input).map_err(|error| error.to_string())?;
        shader.compile().map_err(|error| error.to_string())
    };
    let words: Vec<u32> = words().map_err(|error: String| format!("{error}\n{glsl}"))?;
    let bytes: Arc<[u8]> = words.into_iter().flat_map(u32::to_le_bytes).collect();
    known.insert(glsl.to_owned(), bytes.clone());
    Ok(bytes)
}

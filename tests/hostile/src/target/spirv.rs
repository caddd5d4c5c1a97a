//! SPIR-V modules.

use std::fmt::Write as _;

use vixen_compiler::reflect::print::print_json;
use vixen_compiler::reflect::{
    Access, Binding, BindingKind, Count, Dimension, ImageType, Interface, MemberType, Stage,
    reflect,
};

use super::tokens::compile;

/// A shader's module: its interface, and a graph of passes that are made to fit it.
///
/// # Panics
///
/// Where something does not hold that must.
pub fn spirv(input: &[u8]) {
    let interface = match reflect(input) {
        Ok(interface) => interface,
        Err(error) => {
            assert!(!error.to_string().is_empty(), "an error without a text");
            assert!(error.word as usize <= input.len() / 4, "{error} lies outside of the module");
            return;
        }
    };
    if let Err(error) = print_json(&interface, std::io::sink()) {
        panic!("the interface cannot be printed: {error}");
    }
    // A pass hands its interface to graphs as text.
    let text = serde_json::to_string(&interface).unwrap_or_default();
    match serde_json::from_str::<Interface>(&text) {
        Ok(back) => assert!(back == interface, "the interface is another one when read back"),
        Err(error) => panic!("the interface cannot be read back: {error}"),
    }
    compile(&graph_around(&interface), Some(input));
}

/// A graph file with a pass for each of the first entry points, whose slots are what the module asks for.
fn graph_around(interface: &Interface) -> String {
    const PASSES: usize = 3;
    const SLOTS: usize = 24;
    let mut file = String::new();
    let (mut resources, mut nodes) = (String::new(), String::new());
    for (index, entry) in interface.entry_points.iter().take(PASSES).enumerate() {
        // Writing to a string cannot fail, here and below.
        let _ =
            write!(file, "#[derive(Pass)] #[pass({}, entry = {:?}", kind(entry.stage), entry.name);
        let _ = write!(file, ")] struct P{index} {{");
        let mut wires = String::new();
        for (at, binding) in entry.bindings.iter().take(SLOTS).enumerate() {
            let (name, resource) = (format!("s{at}"), format!("r{index}_{at}"));
            let _ = write!(file, "{} {name}: {},", role(binding), marker(binding));
            if !matches!(binding.kind, BindingKind::Sampler) {
                let _ = write!(wires, "{name} = {resource},");
                let _ = write!(resources, "{} {resource}: {},", declared(binding), marker(binding));
            }
        }
        if let Some(push) = &entry.push_constants {
            file.push_str("#[push] push: Pushed,");
            let _ = write!(file, "}} {}", block(index, push));
            let pushed = format!("Pushed{index}");
            file = file.replace("push: Pushed,", &format!("push: {pushed},"));
        } else {
            file.push('}');
        }
        let _ = write!(
            nodes,
            "#[pass({wires} side_effect, {})] n{index}: P{index},",
            work(entry.stage)
        );
    }
    let _ = write!(
        file,
        "#[derive(Graph)] #[graph(max_extent = \"64x64\")] struct G {{ {resources} {nodes} }}"
    );
    file
}

fn kind(stage: Stage) -> &'static str {
    match stage {
        Stage::Vertex => "raster, vertex = \"input.spv\", fragment = \"flat.frag\"",
        Stage::Fragment => "raster, vertex = \"triangle.vert\", fragment = \"input.spv\"",
        _ => "compute, shader = \"input.spv\"",
    }
}

fn work(stage: Stage) -> &'static str {
    if matches!(stage, Stage::Vertex | Stage::Fragment) {
        "vertices = 3"
    } else {
        "groups = [8, 8]"
    }
}

fn role(binding: &Binding) -> String {
    let place = format!("binding = ({}, {})", binding.set, binding.binding);
    let both = match binding.access {
        Access { read: true, write: true } => "read_write",
        Access { write: true, .. } => "write",
        _ => "read",
    };
    match binding.kind {
        BindingKind::Sampler => format!("#[sampler({place}, filter = \"nearest\")]"),
        BindingKind::CombinedImageSampler(_) => {
            format!("#[sampled({place}, filter = \"nearest\")]")
        }
        BindingKind::SampledImage(_) => format!("#[sampled({place})]"),
        BindingKind::StorageImage(_) | BindingKind::StorageBuffer(_) => {
            format!("#[storage({place}, {both}, undefined_ok)]")
        }
        BindingKind::UniformTexelBuffer(_) => format!("#[texel({place}, read)]"),
        BindingKind::StorageTexelBuffer(_) => format!("#[texel({place}, {both}, undefined_ok)]"),
        BindingKind::UniformBuffer(_) => format!("#[uniform({place})]"),
        BindingKind::InputAttachment { .. } => format!("#[input({place})]"),
        BindingKind::AccelerationStructure => format!("#[acceleration({place}, read)]"),
    }
}

fn marker(binding: &Binding) -> String {
    let marker = match binding.kind {
        BindingKind::Sampler => "Sampler",
        BindingKind::CombinedImageSampler(_)
        | BindingKind::SampledImage(_)
        | BindingKind::StorageImage(_)
        | BindingKind::InputAttachment { .. } => "Image",
        BindingKind::UniformTexelBuffer(_)
        | BindingKind::StorageTexelBuffer(_)
        | BindingKind::UniformBuffer(_)
        | BindingKind::StorageBuffer(_) => "Buffer",
        BindingKind::AccelerationStructure => "AccelerationStructure",
    };
    match binding.count {
        Count::One => marker.to_owned(),
        Count::Array(count)
        | Count::Specialized { default: count, .. }
        | Count::Computed { default: count } => format!("[{marker}; {count}]"),
        Count::Runtime => format!("[{marker}; 3]"),
    }
}

/// The resource that such a slot is wired to: persistent, so that a read of it needs no writer.
fn declared(binding: &Binding) -> String {
    match &binding.kind {
        BindingKind::UniformBuffer(block) | BindingKind::StorageBuffer(block) => {
            format!("#[persistent(size = {})]", block.size.max(4))
        }
        BindingKind::CombinedImageSampler(image)
        | BindingKind::SampledImage(image)
        | BindingKind::StorageImage(image)
        | BindingKind::InputAttachment { image, .. } => image_of(image),
        _ => "#[persistent(size = 4096)]".to_owned(),
    }
}

fn image_of(image: &ImageType) -> String {
    let (dimension, layers) = match image.dimension {
        Dimension::D1 => ("1d", 1),
        Dimension::D1Array => ("1d", 2),
        Dimension::D3 => ("3d", 1),
        Dimension::Cube => ("cube", 6),
        Dimension::CubeArray => ("cube", 12),
        Dimension::D2Array => ("2d", 3),
        Dimension::D2 | Dimension::Buffer | Dimension::Subpass => ("2d", 1),
    };
    let format = vixen_compiler::format::names().nth(image.format.rem_euclid(200) as usize);
    let format = format.unwrap_or("R8G8B8A8_UNORM");
    let samples = if image.multisampled { 4 } else { 1 };
    format!(
        "#[persistent(format = \"{format}\", size = \"[16, 16]\", dimension = \"{dimension}\", \
         layers = {layers}, samples = {samples})]"
    )
}

/// A Rust struct with a field for each member of a block.
fn block(index: usize, block: &vixen_compiler::reflect::Block) -> String {
    const FIELDS: usize = 32;
    let members = block.members.iter().take(FIELDS).enumerate();
    let fields: Vec<String> =
        members.map(|(at, member)| format!("f{at}: {},", field(&member.ty, 0))).collect();
    let fields = fields.concat();
    format!("#[derive(Block)] #[repr(C)] struct Pushed{index} {{ {fields} }} ")
}

fn field(ty: &MemberType, depth: u32) -> String {
    match ty {
        MemberType::Vector { components, .. } => format!("[f32; {components}]"),
        MemberType::Matrix { columns, rows, .. } => format!("[[f32; {rows}]; {columns}]"),
        MemberType::Array { element, length, .. } if depth < 8 => {
            format!("[{}; {length}]", field(element, depth + 1))
        }
        _ => "f32".to_owned(),
    }
}

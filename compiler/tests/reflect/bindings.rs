//! Kinds, counts, sets and names of bindings.

use glslang::ShaderStage;
use spirq::spirv::Op;
use vixen_compiler::reflect::{
    BindingKind, Count, Dimension, ImageType, Scalar, ScalarKind, reflect,
};

use crate::assembler::Assembler;
use crate::glsl::{VERSIONS, binding, compile, compile_for, compute, interface, strip};

const FLOAT: Scalar = Scalar { kind: ScalarKind::Float, bits: 32 };

fn image(dimension: Dimension, sample_type: Scalar, format: i32) -> ImageType {
    ImageType { dimension, sample_type, format, multisampled: false, depth: false }
}

#[test]
fn every_kind_of_descriptor_is_told_apart() {
    let source = include_str!("shaders/kinds.frag");
    let interface = interface(source, ShaderStage::Fragment);
    let entry = &interface.entry_points[0];
    let kind = |name| &binding(entry, name).kind;
    assert_eq!(*kind("plain_sampler"), BindingKind::Sampler);
    let flat = image(Dimension::D2, FLOAT, 0);
    assert_eq!(*kind("texture_2d"), BindingKind::SampledImage(flat));
    assert_eq!(*kind("combined"), BindingKind::CombinedImageSampler(flat));
    let shadow = ImageType { depth: true, ..image(Dimension::CubeArray, FLOAT, 0) };
    assert_eq!(*kind("shadow"), BindingKind::CombinedImageSampler(shadow));
    // VK_FORMAT_R16G16B16A16_SFLOAT and VK_FORMAT_R32_UINT.
    assert_eq!(*kind("halves"), BindingKind::StorageImage(image(Dimension::D2, FLOAT, 97)));
    let uint = Scalar { kind: ScalarKind::Uint, bits: 32 };
    assert_eq!(*kind("counters"), BindingKind::StorageImage(image(Dimension::D3, uint, 98)));
    let multisampled = ImageType { multisampled: true, ..image(Dimension::D2Array, FLOAT, 0) };
    assert_eq!(*kind("samples"), BindingKind::SampledImage(multisampled));
    let int = Scalar { kind: ScalarKind::Sint, bits: 32 };
    let texels = image(Dimension::Buffer, int, 0);
    assert_eq!(*kind("texels"), BindingKind::UniformTexelBuffer(texels));
    let texels = image(Dimension::Buffer, FLOAT, 100);
    assert_eq!(*kind("texels_out"), BindingKind::StorageTexelBuffer(texels));
    let subpass = image(Dimension::Subpass, FLOAT, 0);
    assert_eq!(*kind("attachment"), BindingKind::InputAttachment { index: 3, image: subpass });
    assert!(matches!(kind("uniforms"), BindingKind::UniformBuffer(block) if block.size == 16));
    assert!(matches!(kind("storage"), BindingKind::StorageBuffer(block) if block.size == 4));
    assert_eq!(*kind("scene"), BindingKind::AccelerationStructure);
    assert_eq!(entry.bindings.len(), 13);
}

#[test]
fn bindings_are_in_order_of_set_and_number_in_every_set() {
    let entry = compute(
        "layout(set = 3, binding = 7) buffer A { uint a; };
         layout(set = 0, binding = 9) buffer B { uint b; };
         layout(set = 3, binding = 2) buffer C { uint c; };
         layout(set = 31, binding = 0) buffer D { uint d; };",
        "a = b + c + d;",
    );
    let places: Vec<_> =
        entry.bindings.iter().map(|binding| (binding.set, binding.binding)).collect();
    assert_eq!(places, [(0, 9), (3, 2), (3, 7), (31, 0)]);
}

#[test]
fn the_block_names_a_binding_that_has_no_name_of_its_own() {
    let entry = compute(
        "layout(binding = 0) buffer Nameless { uint a; };
         layout(binding = 1) buffer Block { uint b; } named;",
        "a = named.b;",
    );
    let names: Vec<_> = entry.bindings.iter().map(|binding| binding.name.as_str()).collect();
    assert_eq!(names, ["Nameless", "named"]);
}

#[test]
fn arrays_are_counted() {
    let entry = compute(
        "#extension GL_EXT_nonuniform_qualifier : require
         layout(constant_id = 5) const int COUNT = 6;
         layout(binding = 0) uniform sampler2D fixed_array[4];
         layout(binding = 1) uniform sampler2D nested[2][3];
         layout(binding = 2) uniform sampler2D specialized[COUNT];
         layout(binding = 3) uniform sampler2D computed[COUNT * 2 + 1];
         layout(binding = 4) uniform sampler2D runtime[];
         layout(binding = 5) uniform sampler2D single;
         layout(binding = 6) buffer Block { float value; } blocks[3];",
        "blocks[1].value = texture(fixed_array[1], vec2(0)).x + texture(nested[1][2], vec2(0)).x
             + texture(specialized[1], vec2(0)).x + texture(computed[1], vec2(0)).x
             + texture(runtime[gl_WorkGroupID.x], vec2(0)).x + texture(single, vec2(0)).x;",
    );
    let count = |name| binding(&entry, name).count;
    assert_eq!(count("fixed_array"), Count::Array(4));
    assert_eq!(count("nested"), Count::Array(6));
    assert_eq!(count("specialized"), Count::Specialized { spec_id: 5, default: 6 });
    assert_eq!(count("computed"), Count::Computed { default: 13 });
    assert_eq!(count("runtime"), Count::Runtime);
    assert_eq!(count("single"), Count::One);
    assert_eq!(count("blocks"), Count::Array(3));
}

#[test]
fn a_stripped_module_has_the_same_interface_without_names() {
    let sources = [
        (include_str!("shaders/kinds.frag"), ShaderStage::Fragment),
        (include_str!("shaders/layouts.comp"), ShaderStage::Compute),
    ];
    for (source, stage) in sources {
        let module = compile(source, stage);
        let named = reflect(&module).unwrap();
        let stripped = reflect(&strip(&module)).unwrap();
        assert_ne!(named, stripped);
        let forgotten = without_names(&serde_json::to_value(&named).unwrap());
        assert_eq!(forgotten, serde_json::to_value(&stripped).unwrap());
    }
}

/// Empties all names but those of entry points, which are no debug information.
fn without_names(value: &serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(fields) => {
            let is_entry_point = fields.contains_key("stage");
            let forget = |(key, value): (&String, &serde_json::Value)| {
                let emptied = key == "name" && !is_entry_point;
                let value = if emptied { "".into() } else { without_names(value) };
                (key.clone(), value)
            };
            serde_json::Value::Object(fields.iter().map(forget).collect())
        }
        serde_json::Value::Array(items) => items.iter().map(without_names).collect(),
        other => other.clone(),
    }
}

#[test]
fn every_spirv_version_gives_the_same_interface() {
    let source = include_str!("shaders/layouts.comp");
    let mut first = None;
    for (index, version) in VERSIONS.into_iter().enumerate() {
        let interface = reflect(&compile_for(source, ShaderStage::Compute, version)).unwrap();
        assert_eq!(interface.version, (1, index as u8));
        // Versions differ in the capabilities and extensions by which they say the same.
        let facts = (interface.entry_points, interface.spec_constants);
        assert_eq!(facts, first.get_or_insert_with(|| facts.clone()).clone(), "{version:?}");
    }
}

#[test]
fn the_old_form_of_storage_buffers_is_a_storage_buffer() {
    let source = "#version 450
        layout(binding = 1) buffer Old { uint value; } old;
        void main() { old.value = 1; }";
    let module = compile_for(source, ShaderStage::Compute, VERSIONS[0]);
    // That it is the old form: decoration BufferBlock (3), and storage class Uniform (2).
    let words: Vec<_> = module.as_chunks::<4>().0.iter().map(|w| u32::from_le_bytes(*w)).collect();
    assert!(words.windows(3).any(|words| words[0] == (3 << 16) + 71 && words[2] == 3));
    let interface = reflect(&module).unwrap();
    let old = binding(&interface.entry_points[0], "old");
    assert!(matches!(&old.kind, BindingKind::StorageBuffer(block) if block.name == "Old"));
    assert!(old.access.write && !old.access.read);
}

/// Ids 3 to 6: uint, a struct of it, a pointer to that, a variable; the function 7 stores to it.
fn hand_made_buffer(decorate: impl FnOnce(&mut Assembler), class: u32) -> Assembler {
    let mut module = Assembler::new(0, 20);
    module.compute(7);
    decorate(&mut module);
    module.op(Op::MemberDecorate, &[4, 0, 35, 0]);
    module.function_type().op(Op::TypeInt, &[3, 32, 0]).op(Op::TypeStruct, &[4, 3]);
    module.op(Op::TypePointer, &[5, class, 4]).op(Op::Variable, &[5, 6, class]);
    module.op(Op::TypePointer, &[8, class, 3]).op(Op::Constant, &[3, 9, 0]);
    module.function(7, 10, |code| {
        code.op(Op::InBoundsAccessChain, &[8, 11, 6, 9]).op(Op::Store, &[11, 9]);
    });
    module
}

#[test]
fn decoration_groups_are_decorations() {
    let grouped = hand_made_buffer(
        |module| {
            // Group 12: Binding 4, DescriptorSet 2, on variable 6; group 13: BufferBlock, on type 4.
            module.op(Op::Decorate, &[12, 33, 4]).op(Op::Decorate, &[12, 34, 2]);
            module.op(Op::Decorate, &[13, 3]);
            module.op(Op::DecorationGroup, &[12]).op(Op::DecorationGroup, &[13]);
            module.op(Op::GroupDecorate, &[12, 6]).op(Op::GroupDecorate, &[13, 4]);
        },
        2,
    );
    let interface = reflect(&grouped.bytes()).unwrap();
    let [binding] = interface.entry_points[0].bindings.as_slice() else { panic!("{interface:?}") };
    assert_eq!((binding.set, binding.binding), (2, 4));
    assert!(matches!(binding.kind, BindingKind::StorageBuffer(_)));
}

#[test]
fn a_module_in_the_other_byte_order_reads_the_same() {
    let decorate = |module: &mut Assembler| {
        module.text(Op::Name, &[6], "values", &[]).op(Op::Decorate, &[4, 2]);
        module.op(Op::Decorate, &[6, 33, 1]).op(Op::Decorate, &[6, 34, 0]);
    };
    let module = hand_made_buffer(decorate, 12);
    let little = reflect(&module.bytes()).unwrap();
    assert_eq!(little.entry_points[0].bindings[0].name, "values");
    assert_eq!(reflect(&module.big_endian()).unwrap(), little);
}

#[test]
fn a_binding_without_a_number_is_an_error_that_says_so() {
    let module = hand_made_buffer(
        |module| {
            module.op(Op::Decorate, &[4, 2]);
        },
        12,
    );
    let error = reflect(&module.bytes()).unwrap_err().to_string();
    assert!(error.contains("no Binding decoration") && error.contains("layout(...)"), "{error}");
}

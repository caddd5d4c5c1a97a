//! Members of blocks with their offsets, sizes and strides.

use glslang::ShaderStage;
use spirq::spirv::Op;
use vixen_compiler::reflect::{BindingKind, Block, EntryPoint, Member, MemberType, reflect};

use crate::assembler::Assembler;
use crate::glsl::{binding, compile, compute};

fn block<'a>(entry: &'a EntryPoint, name: &str) -> &'a Block {
    match &binding(entry, name).kind {
        BindingKind::UniformBuffer(block) | BindingKind::StorageBuffer(block) => block,
        other => panic!("`{name}` is {other:?}"),
    }
}

fn places(block: &Block) -> Vec<(&str, u32, u32)> {
    let place = |member: &'_ Member| (member.offset, member.size);
    let names = block.members.iter().map(|member| member.name.as_str());
    names.zip(block.members.iter().map(place)).map(|(name, (at, size))| (name, at, size)).collect()
}

#[test]
fn each_layout_rule_gives_its_own_offsets() {
    let members = "float a; vec3 b; float c[2]; mat2 d; float e;";
    let declarations = format!(
        "#extension GL_EXT_scalar_block_layout : require
         layout(binding = 0, std140) uniform S140 {{ {members} }} s140;
         layout(binding = 1, std430) buffer S430 {{ {members} }} s430;
         layout(binding = 2, scalar) buffer Scalar {{ {members} }} packed;"
    );
    let entry = compute(&declarations, "s430.a = s140.a; packed.a = 1.0;");
    let s140 = block(&entry, "s140");
    assert_eq!(
        places(s140),
        [("a", 0, 4), ("b", 16, 12), ("c", 32, 20), ("d", 64, 24), ("e", 96, 4)]
    );
    assert_eq!((s140.name.as_str(), s140.size), ("S140", 100));
    let s430 = block(&entry, "s430");
    assert_eq!(
        places(s430),
        [("a", 0, 4), ("b", 16, 12), ("c", 28, 8), ("d", 40, 16), ("e", 56, 4)]
    );
    let packed = block(&entry, "packed");
    assert_eq!(
        places(packed),
        [("a", 0, 4), ("b", 4, 12), ("c", 16, 8), ("d", 24, 16), ("e", 40, 4)]
    );
    let strides: Vec<_> = [s140, s430, packed].iter().map(|block| stride(block, 2)).collect();
    assert_eq!(strides, [16, 4, 4]);
}

fn stride(block: &Block, member: usize) -> u32 {
    match block.members[member].ty {
        MemberType::Array { stride, .. } | MemberType::Matrix { stride, .. } => stride,
        ref other => panic!("{other:?}"),
    }
}

#[test]
fn matrices_lie_by_column_or_by_row() {
    let entry = compute(
        "layout(binding = 0, std430) buffer B { mat2x3 columns; layout(row_major) mat2x3 rows; } b;",
        "b.rows = b.columns;",
    );
    let block = block(&entry, "b");
    let MemberType::Matrix { columns: 2, rows: 3, stride: 16, row_major: false, .. } =
        block.members[0].ty
    else {
        panic!("{block:?}")
    };
    let MemberType::Matrix { columns: 2, rows: 3, stride: 8, row_major: true, .. } =
        block.members[1].ty
    else {
        panic!("{block:?}")
    };
    // Two columns of 12 bytes, 16 apart; three rows of 8 bytes, 8 apart.
    assert_eq!(places(block), [("columns", 0, 28), ("rows", 32, 24)]);
}

#[test]
fn structs_nest_and_runtime_arrays_end_a_block() {
    let entry = compute(
        "struct Inner { vec2 at; uint id; };
         layout(binding = 0, std430) buffer B { Inner one; Inner many[3][2]; Inner rest[]; } b;",
        "b.one.id = b.rest[7].id;",
    );
    let block = block(&entry, "b");
    assert_eq!(places(block), [("one", 0, 12), ("many", 16, 92), ("rest", 112, 0)]);
    assert_eq!(block.size, 112);
    let MemberType::Struct(inner) = &block.members[0].ty else { panic!("{block:?}") };
    assert_eq!((inner.name.as_str(), inner.size), ("Inner", 12));
    let MemberType::Array { element, length: 3, stride: 32, .. } = &block.members[1].ty else {
        panic!("{block:?}")
    };
    assert!(matches!(**element, MemberType::Array { length: 2, stride: 16, .. }));
    assert!(matches!(block.members[2].ty, MemberType::Array { length: 0, stride: 16, .. }));
}

#[test]
fn push_constants_keep_their_offset() {
    let entry = compute(
        "layout(push_constant) uniform Push { layout(offset = 16) vec3 at; float size; } push;
         layout(binding = 0) buffer B { float b; };",
        "b = push.size;",
    );
    let push = entry.push_constants.unwrap();
    assert_eq!(places(&push), [("at", 16, 12), ("size", 28, 4)]);
    assert_eq!((push.name.as_str(), push.size), ("Push", 32));
}

#[test]
fn a_buffer_reference_is_an_address_even_to_its_own_type() {
    let entry = compute(
        "#extension GL_EXT_buffer_reference : require
         layout(buffer_reference) buffer Node;
         layout(buffer_reference, std430) buffer Node { Node next; uint value; };
         layout(push_constant) uniform Push { Node first; } push;
         layout(binding = 0) buffer B { uint b; };",
        "b = push.first.next.value;",
    );
    let push = entry.push_constants.unwrap();
    assert_eq!(places(&push), [("first", 0, 8)]);
    assert_eq!(push.members[0].ty, MemberType::Address);
}

#[test]
fn scalars_of_every_width_have_their_size() {
    let entry = compute(
        "#extension GL_EXT_shader_explicit_arithmetic_types : require
         #extension GL_EXT_shader_16bit_storage : require
         #extension GL_EXT_shader_8bit_storage : require
         #extension GL_EXT_scalar_block_layout : require
         layout(binding = 0, scalar) buffer B {
             int8_t a; uint16_t b; float16_t c; int64_t d; f16vec3 e; double f;
         } b;",
        "b.d = 1l;",
    );
    let block = block(&entry, "b");
    let expected = [("a", 0, 1), ("b", 2, 2), ("c", 4, 2), ("d", 8, 8), ("e", 16, 6), ("f", 24, 8)];
    assert_eq!(places(block), expected);
}

/// A uniform block of one array of `length` floats, `stride` bytes apart, at `offset`.
fn sized(length: u32, stride: u32, offset: u32) -> Vec<u8> {
    let mut module = Assembler::new(0, 20);
    module.compute(7);
    module.op(Op::Decorate, &[4, 2]).op(Op::Decorate, &[6, 33, 0]);
    module.op(Op::MemberDecorate, &[4, 0, 35, offset]).op(Op::Decorate, &[12, 6, stride]);
    module.function_type().op(Op::TypeInt, &[3, 32, 0]).op(Op::Constant, &[3, 9, length]);
    module.op(Op::TypeArray, &[12, 3, 9]).op(Op::TypeStruct, &[4, 12]);
    module.op(Op::TypePointer, &[5, 2, 4]).op(Op::Variable, &[5, 6, 2]);
    module.function(7, 10, |code| {
        code.op(Op::Load, &[4, 11, 6]);
    });
    module.bytes()
}

#[test]
fn sizes_beyond_32_bits_are_an_error_and_not_a_wrapped_number() {
    let size = |length, stride, offset| {
        let interface = reflect(&sized(length, stride, offset));
        interface.map(|interface| match &interface.entry_points[0].bindings[0].kind {
            BindingKind::UniformBuffer(block) => block.size,
            other => panic!("{other:?}"),
        })
    };
    assert_eq!(size(4, 16, 8), Ok(8 + 3 * 16 + 4));
    // 2^30 - 1 strides of 4 bytes, one element: 2^32 bytes, one too many.
    assert_eq!(size((1 << 30) - 1, 4, 0), Ok(u32::MAX - 3));
    for (length, stride, offset) in [(1 << 30, 4, 0), (u32::MAX, u32::MAX, 0), (1, 4, u32::MAX)] {
        let error = size(length, stride, offset).unwrap_err().to_string();
        assert!(error.contains("does not fit 32 bits"), "{error}");
    }
    let error = size(0, 4, 0).unwrap_err().to_string();
    assert!(error.contains("array of no elements"), "{error}");
}

#[test]
fn a_member_without_an_offset_is_an_error_that_names_it() {
    let source = "#version 460
        layout(binding = 0) buffer B { uint first; uint second; } b;
        void main() { b.second = 1; }";
    let module = compile(source, ShaderStage::Compute);
    let mut words: Vec<_> =
        module.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word)).collect();
    // OpMemberDecorate _ 1 Offset 4: make it another decoration (RelaxedPrecision).
    let at = words.windows(5).position(|w| w[0] == (5 << 16) + 72 && w[2..] == [1, 35, 4]).unwrap();
    words[at + 3] = 0;
    let bytes: Vec<_> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    let error = reflect(&bytes).unwrap_err().to_string();
    assert!(error.contains("member 1 `second`") && error.contains("no Offset"), "{error}");
}

//! What is used, and how: by entry point, through functions, and within decorations.

use glslang::ShaderStage;
use spirq::spirv::Op;
use vixen_compiler::reflect::{Access, EntryPoint, reflect};

use crate::assembler::Assembler;
use crate::glsl::{binding, compute, interface};

const READ: Access = Access { read: true, write: false };
const WRITE: Access = Access { read: false, write: true };
const BOTH: Access = Access { read: true, write: true };
const NONE: Access = Access { read: false, write: false };

fn access(entry: &EntryPoint, name: &str) -> Access {
    binding(entry, name).access
}

#[test]
fn access_is_what_the_instructions_do() {
    let entry = compute(
        "layout(binding = 0, rgba8) uniform image2D loaded;
         layout(binding = 1, rgba8) uniform image2D stored;
         layout(binding = 2, rgba8) uniform image2D copied;
         layout(binding = 3, r32ui) uniform uimage2D counted;
         layout(binding = 4, rgba8) uniform image2D sized;
         layout(binding = 5) buffer In { uint value; uint more[]; } read_buffer;
         layout(binding = 6) buffer Out { uint value; } written;
         layout(binding = 7) buffer Sum { uint value; } summed;
         layout(binding = 8) buffer Len { uint values[]; } measured;
         layout(binding = 9) uniform sampler2D sampled;",
        "vec4 v = imageLoad(loaded, ivec2(0)) + texture(sampled, vec2(0));
         imageStore(stored, ivec2(0), v);
         imageStore(copied, ivec2(1), imageLoad(copied, ivec2(0)));
         imageAtomicMax(counted, ivec2(0), 3u);
         written.value = read_buffer.more[2] + uint(imageSize(sized).x);
         atomicAdd(summed.value, uint(measured.values.length()));",
    );
    assert_eq!(access(&entry, "loaded"), READ);
    assert_eq!(access(&entry, "stored"), WRITE);
    assert_eq!(access(&entry, "copied"), BOTH);
    assert_eq!(access(&entry, "counted"), BOTH);
    assert_eq!(access(&entry, "sized"), NONE);
    assert_eq!(access(&entry, "read_buffer"), READ);
    assert_eq!(access(&entry, "written"), WRITE);
    assert_eq!(access(&entry, "summed"), BOTH);
    assert_eq!(access(&entry, "measured"), NONE);
    assert_eq!(access(&entry, "sampled"), READ);
}

#[test]
fn use_is_followed_through_calls_and_parameters() {
    let entry = compute(
        "#extension GL_EXT_shader_image_load_formatted : require
         layout(binding = 0) uniform image2D passed_to_read;
         layout(binding = 1) uniform image2D passed_to_write;
         layout(binding = 2) uniform sampler2D passed_twice;
         layout(binding = 3) buffer Deep { uint value; } deep;
         layout(binding = 4) buffer Dead { uint value; } dead;
         layout(binding = 5) uniform image2D passed_in_vain;
         vec4 sample_it(sampler2D s) { return texture(s, vec2(0)); }
         vec4 through(sampler2D s) { return sample_it(s); }
         vec4 read_it(image2D i) { return imageLoad(i, ivec2(0)); }
         void write_it(image2D i, vec4 v) { imageStore(i, ivec2(0), v); }
         float ignore_it(image2D i) { return 1.0; }
         void inner() { deep.value = 1; }
         void outer() { inner(); }
         void never() { dead.value = 1; }",
        "outer();
         write_it(passed_to_write, read_it(passed_to_read) * ignore_it(passed_in_vain));
         if (false) deep.value = uint(through(passed_twice).x);",
    );
    assert_eq!(access(&entry, "passed_to_read"), READ);
    assert_eq!(access(&entry, "passed_to_write"), WRITE);
    assert_eq!(access(&entry, "passed_in_vain"), NONE);
    assert_eq!(access(&entry, "deep"), WRITE);
    assert!(entry.bindings.iter().all(|binding| binding.name != "dead"));
}

#[test]
fn separate_images_and_samplers_are_read_where_they_are_combined() {
    let entry = compute(
        "layout(binding = 0) uniform texture2D image[2];
         layout(binding = 1) uniform sampler by;
         layout(binding = 2) buffer B { float b; };",
        "b = texture(sampler2D(image[1], by), vec2(0)).x;",
    );
    assert_eq!(access(&entry, "image"), READ);
    assert_eq!(access(&entry, "by"), READ);
}

/// Variable 6, a storage buffer of one uint, and what decorates it; the function loads and stores it.
fn decorated(decorations: &[(Op, &[u32])]) -> Access {
    let mut module = Assembler::new(3, 20);
    module.compute(7);
    module.op(Op::Decorate, &[4, 2]).op(Op::Decorate, &[6, 33, 0]);
    module.op(Op::MemberDecorate, &[4, 0, 35, 0]);
    for (op, operands) in decorations {
        module.op(*op, operands);
    }
    module.function_type().op(Op::TypeInt, &[3, 32, 0]).op(Op::TypeStruct, &[4, 3]);
    module.op(Op::TypePointer, &[5, 12, 4]).op(Op::Variable, &[5, 6, 12]);
    module.op(Op::TypePointer, &[8, 12, 3]).op(Op::Constant, &[3, 9, 0]);
    module.function(7, 10, |code| {
        code.op(Op::AccessChain, &[8, 11, 6, 9]).op(Op::Load, &[3, 12, 11]);
        code.op(Op::Store, &[11, 12]);
    });
    reflect(&module.bytes()).unwrap().entry_points[0].bindings[0].access
}

#[test]
fn decorations_narrow_access_on_the_variable_or_on_all_members() {
    const NON_WRITABLE: u32 = 24;
    const NON_READABLE: u32 = 25;
    assert_eq!(decorated(&[]), BOTH);
    assert_eq!(decorated(&[(Op::Decorate, &[6, NON_WRITABLE])]), READ);
    assert_eq!(decorated(&[(Op::Decorate, &[6, NON_READABLE])]), WRITE);
    assert_eq!(decorated(&[(Op::MemberDecorate, &[4, 0, NON_WRITABLE])]), READ);
    assert_eq!(decorated(&[(Op::MemberDecorate, &[4, 0, NON_READABLE])]), WRITE);
}

/// The access to the buffers 20 and 21 (pointer type 5, of a block of one uint; 8 points to the uint,
/// 9 is zero) by hand-written code in function 7.
fn two_buffers(code: impl FnOnce(&mut Assembler)) -> [Access; 2] {
    let mut module = Assembler::new(3, 60);
    module.compute(7);
    module.op(Op::Decorate, &[4, 2]).op(Op::MemberDecorate, &[4, 0, 35, 0]);
    module.op(Op::Decorate, &[20, 33, 0]).op(Op::Decorate, &[21, 33, 1]);
    module.function_type().op(Op::TypeInt, &[3, 32, 0]).op(Op::TypeStruct, &[4, 3]);
    module.op(Op::TypePointer, &[5, 12, 4]);
    module.op(Op::Variable, &[5, 20, 12]).op(Op::Variable, &[5, 21, 12]);
    module.op(Op::TypePointer, &[8, 12, 3]).op(Op::Constant, &[3, 9, 0]);
    module.op(Op::TypeBool, &[40]).op(Op::ConstantTrue, &[40, 41]);
    module.op(Op::TypePointer, &[42, 7, 5]).op(Op::TypeFunction, &[43, 5]);
    code(&mut module);
    let interface = reflect(&module.bytes()).unwrap();
    let bindings = &interface.entry_points[0].bindings;
    [bindings[0].access, bindings[1].access]
}

#[test]
fn memory_is_copied_from_one_to_the_other() {
    let copied = two_buffers(|module| {
        module.function(7, 10, |code| {
            code.op(Op::CopyMemory, &[20, 21]);
        });
    });
    assert_eq!(copied, [WRITE, READ]);
}

#[test]
fn a_selected_pointer_may_be_either() {
    let selected = two_buffers(|module| {
        module.function(7, 10, |code| {
            code.op(Op::Select, &[5, 11, 41, 20, 21]);
            code.op(Op::InBoundsAccessChain, &[8, 12, 11, 9]).op(Op::Store, &[12, 9]);
        });
    });
    assert_eq!(selected, [WRITE, WRITE]);
}

#[test]
fn a_phi_may_take_a_pointer_that_stands_later_in_the_text() {
    let looped = two_buffers(|module| {
        module.function(7, 10, |code| {
            code.op(Op::Branch, &[13]).op(Op::Label, &[13]);
            code.op(Op::Phi, &[5, 11, 20, 10, 12, 13]).op(Op::CopyObject, &[5, 12, 21]);
            code.op(Op::AccessChain, &[8, 14, 11, 9]).op(Op::Load, &[3, 15, 14]);
            code.op(Op::LoopMerge, &[16, 13, 0]).op(Op::BranchConditional, &[41, 13, 16]);
            code.op(Op::Label, &[16]);
        });
    });
    assert_eq!(looped, [READ, READ]);
}

#[test]
fn a_pointer_that_a_function_returns_is_followed() {
    let returned = two_buffers(|module| {
        module.function(7, 10, |code| {
            code.op(Op::FunctionCall, &[5, 11, 30]).op(Op::AccessChain, &[8, 12, 11, 9]);
            code.op(Op::Store, &[12, 9]).op(Op::CopyMemory, &[11, 21]);
        });
        module.op(Op::Function, &[5, 30, 0, 43]).op(Op::Label, &[31]);
        module.op(Op::ReturnValue, &[20]).op(Op::FunctionEnd, &[]);
    });
    assert_eq!(returned, [WRITE, READ]);
}

#[test]
fn a_pointer_that_is_stored_or_given_to_the_unknown_counts_as_both() {
    let escaped = two_buffers(|module| {
        module.function(7, 10, |code| {
            code.op(Op::Variable, &[42, 11, 7]).op(Op::Store, &[11, 20]);
            // An opcode of no known extension.
            code.raw(60_000, &[21]);
        });
    });
    assert_eq!(escaped, [BOTH, BOTH]);
}

#[test]
fn naming_in_debug_information_is_no_use() {
    let entry = interface(
        "#version 460
         layout(location = 0) in vec4 tint;
         layout(location = 0) out vec4 color;
         layout(binding = 0) uniform sampler2D unused;
         void main() { color = tint; }",
        ShaderStage::Fragment,
    );
    assert!(entry.entry_points[0].bindings.is_empty());
}

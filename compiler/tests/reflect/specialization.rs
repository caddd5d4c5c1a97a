//! Specialization constants and what is computed from them.

use glslang::ShaderStage;
use spirq::spirv::Op;
use vixen_compiler::reflect::{
    BindingKind, Count, MemberType, Scalar, ScalarKind, SpecConstant, reflect,
};

use crate::assembler::Assembler;
use crate::glsl::{binding, compute, interface};

fn constant(id: u32, name: &str, kind: ScalarKind, bits: u8, default: u64) -> SpecConstant {
    SpecConstant { id, name: name.to_owned(), ty: Scalar { kind, bits }, default }
}

#[test]
fn every_type_has_its_default_by_ascending_id() {
    let interface = interface(
        "#version 460
         #extension GL_EXT_shader_explicit_arithmetic_types : require
         layout(constant_id = 7) const float RADIUS = 1.5;
         layout(constant_id = 1) const bool ON = true;
         layout(constant_id = 0) const int OFFSET = -2;
         layout(constant_id = 3) const uint COUNT = 4000000000u;
         layout(constant_id = 4) const double PRECISE = 0.5lf;
         layout(constant_id = 5) const uint64_t WIDE = 0x123456789abcdef0ul;
         layout(constant_id = 6) const int16_t SHORT = int16_t(-1);
         layout(binding = 0) buffer B { float b; };
         void main() {
             if (ON) b = RADIUS + float(OFFSET) + float(COUNT) + float(PRECISE);
             b += float(WIDE) + float(SHORT);
         }",
        ShaderStage::Compute,
    );
    let expected = [
        constant(0, "OFFSET", ScalarKind::Sint, 32, u64::from(u32::MAX - 1)),
        constant(1, "ON", ScalarKind::Bool, 1, 1),
        constant(3, "COUNT", ScalarKind::Uint, 32, 4_000_000_000),
        constant(4, "PRECISE", ScalarKind::Float, 64, 0.5_f64.to_bits()),
        constant(5, "WIDE", ScalarKind::Uint, 64, 0x1234_5678_9abc_def0),
        constant(6, "SHORT", ScalarKind::Sint, 16, 0xffff),
        constant(7, "RADIUS", ScalarKind::Float, 32, u64::from(1.5_f32.to_bits())),
    ];
    assert_eq!(interface.spec_constants, expected);
}

#[test]
fn a_block_array_has_the_length_of_the_default() {
    let entry = compute(
        "layout(constant_id = 0) const uint N = 5;
         layout(binding = 0, std430) buffer B { uint values[N]; uint after; } b;",
        "b.values[0] = b.after;",
    );
    let BindingKind::StorageBuffer(block) = &binding(&entry, "b").kind else { panic!() };
    assert!(matches!(block.members[0].ty, MemberType::Array { length: 5, stride: 4, .. }));
    assert_eq!(block.size, 24);
}

/// The count of an array of samplers whose length is `op` applied to constants of those types and
/// values; types are 3 (uint), 4 (int), 5 (bool), and 20 is a uint with `SpecId` 1 and default 6.
fn computed(ty: u32, op: u32, operands: &[u32], constants: &[(u32, u32, u32)]) -> Option<Count> {
    let mut module = Assembler::new(3, 60);
    module.compute(7).op(Op::Decorate, &[20, 1, 1]).op(Op::Decorate, &[42, 33, 0]);
    module.function_type().op(Op::TypeInt, &[3, 32, 0]).op(Op::TypeInt, &[4, 32, 1]);
    module.op(Op::TypeBool, &[5]).op(Op::SpecConstant, &[3, 20, 6]);
    for (ty, id, value) in constants {
        match (ty, value) {
            (5, 0) => module.op(Op::ConstantFalse, &[5, *id]),
            (5, _) => module.op(Op::ConstantTrue, &[5, *id]),
            _ => module.op(Op::Constant, &[*ty, *id, *value]),
        };
    }
    let mut words = vec![ty, 30, op];
    words.extend(operands);
    module.op(Op::SpecConstantOp, &words);
    // A boolean result chooses between 11 and 22.
    module.op(Op::Constant, &[3, 31, 11]).op(Op::Constant, &[3, 32, 22]);
    let select = if ty == 5 { 33 } else { 30 };
    module.op(Op::SpecConstantOp, &[3, 33, 169, 30, 31, 32]);
    module.op(Op::TypeSampler, &[9]).op(Op::TypeArray, &[40, 9, select]);
    module.op(Op::TypePointer, &[41, 0, 40]).op(Op::Variable, &[41, 42, 0]);
    module.op(Op::TypePointer, &[43, 0, 9]);
    module.function(7, 50, |code| {
        code.op(Op::AccessChain, &[43, 51, 42, 31]);
    });
    reflect(&module.bytes()).ok().map(|interface| interface.entry_points[0].bindings[0].count)
}

#[test]
fn expressions_are_evaluated_as_spirv_defines_them() {
    let value = |default| Some(Count::Computed { default });
    let minus_7 = (4, 21, 7_u32.wrapping_neg());
    let three = (4, 22, 3);
    // IAdd, ISub, IMul, UDiv, UMod with the specialized 6.
    assert_eq!(computed(3, 128, &[20, 22], &[three]), value(9));
    assert_eq!(computed(3, 130, &[20, 22], &[three]), value(3));
    assert_eq!(computed(3, 132, &[20, 22], &[three]), value(18));
    assert_eq!(computed(3, 134, &[20, 22], &[(3, 22, 4)]), value(1));
    assert_eq!(computed(3, 137, &[20, 22], &[(3, 22, 4)]), value(2));
    // A shift left, an or, an exclusive or.
    assert_eq!(computed(3, 196, &[20, 22], &[three]), value(48));
    assert_eq!(computed(3, 197, &[20, 22], &[(3, 22, 9)]), value(15));
    assert_eq!(computed(3, 198, &[20, 22], &[three]), value(5));
    // Only what depends on a specialization constant is computed; -7 modulo 3 is 2, -7 remainder 3
    // is -1 and no length, -(-7) is 7, -7 / -7 is 1.
    assert_eq!(computed(4, 139, &[21, 22], &[minus_7, three]), Some(Count::Array(2)));
    assert_eq!(computed(4, 138, &[21, 22], &[minus_7, three]), None);
    assert_eq!(computed(4, 126, &[21], &[minus_7]), Some(Count::Array(7)));
    assert_eq!(computed(4, 135, &[21, 21], &[minus_7]), Some(Count::Array(1)));
    // Comparisons: 6 < 3 is false, -7 < 3 signed is true and unsigned false.
    assert_eq!(computed(5, 176, &[20, 22], &[three]), value(22));
    assert_eq!(computed(5, 177, &[21, 22], &[minus_7, three]), Some(Count::Array(11)));
    assert_eq!(computed(5, 176, &[21, 22], &[minus_7, three]), Some(Count::Array(22)));
    // LogicalNot of true.
    assert_eq!(computed(5, 168, &[23], &[(5, 23, 1)]), Some(Count::Array(22)));
    // By zero nothing is divided, and a shift by the width or more has no value.
    assert_eq!(computed(3, 134, &[20, 22], &[(3, 22, 0)]), None);
    assert_eq!(computed(3, 196, &[20, 22], &[(3, 22, 32)]), None);
}

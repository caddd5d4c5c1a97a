//! Modules made to break a reader: each is refused, quickly, in words.

use std::time::{Duration, Instant};

use spirq::spirv::Op;
use vixen_compiler::reflect::{Fault, MAX_BYTES, reflect};

use crate::assembler::Assembler;

/// The text of the error, which has to come within seconds even in a debug build.
fn refused(bytes: &[u8]) -> String {
    let start = Instant::now();
    let error = reflect(bytes).expect_err("a module that must be refused");
    assert!(start.elapsed() < Duration::from_secs(20), "took {:?}", start.elapsed());
    error.to_string()
}

#[test]
fn bytes_that_are_no_module_are_refused() {
    for bytes in [&b""[..], b"\x03\x02\x23\x07", b"#version 460\nvoid main() {}\n", &[0; 4096]] {
        assert!(refused(bytes).contains("pass the binary form"), "{bytes:?}");
    }
    let module = Assembler::new(0, 1).bytes();
    assert!(refused(&module[..module.len() - 1]).contains("no SPIR-V module"));
    let huge = vec![3; MAX_BYTES + 4];
    assert_eq!(reflect(&huge).unwrap_err().fault, Fault::TooLarge(MAX_BYTES + 4));
}

#[test]
fn headers_are_checked() {
    let mut module = Assembler::new(0, 10);
    module.compute(7).function_type().function(7, 8, |_| {});
    let header = |index: usize, value: u32| {
        let mut bytes = module.bytes();
        bytes[index * 4..index * 4 + 4].copy_from_slice(&value.to_le_bytes());
        reflect(&bytes).map(|_| ()).map_err(|error| (error.word, error.fault))
    };
    assert_eq!(header(1, 0x0001_0600), Ok(()));
    for version in [0, 0x0001_0700, 0x0002_0000, 0x0001_0001, 0x0101_0000] {
        assert_eq!(header(1, version), Err((1, Fault::Version(version))));
    }
    assert!(matches!(header(3, u32::MAX), Err((3, Fault::Limit { .. }))));
    assert_eq!(header(4, 1), Err((4, Fault::Schema(1))));
    assert!(matches!(header(3, 7), Err((_, Fault::IdRange { id: 7, bound: 7 }))));
}

#[test]
fn word_counts_are_checked() {
    for word in [0_u32, 17, (9 << 16) + 17, 0xffff_ffff] {
        let mut bytes = Assembler::new(0, 10).bytes();
        bytes.extend(word.to_le_bytes());
        assert!(refused(&bytes).contains("claims"), "{word:#x}");
    }
}

#[test]
fn ten_thousand_nested_arrays_are_refused() {
    let mut module = Assembler::new(0, 20_010);
    module.compute(2).op(Op::TypeInt, &[3, 32, 0]).op(Op::Constant, &[3, 4, 2]);
    module.op(Op::TypeArray, &[10, 3, 4]);
    for id in 11..10_010 {
        module.op(Op::TypeArray, &[id, id - 1, 4]);
    }
    assert!(refused(&module.bytes()).contains("nesting of types: 256, more than the limit of 255"));
}

/// A storage buffer (variable 6) of the type 4, which `types` declares; 3 is uint, 9 is two.
fn buffer_of(bound: u32, types: impl FnOnce(&mut Assembler)) -> Vec<u8> {
    let mut module = Assembler::new(3, bound);
    module.compute(7).op(Op::Decorate, &[6, 33, 0]);
    module.function_type().op(Op::TypeInt, &[3, 32, 0]).op(Op::Constant, &[3, 9, 2]);
    types(&mut module);
    module.op(Op::TypePointer, &[5, 12, 4]).op(Op::Variable, &[5, 6, 12]);
    module.function(7, 10, |code| {
        code.op(Op::Load, &[4, 11, 6]);
    });
    module.bytes()
}

#[test]
fn a_tree_of_types_that_doubles_at_each_level_is_refused() {
    // 200 structs, each of two of the one before: 2^200 members when written out.
    let mut module = Assembler::new(3, 300);
    module.compute(7).op(Op::Decorate, &[6, 33, 0]);
    for id in 20..220 {
        module.op(Op::MemberDecorate, &[id, 0, 35, 0]).op(Op::MemberDecorate, &[id, 1, 35, 0]);
    }
    module.function_type().op(Op::TypeInt, &[19, 32, 0]);
    for id in 20..220 {
        module.op(Op::TypeStruct, &[id, id - 1, id - 1]);
    }
    module.op(Op::TypePointer, &[5, 12, 219]).op(Op::Variable, &[5, 6, 12]);
    module.function(7, 10, |code| {
        code.op(Op::Load, &[219, 11, 6]);
    });
    assert!(refused(&module.bytes()).contains("nest"));
}

#[test]
fn a_constant_that_doubles_at_each_level_is_refused() {
    let mut module = Assembler::new(3, 300);
    module.compute(7).op(Op::Decorate, &[6, 33, 0]).op(Op::Decorate, &[20, 1, 0]);
    module.function_type().op(Op::TypeInt, &[3, 32, 0]).op(Op::SpecConstant, &[3, 20, 1]);
    for id in 21..120 {
        module.op(Op::SpecConstantOp, &[3, id, 128, id - 1, id - 1]);
    }
    module.op(Op::TypeSampler, &[8]).op(Op::TypeArray, &[4, 8, 119]);
    module.op(Op::TypePointer, &[5, 0, 4]).op(Op::Variable, &[5, 6, 0]);
    module.function(7, 10, |code| {
        code.op(Op::Load, &[4, 11, 6]);
    });
    assert!(refused(&module.bytes()).contains("the steps needed"));
}

#[test]
fn a_constant_made_of_itself_is_refused() {
    let module = buffer_of(40, |module| {
        module.op(Op::SpecConstantOp, &[3, 20, 128, 21, 21]);
        module.op(Op::SpecConstantOp, &[3, 21, 128, 20, 20]);
        module.op(Op::TypeSampler, &[8]).op(Op::TypeArray, &[4, 8, 20]);
    });
    assert!(refused(&module).contains("the nesting of constants"));
}

#[test]
fn a_type_that_contains_itself_is_refused() {
    let direct = buffer_of(40, |module| {
        module.op(Op::TypeStruct, &[4, 4]);
    });
    assert!(refused(&direct).contains("type 4 is declared after a type that contains it"));
    let indirect = buffer_of(40, |module| {
        module.op(Op::TypeStruct, &[20, 4]).op(Op::TypeStruct, &[4, 20]);
    });
    assert!(refused(&indirect).contains("type 4 is declared after"));
}

#[test]
fn ids_are_checked() {
    let out = buffer_of(40, |module| {
        module.op(Op::TypeStruct, &[40, 3]);
    });
    assert!(refused(&out).contains("id 40 is outside of 1 to the header's bound 40"));
    let zero = buffer_of(40, |module| {
        module.op(Op::TypeStruct, &[0, 3]);
    });
    assert!(refused(&zero).contains("id 0 is outside"));
    let twice = buffer_of(40, |module| {
        module.op(Op::TypeStruct, &[3, 3]);
    });
    assert!(refused(&twice).contains("id 3 is declared a second time"));
    let missing = buffer_of(40, |module| {
        module.op(Op::TypeArray, &[4, 30, 9]);
    });
    assert!(refused(&missing).contains("id 30 is not a type"));
}

#[test]
fn a_struct_of_more_members_than_spirv_allows_is_refused() {
    let mut members = vec![4];
    members.extend(std::iter::repeat_n(3, 16_384));
    let module = buffer_of(40, |module| {
        module.op(Op::TypeStruct, &members);
    });
    assert!(refused(&module).contains("the number of struct members"));
}

#[test]
fn untyped_pointers_are_refused_with_the_reason() {
    // OpTypeUntypedPointerKHR.
    let module = buffer_of(40, |module| {
        module.raw(4417, &[30, 12]);
    });
    let error = refused(&module);
    assert!(error.contains("SPV_KHR_untyped_pointers is not supported"), "{error}");
    assert!(error.contains("without that feature or extension"), "{error}");
}

#[test]
fn kernels_are_refused() {
    let mut module = Assembler::new(0, 20);
    module.text(Op::EntryPoint, &[6, 7], "kernel", &[]).function_type();
    module.function(7, 10, |_| {});
    assert!(refused(&module.bytes()).contains("entry point of that execution model"));
}

#[test]
fn functions_that_do_not_nest_are_refused() {
    let mut module = Assembler::new(0, 20);
    module.function_type().op(Op::Function, &[1, 7, 0, 2]).op(Op::Function, &[1, 8, 0, 2]);
    assert!(refused(&module.bytes()).contains("out of place"));
    let mut module = Assembler::new(0, 20);
    module.function_type().op(Op::Function, &[1, 7, 0, 2]);
    assert!(refused(&module.bytes()).contains("out of place"));
    let mut module = Assembler::new(0, 20);
    assert!(refused(&module.op(Op::FunctionEnd, &[]).bytes()).contains("out of place"));
}

#[test]
fn a_module_without_an_entry_point_is_refused() {
    assert!(refused(&Assembler::new(0, 20).bytes()).contains("no entry point"));
}

#[test]
fn an_entry_point_without_a_function_is_refused() {
    let mut module = Assembler::new(0, 20);
    assert!(refused(&module.compute(7).bytes()).contains("id 7 is not a function"));
}

#[test]
fn a_name_without_an_end_is_refused_and_a_bad_one_is_mended() {
    let mut module = Assembler::new(0, 20);
    module.raw(10, &[0x4141_4141]);
    assert!(refused(&module.bytes()).contains("string that has no end"));
    let broken = buffer_of(40, |module| {
        // OpMemberName 4 0 with bytes that are not UTF-8.
        module.raw(6, &[4, 0, 0x0041_ff41]).op(Op::MemberDecorate, &[4, 0, 35, 0]);
        module.op(Op::TypeStruct, &[4, 3]);
    });
    let interface = reflect(&broken).unwrap();
    let vixen_compiler::reflect::BindingKind::StorageBuffer(block) =
        &interface.entry_points[0].bindings[0].kind
    else {
        panic!("{interface:?}")
    };
    assert_eq!(block.members[0].name, "A\u{fffd}A");
}

#[test]
fn contradicting_decorations_are_refused() {
    let module = buffer_of(40, |module| {
        module.op(Op::Decorate, &[6, 33, 1]).op(Op::TypeStruct, &[4]);
    });
    assert!(refused(&module).contains("id 6 has decoration 33 twice"));
}

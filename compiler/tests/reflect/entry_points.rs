//! Entry points: several in a module, their stages, capabilities and workgroup sizes.

use glslang::ShaderStage;
use spirq::spirv::Op;
use vixen_compiler::reflect::{Stage, WorkgroupSize, reflect};

use crate::assembler::Assembler;
use crate::glsl::{VERSIONS, compile_for, compute, interface};

#[test]
fn each_entry_point_has_the_bindings_of_its_own_call_tree() {
    let mut module = Assembler::new(3, 60);
    module.text(Op::EntryPoint, &[5, 7], "zero", &[]).text(Op::EntryPoint, &[5, 8], "one", &[]);
    // Function 8 is the body of a second entry point too.
    module.text(Op::EntryPoint, &[5, 8], "two", &[]);
    module.op(Op::ExecutionMode, &[7, 17, 1, 2, 3]).op(Op::ExecutionMode, &[8, 17, 64, 1, 1]);
    module.op(Op::Decorate, &[4, 2]).op(Op::MemberDecorate, &[4, 0, 35, 0]);
    for (id, binding) in [(20, 0), (21, 1), (22, 2)] {
        module.op(Op::Decorate, &[id, 33, binding]);
    }
    module.function_type().op(Op::TypeInt, &[3, 32, 0]).op(Op::TypeStruct, &[4, 3]);
    module.op(Op::TypePointer, &[5, 12, 4]).op(Op::TypePointer, &[6, 12, 3]);
    for id in [20, 21, 22] {
        module.op(Op::Variable, &[5, id, 12]);
    }
    module.op(Op::Constant, &[3, 9, 0]);
    let call = |id: u32, result: u32| {
        move |code: &mut Assembler| {
            code.op(Op::FunctionCall, &[1, result, id]);
        }
    };
    module.function(7, 30, |code| {
        code.op(Op::AccessChain, &[6, 31, 20, 9]).op(Op::Store, &[31, 9]);
        call(50, 32)(code);
    });
    module.function(8, 33, call(50, 34));
    module.function(50, 35, |code| {
        code.op(Op::AccessChain, &[6, 36, 21, 9]).op(Op::Load, &[3, 37, 36]);
    });
    module.function(51, 38, |code| {
        code.op(Op::CopyMemory, &[22, 22]);
    });
    let interface = reflect(&module.bytes()).unwrap();
    let entries = interface.entry_points.iter().map(|entry| {
        let bindings: Vec<_> = entry.bindings.iter().map(|binding| binding.binding).collect();
        (entry.name.as_str(), bindings, entry.workgroup_size.as_ref().unwrap().size)
    });
    let expected = [
        ("zero", vec![0, 1], [1, 2, 3]),
        ("one", vec![1], [64, 1, 1]),
        ("two", vec![1], [64, 1, 1]),
    ];
    assert_eq!(entries.collect::<Vec<_>>(), expected);
}

#[test]
fn functions_that_call_each_other_end() {
    let mut module = Assembler::new(3, 20);
    module.compute(7).function_type();
    module.function(7, 10, |code| {
        code.op(Op::FunctionCall, &[1, 11, 8]);
    });
    module.function(8, 12, |code| {
        code.op(Op::FunctionCall, &[1, 13, 7]);
    });
    assert!(reflect(&module.bytes()).unwrap().entry_points[0].bindings.is_empty());
}

#[test]
fn stages_are_told_apart() {
    let body = "void main() {}";
    let rays = "#extension GL_EXT_ray_tracing : require";
    let mesh = "#extension GL_EXT_mesh_shader : require";
    let shaders = [
        (ShaderStage::Vertex, Stage::Vertex, ""),
        (ShaderStage::TesselationControl, Stage::TessellationControl, "layout(vertices = 3) out;"),
        (ShaderStage::TesselationEvaluation, Stage::TessellationEvaluation, "layout(quads) in;"),
        (
            ShaderStage::Geometry,
            Stage::Geometry,
            "layout(points) in; layout(points, max_vertices = 1) out;",
        ),
        (ShaderStage::Fragment, Stage::Fragment, ""),
        (ShaderStage::Compute, Stage::Compute, ""),
        (ShaderStage::RayGeneration, Stage::RayGeneration, rays),
        (ShaderStage::Intersect, Stage::Intersection, rays),
        (ShaderStage::AnyHit, Stage::AnyHit, rays),
        (ShaderStage::ClosestHit, Stage::ClosestHit, rays),
        (ShaderStage::Miss, Stage::Miss, rays),
        (ShaderStage::Callable, Stage::Callable, rays),
        (ShaderStage::Task, Stage::Task, mesh),
        (
            ShaderStage::Mesh,
            Stage::Mesh,
            "#extension GL_EXT_mesh_shader : require
             layout(triangles, max_vertices = 3, max_primitives = 1) out;",
        ),
    ];
    for (from, expected, declarations) in shaders {
        let interface = interface(&format!("#version 460\n{declarations}\n{body}"), from);
        assert_eq!(interface.entry_points[0].stage, expected);
        let sized = matches!(expected, Stage::Compute | Stage::Task | Stage::Mesh);
        assert_eq!(interface.entry_points[0].workgroup_size.is_some(), sized, "{expected:?}");
    }
}

#[test]
fn capabilities_and_extensions_are_listed() {
    let interface = interface(
        "#version 460
         #extension GL_EXT_ray_query : require
         layout(binding = 0) uniform accelerationStructureEXT scene;
         void main() {
             rayQueryEXT query;
             rayQueryInitializeEXT(query, scene, 0u, 1u, vec3(0), 0.0, vec3(0, 0, 1), 1.0);
         }",
        ShaderStage::Compute,
    );
    // Shader, RayQueryKHR.
    assert_eq!(interface.capabilities, [1, 4472]);
    assert_eq!(interface.extensions, ["SPV_KHR_ray_query"]);
    assert_eq!(interface.version, (1, 6));
}

#[test]
fn a_fixed_workgroup_size_is_the_same_in_either_form() {
    let source = "#version 460
        layout(local_size_x = 8, local_size_y = 4, local_size_z = 2) in;
        void main() {}";
    for version in VERSIONS {
        let interface = reflect(&compile_for(source, ShaderStage::Compute, version)).unwrap();
        let size = interface.entry_points[0].workgroup_size.clone();
        let fixed =
            WorkgroupSize { size: [8, 4, 2], spec_ids: [None; 3], formulas: Default::default() };
        assert_eq!(size, Some(fixed));
    }
}

#[test]
fn specialization_constants_give_a_workgroup_size_its_ids() {
    // SPIR-V 1.6 says it by LocalSizeId, older ones by the WorkgroupSize built-in.
    let source = "#version 460
        layout(local_size_x_id = 3, local_size_y = 4, local_size_z_id = 1) in;
        layout(local_size_x = 16) in;
        void main() {}";
    for version in [VERSIONS[0], VERSIONS[4], VERSIONS[6]] {
        let interface = reflect(&compile_for(source, ShaderStage::Compute, version)).unwrap();
        let size = interface.entry_points[0].workgroup_size.clone().unwrap();
        assert_eq!(size.size, [16, 4, 1]);
        assert_eq!(size.spec_ids, [Some(3), None, Some(1)]);
    }
}

#[test]
fn local_size_id_takes_constants_of_both_kinds() {
    let mut module = Assembler::new(2, 20);
    module.text(Op::EntryPoint, &[5, 7], "main", &[]);
    module.op(Op::ExecutionModeId, &[7, 38, 10, 11, 12]).op(Op::Decorate, &[11, 1, 9]);
    module.function_type().op(Op::TypeInt, &[3, 32, 0]);
    module.op(Op::Constant, &[3, 10, 32]).op(Op::SpecConstant, &[3, 11, 4]);
    // 12 = 11 * 2, which no single SpecId gives.
    module.op(Op::Constant, &[3, 13, 2]).op(Op::SpecConstantOp, &[3, 12, 132, 11, 13]);
    module.function(7, 14, |_| {});
    let interface = reflect(&module.bytes()).unwrap();
    let size = interface.entry_points[0].workgroup_size.clone().unwrap();
    assert_eq!((size.size, size.spec_ids), ([32, 4, 8], [None, Some(9), None]));
    let under = interface.specialized(&[(9, 6)].into()).unwrap();
    assert_eq!(under.entry_points[0].workgroup_size.as_ref().unwrap().size, [32, 6, 12]);
}

#[test]
fn two_push_constant_blocks_in_one_entry_point_are_an_error() {
    let mut module = Assembler::new(3, 30);
    module.compute(7);
    module.op(Op::Decorate, &[4, 2]).op(Op::MemberDecorate, &[4, 0, 35, 0]);
    module.function_type().op(Op::TypeInt, &[3, 32, 0]).op(Op::TypeStruct, &[4, 3]);
    module.op(Op::TypePointer, &[5, 9, 4]);
    module.op(Op::Variable, &[5, 20, 9]).op(Op::Variable, &[5, 21, 9]);
    module.function(7, 10, |code| {
        code.op(Op::Load, &[4, 11, 20]).op(Op::Load, &[4, 12, 21]);
    });
    let error = reflect(&module.bytes()).unwrap_err().to_string();
    assert!(error.contains("two push-constant blocks") && error.contains("merge"), "{error}");
}

#[test]
fn an_unused_push_constant_block_is_not_reported() {
    let entry = compute("layout(push_constant) uniform Push { uint value; } push;", "");
    assert_eq!(entry.push_constants, None);
}

//! Inputs and outputs by location.

use glslang::ShaderStage;
use vixen_compiler::reflect::{InterfaceVariable, ScalarKind};

use crate::glsl::{VERSIONS, compile_for, interface};

/// Location, component, name, bits, components, locations.
type Row<'a> = (u32, u32, &'a str, u8, u8, u32);

fn rows(variables: &[InterfaceVariable]) -> Vec<Row<'_>> {
    let row = |variable: &'_ InterfaceVariable| {
        let InterfaceVariable { location, component, components, locations, .. } = *variable;
        (location, component, variable.scalar.bits, components, locations)
    };
    let names = variables.iter().map(|variable| variable.name.as_str());
    names
        .zip(variables.iter().map(row))
        .map(|(name, (at, component, bits, components, locations))| {
            (at, component, name, bits, components, locations)
        })
        .collect()
}

#[test]
fn vertex_inputs_have_location_type_and_extent() {
    let interface = interface(
        "#version 460
         layout(location = 4) in mat4 transform;
         layout(location = 0) in vec3 position;
         layout(location = 1) in uvec2 ids;
         layout(location = 2) in dvec3 exact;
         layout(location = 8) in float weights[3];
         layout(location = 12) in int unread;
         layout(location = 0) out vec2 uv;
         void main() {
             gl_Position = transform * vec4(position, weights[gl_VertexIndex % 3]);
             uv = vec2(ids) + vec2(exact.xy);
         }",
        ShaderStage::Vertex,
    );
    let entry = &interface.entry_points[0];
    let expected = [
        (0, 0, "position", 32, 3, 1),
        (1, 0, "ids", 32, 2, 1),
        (2, 0, "exact", 64, 3, 2),
        (4, 0, "transform", 32, 4, 4),
        (8, 0, "weights", 32, 1, 3),
        (12, 0, "unread", 32, 1, 1),
    ];
    assert_eq!(rows(&entry.inputs), expected);
    assert_eq!(entry.inputs[1].scalar.kind, ScalarKind::Uint);
    assert_eq!(entry.inputs[5].scalar.kind, ScalarKind::Sint);
    assert_eq!(rows(&entry.outputs), [(0, 0, "uv", 32, 2, 1)]);
}

#[test]
fn fragment_outputs_are_by_attachment_with_the_second_blend_source() {
    let interface = interface(
        "#version 460
         layout(location = 0, index = 1) out vec4 blend;
         layout(location = 0, index = 0) out vec4 color;
         layout(location = 0) in vec2 uv;
         layout(location = 1, component = 2) in float packed_in;
         layout(location = 1, component = 0) in vec2 packed_first;
         void main() { blend = vec4(uv, packed_first); color = vec4(packed_in); gl_FragDepth = 0; }",
        ShaderStage::Fragment,
    );
    let entry = &interface.entry_points[0];
    let indices: Vec<_> =
        entry.outputs.iter().map(|output| (output.name.as_str(), output.index)).collect();
    assert_eq!(indices, [("color", 0), ("blend", 1)]);
    let expected =
        [(0, 0, "uv", 32, 2, 1), (1, 0, "packed_first", 32, 2, 1), (1, 2, "packed_in", 32, 1, 1)];
    assert_eq!(rows(&entry.inputs), expected);
}

#[test]
fn interface_blocks_and_structs_are_taken_apart() {
    let source = "#version 460
        struct Pair { vec2 a; mat2 b; };
        layout(location = 3) out Varying { vec4 tint; layout(location = 12) vec2 uv; vec2 w; } v;
        layout(location = 5) out Pair pairs[2];
        void main() {
            v.tint = vec4(1); v.uv = vec2(0); v.w = vec2(0); gl_Position = vec4(0);
            pairs[1].a = vec2(1); pairs[0].b = mat2(1); pairs[1].b = mat2(1); pairs[0].a = vec2(1);
        }";
    for version in [VERSIONS[0], VERSIONS[6]] {
        let module = compile_for(source, ShaderStage::Vertex, version);
        let interface = vixen_compiler::reflect::reflect(&module).unwrap();
        let expected = [
            (3, 0, "v.tint", 32, 4, 1),
            (5, 0, "pairs[0].a", 32, 2, 1),
            (6, 0, "pairs[0].b", 32, 2, 2),
            (8, 0, "pairs[1].a", 32, 2, 1),
            (9, 0, "pairs[1].b", 32, 2, 2),
            (12, 0, "v.uv", 32, 2, 1),
            (13, 0, "v.w", 32, 2, 1),
        ];
        let mut rows = rows(&interface.entry_points[0].outputs);
        rows.sort_unstable();
        assert_eq!(rows, expected);
    }
}

#[test]
fn arrays_over_vertices_take_no_locations() {
    let control = interface(
        "#version 460
         layout(vertices = 3) out;
         layout(location = 0) in vec2 uv_in[];
         layout(location = 0) out vec2 uv_out[];
         layout(location = 1) patch out float levels[2];
         void main() {
             uv_out[gl_InvocationID] = uv_in[gl_InvocationID];
             levels[0] = levels[1] = 1.0;
         }",
        ShaderStage::TesselationControl,
    );
    let entry = &control.entry_points[0];
    assert_eq!(rows(&entry.inputs), [(0, 0, "uv_in", 32, 2, 1)]);
    assert_eq!(rows(&entry.outputs), [(0, 0, "uv_out", 32, 2, 1), (1, 0, "levels", 32, 1, 2)]);
    let geometry = interface(
        "#version 460
         layout(triangles) in;
         layout(points, max_vertices = 1) out;
         layout(location = 2) in Varying { vec3 normal; float weights[2]; } v[];
         layout(location = 0) out vec3 normal;
         void main() { normal = v[1].normal * v[0].weights[1]; EmitVertex(); }",
        ShaderStage::Geometry,
    );
    let entry = &geometry.entry_points[0];
    let expected = [(2, 0, "v.normal", 32, 3, 1), (3, 0, "v.weights", 32, 1, 2)];
    assert_eq!(rows(&entry.inputs), expected);
}

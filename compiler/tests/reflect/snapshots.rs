//! Whole interfaces, as the tool prints them.

use glslang::ShaderStage;
use vixen_compiler::reflect::print::{print_json, print_text};

use crate::glsl::interface;

fn snapshot(name: &str, source: &str, stage: ShaderStage) {
    let interface = interface(source, stage);
    let (mut json, mut text) = (Vec::new(), Vec::new());
    print_json(&interface, &mut json).unwrap();
    print_text(&interface, &mut text).unwrap();
    insta::assert_snapshot!(format!("{name}_json"), String::from_utf8(json).unwrap());
    insta::assert_snapshot!(format!("{name}_text"), String::from_utf8(text).unwrap());
    // What crosses from crate to crate is the same value.
    let carried = serde_json::to_string(&interface).unwrap();
    let arrived: vixen_compiler::reflect::Interface = serde_json::from_str(&carried).unwrap();
    assert_eq!(arrived, interface);
}

#[test]
fn all_kinds() {
    snapshot("kinds", include_str!("shaders/kinds.frag"), ShaderStage::Fragment);
}

#[test]
fn all_layouts() {
    snapshot("layouts", include_str!("shaders/layouts.comp"), ShaderStage::Compute);
}

#[test]
fn a_vertex_shader_with_bindless_textures_and_addresses() {
    snapshot("bindless", include_str!("shaders/bindless.vert"), ShaderStage::Vertex);
}

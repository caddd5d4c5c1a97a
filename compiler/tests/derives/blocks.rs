//! Structs against shaders' blocks, byte by byte.

use vixen_compiler::block::{Against, compare, layout, resolve};
use vixen_compiler::diagnostic::{Code, Diagnostics, Site};
use vixen_compiler::reflect::{BindingKind, Block, reflect};
use vixen_compiler::syntax::tokens::{BlockDecl, Reader, ShaderLookup, Source, block};

use super::shaders::Shaders;

fn decl(source: &str) -> BlockDecl {
    let item: syn::ItemStruct = syn::parse_str(&format!("#[repr(C)] {source}")).unwrap();
    let diags = Diagnostics::new();
    block(&item, Reader { source: &Shaders, diags: &diags }).unwrap().decl
}

/// The push constants of blur.comp.
fn push() -> Block {
    let ShaderLookup::Found(file) = Shaders.shader("blur.comp", proc_macro2::Span::call_site())
    else {
        panic!("blur.comp is there")
    };
    reflect(&file.bytes).unwrap().entry_points[0].push_constants.clone().unwrap()
}

/// The uniform block of camera.comp: std140.
fn camera() -> Block {
    let ShaderLookup::Found(file) = Shaders.shader("camera.comp", proc_macro2::Span::call_site())
    else {
        panic!("camera.comp is there")
    };
    let interface = reflect(&file.bytes).unwrap();
    let binding = interface.entry_points[0].bindings[0].clone();
    let BindingKind::UniformBuffer(block) = binding.kind else { panic!("a uniform buffer") };
    block
}

fn differs(own: &BlockDecl, block: &Block) -> String {
    let against =
        Against { code: Code::PushLayout, file: "blur.comp", place: "push constants", block };
    compare(own, against, Site::Whole).map_or_else(String::new, |found| found.to_string())
}

#[test]
fn equal_bytes_agree_whatever_the_types_are_called() {
    assert_eq!(
        differs(&decl("struct P { direction: [i32; 2], radius: u32, sigma: f32 }"), &push()),
        ""
    );
    assert_eq!(
        differs(&decl("struct P { direction: IVec2, radius: u32, sigma: f32 }"), &push()),
        ""
    );
    let padded = "struct P { direction: IVec2, radius: u32, sigma: f32, _end: [u8; 16] }";
    assert_eq!(differs(&decl(padded), &push()), "");
}

#[test]
fn a_difference_names_both_sides_and_what_to_write() {
    let text = differs(&decl("struct P { direction: [i32; 2], radius: f32, sigma: f32 }"), &push());
    insta::assert_snapshot!(text);
}

#[test]
fn a_missing_member_a_moved_one_and_one_too_many() {
    let lacks = differs(&decl("struct P { direction: [i32; 2], radius: u32 }"), &push());
    assert!(lacks.contains("`P` lacks `sigma` at offset 12"), "{lacks}");
    assert!(lacks.contains("write `sigma: f32` after `radius`"), "{lacks}");
    let moved =
        differs(&decl("struct P { radius: u32, sigma: f32, direction: [i32; 2] }"), &push());
    assert!(moved.contains("`direction` of `P` stands at offset 8"), "{moved}");
    assert!(moved.contains("order the fields as the shader has them"), "{moved}");
    let more = differs(
        &decl("struct P { direction: [i32; 2], radius: u32, sigma: f32, x: f32 }"),
        &push(),
    );
    assert!(more.contains("`x` of `P` has a number at offset 16"), "{more}");
}

const SUN: &str = "struct Sun { direction: [f32; 3], strength: f32 }";

fn with_sun(source: &str) -> BlockDecl {
    let mut own = decl(source);
    let sun = decl(SUN);
    resolve(&mut own, &|name| (name == "Sun").then_some(&sun)).unwrap();
    own
}

#[test]
fn std140_needs_its_padding_and_says_how_much() {
    let whole = with_sun(
        "struct Camera { view: Mat4, eye: Vec3, near: f32, sun: Sun, steps: [[f32; 4]; 2] }",
    );
    assert_eq!(layout(&whole).unwrap().size, 64 + 16 + 16 + 32);
    assert_eq!(differs(&whole, &camera()), "");
    let tight =
        with_sun("struct Camera { view: Mat4, eye: Vec3, near: f32, sun: Sun, steps: [f32; 2] }");
    let text = differs(&tight, &camera());
    assert!(text.contains("write `steps: [[f32; 4]; 2]`"), "{text}");
    let early =
        with_sun("struct Camera { view: Mat4, near: f32, eye: Vec3, sun: Sun, steps: [f32; 2] }");
    let text = differs(&early, &camera());
    assert!(text.contains("`eye` of `Camera` stands at offset 68"), "{text}");
}

#[test]
fn layouts_follow_repr_c() {
    let found = layout(&decl("struct P { a: u8, b: f64, c: [u16; 3], d: Vec4 }")).unwrap();
    assert_eq!(found.offsets, [0, 8, 16, 32]);
    assert_eq!((found.size, found.align), (48, 16));
    assert!(layout(&decl("struct P { a: Other }")).is_none());
}

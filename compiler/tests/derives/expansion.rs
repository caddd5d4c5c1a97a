//! Snapshots of what the derives write.

use proc_macro2::TokenStream;
use quote::quote;
use vixen_compiler::api::{self, Description};
use vixen_compiler::diagnostic::Diagnostics;
use vixen_compiler::syntax::ast::Trust;
use vixen_compiler::syntax::tokens::{Reader, pass};

use super::shaders::Shaders;

fn tokens(source: &str) -> TokenStream {
    source.parse().unwrap()
}

const BLUR: &str = "#[pass(compute, shader = \"blur.comp\")] pub struct Blur {
    #[sampled(filter = \"nearest\")] src: Image, #[storage(write, discard)] dst: Image, #[push] params: BlurParams }";

const HUD: &str = "#[pass(raster, vertex = \"scene.vert\", fragment = \"scene.frag\", code)] struct Hud {
    #[color(load)] target: Image, #[access(read, stages = \"fragment_shader\", access = \"shader_sampled_read\",
    layout = \"shader_read_only_optimal\")] icons: [Image; 4] }";

/// Without the descriptions, whose text is long, and without the hashes of what glslang made.
fn readable(tokens: TokenStream) -> String {
    let text = super::formatted(tokens);
    let mut out = String::new();
    for line in text.lines() {
        let long = line.trim_start().starts_with("\"{");
        out.push_str(&if long { "        \"…\"".into() } else { without_hash(line) });
        out.push('\n');
    }
    out
}

/// `__vixen_Blur_…` for `__vixen_Blur_0123456789abcdef`.
fn without_hash(line: &str) -> String {
    let Some((before, name)) = line.split_once("__vixen_") else { return line.to_owned() };
    let Some((owner, rest)) = name.split_once('_') else { return line.to_owned() };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_hexdigit());
    format!("{before}__vixen_{owner}_…{rest}")
}

#[test]
fn a_pass() {
    insta::assert_snapshot!(readable(api::derive_pass(tokens(BLUR), &Shaders)));
}

#[test]
fn a_pass_with_code() {
    insta::assert_snapshot!(readable(api::derive_pass(tokens(HUD), &Shaders)));
}

#[test]
fn a_block() {
    let source = "#[repr(C)] struct Params { direction: [i32; 2], radius: u32 }";
    insta::assert_snapshot!(readable(api::derive_block(tokens(source), &Shaders)));
}

const GRAPH: &str = "#[graph(max_extent = \"640x480\")] struct Post {
    #[import(swapchain)] screen: Image,
    #[history(depth = 2, format = \"R16G16B16A16_SFLOAT\", size = \"screen\")] color: Image,
    #[transient(format = \"R16G16B16A16_SFLOAT\", size = \"screen / 2\", mips = 3)] half: Image,
    #[pass(src = \"color.prev(1)\", dst = \"half.mip(0)\", groups = \"half / 8\")] first: Blur,
    #[pass(src = \"half.mip(i)\", dst = \"half.mip(i + 1)\", groups = \"half.mip(i + 1) / 8\")] down: [Blur; 2],
    #[pass(src = \"half.mip(2)\", dst = color, groups = \"screen / 8\")] up: Blur,
    #[pass(target = screen, icons = [color, color])] hud: Hud }";

#[test]
fn a_graph_calls_its_passes_one_after_the_other() {
    insta::assert_snapshot!(readable(api::derive_graph(tokens(GRAPH), &Shaders)));
}

/// The last step of a chain, as the macros of `passes` would call it.
fn chained(graph: &str, passes: &[&str]) -> TokenStream {
    let described: Vec<Description> = passes.iter().map(|source| described(source)).collect();
    answered(graph, &described)
}

/// What a pass's macro answers.
fn described(source: &str) -> Description {
    let item: syn::ItemStruct = syn::parse_str(source).unwrap();
    let diags = Diagnostics::new();
    let mut found = pass(&item, Reader { source: &Shaders, diags: &diags }).unwrap();
    assert!(!diags.has_errors());
    found.decl.trust = Trust::Whole;
    Description::Pass(Box::new(found.decl))
}

fn answered(graph: &str, described: &[Description]) -> TokenStream {
    let collected = described.iter().fold(quote!({}), |collected, description| {
        let text = serde_json::to_string(description).unwrap();
        quote!({ #collected #text })
    });
    let graph = tokens(graph);
    quote!({} { #graph } #collected)
}

#[test]
fn the_end_of_a_chain_writes_the_graph() {
    let graph = "struct Post {
        #[import(swapchain)] screen: Image,
        #[history(depth = 2, format = \"R16G16B16A16_SFLOAT\", size = \"screen\")] color: Image,
        #[pass(src = \"color.prev(1)\", dst = color, groups = \"screen / 8\")] blur: Blur,
        #[pass(from = color, to = screen)] show: Show }";
    let written = api::compile_graph(chained(graph, &[BLUR, SHOW]), &Shaders);
    let text = readable(written);
    // The tables have snapshots of their own; here it is the items around them that count.
    let tables = text.find("static FAMILY").unwrap()..text.find("const SHADERS: &'static").unwrap();
    let around = format!("{}…\n    {}", &text[..tables.start], &text[tables.end..]);
    insta::assert_snapshot!(around);
}

#[test]
fn an_error_in_a_graph_stands_at_its_field_and_names_the_index_page() {
    let graph = "struct Post { #[import(swapchain)] screen: Image,
        #[pass(src = nothing, dst = screen, groups = \"screen / 8\")] blur: Blur }";
    let written = api::derive_graph(graph.parse().unwrap(), &Shaders).to_string();
    assert!(written.contains("compile_error"), "{written}");
    assert!(written.contains("V0401"), "{written}");
    assert!(written.contains("docs/errors/V0401.md"), "{written}");
    // The end of the chain does not say it again.
    let end = api::compile_graph(chained(graph, &[BLUR]), &Shaders).to_string();
    assert!(!end.contains("compile_error"), "{end}");
}

const SHOW: &str =
    "#[pass(transfer)] struct Show { #[copy(read)] from: Image, #[copy(write)] to: Image }";

#[test]
fn a_sub_graph_is_described_with_all_that_it_uses_and_refused_at_its_field() {
    let tone = "struct Tone {
        #[import(format = \"R16G16B16A16_SFLOAT\", size = [64, 64])] input: Image,
        #[import(swapchain)] output: Image,
        #[pass(from = input, to = output)] show: Show }";
    let item: syn::ItemStruct = syn::parse_str(tone).unwrap();
    let diags = Diagnostics::new();
    let reader = Reader { source: &Shaders, diags: &diags };
    let source = vixen_compiler::syntax::tokens::graph(&item, reader).unwrap();
    let show = api::Described { path: "Show".into(), description: described(SHOW) };
    let parts = api::assemble(&source, &[show], reader);
    assert!(parts.complete && !diags.has_errors());
    let parent = "struct Parent { #[import(swapchain)] screen: Image,
        #[transient(format = \"R16G16B16A16_SFLOAT\", size = [64, 64])] half: Image,
        #[pass(dst = half, src = half, groups = 1)] blur: Blur,
        #[graph(input = half, output = screen, every = \"1/60 s\")] tone: Tone }";
    let graph = Description::Graph(Box::new(parts.ast));
    let written =
        api::compile_graph(answered(parent, &[described(BLUR), graph]), &Shaders).to_string();
    assert!(written.contains("V0905") || written.contains("V0904"), "{written}");
}

#[test]
fn a_pass_in_the_place_of_a_graph_is_told_apart() {
    let parent = "struct Parent { #[import(swapchain)] screen: Image,
        #[graph(from = screen, to = screen)] show: Show }";
    let written = api::compile_graph(answered(parent, &[described(SHOW)]), &Shaders).to_string();
    assert!(written.contains("V0102: `Show` is a pass"), "{written}");
}

#[test]
fn a_warning_is_a_deprecated_constant_at_its_place() {
    let graph = "struct Post { #[import(swapchain)] screen: Image,
        #[history(depth = 2, format = \"R16G16B16A16_SFLOAT\", size = \"screen\")] color: Image,
        #[transient(format = \"R16G16B16A16_SFLOAT\", size = \"screen\")] unread: Image,
        #[pass(src = \"color.prev(1)\", dst = color, groups = \"screen / 8\")] blur: Blur,
        #[pass(from = color, to = unread)] lost: Show,
        #[pass(from = color, to = screen)] show: Show }";
    let written =
        api::compile_graph(answered(graph, &[described(BLUR), described(SHOW)]), &Shaders);
    let text = written.to_string();
    assert!(!text.contains("compile_error"), "{text}");
    assert!(text.contains("deprecated") && text.contains("V0506"), "{text}");
}

//! Graph files.

use vixen_hostile::Target;

use super::Case;

const FILL: &str = "#[derive(Pass)] #[pass(compute, shader = \"fill.comp\")] \
                    struct Fill { #[storage(write, discard)] dst: Image }\n";
const CLEAR: &str =
    "#[derive(Pass)] #[pass(transfer)] struct Clear { #[clear(value = 0)] t: Buffer }\n";
const IMAGE: &str = "#[persistent(format = \"R16G16B16A16_SFLOAT\", size = \"[64, 64]\")]";

pub(super) fn cases() -> Vec<Case> {
    let case = |name: &str, code, text: String| Case {
        name: name.to_owned(),
        target: Target::Tokens,
        input: text.into_bytes(),
        code,
    };
    let deep = |open: &str, close: &str| {
        let nested = format!("{}a{}", open.repeat(100_000), close.repeat(100_000));
        fill(&format!("{IMAGE} a: Image, #[pass(dst = {nested}, groups = 8)] f: Fill"))
    };
    vec![
        case("an array of four thousand million", "V0102", array(4_000_000_000)),
        case("an array of 2,000", "", array(2000)),
        case("an array of 4,096", "V0804", array(4096)),
        case("two arrays of 4,096", "V0804", arrays()),
        case("4,096 passes of 4,096 slots", "V0804", slots()),
        case(
            "buffers of 2^64 - 1 bytes",
            "V0804",
            buffers("persistent(size = \"18446744073709551615\")"),
        ),
        case(
            "transients of 2^64 - 4 bytes",
            "V0804",
            buffers("transient(size = \"18446744073709551612\")"),
        ),
        case("20,000 fields", "V0804", fields()),
        case("blocks that double 60 times", "V0804", doubled()),
        case("arrays of nothing", "", nothing()),
        case("arrays of nothing against a shader", "V0302", pushed()),
        case("a field without a name", "V0102", fill(&format!("{IMAGE} _: Image"))),
        case("100,000 parentheses", "V0804", deep("(", ")")),
        case("100,000 minus signs", "V0804", deep("-", "")),
        case("100,000 additions", "V0804", deep("1 + ", "")),
        case("a division by zero", "V0108", fill("#[persistent(size = \"4 / 0\")] b: Buffer")),
        case(
            "a product beyond 64 bits",
            "V0108",
            fill("#[persistent(size = \"4294967296 * 4294967296\")] b: Buffer"),
        ),
        case(
            "a ring of 4,294,967,295",
            "V0102",
            fill(
                "#[history(depth = 4294967295, format = \"R32_UINT\", size = \"screen\")] a: Image",
            ),
        ),
        case("a million tokens", "V0804", "struct A { } ".repeat(300_000)),
        case(
            "300 size parameters",
            "V0804",
            fill(&(0..300).map(|at| format!("#[param(max = 4)] p{at}: u32,")).collect::<String>()),
        ),
        case(
            "100 switches",
            "V0804",
            fill(&(0..100).map(|at| format!("#[switch] s{at}: bool,")).collect::<String>()),
        ),
        case(
            "5,000 structs",
            "V0804",
            (0..5000)
                .map(|at| format!("#[derive(Block)] #[repr(C)] struct B{at} {{ a: f32 }}\n"))
                .collect(),
        ),
        case(
            "an identifier of a megabyte",
            "V0804",
            fill(&format!("{IMAGE} {}: Image", "x".repeat(1 << 20))),
        ),
        case("sizes that follow each other 2,000 deep", "", sizes()),
    ]
}

fn fill(fields: &str) -> String {
    format!("{FILL}#[derive(Graph)] struct G {{ #[import(swapchain)] screen: Image, {fields} }}")
}

fn array(length: u64) -> String {
    fill(&format!(
        "{IMAGE} a: [Image; {length}], #[pass(dst = \"a[i]\", groups = \"[8, 8]\", side_effect)] f: [Fill; {length}],"
    ))
    .replace("#[import(swapchain)] screen: Image,", "")
}

fn arrays() -> String {
    let field = |at: u32| {
        format!(
            "{IMAGE} a{at}: [Image; 4096], #[pass(dst = \"a{at}[i]\", groups = 8, side_effect)] f{at}: [Fill; 4096],"
        )
    };
    fill(&(0..2).map(field).collect::<String>())
}

fn slots() -> String {
    let slot = |at: u32| {
        format!(
            "#[access(write, stages = \"all_commands\", access = \"memory_write\", layout = \"general\")] d{at}: [Image; 1024],"
        )
    };
    let slots: String = (0..4).map(slot).collect();
    format!(
        "#[derive(Pass)] #[pass(transfer, code)] struct C {{ {slots} }}\n\
         #[derive(Graph)] struct G {{ {IMAGE} a: [Image; 1024], \
         #[pass(d0 = a, d1 = a, d2 = a, d3 = a)] c: [C; 4096] }}"
    )
}

fn buffers(attribute: &str) -> String {
    let field = |at: u32| {
        format!("#[{attribute}] b{at}: Buffer, #[pass(t = b{at}, side_effect)] c{at}: Clear,")
    };
    format!("{CLEAR}#[derive(Graph)] struct G {{ {} }}", (0..3).map(field).collect::<String>())
}

fn fields() -> String {
    let field = |at: u32| {
        format!("{IMAGE} a{at}: Image, #[pass(dst = a{at}, groups = 8, side_effect)] f{at}: Fill,")
    };
    fill(&(0..10_000).map(field).collect::<String>())
}

fn doubled() -> String {
    let block = |at: u32| {
        format!("#[derive(Block)] #[repr(C)] struct B{at} {{ a: B{0}, b: B{0} }}\n", at - 1)
    };
    let first = "#[derive(Block)] #[repr(C)] struct B0 { a: f32 }\n".to_owned();
    std::iter::once(first).chain((1..60).map(block)).collect()
}

fn nothing() -> String {
    "#[derive(Block)] #[repr(C)] struct E {} \
     #[derive(Block)] #[repr(C)] struct B { a: [[[[E; 4096]; 4096]; 4096]; 4096] }"
        .to_owned()
}

fn pushed() -> String {
    nothing()
        + "#[derive(Pass)] #[pass(compute, shader = \"pushed.comp\")] \
           struct P { #[storage(write)] dst: Image, #[push] p: B }"
}

fn sizes() -> String {
    let size = |at: u32| format!("#[persistent(size = \"b{}\")] b{at}: Buffer,", at - 1);
    let sizes: String = (1..2000).map(size).collect();
    format!(
        "{CLEAR}#[derive(Graph)] struct G {{ #[persistent(size = 4)] b0: Buffer, {sizes} \
         #[pass(t = b1999, side_effect)] c: Clear }}"
    )
}

//! Random sequences of passes over one depth/stencil image, each of which touches one aspect or both: the oracle has no
//! objection to any plan, and nothing can be taken from it.

use vixen_compiler::diagnostic::Code;

use crate::aspect::PASSES;
use crate::compile_text;

/// Passes over `ds`, by what they do to it; `@` is their number.
const STEPS: [&str; 12] = [
    "#[pass(ds = ds, vertices = 3)] p@: Mark,",
    "#[pass(ds = ds, vertices = 3)] p@: Over,",
    "#[pass(ds = ds, vertices = 3)] p@: Deepen,",
    "#[pass(depth = ds, stencil = ds, vertices = 3)] p@: Again,",
    "#[pass(depth = ds, stencil = ds, vertices = 3)] p@: Test,",
    "#[pass(dst = \"ds.aspect(depth)\")] p@: Wipe,",
    "#[pass(dst = \"ds.aspect(stencil)\")] p@: Restamp,",
    "#[pass(from = given, to = \"ds.aspect(depth)\")] p@: Fill,",
    "#[pass(from = given_too, to = \"ds.aspect(stencil)\")] p@: Fill,",
    "#[pass(from = \"ds.aspect(depth)\", to = depths)] p@: Take,",
    "#[pass(from = \"ds.aspect(stencil)\", to = stencils)] p@: Take,",
    "#[pass(from = \"ds.aspect(stencil)\", to = beside)] p@: Take,",
];

/// Steps that a graph ends with, so that something of it is seen.
const LAST: usize = 9;

/// Numbers that are the same everywhere: a linear congruential generator, of which the upper bits count.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

fn graph(draw: &mut Draw) -> String {
    let life = ["transient", "persistent", "history"][draw.below(3)];
    let depth = if life == "history" { "depth = 2, " } else { "" };
    let mut steps: Vec<usize> = (0..2 + draw.below(5)).map(|_| draw.below(STEPS.len())).collect();
    steps.push(LAST + draw.below(3));
    let passes = steps.iter().enumerate();
    let passes = passes.map(|(number, step)| STEPS[*step].replace('@', &number.to_string()));
    format!(
        "{PASSES}
        #[derive(vixen::Graph)]
        #[graph(frames_in_flight = {})]
        struct G {{
            #[{life}({depth}format = \"D32_SFLOAT_S8_UINT\", size = \"[64, 64]\")] ds: Image,
            #[persistent(size = 16384)] given: Buffer,
            #[persistent(size = 4096)] given_too: Buffer,
            #[transient(size = 4096)] beside: Buffer,
            #[readback(size = 16384)] depths: Buffer,
            #[readback(size = 4096)] stencils: Buffer,
            {}
        }}",
        1 + draw.below(3),
        passes.collect::<Vec<_>>().join("\n            ")
    )
}

#[test]
fn random_passes_over_two_aspects() {
    let mut draw = Draw(42);
    let mut planned = 0;
    for _ in 0..100 {
        let text = graph(&mut draw);
        let found = compile_text(&text);
        let undefined = [Code::ReadBeforeWrite, Code::UndefinedReadWrite, Code::NothingKept];
        let unexpected = found.errors().into_iter().find(|code| !undefined.contains(code));
        assert!(unexpected.is_none(), "{text}\n{:?}", found.texts());
        if found.errors().is_empty() {
            planned += 1;
            println!("{text}"); // shown where the next line fails
            found.sound();
        }
    }
    assert!(planned > 30, "{planned} of the graphs have a plan");
}

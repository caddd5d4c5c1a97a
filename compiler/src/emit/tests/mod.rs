//! What is emitted compiles to the same value: `emitted.rs` is what [`super::tokens`] wrote, and rustc
//! compiles it as a part of this test.

// A test states what it expects; where that fails, a panic is the report.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use ash::vk;
use quote::quote;
use vixen_plan::{self as plan, Family, Plan, Span, Table};

/// A family that holds every variant of the plan's types once, well-formed and without sense.
pub(crate) mod sample;

// What `emit` wrote, kept as it wrote it, so that it is compiled and compared: neither formatted nor linted.
#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic)]
mod emitted {
    pub(super) const FAMILY: vixen_plan::Family = include!("emitted.rs");
}

/// The family as readable source.
fn source(family: &Family) -> String {
    let tokens = super::tokens(family, &quote!(::vixen_plan));
    let file: syn::File = syn::parse_quote! { const FAMILY: vixen_plan::Family = #tokens; };
    let text = prettyplease::unparse(&file);
    let text = text.strip_prefix("const FAMILY: vixen_plan::Family = ").unwrap();
    text.trim_end().strip_suffix(';').unwrap().to_owned() + "\n"
}

/// To accept a change: `VIXEN_BLESS=1 cargo test -p vixen-compiler emit`, then run it again.
#[test]
fn the_emitted_source_is_the_family() {
    let family = sample::family();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/emit/tests/emitted.rs");
    let written = source(&family);
    if std::env::var_os("VIXEN_BLESS").is_some() {
        std::fs::write(path, &written).unwrap();
        return;
    }
    assert_eq!(written, std::fs::read_to_string(path).unwrap());
    assert_eq!(emitted::FAMILY, family);
}

#[test]
fn the_sample_is_well_formed() {
    super::verify(&sample::family().plans[0]).unwrap();
}

#[test]
fn odd_values_are_written() {
    let mut family = sample::family();
    family.name = "quote \" and \\ and \u{1} é".into();
    let Table::Owned(plans) = &mut family.plans else { panic!("the sample is owned") };
    plans[0].samplers.to_mut()[0].anisotropy = f32::NAN;
    plans[0].resources.to_mut()[0].name = "{}".into();
    let text = source(&family);
    assert!(text.contains("f32::from_bits"), "{text}");
    assert!(text.contains(r#"quote \" and \\ and \u{1} é"#), "{text}");
}

#[test]
fn many_pairs_are_one_literal() {
    let pairs: Vec<(u32, u32)> = (0..2000).map(|i| (i, 65_535 - i)).collect();
    let mut family = sample::family();
    let Table::Owned(plans) = &mut family.plans else { panic!("the sample is owned") };
    plans[0].may_alias = pairs.clone().into();
    let tokens = super::tokens(&family, &quote!(::vixen_plan)).to_string();
    assert!(tokens.contains("unpack_pairs") && tokens.contains("b\""));
    let bytes: Vec<u8> =
        pairs.iter().flat_map(|(a, b)| [*a as u16, *b as u16]).flat_map(u16::to_le_bytes).collect();
    assert_eq!(plan::unpack_pairs::<2000>(&bytes).as_slice(), pairs);
}

/// Each of these breaks one invariant.
#[test]
fn broken_plans_are_found() {
    type Break = fn(&mut Plan);
    let breaks: &[(&str, Break)] = &[
        ("stands after", |p| p.passes.to_mut()[0].level = 9),
        ("cuts", |p| p.cuts = vec![].into()),
        ("queue", |p| p.passes.to_mut()[0].queue = 9),
        ("accesses", |p| p.passes.to_mut()[0].accesses = Span::new(0, 99)),
        ("resource", |p| p.accesses.to_mut()[0].resource = 99),
        ("copy", |p| p.accesses.to_mut()[0].ring = 99),
        ("resource", |p| p.image_barriers.to_mut()[0].resource = 99),
        ("pass 99", |p| p.reasons.to_mut()[0].from = Some(99)),
        ("bytes of", |p| p.pools.to_mut()[0].bytes = 1),
        ("placement 99", |p| p.may_alias.to_mut()[0].0 = 99),
        ("view 99", |p| p.attachments.to_mut()[0].view = 99),
        ("set layout 99", |p| p.sets.to_mut()[0].layout = 99),
        ("shader 99", |p| p.stages.to_mut()[0].shader = 99),
        ("size operations", |p| {
            p.resources.to_mut()[0].shape = plan::Shape::Buffer(plan::Buffer {
                size: plan::Expr(Span::new(u32::MAX, u32::MAX)),
                usage: vk::BufferUsageFlags::empty(),
            });
        }),
        ("undefined read", |p| p.undefined_reads = vec![99].into()),
        ("declared at", |p| p.passes.to_mut()[0].declared = p.passes[1].declared),
    ];
    for (what, break_it) in breaks {
        let mut plan = sample::family().plans[0].clone();
        break_it(&mut plan);
        let found = super::verify(&plan).expect_err(what);
        assert!(found.contains(what), "{found} for {what}");
    }
}

//! What stands in several places says the same in all of them: the grammar's roles, the helper attributes that the derives
//! accept, and the guide.

use std::collections::BTreeSet;
use std::path::Path;

use vixen_compiler::syntax::tokens::{SLOT_ROLES, graph_roles, pass};
use vixen_compiler::vocabulary as words;

fn text(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file)).unwrap()
}

/// The helper attributes of a derive, as the door lists them.
fn helpers(derive: &str) -> BTreeSet<String> {
    let file: syn::File = syn::parse_str(&text("macros/src/lib.rs")).unwrap();
    let attributes = file.items.iter().filter_map(|item| match item {
        syn::Item::Fn(item) => Some(&item.attrs),
        _ => None,
    });
    let mut lists = attributes.flatten().filter_map(|attribute| match &attribute.meta {
        syn::Meta::List(list) if list.path.is_ident("proc_macro_derive") => {
            Some(list.tokens.to_string())
        }
        _ => None,
    });
    let list = lists.find(|list| list.starts_with(derive)).unwrap();
    let (_, inner) = list.split_once("attributes (").or(list.split_once("attributes(")).unwrap();
    inner.trim_end_matches([')', ' ', ',']).split(',').map(|name| name.trim().to_owned()).collect()
}

/// The code spans in the first column of the guide's table that begins with `head`.
fn rows(head: &str) -> Vec<String> {
    let guide = text("docs/guide.md");
    let lines = guide.lines().skip_while(|line| !line.starts_with(head)).skip(2);
    let rows = lines.take_while(|line| line.starts_with('|'));
    let columns = rows.map(|line| line.split(" | ").next().unwrap().to_owned());
    columns
        .flat_map(|column| {
            column.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
}

/// The word that a code span begins with.
fn head(span: &str) -> String {
    let span = span.trim_start_matches("#[");
    span.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
}

#[test]
fn the_derives_accept_what_the_grammar_has() {
    let of = |roles: &[&str], own: &str| -> BTreeSet<String> {
        roles.iter().copied().chain([own]).map(str::to_owned).collect()
    };
    assert_eq!(helpers("Pass"), of(SLOT_ROLES, "pass"));
    assert_eq!(helpers("Graph"), of(&graph_roles(), "graph"));
    assert_eq!(helpers("Block"), of(&[], "block"));
}

#[test]
fn the_guide_has_every_role_and_no_other() {
    let slots: BTreeSet<_> = rows("| attribute | use |").iter().map(|span| head(span)).collect();
    // Said in paragraphs of their own.
    let elsewhere = ["push", "input"];
    for role in elsewhere {
        assert!(text("docs/guide.md").contains(&format!("`#[{role}]")), "{role}");
    }
    let roles = SLOT_ROLES.iter().filter(|role| !elsewhere.contains(role));
    assert_eq!(slots, roles.map(|role| (*role).to_owned()).collect());
    let fields: BTreeSet<_> = rows("| field | meaning |").iter().map(|span| head(span)).collect();
    assert_eq!(fields, graph_roles().into_iter().map(str::to_owned).collect());
}

/// A key of the guide's that the grammar does not have would be V0101.
#[test]
fn the_grammar_has_every_key_of_the_guide() {
    let keys = rows("| key | meaning |");
    assert!(keys.len() > 10, "{keys:?}");
    for key in keys.iter().filter(|key| !key.contains('[')) {
        let taken = |kind: &str| {
            let source = format!("#[pass({kind}, code, {key})] struct P {{}}");
            let found = super::found(&source, |item, reader| drop(pass(item, reader)));
            !found.iter().any(|text| text.starts_with("V0101"))
        };
        assert!(taken("raster") || taken("compute"), "{key}");
    }
}

#[test]
fn the_guide_has_every_word_of_a_value() {
    let guide = text("docs/guide.md");
    let lists = [
        words::words(words::BLENDS),
        words::words(words::RESOLVE_MODES),
        words::words(words::COMPARISONS),
        words::words(words::TOPOLOGIES),
        words::words(words::CULLS),
        words::words(words::POLYGONS),
        words::words(words::STENCIL_OPS),
        words::words(words::FRONT_FACES),
        words::words(words::FILTERS),
        words::words(words::ADDRESS_MODES),
    ];
    for word in lists.concat() {
        assert!(guide.contains(&format!("`{word}`")), "{word}");
    }
    assert_eq!(words::words(words::FILTERS), words::words(words::MIPMAP_MODES));
}

/// `sampler` is an attribute of a field like the others.
#[test]
fn a_sampler_alone_is_a_slot() {
    let source = "#[pass(transfer)] struct P { #[sampler(filter = \"nearest\")] point: Sampler }";
    assert_eq!(super::found(source, |item, reader| drop(pass(item, reader))), [""; 0]);
}

//! Passes whose shaders' sizes a graph's `spec(...)` decides: each node gets its pass with the sizes that stand under
//! its constants, and what a pass type could not be told alone is checked here.

use std::borrow::Cow;

use super::rules;
use super::shader::{self, Union};
use super::spec;
use crate::block::{Against, compare};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Site};
use crate::reflect::SpecValues;
use crate::syntax::ast::{Ast, NodeDecl, PassDecl, ShaderDecl, SizedBlock, Trust};

/// The tree in which no specialization constant decides a size any more. A node whose pass does not hold under its
/// constants is refused.
pub(super) fn settle<'a>(ast: &'a Ast, diags: &Diagnostics) -> Cow<'a, Ast> {
    let sized = |node: &NodeDecl| {
        let pass = ast.passes.get(node.decl.filter(|_| !node.is_graph && !node.refused)?)?;
        let is_sized = pass.shaders.iter().any(|shader| shader.interface.is_sized());
        (is_sized && pass.trust == Trust::Whole).then_some(pass)
    };
    if !ast.graph.nodes.iter().any(|node| sized(node).is_some()) {
        return Cow::Borrowed(ast);
    }
    let mut settled = ast.clone();
    for (node, to) in ast.graph.nodes.iter().zip(&mut settled.graph.nodes) {
        let Some(pass) = sized(node) else { continue };
        let found = Diagnostics::new();
        let under = specialized(node, pass, &found).filter(|under| {
            check(node, under, &found);
            !found.has_errors()
        });
        diags.append(found);
        let Some(under) = under else {
            to.refused = true;
            continue;
        };
        let known = settled.passes.iter().position(|known| *known == under);
        to.decl = Some(known.unwrap_or(settled.passes.len()));
        if known.is_none() {
            settled.passes.push(under);
        }
    }
    Cow::Owned(settled)
}

/// Where a node says its constants; its name where it sets none.
fn site(node: &NodeDecl) -> Site {
    node.spec.first().map_or(node.name.site, |(name, _)| name.site)
}

/// The pass under a node's constants.
fn specialized(node: &NodeDecl, pass: &PassDecl, found: &Diagnostics) -> Option<PassDecl> {
    let mut pass = pass.clone();
    for shader in &mut pass.shaders {
        match shader.interface.clone().specialized(&values(node, shader)) {
            Ok(interface) => shader.interface = interface,
            Err(unsized_part) => {
                no_size(node, shader, &unsized_part.0, found);
                return None;
            }
        }
    }
    Some(pass)
}

/// What a node gives to the constants of a shader. A constant that it gets wrong is told elsewhere.
fn values(node: &NodeDecl, shader: &ShaderDecl) -> SpecValues {
    let constants = &shader.interface.spec_constants;
    let of = |(name, value): &(crate::diagnostic::Name, _)| {
        let named = constants.iter().filter(|constant| constant.name == name.text);
        named.filter_map(|constant| spec::entry(constant, *value)).collect::<Vec<_>>()
    };
    node.spec.iter().flat_map(of).map(|entry| (entry.id, entry.value)).collect()
}

/// V0216: sizes are positive 32-bit numbers.
fn no_size(node: &NodeDecl, shader: &ShaderDecl, what: &str, found: &Diagnostics) {
    let given: Vec<String> =
        node.spec.iter().map(|(name, value)| format!("{name} = {}", words(*value))).collect();
    let under = if given.is_empty() {
        "with the constants' defaults".to_owned()
    } else {
        format!("under `spec({})`", given.join(", "))
    };
    let message = format!(
        "{what} of {} has no size in `{}` {under}: it takes a number from 1 up",
        shader.file, node.name
    );
    found.push(Diagnostic::error(Code::SpecConstantSize, site(node), message).help(
        "give the constants values under which each array length and group size is 1 or more",
    ));
}

fn words(value: crate::syntax::ast::SpecValue) -> String {
    use crate::syntax::ast::SpecValue as V;
    match value {
        V::Bool(value) => value.to_string(),
        V::Int(value) => value.to_string(),
        V::Float(value) => value.to_string(),
    }
}

/// The rules that need the sizes, at the node's place.
fn check(node: &NodeDecl, pass: &PassDecl, found: &Diagnostics) {
    let site = site(node);
    let sites = vec![site; pass.slots.len() + 1];
    let own = Diagnostics::new();
    rules::check_sizes(pass, &sites, &own);
    for block in &pass.sized {
        if let Some(finding) = compare_block(pass, block, site) {
            own.push(finding);
        }
    }
    for mut finding in own.into_vec() {
        if matches!(finding.site, Site::Whole) {
            finding.site = site;
        }
        found.push(finding.note(format!("in `{}` of the graph", node.name)));
    }
}

/// V0302 and V0303 of a struct whose block the constants size.
fn compare_block(pass: &PassDecl, sized: &SizedBlock, site: Site) -> Option<Diagnostic> {
    let (code, place, union) = match sized.slot {
        None => (Code::PushLayout, "push constants".to_owned(), shader::push_union(pass)),
        Some(slot) => {
            let matches = shader::matches(pass);
            let found = matches.slots.get(slot)?.as_ref()?;
            let place = format!("set {}, binding {}", found.binding.set, found.binding.binding);
            let union = shader::blocks_of_slot(pass, pass.slots.get(slot)?, found);
            (Code::BlockLayout, place, union)
        }
    };
    let Union { block, files, .. } = union.ok().flatten()?;
    compare(&sized.own, Against { code, file: &files, place: &place, block: &block }, site)
}

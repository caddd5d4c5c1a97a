//! A graph and the descriptions of what it uses, put together.

use std::collections::HashSet;

use crate::syntax::ast::{Ast, Expr, ExprKind, PassDecl, ShapeDecl};
use crate::syntax::tokens::{GraphSource, Reader, path_text, wrong_kind};

use super::chain::Description;

/// A described type, by its path as the graph writes it.
#[derive(Clone, Debug)]
pub struct Described {
    /// The path.
    pub path: String,
    /// What its macro answered.
    pub description: Description,
}

/// What [`assemble`] makes.
#[derive(Clone, Debug)]
pub struct Parts {
    /// The tree.
    pub ast: Ast,
    /// Whether everything that the graph uses could be read.
    pub complete: bool,
}

/// The paths that a graph needs descriptions of: passes and graphs, then blocks; each once.
pub(super) fn needed(source: &GraphSource) -> Vec<&syn::Path> {
    let all = source.nodes.iter().chain(source.uploads.iter().map(|(_, path)| path));
    let mut seen = HashSet::new();
    all.filter(|path| seen.insert(path_text(path))).collect()
}

/// Fills in what the graph only names.
#[must_use]
pub fn assemble(source: &GraphSource, described: &[Described], reader: Reader<'_>) -> Parts {
    let ast = Ast { graph: source.decl.clone(), passes: Vec::new(), graphs: Vec::new() };
    let mut parts = Parts { ast, complete: true };
    for index in 0..parts.ast.graph.nodes.len() {
        parts.node(index, described, reader);
    }
    for (resource, path) in &source.uploads {
        parts.upload(*resource, &path_text(path), described);
    }
    parts
}

impl Parts {
    fn node(&mut self, index: usize, described: &[Described], reader: Reader<'_>) {
        let Some(node) = self.ast.graph.nodes.get(index) else { return };
        let found = described.iter().find(|d| d.path == node.ty.text).map(|d| &d.description);
        let decl = match found {
            Some(Description::Pass(pass)) if !node.is_graph => add_pass(&mut self.ast.passes, pass),
            Some(Description::Graph(graph)) if node.is_graph => {
                add_graph(&mut self.ast.graphs, graph)
            }
            Some(Description::Pass(_) | Description::Graph(_)) => {
                wrong_kind(reader, node, !node.is_graph);
                self.complete = false;
                return;
            }
            _ => {
                self.complete = false;
                return;
            }
        };
        if let Some(node) = self.ast.graph.nodes.get_mut(index) {
            node.decl = Some(decl);
        }
    }

    /// The size of a typed upload is its block's.
    fn upload(&mut self, resource: usize, path: &str, described: &[Described]) {
        let Some(resource) = self.ast.graph.resources.get_mut(resource) else { return };
        let ShapeDecl::Buffer { size } = &mut resource.shape else { return };
        if !matches!(size.kind, ExprKind::Number(0)) {
            return;
        }
        let bytes = described.iter().find(|d| d.path == path).and_then(|d| match &d.description {
            Description::Block(block) => crate::block::layout(block).map(|layout| layout.size),
            _ => None,
        });
        if let Some(bytes) = bytes {
            *size = Expr { kind: ExprKind::Number(bytes), site: size.site };
        } else {
            self.complete = false;
            self.ast.graph.unread.names.push(resource.name.text.clone());
        }
    }
}

fn add_pass(passes: &mut Vec<PassDecl>, decl: &PassDecl) -> usize {
    passes.iter().position(|known| known == decl).unwrap_or_else(|| {
        passes.push(decl.clone());
        passes.len() - 1
    })
}

fn add_graph(graphs: &mut Vec<Ast>, graph: &Ast) -> usize {
    let same = |known: &Ast| known.graph.name == graph.graph.name;
    graphs.iter().position(same).unwrap_or_else(|| {
        graphs.push(graph.clone());
        graphs.len() - 1
    })
}

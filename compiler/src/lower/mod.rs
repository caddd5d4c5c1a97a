//! The tree that was written, with the interfaces of its shaders, to the graph that later stages read:
//! typed ids, no names looked up any more.
//!
//! All names are resolved here, arrays are unrolled, sizes become postfix operations with their values at
//! the declared maximum, slots meet the bindings of their shaders, and each slot's usage becomes stages,
//! accesses and layouts. Whatever this cannot make sense of is an error; what makes sense and is still
//! wrong is [`crate::check`]'s.

mod access;
mod attachment;
mod binding;
mod blocks;
mod clear;
mod context;
mod doubt;
mod element;
mod flags;
mod group;
pub mod limit;
mod node;
mod queue;
mod raster;
mod resource;
mod rules;
mod sampler;
mod scope;
pub(crate) mod shader;
mod size;
mod sized;
mod spec;
mod state;
mod subgraph;
mod switch;
mod target;
mod transfer;
mod usage;
mod vertex;
mod view;
mod wire;
mod work;

#[cfg(test)]
mod tests;

pub use rules::check_pass;
pub(crate) use spec::scalar_words;
pub(crate) use view::dimension_view;

use crate::diagnostic::Diagnostics;
use crate::ir;
use crate::syntax::ast::Ast;

use context::Context;

/// Lowers a graph. What an error keeps out is missing from it, and what that could have touched is marked, so
/// that the rest can be checked in the same build ([`ir::Graph::partial`]). Of a graph over a limit nothing is left.
pub fn lower(ast: &Ast, diagnostics: &Diagnostics) -> ir::Graph {
    let settled = sized::settle(ast, diagnostics);
    let ast = settled.as_ref();
    let mut context = Context::new(ast, diagnostics);
    if !limit::declared(ast, diagnostics) {
        return nothing(context);
    }
    switch::lower(&mut context);
    resource::lower(&mut context);
    node::lower(&mut context);
    queue::assign(&mut context);
    flags::add(&mut context);
    let graph = context.finish();
    if limit::lowered(&graph, diagnostics) {
        graph
    } else {
        nothing(Context::new(ast, diagnostics))
    }
}

/// A graph that has neither resources nor passes, and says so.
fn nothing(mut context: Context<'_>) -> ir::Graph {
    context.partial = true;
    context.finish()
}

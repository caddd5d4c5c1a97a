//! The stages in order.

use vixen_plan::Family;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Site};
use crate::ir::Graph;
use crate::syntax::ast::Ast;
use crate::{assemble, bind, check, emit, extent, ir, lower, memory, order, sync};

/// Compiles a graph as written. What is wrong with it is in `diags`, all of it; without an error there is a family
/// of plans.
pub fn compile(ast: &Ast, diags: &Diagnostics) -> Option<Family> {
    let graph = lower::lower(ast, diags);
    check::check(&graph, diags);
    if graph.partial || diags.has_errors() {
        tell_rest(&graph, diags);
        return None;
    }
    compile_ir(&graph, diags)
}

/// What the later stages have to say of a graph with errors belongs into the same report: what cannot be executed,
/// what is culled, cycles, and a budget that does not suffice.
fn tell_rest(graph: &Graph, diags: &Diagnostics) {
    if graph.partial || ir::verify(graph).is_err() {
        order::order(graph, diags);
        return;
    }
    let found = Diagnostics::new();
    if let Some(schedule) = order::order(graph, &found) {
        memory::place(graph, &schedule, &found);
    }
    diags.append(found);
}

/// Compiles a resolved and checked graph. What is wrong with it is in `diags`; without an error there is a
/// plan.
pub fn compile_ir(graph: &Graph, diags: &Diagnostics) -> Option<Family> {
    sound(ir::verify(graph), "lower", diags)?;
    let schedule = order::order(graph, diags)?;
    sound(order::verify(graph, &schedule), "order", diags)?;
    let memory = memory::place(graph, &schedule, diags)?;
    sound(memory::verify(graph, &schedule, &memory), "memory", diags)?;
    let sync = sound(sync::synchronize(graph, &schedule, &memory, diags), "sync", diags)??;
    let bindings = bind::bind(graph, &schedule, &sync.layouts);
    let plan = assemble::plan(graph, &schedule, &memory, sync, bindings);
    sound(emit::verify(&plan), "assemble", diags)?;
    extent::check(graph, &plan, diags);
    (!diags.has_errors()).then(|| assemble::family(graph, plan))
}

/// What a verifier found is a fault of the compiler, and is reported as one: with a panic the graph's own
/// errors would be lost.
fn sound<T>(result: Result<T, String>, stage: &str, diags: &Diagnostics) -> Option<T> {
    result
        .map_err(|what| {
            let message = format!("the compiler broke an invariant in `{stage}`: {what}");
            diags.push(Diagnostic::error(Code::Internal, Site::Whole, message).help(
                "this is a fault of Vixen, not of the graph: please report it with the graph",
            ));
        })
        .ok()
}

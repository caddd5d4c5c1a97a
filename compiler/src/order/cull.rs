//! Which passes are kept: those whose work is seen.
//!
//! A pass is kept if it has a side effect, presents, or hands something to the host; or if what it
//! writes reaches an output of the frame, or a kept pass of this frame or of a later one.

use vixen_plan::Lifetime;

use super::cells::Cell;
use super::flow::{Flow, Version};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Graph, Pass, PassId};
use crate::syntax::ast::PassKind;

/// By pass, whether it is kept.
pub(super) fn kept(graph: &Graph, flow: &Flow) -> Vec<bool> {
    let mut marks = Marks {
        flow,
        before: before(graph, flow),
        kept: vec![false; graph.passes.len()],
        live: vec![false; flow.versions.len()],
        todo: Vec::new(),
    };
    for id in graph.pass_ids().filter(|&id| is_root(graph.pass(id))) {
        marks.keep(id);
    }
    for id in graph.resource_ids().filter(|&id| graph.resource(id).is_output()) {
        for cell in flow.cells_of(graph, id) {
            marks.leave(cell);
        }
    }
    while let Some(version) = marks.todo.pop() {
        marks.follow(version);
    }
    marks.kept
}

/// Warns of culled passes and of resources that nothing uses; an error where nothing is kept.
pub(super) fn report(graph: &Graph, kept: &[bool], diags: &Diagnostics) {
    if !kept.contains(&true) {
        if !graph.partial {
            diags.push(nothing_kept(graph));
        }
        return;
    }
    for (pass, _) in graph.passes.iter().zip(kept).filter(|(_, kept)| !**kept) {
        diags.push(culled(graph, pass));
    }
    let mut used = vec![false; graph.resources.len()];
    for access in graph.passes.iter().flat_map(|pass| &pass.accesses) {
        used[access.resource.index()] = true;
    }
    let idle = graph.resources.iter().zip(&used).filter(|(it, used)| !**used && !it.doubted);
    for (resource, _) in idle {
        let message = format!("no pass uses `{}`", resource.name);
        diags.push(
            Diagnostic::warning(Code::UnusedResource, resource.name.site, message)
                .help("wire it to a pass, or remove it"),
        );
    }
}

fn is_root(pass: &Pass) -> bool {
    pass.side_effect
        || pass.kind == PassKind::Present
        || (pass.kind == PassKind::Host && pass.accesses.iter().any(|access| access.reads))
}

/// By cell, the one in which the frame before left what the frame finds there; `None` where it finds nothing.
fn before(graph: &Graph, flow: &Flow) -> Vec<Option<Cell>> {
    let mut before = vec![None; flow.cells.len()];
    for id in graph.resource_ids() {
        let keeps = matches!(
            graph.resource(id).lifetime,
            Lifetime::Persistent | Lifetime::History | Lifetime::Import(_)
        );
        for cell in flow.cells.all(id).filter(|_| keeps) {
            before[cell] = Some(flow.cells.a_frame_before(id, cell));
        }
    }
    before
}

struct Marks<'a> {
    flow: &'a Flow,
    before: Vec<Option<Cell>>,
    kept: Vec<bool>,
    live: Vec<bool>,
    todo: Vec<Version>,
}

impl Marks<'_> {
    fn keep(&mut self, id: PassId) {
        if std::mem::replace(&mut self.kept[id.index()], true) {
            return;
        }
        let flow = self.flow;
        for &version in &flow.reads[id.index()] {
            self.see(version);
        }
    }

    fn see(&mut self, version: Version) {
        if !std::mem::replace(&mut self.live[version], true) {
            self.todo.push(version);
        }
    }

    /// What the frame leaves in a cell is seen later.
    fn leave(&mut self, cell: Cell) {
        self.see(self.flow.last[cell]);
    }

    fn follow(&mut self, version: Version) {
        let content = &self.flow.versions[version];
        for &writer in &content.writers {
            self.keep(writer);
        }
        if let Some(below) = content.below {
            self.see(below);
        }
        if content.writers.is_empty()
            && let Some(cell) = self.before[content.cell]
        {
            self.leave(cell);
        }
    }
}

fn nothing_kept(graph: &Graph) -> Diagnostic {
    let message = format!("graph `{}` has no output: no pass of it would run", graph.name);
    Diagnostic::error(Code::NothingKept, graph.name.site, message)
        .note(
            "outputs are the swapchain, imports, readback resources and passes with `side_effect`",
        )
        .help("wire a pass to an import, the swapchain or a readback, or mark it `side_effect`")
}

fn culled(graph: &Graph, pass: &Pass) -> Diagnostic {
    let mut written: Vec<&str> = Vec::new();
    for access in pass.accesses.iter().filter(|access| access.writes) {
        let name = graph.resource(access.resource).name.text.as_str();
        if !written.contains(&name) {
            written.push(name);
        }
    }
    let Some(first) = written.first() else {
        let message = format!("pass `{}` writes nothing, so it is left out", pass.name);
        return Diagnostic::warning(Code::Culled, pass.name.site, message)
            .help("mark it `side_effect` if it must run, or remove it");
    };
    let names = written.join("`, `");
    let message =
        format!("nobody reads what pass `{}` writes (`{names}`), so it is left out", pass.name);
    Diagnostic::warning(Code::Culled, pass.name.site, message).help(format!(
        "wire `{first}` to a pass that leads to an output, mark `{}` with `side_effect`, or remove it",
        pass.name
    ))
}

//! From what instructions do to what entry points do to each variable.
//!
//! A use of an access chain, a loaded image, a parameter or a phi is a use of the variable that it
//! came from. So the code is read as a graph, by ids: edges from a derived id to what it stands for,
//! and marks for what is done to an id. For an entry point the marks of all functions that it can
//! reach are carried along the edges until nothing changes. What goes where no edge can follow (a
//! pointer stored in memory, an instruction of an unknown extension) counts as read and written.

use std::collections::HashSet;

use spirq::spirv::Op;

use super::error::{Fault, ReflectError};
use super::module::Module;
use super::usage::Usage;
use super::words::Instruction;

/// The graph of a module's code; [`super::trace`] makes it.
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// In order of definition.
    pub(super) functions: Vec<Function>,
    /// Function id and index in `functions`, by ascending id.
    pub(super) by_id: Vec<(u32, u32)>,
    /// Ids of the functions' parameters.
    pub(super) parameters: Vec<u32>,
    /// Offsets of calls.
    pub(super) calls: Vec<u32>,
    /// What is done to an id.
    pub(super) marks: Vec<(u32, Usage)>,
    /// Derived id and what it stands for, in ascending order.
    pub(super) edges: Vec<(u32, u32)>,
}

/// One function: where in the vectors of [`Flow`] its part ends, and so the next one's begins.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Function {
    pub(super) id: u32,
    pub(super) parameters: u32,
    pub(super) calls: u32,
    pub(super) marks: u32,
}

impl Flow {
    fn function(&self, id: u32) -> Option<(usize, Function)> {
        let found = self.by_id.binary_search_by_key(&id, |entry| entry.0).ok()?;
        let index = self.by_id.get(found)?.1 as usize;
        Some((index, *self.functions.get(index)?))
    }

    /// Where the function's part of the vectors begins.
    fn start(&self, index: usize) -> Function {
        let before = index.checked_sub(1).and_then(|before| self.functions.get(before));
        before.copied().unwrap_or_default()
    }

    fn calls_of(&self, index: usize, function: Function) -> &[u32] {
        part(&self.calls, self.start(index).calls, function.calls)
    }

    fn marks_of(&self, index: usize, function: Function) -> &[(u32, Usage)] {
        part(&self.marks, self.start(index).marks, function.marks)
    }

    fn parameters_of(&self, index: usize, function: Function) -> &[u32] {
        part(&self.parameters, self.start(index).parameters, function.parameters)
    }

    /// How the entry point with that function uses each global variable that it names.
    ///
    /// `scratch` is [`Usage::NONE`] for each id, and is so again afterwards.
    pub(super) fn usage(
        &self,
        module: &Module<'_>,
        entry: u32,
        scratch: &mut [Usage],
        at: u32,
    ) -> Result<Vec<(u32, Usage)>, ReflectError> {
        let pay = |steps| module.budget.steps(steps).map_err(|fault| fault.at(at));
        let mut work = Work { usage: scratch, pending: Vec::new(), touched: Vec::new() };
        let mut passed = Vec::new();
        for (index, function) in self.reachable(module, entry, at)? {
            let marks = self.marks_of(index, function);
            pay(marks.len())?;
            for (id, usage) in marks {
                work.mark(*id, *usage);
            }
            for call in self.calls_of(index, function) {
                self.pass_arguments(&module.instruction(*call)?, &mut passed)?;
            }
        }
        pay(passed.len())?;
        passed.sort_unstable();
        while let Some(id) = work.pending.pop() {
            for edges in [&self.edges, &passed] {
                let sources = sources(edges, id);
                pay(sources.len() + 1)?;
                for (_, source) in sources {
                    work.carry(id, *source);
                }
            }
        }
        Ok(work.finish(module))
    }

    /// The function and all that it calls, each once.
    fn reachable(
        &self,
        module: &Module<'_>,
        entry: u32,
        at: u32,
    ) -> Result<Vec<(usize, Function)>, ReflectError> {
        let undeclared = |id| Fault::Undeclared { id, wanted: "a function" };
        let first = self.function(entry).ok_or_else(|| undeclared(entry).at(at))?;
        let mut seen = HashSet::from([first.0]);
        let mut reached = vec![first];
        let mut next = 0;
        while let Some((index, function)) = reached.get(next).copied() {
            next += 1;
            let calls = self.calls_of(index, function);
            module.budget.steps(calls.len() + 1).map_err(|fault| fault.at(at))?;
            for call in calls {
                let callee = module.instruction(*call)?.operand(2)?;
                let callee = self.function(callee).ok_or_else(|| undeclared(callee).at(*call))?;
                if seen.insert(callee.0) {
                    reached.push(callee);
                }
            }
        }
        Ok(reached)
    }

    /// Edges from the callee's parameters to what a call passes for them.
    fn pass_arguments(
        &self,
        call: &Instruction<'_>,
        passed: &mut Vec<(u32, u32)>,
    ) -> Result<(), ReflectError> {
        if let Some((index, function)) = self.function(call.operand(2)?) {
            let parameters = self.parameters_of(index, function);
            passed.extend(parameters.iter().copied().zip(call.rest(3).iter().copied()));
        }
        Ok(())
    }
}

/// Marks on their way to the variables.
struct Work<'a> {
    usage: &'a mut [Usage],
    pending: Vec<u32>,
    touched: Vec<u32>,
}

impl Work<'_> {
    fn mark(&mut self, id: u32, usage: Usage) {
        let Some(known) = self.usage.get_mut(id as usize) else { return };
        if *known == Usage::NONE {
            self.touched.push(id);
        }
        if !known.contains(usage) {
            *known = known.union(usage);
            self.pending.push(id);
        }
    }

    fn carry(&mut self, from: u32, to: u32) {
        let usage = self.usage.get(from as usize).copied().unwrap_or_default();
        self.mark(to, usage);
    }

    /// The marks on variables, by ascending id; all marks are taken off.
    fn finish(self, module: &Module<'_>) -> Vec<(u32, Usage)> {
        let mut found = Vec::new();
        for id in self.touched {
            let Some(usage) = self.usage.get_mut(id as usize).map(std::mem::take) else { continue };
            let declaration = module.declaration(id);
            if declaration.is_some_and(|declaration| declaration.op == Some(Op::Variable)) {
                found.push((id, usage));
            }
        }
        found.sort_unstable_by_key(|(id, _)| *id);
        found
    }
}

fn part<T>(all: &[T], from: u32, to: u32) -> &[T] {
    all.get(from as usize..to as usize).unwrap_or_default()
}

/// The edges from that id, of edges in ascending order.
fn sources(edges: &[(u32, u32)], id: u32) -> &[(u32, u32)] {
    let first = edges.partition_point(|edge| edge.0 < id);
    let rest = edges.get(first..).unwrap_or_default();
    let count = rest.partition_point(|edge| edge.0 == id);
    rest.get(..count).unwrap_or_default()
}

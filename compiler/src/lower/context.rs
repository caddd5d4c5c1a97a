//! What the parts of lowering share.

use std::collections::HashMap;

use vixen_plan as plan;

use super::queue::NamedQueue;
use super::scope::Scope;
use super::shader::Bound;
use super::size::Sizes;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Site};
use crate::ir;
use crate::profile::Profile;
use crate::syntax::ast::{Ast, GraphDecl, ProfileDecl};

/// The profile of a graph as written.
fn declared(decl: &ProfileDecl) -> Profile {
    let ProfileDecl { level, features, limits, capabilities } = decl.clone();
    Profile::new(level, features, limits, capabilities)
}

/// A graph in the making.
pub(super) struct Context<'a> {
    pub(super) ast: &'a Ast,
    pub(super) diagnostics: &'a Diagnostics,
    pub(super) scope: Scope,
    pub(super) sizes: Sizes,
    pub(super) switches: Vec<(crate::diagnostic::Name, Vec<String>)>,
    pub(super) params: Vec<plan::Param>,
    pub(super) resources: Vec<ir::Resource>,
    pub(super) passes: Vec<ir::Pass>,
    /// The queue that each of `passes` names.
    pub(super) queues: Vec<Option<NamedQueue>>,
    pub(super) samplers: Vec<plan::Sampler>,
    pub(super) shaders: Vec<plan::Shader>,
    pub(super) modules: Vec<ir::Module>,
    /// What the graph may ask of the device.
    pub(super) profile: Profile,
    /// Slots against shaders, for each pass type.
    pub(super) bound: HashMap<usize, Bound>,
    /// Numbers of the merge groups by name.
    pub(super) merge_groups: HashMap<&'a str, u32>,
    /// An error kept a part out.
    pub(super) partial: bool,
}

impl<'a> Context<'a> {
    pub(super) fn new(ast: &'a Ast, diagnostics: &'a Diagnostics) -> Self {
        Self {
            ast,
            diagnostics,
            scope: Scope::default(),
            sizes: Sizes::default(),
            switches: Vec::new(),
            params: Vec::new(),
            resources: Vec::new(),
            passes: Vec::new(),
            queues: Vec::new(),
            samplers: Vec::new(),
            shaders: Vec::new(),
            modules: Vec::new(),
            profile: declared(&ast.graph.profile),
            bound: HashMap::new(),
            merge_groups: HashMap::new(),
            partial: false,
        }
    }

    pub(super) fn graph(&self) -> &'a GraphDecl {
        &self.ast.graph
    }

    /// Reports an error.
    pub(super) fn error(
        &self,
        code: Code,
        site: Site,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.diagnostics.push(Diagnostic::error(code, site, message).help(help));
    }

    /// The number of a sampler, each kept once.
    pub(super) fn sampler(&mut self, sampler: plan::Sampler) -> u32 {
        let known = self.samplers.iter().position(|s| *s == sampler);
        known.unwrap_or_else(|| {
            self.samplers.push(sampler);
            self.samplers.len() - 1
        }) as u32
    }

    pub(super) fn finish(self) -> ir::Graph {
        let graph = self.graph();
        ir::Graph {
            name: graph.name.clone(),
            frames_in_flight: graph.frames_in_flight,
            max_extent: graph.max_extent,
            min_extent: graph.min_extent.map(|extent| (extent, graph.min_extent_site)),
            budget: graph.budget.map(|bytes| (bytes, graph.budget_site)),
            switches: self.switches,
            params: self.params,
            size_ops: self.sizes.into_ops(),
            resources: self.resources,
            passes: self.passes,
            samplers: self.samplers,
            shaders: self.shaders,
            modules: self.modules,
            lenient: graph.lenient,
            profile: self.profile,
            partial: self.partial,
        }
    }
}

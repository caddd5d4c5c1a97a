//! What the program gives in a frame.

use vixen::Inputs;
use vixen_plan::{Lifetime, Plan};

use crate::given;
use crate::graph::Graph;

/// Push constants, counts and uploads of one frame.
pub(super) struct Given {
    /// By position in the order of declaration.
    pushes: Vec<[u8; 4]>,
    groups: Vec<[u32; 3]>,
    /// By resource of the plan. Every other one is written through the frame, the rest as inputs.
    uploads: Vec<Option<Vec<u8>>>,
}

impl Given {
    pub(super) fn new(graph: &Graph, plan: &Plan, names: &[Option<usize>], frame: u64) -> Self {
        let most = plan.passes.iter().map(|pass| pass.declared + 1).max().unwrap_or(0) as usize;
        let mut given =
            Self { pushes: vec![[0; 4]; most], groups: vec![[1; 3]; most], uploads: Vec::new() };
        for pass in plan.passes.iter() {
            let found = graph
                .elements()
                .find(|element| graph.element_name(element.pass, element.index) == *pass.name);
            let at = pass.declared as usize;
            let slots = (given.pushes.get_mut(at), given.groups.get_mut(at));
            if let (Some(element), (Some(push), Some(groups))) = (found, slots) {
                *push = given::seed(frame, element.pass, element.index);
                *groups = [given::groups(graph, frame, element.pass), 1, 1];
            }
        }
        let upload = |(resource, name): (&vixen_plan::Resource, &Option<usize>)| {
            let name = name.filter(|_| resource.lifetime == Lifetime::Upload)?;
            let (_, bytes) = graph.whole(name).bytes();
            Some(given::upload(frame, name, bytes as usize))
        };
        given.uploads = plan.resources.iter().zip(names).map(upload).collect();
        given
    }

    /// The uploads that are written through the frame.
    pub(super) fn raw_uploads(&self) -> impl Iterator<Item = (u32, &[u8])> {
        let each = (0u32..).zip(&self.uploads).filter(|(index, _)| index % 2 == 1);
        each.filter_map(|(index, bytes)| Some((index, bytes.as_deref()?)))
    }
}

impl Inputs for Given {
    fn push(&self, pass: u32) -> &[u8] {
        self.pushes.get(pass as usize).map_or(&[], |push| push)
    }

    fn groups(&self, pass: u32) -> [u32; 3] {
        self.groups.get(pass as usize).copied().unwrap_or([1; 3])
    }

    fn upload(&self, resource: u32) -> Option<&[u8]> {
        let bytes = self.uploads.get(resource as usize).filter(|_| resource.is_multiple_of(2));
        bytes?.as_deref()
    }
}

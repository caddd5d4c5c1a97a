//! Names of a graph.

use std::collections::HashMap;

use crate::diagnostic::did_you_mean;
use crate::ir::ResourceId;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// A resource, or an array of them.
    Resource(Family),
    /// A size parameter, by its index.
    Param(u32),
    /// Something with an error of its own: what refers to it would only repeat that.
    Broken,
}

/// The resources of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Family {
    /// The first.
    pub(super) first: ResourceId,
    /// How many, where the field is an array.
    pub(super) count: Option<u32>,
}

impl Family {
    /// The resource of an element; `None` past the end.
    pub(super) fn element(self, index: u64) -> Option<ResourceId> {
        let inside = index < u64::from(self.count.unwrap_or(1));
        inside.then(|| ResourceId(self.first.0 + index as u32))
    }
}

/// Names of resources and parameters.
#[derive(Debug, Default)]
pub(super) struct Scope {
    names: HashMap<String, Named>,
}

impl Scope {
    /// Adds a name; `false` where it is taken.
    pub(super) fn insert(&mut self, name: &str, named: Named) -> bool {
        self.names.insert(name.to_owned(), named).is_none()
    }

    pub(super) fn find(&self, name: &str) -> Option<Named> {
        self.names.get(name).copied()
    }

    /// All names.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// What to write instead of a name that is not there.
    pub(super) fn help(&self, name: &str) -> String {
        did_you_mean(
            name,
            self.names(),
            "declare a resource or a parameter of that name in the graph",
        )
    }
}

//! The types of a graph's and a pass's fields, and the names that a program calls them by.

/// The type of a field that holds an image. It carries nothing: a struct with `derive(Pass)` or
/// `derive(Graph)` is a description that the compiler reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Image;

/// The type of a field that holds a buffer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Buffer;

/// The type of a pass's field that is a sampler alone, for a shader that keeps images and samplers apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sampler;

/// The type of a field that holds an acceleration structure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AccelerationStructure;

/// A resource of a graph: `Post::STAGING`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceId(u32);

impl ResourceId {
    /// The resource at this index of [`crate::plan::Plan::resources`].
    #[must_use]
    pub const fn new(index: u32) -> Self {
        Self(index)
    }

    /// Its index in [`crate::plan::Plan::resources`].
    #[must_use]
    pub const fn index(self) -> u32 {
        self.0
    }

    /// The element `offset` places further on in an array of resources.
    #[must_use]
    pub const fn element(self, offset: u32) -> Self {
        Self(self.0.saturating_add(offset))
    }
}

/// A size parameter of a graph: `Post::BRICKS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParamId(u32);

impl ParamId {
    /// The parameter at this index of [`crate::plan::Plan::params`].
    #[must_use]
    pub const fn new(index: u32) -> Self {
        Self(index)
    }

    /// Its index in [`crate::plan::Plan::params`].
    #[must_use]
    pub const fn index(self) -> u32 {
        self.0
    }
}

//! The tree that all three doors build: derives, graph files read by build.rs, and graph JSON.
//!
//! It holds what was written, unresolved: names with the place where they stand, expressions as trees.
//! Meaning is [`crate::lower`]'s.
//!
//! [`PassDecl`] crosses crates: `derive(Pass)` serializes it into the pass's macro, and places in it
//! survive as [`Origin`] only, since a span of another crate would blame an innocent line.

mod expression;
mod node;
mod pass;
mod resource;

pub use expression::{Expr, ExprKind, Operator};
pub use node::{NodeDecl, Rate, SpecValue, Wire};
pub use pass::{
    IndexWidth, Origin, PassDecl, PassKind, PushDecl, RasterDecl, SamplerDecl, ShaderDecl,
    SizedBlock, SlotDecl, SlotKind, StencilDecl, Trust, Usage, VertexDecl, VertexField, VertexRows,
};
pub use resource::{
    ClearDecl, ImageDecl, ImageDimension, LifetimeDecl, ResourceDecl, ShapeDecl, StateDecl,
};

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Name, Site};
use crate::profile::Level;

/// A graph with the declarations of all that it uses.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ast {
    /// The graph.
    pub graph: GraphDecl,
    /// The pass types that its nodes name, each once.
    pub passes: Vec<PassDecl>,
    /// The graphs that its sub-graph nodes name, each once.
    pub graphs: Vec<Ast>,
}

/// A graph.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct GraphDecl {
    /// The struct's name.
    pub name: Name,
    /// Frames in flight, 1 to 8; 2 where nothing is said.
    pub frames_in_flight: u32,
    /// Extent for which the swapchain is checked and memory planned, in pixels; 3840 x 2160 where nothing
    /// is said.
    pub max_extent: [u32; 2],
    /// Smallest extent of the swapchain that the graph accepts, in pixels.
    pub min_extent: Option<[u32; 2]>,
    /// Where it stands.
    pub min_extent_site: Site,
    /// Limit for the graph's device memory, in bytes.
    pub budget: Option<u64>,
    /// Where the budget stands.
    pub budget_site: Site,
    /// Switches.
    pub switches: Vec<SwitchDecl>,
    /// Size parameters.
    pub params: Vec<ParamDecl>,
    /// Resources.
    pub resources: Vec<ResourceDecl>,
    /// Passes and sub-graphs, in order of declaration.
    pub nodes: Vec<NodeDecl>,
    /// Resources that must survive beside what the lifetimes say (graph JSON).
    pub outputs: Vec<Name>,
    /// A read-write first use is a warning instead of an error (graph JSON).
    pub lenient: bool,
    /// What the graph may ask of the device.
    pub profile: ProfileDecl,
    /// What could not be read.
    pub unread: Unread,
}

/// What a graph asks of the device: `profile = "roadmap 2024", features = "shaderInt64, shaderFloat64",
/// limits(maxPushConstantsSize = 256)`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileDecl {
    /// The level that it is checked against.
    pub level: Level,
    /// Features beyond the level, by the names of Vulkan's structure members.
    pub features: Vec<String>,
    /// Limits beyond the level, by Vulkan's names, an element of an array with its index.
    pub limits: Vec<(String, u64)>,
    /// SPIR-V capabilities that Vixen does not know, with the feature that allows each.
    pub capabilities: Vec<(u32, String)>,
}

/// Fields of a graph that could not be read whole; the errors stand there. What refers to them is left alone,
/// and no rule concludes anything from what is missing.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Unread {
    /// Resources and parameters, by name.
    pub names: Vec<String>,
    /// A field that may be a pass: what it reads and writes is not known.
    pub passes: bool,
}

/// `#[switch] ssao: bool`, or an enum by its value names.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SwitchDecl {
    /// The field.
    pub name: Name,
    /// `false` and `true`, or the names of the enum's values.
    pub values: Vec<String>,
}

/// A size parameter with its declared maximum.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ParamDecl {
    /// The field.
    pub name: Name,
    /// Value before the user sets one.
    pub default: [u64; 3],
    /// Largest value.
    pub max: [u64; 3],
}

/// A condition on a switch: `when = "ssao"`, `when = "!ssao"`, `when = "quality == high"`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Condition {
    /// The switch.
    pub switch: Name,
    /// The value, as an index of the switch's values, by name.
    pub value: String,
    /// Holds where the switch does not have the value.
    pub negated: bool,
}

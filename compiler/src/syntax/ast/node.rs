//! Passes and sub-graphs as a graph has them.

use serde::{Deserialize, Serialize};

use super::{Condition, Expr};
use crate::diagnostic::{Name, Site};

/// A pass or sub-graph of the graph: `#[pass(...)] blur: Blur`.
#[derive(Clone, Debug, Serialize, Deserialize)]
// Each is a word of the grammar that is there or is not.
#[allow(clippy::struct_excessive_bools)]
pub struct NodeDecl {
    /// The field.
    pub name: Name,
    /// The pass or graph type, as written; resolved by its last segment.
    pub ty: Name,
    /// Whether the type is a graph.
    pub is_graph: bool,
    /// Index of the type in [`super::Ast::passes`] or [`super::Ast::graphs`]; `None` where the type is not known.
    pub decl: Option<usize>,
    /// A part of the attribute could not be read: what is there is looked at, what the node does is not known.
    pub refused: bool,
    /// Length, where the field is an array; expressions see its index as `i`.
    pub count: Option<u32>,
    /// Slots and what they are wired to.
    pub wires: Vec<Wire>,
    /// Number of work groups (compute).
    pub groups: Option<Expr>,
    /// Number of vertices (raster).
    pub vertices: Option<Expr>,
    /// Number of indices (raster).
    pub indices: Option<Expr>,
    /// Number of instances (raster).
    pub instances: Option<Expr>,
    /// The counts are given by the program each frame, at most those.
    pub dynamic: bool,
    /// Specialization constants, by name.
    pub spec: Vec<(Name, SpecValue)>,
    /// Queue: `graphics`, `compute` or `transfer`.
    pub queue: Option<Name>,
    /// Device number.
    pub device: Option<(u32, Site)>,
    /// Rate: `1/60 s`, or every k-th frame.
    pub every: Option<(Rate, Site)>,
    /// Condition.
    pub when: Option<Condition>,
    /// Never culled.
    pub side_effect: bool,
    /// Neighbours of one group stay together.
    pub merge_group: Option<String>,
    /// Multiview mask.
    pub view_mask: u32,
}

/// A rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rate {
    /// Every k-th frame.
    Frames(u32),
    /// A fixed step, as a rational number of seconds.
    Seconds(u32, u32),
}

/// The value of a specialization constant.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum SpecValue {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a decimal point.
    Float(f64),
}

/// A slot of a pass wired to a view of a resource.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Wire {
    /// The slot's name.
    pub slot: Name,
    /// The view: a name, then `[i]`, `.prev(k)`, `.mip(k)`, `.mips(a..b)`, `.layer(k)`, `.layers(a..b)`,
    /// `.aspect(depth)`, `.cube()`, `.array()`, `.volume()`, `.format(F)`, `.bytes(a..b)` in any order.
    pub target: Expr,
}

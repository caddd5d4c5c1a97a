//! Resources.

use serde::{Deserialize, Serialize};

use super::{Condition, Expr};
use crate::diagnostic::Name;

/// A resource.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ResourceDecl {
    /// The field.
    pub name: Name,
    /// Length, where the field is an array.
    pub count: Option<u32>,
    /// Who owns it.
    pub lifetime: LifetimeDecl,
    /// Image, buffer or acceleration structure.
    pub shape: ShapeDecl,
    /// Clear value at set-up, for persistent and history resources; zero where nothing is said.
    pub clear: Option<ClearDecl>,
    /// Condition.
    pub when: Option<Condition>,
    /// Rust type of an upload (`#[upload(type = "Camera")]`): the inputs struct carries a value of it.
    pub data: Option<String>,
}

/// Who owns a resource and how long its content lives.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum LifetimeDecl {
    /// Content lives within a frame.
    Transient,
    /// Content lives from frame to frame.
    Persistent,
    /// A ring: the current copy and `depth - 1` previous ones. 2 at least.
    History {
        /// Copies.
        depth: u32,
    },
    /// The caller's. Stages, accesses and layouts as written (`"compute"`, `"shader_read"`, ...).
    Import {
        /// State at entry; without one, the graph takes it as it left it (persistent, the caller's memory).
        entry: Option<StateDecl>,
        /// State at exit.
        exit: Option<StateDecl>,
    },
    /// The swapchain.
    Swapchain,
    /// Written by the host, a copy for each frame in flight (`copies` overrides it: graph JSON).
    Upload {
        /// Copies, where they differ from the frames in flight.
        copies: Option<u32>,
    },
    /// Read by the host, a copy for each frame in flight.
    Readback,
}

/// A synchronization state as written, by Vulkan's names without prefix, lower case, joined by `|`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateDecl {
    /// Stages: `"compute_shader | fragment_shader"`.
    pub stages: String,
    /// Accesses: `"shader_sampled_read"`.
    pub access: String,
    /// Layout: `"shader_read_only_optimal"`; empty for a buffer.
    pub layout: String,
}

/// Image, buffer or acceleration structure.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ShapeDecl {
    /// An image.
    Image(ImageDecl),
    /// A buffer of this many bytes.
    Buffer {
        /// Size in bytes.
        size: Expr,
    },
    /// An acceleration structure of this many bytes.
    AccelerationStructure {
        /// Size in bytes.
        size: Expr,
    },
}

/// An image.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ImageDecl {
    /// Dimension.
    pub dimension: ImageDimension,
    /// Format: Vulkan's name without `VK_FORMAT_`, or a short form of graph JSON; empty for the
    /// swapchain's own.
    pub format: Name,
    /// Extent of mip 0.
    pub extent: Expr,
    /// Mip levels.
    pub mips: u32,
    /// Array layers (six for a cube).
    pub layers: u32,
    /// Samples: 1, 2, 4, 8.
    pub samples: u32,
}

/// Dimension of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // the names say it
pub enum ImageDimension {
    D1,
    D2,
    D3,
    Cube,
}

/// A clear value as written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ClearDecl {
    /// Numbers with a decimal point, or one for all components.
    Float([f64; 4]),
    /// Whole numbers; the format decides about their sign.
    Int([i64; 4]),
    /// Depth and stencil.
    DepthStencil(f64, u32),
}

//! The description of a random graph: what is drawn, rendered, executed by the reference, and shrunk.

mod draw;
mod fits;
mod live;
mod range;
mod shrink;
mod text;
mod walk;

use serde::{Deserialize, Serialize};

pub use draw::any_graph;
pub use live::Observed;
pub use shrink::{AnyGraph, GraphTree};
pub use walk::{Access, Element, State, mend};

/// Words of a chunk, the unit of byte ranges: 256 bytes, the largest alignment that any device asks of the
/// offset of a storage or uniform buffer.
pub const CHUNK_WORDS: u32 = 64;

/// The largest screen, in pixels to each side.
pub const MAX_SCREEN: u32 = 40;

/// A graph, with what happens to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graph {
    /// Extent of the screen at set-up.
    pub screen: [u32; 2],
    /// Extent after a resize, which comes before the last burst.
    pub resized: Option<[u32; 2]>,
    /// Frames in flight.
    pub frames_in_flight: u32,
    /// Frames between two looks at what they left: they overlap as far as the graph lets them.
    pub bursts: Vec<u32>,
    /// Resources; the name of number `k` is `rk`.
    pub resources: Vec<Resource>,
    /// Passes in order of declaration; the name of number `k` is `pk`.
    pub passes: Vec<Pass>,
}

/// A resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// Whose it is and how long its content lives.
    pub life: Life,
    /// Image or buffer.
    pub shape: Shape,
}

/// Whose a resource is and how long its content lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Life {
    /// Within a frame.
    Transient,
    /// From frame to frame, from this clear value on.
    Persistent(u32),
    /// A ring of this many copies, from zero on.
    History(u32),
    /// The caller's, under a contract.
    Import(Contract),
    /// The screen's image.
    Screen,
    /// Written by the host each frame.
    Upload,
    /// Read by the host.
    Readback,
}

/// In which state an import enters and leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Contract {
    /// Written by compute shaders on either side, and left alone by the caller.
    Storage,
    /// Written by a copy of the caller's before, sampled or read by the caller's shaders after; the caller
    /// brings it back between frames.
    CopiedToRead,
    /// Ordered by the caller's wait; content before is of no interest (an image), the graph leaves it to be
    /// read by shaders.
    Fresh,
    /// None: the graph keeps its state from frame to frame, and the caller looks when all is idle. An image starts
    /// without content.
    None,
}

/// Image or buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// An image: of three dimensions where its depth is more than 1, a cube where it is square and has six layers.
    Image {
        /// Format; the screen's own for the screen.
        format: Format,
        /// Extent of mip 0.
        size: Size,
        /// Mips.
        mips: u32,
        /// Layers.
        layers: u32,
        /// Depth of mip 0.
        #[serde(default = "one")]
        depth: u32,
        /// Samples: 1 or 4.
        #[serde(default = "one")]
        samples: u32,
    },
    /// A buffer of this many chunks of [`CHUNK_WORDS`].
    Buffer(u32),
}

fn one() -> u32 {
    1
}

/// Formats whose texels every device computes alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Format {
    /// `R32_UINT`.
    R32,
    /// `R8G8B8A8_UINT`.
    Rgba8,
    /// `R16G16B16A16_UINT`.
    Rgba16,
    /// `R8G8B8A8_UNORM`, the screen's.
    Unorm8,
    /// `D32_SFLOAT`.
    Depth,
}

impl Format {
    /// Bytes of a texel.
    #[must_use]
    pub fn bytes(self) -> u32 {
        if self == Self::Rgba16 { 8 } else { 4 }
    }

    /// Whether shaders read it as floating-point numbers.
    #[must_use]
    pub fn is_float(self) -> bool {
        matches!(self, Self::Unorm8 | Self::Depth)
    }

    /// Vulkan's name for it.
    #[must_use]
    pub fn vk(self) -> ash::vk::Format {
        match self {
            Self::R32 => ash::vk::Format::R32_UINT,
            Self::Rgba8 => ash::vk::Format::R8G8B8A8_UINT,
            Self::Rgba16 => ash::vk::Format::R16G16B16A16_UINT,
            Self::Unorm8 => ash::vk::Format::R8G8B8A8_UNORM,
            Self::Depth => ash::vk::Format::D32_SFLOAT,
        }
    }
}

/// Extent of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Size {
    /// So many texels.
    Fixed([u32; 2]),
    /// The screen's extent.
    Screen,
    /// Half of it to each side, rounded up.
    Half,
}

/// A range of a resource: mips and layers, or chunks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wire {
    /// The resource.
    pub resource: usize,
    /// Frames back, in a history.
    pub prev: u32,
    /// First mip and layer; first chunk.
    pub first: [u32; 2],
    /// Number of mips and layers; of chunks, and 1.
    pub count: [u32; 2],
    /// Whether each element of a pass array moves on by one mip or chunk.
    pub steps: bool,
}

/// A pass, or an array of passes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pass {
    /// Elements of a pass array; 0 for a single pass.
    pub repeat: u32,
    /// Whether it has push constants, which change each frame.
    pub push: bool,
    /// Whether it is kept whatever it writes.
    pub side_effect: bool,
    /// The group of passes that it stands with, if it can.
    #[serde(default)]
    pub merge_group: Option<u32>,
    /// What it does.
    pub work: Work,
}

impl Pass {
    /// A pass of some work and nothing more.
    #[must_use]
    pub fn of(work: Work) -> Self {
        Self { repeat: 0, push: false, side_effect: false, merge_group: None, work }
    }

    /// Number of elements, 1 for a single pass.
    #[must_use]
    pub fn elements(&self) -> u32 {
        self.repeat.max(1)
    }
}

/// What a pass does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Work {
    /// A dispatch.
    Compute {
        /// What it reads.
        reads: Vec<(Read, Wire)>,
        /// What it writes.
        writes: Vec<(Write, Wire)>,
        /// Work groups along x.
        groups: u32,
        /// Whether the program gives their number each frame.
        dynamic: bool,
        /// Where the number of work groups stands instead.
        #[serde(default)]
        indirect: Option<Wire>,
    },
    /// Two triangles: one over half of the area and near, one over all of it and far.
    Raster {
        /// What the fragment shader reads.
        reads: Vec<(Read, Wire)>,
        /// Colour attachments.
        colors: Vec<(Load, Wire)>,
        /// Depth attachment.
        depth: Option<(Depth, Wire)>,
        /// Whether the near triangle alone is drawn.
        half: bool,
        /// Where the number of vertices stands instead.
        #[serde(default)]
        indirect: Option<Wire>,
        /// Single-sampled targets of colour attachments by their index, and of the depth attachment.
        #[serde(default)]
        resolves: Vec<(Option<usize>, Wire)>,
        /// Whether its attachments are declared `relaxed`, which says nothing of them.
        #[serde(default)]
        relaxed: bool,
    },
    /// A copy.
    Copy {
        /// What is read.
        from: Wire,
        /// What is written.
        to: Wire,
    },
    /// A scaled copy between two images.
    Blit {
        /// What is read.
        from: Wire,
        /// What is written.
        to: Wire,
        /// Whether texels are interpolated (normalized formats).
        linear: bool,
    },
    /// A clear to this value, or a fill.
    Clear {
        /// What is written.
        to: Wire,
        /// The value.
        value: u32,
    },
}

/// How a shader reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Read {
    /// A sampled image, texel by texel.
    Sampled,
    /// A storage image or storage buffer.
    Storage,
    /// A uniform buffer of one chunk.
    Uniform,
    /// A sampled image as a cube.
    Cube,
}

/// How a compute shader writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Write {
    /// Everything, and the graph says so.
    Discard,
    /// Everything, and the graph does not say so.
    All,
    /// Every other texel or word.
    Some,
    /// Everything, from what was there.
    Update,
    /// Atomic additions to a buffer, in any order among passes.
    Count,
    /// Numbers of work groups for indirect dispatches, all over a buffer.
    Groups,
    /// Numbers of vertices for indirect draws, all over a buffer.
    Draws,
}

/// What becomes of a colour attachment's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Load {
    /// It is drawn over, all of it.
    Over,
    /// It is cleared.
    Clear(u32),
    /// It stays where nothing is drawn.
    Keep,
    /// What is drawn is added (normalized formats).
    Add,
}

/// What becomes of the depth attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Depth {
    /// It is cleared to 1 and written.
    Clear,
    /// It is tested and written.
    Keep,
    /// It is tested.
    Read,
}

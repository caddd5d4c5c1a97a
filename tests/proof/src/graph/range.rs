//! What is where in a graph: extents, cells and the ranges of wires.

use super::{CHUNK_WORDS, Format, Graph, Life, Shape, Size, Wire};

impl Graph {
    /// Extent of a mip of an image at a screen's extent, in texels.
    #[must_use]
    pub fn extent(&self, resource: usize, mip: u32, screen: [u32; 2]) -> [u32; 2] {
        let size = match self.resources.get(resource).map(|resource| resource.shape) {
            Some(Shape::Image { size, .. }) => size,
            _ => Size::Fixed([1, 1]),
        };
        let extent = match size {
            Size::Fixed(extent) => extent,
            Size::Screen => screen,
            Size::Half => screen.map(|side| side.div_ceil(2)),
        };
        extent.map(|side| (side >> mip).max(1))
    }

    /// Depth of a mip of an image in texels: 1 but for images of three dimensions.
    #[must_use]
    pub fn depth(&self, resource: usize, mip: u32) -> u32 {
        match self.resources.get(resource).map(|resource| resource.shape) {
            Some(Shape::Image { depth, .. }) => (depth >> mip).max(1),
            _ => 1,
        }
    }

    /// Whether a resource is an image of three dimensions.
    #[must_use]
    pub fn is_volume(&self, resource: usize) -> bool {
        let shape = self.resources.get(resource).map(|resource| resource.shape);
        matches!(shape, Some(Shape::Image { depth: 2.., .. }))
    }

    /// Whether a resource is a multisampled image.
    #[must_use]
    pub fn is_multisampled(&self, resource: usize) -> bool {
        let shape = self.resources.get(resource).map(|resource| resource.shape);
        matches!(shape, Some(Shape::Image { samples: 2.., .. }))
    }

    /// Whether a resource is an image whose layers are the faces of a cube.
    #[must_use]
    pub fn is_cube(&self, resource: usize) -> bool {
        match self.resources.get(resource).map(|resource| resource.shape) {
            Some(Shape::Image { size: Size::Fixed([x, y]), layers: 6, .. }) => x == y,
            _ => false,
        }
    }

    /// Cells of a resource along both axes: mips and layers, or chunks and 1.
    #[must_use]
    pub fn cells(&self, resource: usize) -> [u32; 2] {
        match self.resources.get(resource).map(|resource| resource.shape) {
            Some(Shape::Image { mips, layers, .. }) => [mips, layers],
            Some(Shape::Buffer(chunks)) => [chunks, 1],
            None => [0, 0],
        }
    }

    /// Copies of a resource, as frames index them.
    #[must_use]
    pub fn copies(&self, resource: usize) -> u32 {
        match self.resources.get(resource).map(|resource| resource.life) {
            Some(Life::History(depth)) => depth,
            Some(Life::Upload | Life::Readback) => self.frames_in_flight,
            _ => 1,
        }
    }

    /// The format of an image; `None` for a buffer.
    #[must_use]
    pub fn format(&self, resource: usize) -> Option<Format> {
        match self.resources.get(resource)?.shape {
            Shape::Image { format, .. } => Some(format),
            Shape::Buffer(_) => None,
        }
    }

    /// All of a resource.
    #[must_use]
    pub fn whole(&self, resource: usize) -> Wire {
        let count = self.cells(resource);
        Wire { resource, prev: 0, first: [0, 0], count, steps: false }
    }
}

impl Wire {
    /// The range that element `index` of a pass array names.
    #[must_use]
    pub fn element(self, index: u32) -> Self {
        let by = if self.steps { index } else { 0 };
        Self { first: [self.first[0] + by, self.first[1]], steps: false, ..self }
    }

    /// Its cells.
    pub fn each(self) -> impl Iterator<Item = [u32; 2]> {
        let across = move |axis: usize| self.first[axis]..self.first[axis] + self.count[axis];
        across(0).flat_map(move |a| across(1).map(move |b| [a, b]))
    }

    /// Whether two ranges have a cell in common, in one frame's copy.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        let axis = |axis: usize| {
            self.first[axis] < other.first[axis] + other.count[axis]
                && other.first[axis] < self.first[axis] + self.count[axis]
        };
        self.resource == other.resource && self.prev == other.prev && axis(0) && axis(1)
    }

    /// First byte and number of bytes, in a buffer.
    #[must_use]
    pub fn bytes(self) -> (u64, u64) {
        let bytes = |chunks: u32| u64::from(chunks * CHUNK_WORDS * 4);
        (bytes(self.first[0]), bytes(self.count[0]))
    }
}

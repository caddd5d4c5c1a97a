//! Content: a range, and the aspects of it.

use ash::vk::ImageAspectFlags;

use super::{Access, Range, Resource};

/// A part of a resource's content.
///
/// A [`Range`] says where something is, and order, layouts and memory are decided by it: depth and stencil of a
/// subresource have one layout ("Image Layouts"), and a write of one may read and write back the other ("Render Pass
/// Load Operations", "Render Pass Store Operations"). Content is another thing: a clear of the depth leaves the stencil as
/// it was. Who reads what, what is culled and what may be discarded is therefore asked of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Part {
    /// Where.
    pub range: Range,
    /// Aspects of an image; empty for a buffer.
    pub aspects: ImageAspectFlags,
}

impl Part {
    /// Whether the two share content.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let same = self.aspects == other.aspects || self.aspects.intersects(other.aspects);
        same && self.range.overlaps(&other.range)
    }

    /// Whether `other` lies within it.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        self.aspects.contains(other.aspects) && self.range.contains(&other.range)
    }

    /// What is left of it without another: the aspects that the other one does not have, and of the rest the range.
    #[must_use]
    pub fn without(&self, taken: &Self) -> Vec<Self> {
        if !self.overlaps(taken) {
            return vec![*self];
        }
        let both = self.aspects & taken.aspects;
        let mut left: Vec<Self> = self
            .range
            .without(&taken.range)
            .into_iter()
            .map(|range| Self { range, aspects: both })
            .collect();
        let others = without(self.aspects, taken.aspects);
        if !others.is_empty() {
            left.push(Self { aspects: others, ..*self });
        }
        left
    }
}

/// The aspects of the first mask that the second one does not have.
#[must_use]
pub fn without(aspects: ImageAspectFlags, taken: ImageAspectFlags) -> ImageAspectFlags {
    ImageAspectFlags::from_raw(aspects.as_raw() & !taken.as_raw())
}

/// The aspects of a mask one by one, depth before stencil.
pub fn each_aspect(aspects: ImageAspectFlags) -> impl Iterator<Item = ImageAspectFlags> {
    let bits = (0..u32::BITS).map(|bit| ImageAspectFlags::from_raw(1 << bit));
    bits.filter(move |bit| aspects.contains(*bit))
}

impl Access {
    /// Aspects of the image that it touches; empty for a buffer.
    #[must_use]
    pub fn aspects(&self) -> ImageAspectFlags {
        self.view.map(|view| view.aspects).unwrap_or_default()
    }

    /// The content that it reads or writes.
    #[must_use]
    pub fn part(&self) -> Part {
        Part { range: self.range, aspects: self.aspects() }
    }

    /// Whether the two are the depth and the stencil attachment of one rendering: each has its own content and its own
    /// load and store operation, and the rendering orders what it does to them.
    #[must_use]
    pub fn is_attached_beside(&self, other: &Self) -> bool {
        let attached = |access: &Self| access.role == super::Role::Depth;
        attached(self) && attached(other) && !self.aspects().intersects(other.aspects())
    }
}

impl Resource {
    /// Aspects of an image; empty for a buffer.
    #[must_use]
    pub fn aspects(&self) -> ImageAspectFlags {
        self.image().map(|image| image.aspects).unwrap_or_default()
    }

    /// All of the content.
    #[must_use]
    pub fn content(&self) -> Part {
        Part { range: self.whole(), aspects: self.aspects() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEPTH: ImageAspectFlags = ImageAspectFlags::DEPTH;
    const STENCIL: ImageAspectFlags = ImageAspectFlags::STENCIL;

    fn part(aspects: ImageAspectFlags, mips: (u32, u32)) -> Part {
        Part { range: Range::Image { mips, layers: (0, 1) }, aspects }
    }

    #[test]
    fn an_aspect_is_left_beside_the_other() {
        let whole = part(DEPTH | STENCIL, (0, 2));
        assert_eq!(whole.without(&part(DEPTH, (0, 2))), [part(STENCIL, (0, 2))]);
        let some = whole.without(&part(DEPTH, (0, 1)));
        assert_eq!(some, [part(DEPTH, (1, 2)), part(STENCIL, (0, 2))]);
        assert_eq!(part(STENCIL, (0, 2)).without(&part(DEPTH, (0, 2))), [part(STENCIL, (0, 2))]);
    }

    #[test]
    fn aspects_apart_share_nothing() {
        let (depth, stencil) = (part(DEPTH, (0, 1)), part(STENCIL, (0, 1)));
        assert!(!depth.overlaps(&stencil) && !depth.contains(&stencil));
        assert!(part(DEPTH | STENCIL, (0, 1)).contains(&stencil));
        assert!(depth.range.overlaps(&stencil.range));
    }

    #[test]
    fn bytes_have_no_aspect() {
        let bytes =
            |from, to| Part { range: Range::Bytes(from, to), aspects: ImageAspectFlags::empty() };
        assert!(bytes(0, 8).overlaps(&bytes(4, 12)));
        assert_eq!(bytes(0, 8).without(&bytes(4, 12)), [bytes(0, 4)]);
        assert_eq!(each_aspect(bytes(0, 8).aspects).count(), 0);
    }
}

//! Which copy of a ring a frame uses.

/// A frame's place in every ring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// Number of the frame, or its remainder by a period that all rings divide.
    pub(crate) frame: u64,
    /// Index of the screen's image.
    pub(crate) image: u32,
}

/// A run of copies in a flat table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ring {
    /// Index of the first copy.
    pub(crate) first: u32,
    /// Number of copies; 0 where there is nothing.
    pub(crate) copies: u32,
    /// Whether the screen's image chooses the copy instead of the frame.
    pub(crate) screen: bool,
}

impl Ring {
    /// Index in the flat table of the copy that stands `back` frames behind the cursor.
    pub(crate) fn index(self, back: u32, at: Cursor) -> usize {
        let copies = u64::from(self.copies.max(1));
        let copy = if self.screen { u64::from(at.image) } else { copy(at.frame, back, copies) };
        self.first as usize + copy as usize
    }

    /// The indices of all copies.
    pub(crate) fn all(self) -> std::ops::Range<usize> {
        self.first as usize..(self.first + self.copies) as usize
    }
}

/// `(frame - back) mod copies`, for frames before the ring was first full too.
pub(crate) fn copy(frame: u64, back: u32, copies: u64) -> u64 {
    let back = u64::from(back) % copies;
    (frame % copies + copies - back) % copies
}

/// How often something is instanced: by the frame's remainder and by the screen's image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Instances {
    period: u32,
    images: u32,
}

impl Instances {
    /// `period` frames, times the screen's `images` where it is instanced by them.
    pub(crate) fn new(period: u32, by_screen: bool, images: u32) -> Self {
        Self { period: period.max(1), images: if by_screen { images.max(1) } else { 1 } }
    }

    /// Number of instances.
    pub(crate) fn count(self) -> u32 {
        self.period * self.images
    }

    /// The instance that a frame uses.
    pub(crate) fn at(self, at: Cursor) -> u32 {
        let image = if self.images > 1 { at.image.min(self.images - 1) } else { 0 };
        (at.frame % u64::from(self.period)) as u32 * self.images + image
    }

    /// A frame that uses this instance.
    pub(crate) fn cursor(self, instance: u32) -> Cursor {
        Cursor { frame: u64::from(instance / self.images), image: instance % self.images }
    }
}

/// A list for each of several owners, of equal length in each of the owner's instances.
#[derive(Debug)]
pub(crate) struct Instanced<T> {
    lists: Box<[(u32, u32)]>,
    data: Box<[T]>,
}

impl<T> Instanced<T> {
    /// Calls `fill` for each instance of each owner, to append that instance's list.
    pub(crate) fn build(
        owners: impl Iterator<Item = Instances>,
        mut fill: impl FnMut(usize, Cursor, &mut Vec<T>),
    ) -> Self {
        let mut lists = Vec::new();
        let mut data = Vec::new();
        for (owner, instances) in owners.enumerate() {
            let first = data.len();
            for instance in 0..instances.count() {
                fill(owner, instances.cursor(instance), &mut data);
            }
            lists.push((first as u32, (data.len() - first) as u32 / instances.count()));
        }
        Self { lists: lists.into(), data: data.into() }
    }

    /// The list of an owner's instance; empty where either is out of range.
    pub(crate) fn get(&self, owner: usize, instance: u32) -> &[T] {
        let Some((first, len)) = self.lists.get(owner).copied() else { return &[] };
        let start = (first + instance * len) as usize;
        self.data.get(start..start + len as usize).unwrap_or(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_previous_copy_is_the_one_that_was_current_then() {
        let ring = Ring { first: 5, copies: 3, screen: false };
        for frame in 0..20 {
            let now = Cursor { frame: frame + 2, image: 0 };
            let then = Cursor { frame, image: 0 };
            assert_eq!(ring.index(2, now), ring.index(0, then));
        }
        assert_eq!(ring.index(1, Cursor::default()), 7);
    }

    #[test]
    fn an_instance_and_its_cursor_agree() {
        let instances = Instances::new(4, true, 3);
        for instance in 0..instances.count() {
            assert_eq!(instances.at(instances.cursor(instance)), instance);
        }
        assert_eq!(instances.at(Cursor { frame: 9, image: 2 }), 5);
    }

    #[test]
    fn instanced_lists_are_told_apart() {
        let owners = [Instances::new(2, false, 1), Instances::new(1, true, 2)];
        let lists = Instanced::build(owners.into_iter(), |owner, at, list| {
            list.extend([(owner, at.frame, at.image); 2]);
        });
        assert_eq!(lists.get(0, 1), [(0, 1, 0); 2]);
        assert_eq!(lists.get(1, 1), [(1, 0, 1); 2]);
        assert!(lists.get(2, 0).is_empty());
    }
}

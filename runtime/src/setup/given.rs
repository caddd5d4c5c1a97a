//! Vulkan objects of the program's own, each with its promise that a graph may use it.

use ash::vk;

/// A Vulkan object behind a resource: one copy of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    /// An image.
    Image {
        /// The image.
        image: vk::Image,
        /// Its format.
        format: vk::Format,
        /// Its extent in texels.
        extent: vk::Extent3D,
    },
    /// A buffer.
    Buffer {
        /// The buffer.
        buffer: vk::Buffer,
        /// Its size in bytes.
        size: u64,
    },
}

/// An object of the caller's for an import of a graph. Set-up holds its kind, format, extent and size against what the
/// graph declares; what Vulkan does not tell of a handle is promised by [`Imported::new`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported(Object);

impl Imported {
    /// An object to import. An image's extent is that of the graph's size expression, a buffer's size at least that.
    ///
    /// # Safety
    ///
    /// For every graph that it is given to, until that graph is dropped or has replaced it:
    ///
    /// - the handle is null, which set-up refuses, or of the graph's device and alive, with its memory bound, and format,
    ///   extent and size are those that it was made with;
    /// - it was made with the type, mips, layers, samples, flags and usage that the graph declares for the import
    ///   ([`crate::plan::Resource::shape`]), exclusive to the device's queue family, and of optimal tiling;
    /// - at each frame it is in the state of the import's contract on entry, or, where there is none, as the graph's last
    ///   frame left it; and nobody uses it but where the contract's states and the device's order allow.
    #[must_use]
    pub const unsafe fn new(object: Object) -> Self {
        Self(object)
    }

    /// The object.
    #[must_use]
    pub const fn object(self) -> Object {
        self.0
    }
}

/// The layout of a descriptor set that the program owns and binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExternalSet(vk::DescriptorSetLayout);

impl ExternalSet {
    /// A set layout for [`crate::Options::external_sets`].
    ///
    /// # Safety
    ///
    /// The layout is of the device of every graph that it is given to, and alive until that graph is dropped. It has, for each
    /// variable of the set that the graph's shaders use, a binding of its number, type and count, visible to its stages.
    #[must_use]
    pub const unsafe fn new(layout: vk::DescriptorSetLayout) -> Self {
        Self(layout)
    }

    /// The layout.
    #[must_use]
    pub const fn layout(self) -> vk::DescriptorSetLayout {
        self.0
    }
}

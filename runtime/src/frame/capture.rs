//! The picture that the last frame drew, where no surface has taken it.

use ash::vk;

use super::invalid;
use crate::device::MemoryLocation;
use crate::executor::DynExecutor;
use crate::plan::Subresources;
use crate::setup::{Once, Owned, make_buffer, packed_bytes};
use crate::tracker::Phase;
use crate::{Error, Result};

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Width and height.
    pub extent: [u32; 2],
    /// Format of the bytes.
    pub format: vk::Format,
    /// Rows from the top, tightly packed.
    pub bytes: Vec<u8>,
}

impl Pixels {
    /// The bytes in the order red, green, blue, alpha. `None` for formats of other than eight bits a channel.
    #[must_use]
    pub fn rgba8(&self) -> Option<Vec<u8>> {
        let mut bytes = self.bytes.clone();
        match self.format {
            vk::Format::R8G8B8A8_UNORM | vk::Format::R8G8B8A8_SRGB => {}
            vk::Format::B8G8R8A8_UNORM | vk::Format::B8G8R8A8_SRGB => {
                bytes.chunks_exact_mut(4).for_each(|texel| texel.swap(0, 2));
            }
            _ => return None,
        }
        Some(bytes)
    }
}

impl DynExecutor {
    /// Waits for the last frame and copies what it drew to the screen. It allocates, in
    /// [`Phase::Setup`]: for tests and pictures, not for every frame.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] where the graph draws to a surface's own images, which the surface keeps
    /// ([`crate::ScreenReport`] says so); where it draws to no screen; and before the first frame, or the first since a
    /// resize.
    pub fn capture(&mut self) -> Result<Pixels> {
        let _setup = self.device.tracker().enter(Phase::Setup);
        self.capture_last().map_err(|error| error.in_graph(&self.plan.name))
    }

    fn capture_last(&self) -> Result<Pixels> {
        let screen = &self.live()?.screen;
        // Images that were made anew hold nothing before they are drawn to.
        let drawn = self.next > self.first;
        let last = self.next.checked_sub(1).filter(|_| drawn && screen.is_ours());
        let images = screen.images();
        let image = last.and_then(|last| {
            let index = last.checked_rem(images.len() as u64)?;
            images.get(index as usize).copied()
        });
        let Some(image) = image else { return Err(nothing_to_capture()) };
        self.wait_idle()?;
        let [width, height] = screen.extent();
        let extent = vk::Extent3D { width, height, depth: 1 };
        let size = packed_bytes(screen.format(), extent).ok_or_else(nothing_to_capture)?;
        let bytes = self.copy_to_host(image, extent, size)?;
        Ok(Pixels { extent: [width, height], format: screen.format(), bytes })
    }

    fn copy_to_host(&self, image: vk::Image, extent: vk::Extent3D, size: u64) -> Result<Vec<u8>> {
        let mut owned = Owned::new(&self.device);
        let info =
            vk::BufferCreateInfo::default().size(size).usage(vk::BufferUsageFlags::TRANSFER_DST);
        let (buffer, _) = make_buffer(&mut owned, &info, MemoryLocation::GpuToCpu, "capture")?;
        let once = Once::begin(&self.device, "capture")?;
        let range = Subresources {
            aspects: vk::ImageAspectFlags::COLOR,
            base_mip: 0,
            mips: 1,
            base_layer: 0,
            layers: 1,
        };
        let layout = vk::ImageLayout::TRANSFER_SRC_OPTIMAL;
        let layers = vk::ImageSubresourceLayers::default()
            .aspect_mask(range.aspects)
            .layer_count(range.layers);
        let region =
            [vk::BufferImageCopy::default().image_subresource(layers).image_extent(extent)];
        let raw = self.device.raw();
        // SAFETY: the device is idle, the last frame left the image in this layout, and the buffer is as
        // large as the image's texels; the barrier makes the copy visible to the host.
        unsafe {
            raw.cmd_copy_image_to_buffer(once.commands(), image, layout, buffer.buffer, &region);
            let barrier = [vk::MemoryBarrier2::default()
                .src_stage_mask(vk::PipelineStageFlags2::COPY)
                .src_access_mask(vk::AccessFlags2::TRANSFER_WRITE)
                .dst_stage_mask(vk::PipelineStageFlags2::HOST)
                .dst_access_mask(vk::AccessFlags2::HOST_READ)];
            let dependency = vk::DependencyInfo::default().memory_barriers(&barrier);
            raw.cmd_pipeline_barrier2(once.commands(), &dependency);
        }
        once.submit_and_wait()?;
        let mapped = buffer.mapped.ok_or_else(nothing_to_capture)?;
        // SAFETY: the copy has finished; the memory lives as long as `owned`.
        Ok(unsafe { mapped.read(size) }.to_vec())
    }
}

fn nothing_to_capture() -> Error {
    invalid(
        "there is no picture to capture".to_owned(),
        "run a graph with a swapchain, without a surface, and submit a frame first",
        "screen",
    )
}

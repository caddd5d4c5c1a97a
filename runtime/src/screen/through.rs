//! Showing images of the runtime's own on a surface whose images the graph cannot draw to: a blit at the end of each
//! frame converts and scales. Every command buffer is recorded at set-up, one for each pair of images.

use ash::vk;

use super::format::features;
use crate::device::Device;
use crate::setup::Owned;
use crate::{Result, VulkanContext as _};

use vk::PipelineStageFlags2 as Stage;

/// The blits.
#[derive(Debug)]
pub(super) struct Through {
    /// For each image of the runtime's own, one for each of the swapchain's.
    commands: Box<[vk::CommandBuffer]>,
    shown: u32,
}

/// One side of the blits.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) images: &'a [vk::Image],
    pub(super) extent: [u32; 2],
}

impl Through {
    /// The stage that waits for the surface's image: nothing before the blit touches it.
    pub(super) const WAITS: Stage = Stage::BLIT;

    /// Records the blits of images of format `drawn`. The caller saw to both formats' features.
    pub(super) fn new(
        owned: &mut Owned,
        drawn: vk::Format,
        (from, to): (Side<'_>, Side<'_>),
    ) -> Result<Self> {
        let count = (from.images.len() * to.images.len()) as u32;
        let info =
            vk::CommandPoolCreateInfo::default().queue_family_index(owned.device().queue_family());
        // SAFETY: the family is the device's own.
        let pool = unsafe { owned.command_pool(&info, "screen commands") }?;
        // SAFETY: the pool is alive and nobody else has it.
        let commands =
            unsafe { owned.device().allocate_command_buffers(pool, count, "screen commands") }?;
        let filter = filter(owned.device(), drawn, from.extent != to.extent);
        let pairs =
            from.images.iter().flat_map(|own| to.images.iter().map(move |image| (own, image)));
        for (commands, (own, image)) in commands.iter().zip(pairs) {
            let blit = Blit { from: (*own, from.extent), to: (*image, to.extent), filter };
            blit.record(owned.device(), *commands)?;
        }
        Ok(Self { commands: commands.into(), shown: to.images.len() as u32 })
    }

    /// The blit of an image of the runtime's own into one of the swapchain's.
    pub(super) fn commands(&self, image: u32, shown: u32) -> vk::CommandBuffer {
        self.commands.get((image * self.shown + shown) as usize).copied().unwrap_or_default()
    }
}

/// Linear where the extents differ and the format allows it (VUID-vkCmdBlitImage2-filter-02001).
fn filter(device: &Device, drawn: vk::Format, scales: bool) -> vk::Filter {
    let linear = vk::FormatFeatureFlags2::SAMPLED_IMAGE_FILTER_LINEAR;
    if scales && features(device, drawn).contains(linear) {
        vk::Filter::LINEAR
    } else {
        vk::Filter::NEAREST
    }
}

/// A blit of all of an image into all of another.
struct Blit {
    from: (vk::Image, [u32; 2]),
    to: (vk::Image, [u32; 2]),
    filter: vk::Filter,
}

impl Blit {
    /// The plan's last barrier on the image that is read has the blit in its second scope; the image that is written was
    /// waited for in the blit's stage, which is therefore the first scope here: so the transition comes after the
    /// semaphore.
    fn record(&self, device: &Device, commands: vk::CommandBuffer) -> Result<()> {
        let raw = device.raw();
        let write = vk::AccessFlags2::TRANSFER_WRITE;
        let (undefined, target) =
            (vk::ImageLayout::UNDEFINED, vk::ImageLayout::TRANSFER_DST_OPTIMAL);
        let before = self.barrier((Stage::BLIT, vk::AccessFlags2::NONE), (Stage::BLIT, write));
        let before = [before.old_layout(undefined).new_layout(target)];
        // Presenting waits for the semaphore that is signalled after all of this.
        let after = self.barrier((Stage::BLIT, write), (Stage::NONE, vk::AccessFlags2::NONE));
        let after = [after.old_layout(target).new_layout(vk::ImageLayout::PRESENT_SRC_KHR)];
        let regions = [vk::ImageBlit2::default()
            .src_subresource(COLOR)
            .src_offsets(corners(self.from.1))
            .dst_subresource(COLOR)
            .dst_offsets(corners(self.to.1))];
        let blit = vk::BlitImageInfo2::default()
            .src_image(self.from.0)
            .src_image_layout(vk::ImageLayout::TRANSFER_SRC_OPTIMAL)
            .dst_image(self.to.0)
            .dst_image_layout(target)
            .regions(&regions)
            .filter(self.filter);
        let name = "screen commands";
        // SAFETY: the command buffer is new. Both images are alive and of these extents, single-sampled, in these
        // layouts, and their formats have the features of a blit; the device's queue does graphics.
        unsafe {
            raw.begin_command_buffer(commands, &vk::CommandBufferBeginInfo::default())
                .at("vkBeginCommandBuffer", name)?;
            let dependency = vk::DependencyInfo::default().image_memory_barriers(&before);
            raw.cmd_pipeline_barrier2(commands, &dependency);
            raw.cmd_blit_image2(commands, &blit);
            let dependency = vk::DependencyInfo::default().image_memory_barriers(&after);
            raw.cmd_pipeline_barrier2(commands, &dependency);
            raw.end_command_buffer(commands).at("vkEndCommandBuffer", name)
        }
    }

    fn barrier(
        &self,
        first: (Stage, vk::AccessFlags2),
        second: (Stage, vk::AccessFlags2),
    ) -> vk::ImageMemoryBarrier2<'static> {
        let range = vk::ImageSubresourceRange::default()
            .aspect_mask(COLOR.aspect_mask)
            .level_count(1)
            .layer_count(1);
        vk::ImageMemoryBarrier2::default()
            .src_stage_mask(first.0)
            .src_access_mask(first.1)
            .dst_stage_mask(second.0)
            .dst_access_mask(second.1)
            .src_queue_family_index(vk::QUEUE_FAMILY_IGNORED)
            .dst_queue_family_index(vk::QUEUE_FAMILY_IGNORED)
            .image(self.to.0)
            .subresource_range(range)
    }
}

const COLOR: vk::ImageSubresourceLayers = vk::ImageSubresourceLayers {
    aspect_mask: vk::ImageAspectFlags::COLOR,
    mip_level: 0,
    base_array_layer: 0,
    layer_count: 1,
};

fn corners([width, height]: [u32; 2]) -> [vk::Offset3D; 2] {
    let far = vk::Offset3D { x: width.cast_signed(), y: height.cast_signed(), z: 1 };
    [vk::Offset3D::default(), far]
}

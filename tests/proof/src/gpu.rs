//! A device for many graphs, commands that are waited for, and what they leave for the host.

use std::sync::Arc;

use ash::vk;
use vixen::device::{
    Allocation, Device, DeviceOptions, Feature, Instance, InstanceOptions, MemoryLocation,
    Messages, Needs, Validation,
};
use vixen::{Result, VulkanContext as _};

use crate::mesa;

/// Bytes that one look takes at most.
const STAGING_BYTES: u64 = 4 << 20;

/// A device, with what every graph on it uses.
pub struct Gpu {
    device: Arc<Device>,
    messages: Arc<Messages>,
    pool: vk::CommandPool,
    commands: vk::CommandBuffer,
    staging: vk::Buffer,
    staging_memory: Option<Allocation>,
}

/// Part of an image or buffer, and where it stands.
#[derive(Clone, Copy, Debug)]
pub enum Piece {
    /// One mip of one layer.
    Image {
        /// The image.
        image: vk::Image,
        /// Aspect, mip and layer.
        place: vk::ImageSubresourceLayers,
        /// Its extent in texels.
        extent: [u32; 3],
        /// Bytes of a texel.
        texel: u32,
        /// Its layout, before and after.
        layout: vk::ImageLayout,
    },
    /// A range of a buffer.
    Buffer {
        /// The buffer.
        buffer: vk::Buffer,
        /// First byte and number of bytes.
        range: (u64, u64),
    },
}

impl Gpu {
    /// A device of its own instance, which the validation layer watches where asked.
    pub fn new(validation: bool) -> Result<Self> {
        Self::of_driver(validation, false)
    }

    /// The same, its driver kept from skipping barriers ([`mesa`]).
    pub(crate) fn without_skipping(validation: bool) -> Result<Self> {
        Self::of_driver(validation, true)
    }

    fn of_driver(validation: bool, shimmed: bool) -> Result<Self> {
        let validation = if validation { Validation::On } else { Validation::Off };
        let options = InstanceOptions {
            name: "random graphs",
            validation,
            log_messages: false,
            ..InstanceOptions::default()
        };
        let instance = match shimmed.then(mesa::entry).flatten() {
            None => Instance::new(&options)?,
            // SAFETY: the shim passes everything on to the loader, which stays open.
            Some(entry) => unsafe { Instance::with_entry(entry, &options) }?,
        };
        let mut needs = Needs::default();
        // What a random graph may need: blending that differs from attachment to attachment, cubes, stores while drawing.
        let drawn = ["independentBlend", "imageCubeArray", "fragmentStoresAndAtomics"];
        for feature in drawn.into_iter().filter_map(Feature::by_name) {
            needs = needs.feature(feature);
        }
        let device = Device::new(&instance, &DeviceOptions { needs, ..DeviceOptions::default() })?;
        let info = vk::CommandPoolCreateInfo::default()
            .flags(vk::CommandPoolCreateFlags::RESET_COMMAND_BUFFER)
            .queue_family_index(device.queue_family());
        // SAFETY: the family is the device's own.
        let pool = unsafe { device.create_command_pool(&info, "proof") }?;
        // SAFETY: the pool is alive and nobody else has it.
        let commands = unsafe { device.allocate_command_buffers(pool, 1, "proof") }?;
        let commands = commands.first().copied().unwrap_or_default();
        let mut gpu = Self {
            messages: instance.messages().clone(),
            device,
            pool,
            commands,
            staging: vk::Buffer::null(),
            staging_memory: None,
        };
        gpu.make_staging()?;
        Ok(gpu)
    }

    fn make_staging(&mut self) -> Result<()> {
        let usage = vk::BufferUsageFlags::TRANSFER_SRC | vk::BufferUsageFlags::TRANSFER_DST;
        let info = vk::BufferCreateInfo::default().size(STAGING_BYTES).usage(usage);
        // SAFETY: size and usage are valid.
        self.staging = unsafe { self.device.create_buffer(&info, "staging") }?;
        self.staging_memory =
            Some(self.bind_buffer(self.staging, MemoryLocation::GpuToCpu, "staging")?);
        Ok(())
    }

    /// The device.
    #[must_use]
    pub fn device(&self) -> &Arc<Device> {
        &self.device
    }

    /// What the validation layer says.
    #[must_use]
    pub fn messages(&self) -> &Messages {
        &self.messages
    }

    /// Memory of its own for a buffer.
    pub fn bind_buffer(
        &self,
        buffer: vk::Buffer,
        location: MemoryLocation,
        name: &str,
    ) -> Result<Allocation> {
        let raw = self.device.raw();
        // SAFETY: the buffer was just made from this device.
        let requirements = unsafe { raw.get_buffer_memory_requirements(buffer) };
        let memory = self.device.allocate(requirements, location, true, name)?;
        // SAFETY: the memory was allocated for these requirements and nothing else lies there.
        unsafe { raw.bind_buffer_memory(buffer, memory.memory(), memory.offset()) }
            .at("vkBindBufferMemory", name)?;
        Ok(memory)
    }

    /// Memory of its own for an image.
    pub fn bind_image(&self, image: vk::Image, name: &str) -> Result<Allocation> {
        let raw = self.device.raw();
        // SAFETY: the image was just made from this device.
        let requirements = unsafe { raw.get_image_memory_requirements(image) };
        let memory = self.device.allocate(requirements, MemoryLocation::GpuOnly, false, name)?;
        // SAFETY: the memory was allocated for these requirements and nothing else lies there.
        unsafe { raw.bind_image_memory(image, memory.memory(), memory.offset()) }
            .at("vkBindImageMemory", name)?;
        Ok(memory)
    }

    /// Records commands, submits them, and waits until the queue is idle.
    pub fn run(&self, record: impl FnOnce(&ash::Device, vk::CommandBuffer)) -> Result<()> {
        let raw = self.device.raw();
        let info = vk::CommandBufferBeginInfo::default()
            .flags(vk::CommandBufferUsageFlags::ONE_TIME_SUBMIT);
        // SAFETY: the command buffer is not pending, since each run waits; beginning resets it.
        unsafe { raw.begin_command_buffer(self.commands, &info) }
            .at("vkBeginCommandBuffer", "proof")?;
        record(raw, self.commands);
        // SAFETY: it is being recorded.
        unsafe { raw.end_command_buffer(self.commands) }.at("vkEndCommandBuffer", "proof")?;
        let buffers = [vk::CommandBufferSubmitInfo::default().command_buffer(self.commands)];
        let submit = [vk::SubmitInfo2::default().command_buffer_infos(&buffers)];
        let queue = self.device.lock_queue();
        // SAFETY: the command buffer is executable; the queue is locked.
        unsafe { raw.queue_submit2(queue.raw(), &submit, vk::Fence::null()) }
            .at("vkQueueSubmit2", "proof")?;
        // SAFETY: as above.
        unsafe { raw.queue_wait_idle(queue.raw()) }.at("vkQueueWaitIdle", "proof")
    }

    /// The bytes of pieces, each of which is left as it was. The device must be idle.
    pub fn read(&self, pieces: &[Piece]) -> Result<Vec<Vec<u8>>> {
        let places = places(pieces);
        self.run(|raw, commands| {
            change_layouts(raw, commands, pieces, true);
            for (piece, (offset, _)) in pieces.iter().zip(&places) {
                copy_out(raw, commands, *piece, (self.staging, *offset));
            }
            change_layouts(raw, commands, pieces, false);
        })?;
        let bytes = self.staging_memory.as_ref().and_then(Allocation::mapped_slice);
        let slice = |(offset, size): &(u64, u64)| {
            let range = *offset as usize..(offset + size) as usize;
            bytes.and_then(|bytes| bytes.get(range)).map(<[u8]>::to_vec).unwrap_or_default()
        };
        Ok(places.iter().map(slice).collect())
    }

    /// Writes pieces, images from undefined contents. The device must be idle.
    pub fn write(&self, pieces: &[(Piece, Vec<u8>)]) -> Result<()> {
        let list: Vec<Piece> = pieces.iter().map(|(piece, _)| *piece).collect();
        let places = places(&list);
        let staging = self.staging_memory.as_ref().and_then(Allocation::mapped_ptr);
        for ((offset, size), (_, bytes)) in places.iter().zip(pieces) {
            let count = bytes.len().min(*size as usize);
            if let Some(staging) = staging.filter(|_| offset + size <= STAGING_BYTES) {
                // SAFETY: the range lies in the mapped buffer, which nobody reads or writes meanwhile: the device
                // is idle, and slices of it are copied before they are handed out.
                unsafe {
                    let to = staging.as_ptr().cast::<u8>().add(*offset as usize);
                    std::ptr::copy_nonoverlapping(bytes.as_ptr(), to, count);
                }
            }
        }
        self.run(|raw, commands| {
            for (piece, (offset, _)) in list.iter().zip(&places) {
                copy_in(raw, commands, *piece, (self.staging, *offset));
            }
        })
    }
}

/// Where pieces lie in the staging buffer: offset and size.
fn places(pieces: &[Piece]) -> Vec<(u64, u64)> {
    let mut end = 0;
    let place = |piece: &Piece| {
        let size = match *piece {
            Piece::Image { extent: [width, height, depth], texel, .. } => {
                u64::from(width * height * depth * texel)
            }
            Piece::Buffer { range: (_, bytes), .. } => bytes,
        };
        let offset = end;
        end += size.next_multiple_of(16);
        (offset, size)
    };
    pieces.iter().map(place).collect()
}

/// A barrier between everything before and everything after.
pub fn full_barrier(raw: &ash::Device, commands: vk::CommandBuffer) {
    let all = vk::PipelineStageFlags2::ALL_COMMANDS;
    let access = vk::AccessFlags2::MEMORY_READ | vk::AccessFlags2::MEMORY_WRITE;
    let barrier = [vk::MemoryBarrier2::default()
        .src_stage_mask(all | vk::PipelineStageFlags2::HOST)
        .src_access_mask(access)
        .dst_stage_mask(all | vk::PipelineStageFlags2::HOST)
        .dst_access_mask(access)];
    let dependency = vk::DependencyInfo::default().memory_barriers(&barrier);
    // SAFETY: the command buffer is being recorded outside rendering.
    unsafe { raw.cmd_pipeline_barrier2(commands, &dependency) };
}

/// A change of layout between everything before and everything after.
pub fn full_transition(
    image: vk::Image,
    range: vk::ImageSubresourceRange,
    [from, to]: [vk::ImageLayout; 2],
) -> vk::ImageMemoryBarrier2<'static> {
    let all = vk::PipelineStageFlags2::ALL_COMMANDS;
    let access = vk::AccessFlags2::MEMORY_READ | vk::AccessFlags2::MEMORY_WRITE;
    vk::ImageMemoryBarrier2::default()
        .src_stage_mask(all)
        .src_access_mask(access)
        .dst_stage_mask(all)
        .dst_access_mask(access)
        .old_layout(from)
        .new_layout(to)
        .src_queue_family_index(vk::QUEUE_FAMILY_IGNORED)
        .dst_queue_family_index(vk::QUEUE_FAMILY_IGNORED)
        .image(image)
        .subresource_range(range)
}

/// Records image barriers.
pub fn transitions(
    raw: &ash::Device,
    commands: vk::CommandBuffer,
    barriers: &[vk::ImageMemoryBarrier2<'_>],
) {
    let dependency = vk::DependencyInfo::default().image_memory_barriers(barriers);
    // SAFETY: the command buffer is being recorded outside rendering; the images are alive and in the layouts
    // that the barriers name.
    unsafe { raw.cmd_pipeline_barrier2(commands, &dependency) };
}

/// The range of one mip of one layer.
fn range(place: vk::ImageSubresourceLayers) -> vk::ImageSubresourceRange {
    vk::ImageSubresourceRange {
        aspect_mask: place.aspect_mask,
        base_mip_level: place.mip_level,
        level_count: 1,
        base_array_layer: place.base_array_layer,
        layer_count: place.layer_count,
    }
}

/// To a layout that can be copied from, or back.
fn change_layouts(raw: &ash::Device, commands: vk::CommandBuffer, pieces: &[Piece], there: bool) {
    let source = vk::ImageLayout::TRANSFER_SRC_OPTIMAL;
    let barriers: Vec<_> = pieces
        .iter()
        .filter_map(|piece| match *piece {
            Piece::Image { image, place, layout, .. } if layout != source => {
                let layouts = if there { [layout, source] } else { [source, layout] };
                Some(full_transition(image, range(place), layouts))
            }
            _ => None,
        })
        .collect();
    full_barrier(raw, commands);
    transitions(raw, commands, &barriers);
}

fn copy_out(
    raw: &ash::Device,
    commands: vk::CommandBuffer,
    piece: Piece,
    (staging, offset): (vk::Buffer, u64),
) {
    // SAFETY: the command buffer is being recorded; the image is in this layout; both ranges lie in their objects.
    unsafe {
        match piece {
            Piece::Image { image, place, extent, .. } => {
                let region = [image_region(place, extent, offset)];
                let layout = vk::ImageLayout::TRANSFER_SRC_OPTIMAL;
                raw.cmd_copy_image_to_buffer(commands, image, layout, staging, &region);
            }
            Piece::Buffer { buffer, range: (first, bytes) } => {
                let region =
                    [vk::BufferCopy::default().src_offset(first).dst_offset(offset).size(bytes)];
                raw.cmd_copy_buffer(commands, buffer, staging, &region);
            }
        }
    }
}

fn copy_in(
    raw: &ash::Device,
    commands: vk::CommandBuffer,
    piece: Piece,
    (staging, offset): (vk::Buffer, u64),
) {
    full_barrier(raw, commands);
    match piece {
        Piece::Image { image, place, extent, layout, .. } => {
            let target = vk::ImageLayout::TRANSFER_DST_OPTIMAL;
            let first = [vk::ImageLayout::UNDEFINED, target];
            transitions(raw, commands, &[full_transition(image, range(place), first)]);
            let region = [image_region(place, extent, offset)];
            // SAFETY: the command buffer is being recorded; the image is in this layout; both ranges lie in
            // their objects.
            unsafe { raw.cmd_copy_buffer_to_image(commands, staging, image, target, &region) };
            transitions(raw, commands, &[full_transition(image, range(place), [target, layout])]);
        }
        Piece::Buffer { buffer, range: (first, bytes) } => {
            let region =
                [vk::BufferCopy::default().src_offset(offset).dst_offset(first).size(bytes)];
            // SAFETY: as above.
            unsafe { raw.cmd_copy_buffer(commands, staging, buffer, &region) };
        }
    }
    full_barrier(raw, commands);
}

fn image_region(
    place: vk::ImageSubresourceLayers,
    [width, height, depth]: [u32; 3],
    offset: u64,
) -> vk::BufferImageCopy {
    vk::BufferImageCopy::default()
        .buffer_offset(offset)
        .image_subresource(place)
        .image_extent(vk::Extent3D { width, height, depth })
}

impl Drop for Gpu {
    fn drop(&mut self) {
        let _ = self.device.wait_idle();
        // SAFETY: the device is idle; each was made by this device and is destroyed once.
        unsafe {
            self.device.destroy_command_pool(self.pool);
            self.device.destroy_buffer(self.staging);
            if let Some(memory) = self.staging_memory.take() {
                self.device.free(memory);
            }
        }
    }
}

//! The reference's images and buffers, and views of them.

use std::cell::RefCell;
use std::collections::HashMap;

use ash::vk;
use vixen::Result;
use vixen::device::{Allocation, MemoryLocation};

use crate::given;
use crate::gpu::{Gpu, Piece, full_barrier, full_transition, transitions};
use crate::graph::{CHUNK_WORDS, Format, Graph, Life, Shape, Wire};
use crate::shader::View;

/// A copy of a resource, in memory of its own. Images are in `GENERAL`.
pub(super) struct Object {
    pub(super) image: vk::Image,
    pub(super) buffer: vk::Buffer,
    memory: Allocation,
}

impl Object {
    pub(super) fn new(gpu: &Gpu, graph: &Graph, resource: usize, screen: [u32; 2]) -> Result<Self> {
        let name = format!("reference r{resource}");
        let device = gpu.device();
        match graph.resources.get(resource).map(|resource| resource.shape) {
            Some(Shape::Image { format, mips, layers, depth, samples, .. }) => {
                let [width, height] = graph.extent(resource, 0, screen);
                let ty = match depth {
                    1 => vk::ImageType::TYPE_2D,
                    _ => vk::ImageType::TYPE_3D,
                };
                let flags = if graph.is_cube(resource) {
                    vk::ImageCreateFlags::CUBE_COMPATIBLE
                } else {
                    vk::ImageCreateFlags::empty()
                };
                let info = vk::ImageCreateInfo::default()
                    .flags(flags)
                    .image_type(ty)
                    .format(format.vk())
                    .extent(vk::Extent3D { width, height, depth })
                    .mip_levels(mips)
                    .array_layers(layers)
                    .samples(vk::SampleCountFlags::from_raw(samples))
                    .tiling(vk::ImageTiling::OPTIMAL)
                    .usage(image_usage(graph, resource, format));
                // SAFETY: every device has these formats with these uses.
                let image = unsafe { device.create_image(&info, &name) }?;
                let memory = gpu.bind_image(image, &name)?;
                Ok(Self { image, buffer: vk::Buffer::null(), memory })
            }
            shape => {
                let chunks = if let Some(Shape::Buffer(chunks)) = shape { chunks } else { 1 };
                let info = vk::BufferCreateInfo::default()
                    .size(u64::from(chunks * CHUNK_WORDS * 4))
                    .usage(
                        vk::BufferUsageFlags::STORAGE_BUFFER
                            | vk::BufferUsageFlags::INDIRECT_BUFFER
                            | vk::BufferUsageFlags::UNIFORM_BUFFER
                            | vk::BufferUsageFlags::TRANSFER_SRC
                            | vk::BufferUsageFlags::TRANSFER_DST,
                    );
                // SAFETY: size and usage are valid.
                let buffer = unsafe { device.create_buffer(&info, &name) }?;
                let memory = gpu.bind_buffer(buffer, MemoryLocation::GpuOnly, &name)?;
                Ok(Self { image: vk::Image::null(), buffer, memory })
            }
        }
    }

    /// Brings it into the state before the first frame.
    pub(super) fn begin(
        &self,
        gpu: &Gpu,
        graph: &Graph,
        (resource, screen): (usize, [u32; 2]),
    ) -> Result<()> {
        let format = graph.format(resource);
        let life = graph.resources.get(resource).map(|resource| resource.life);
        gpu.run(|raw, commands| {
            if let Some(format) = format {
                let layouts = [vk::ImageLayout::UNDEFINED, vk::ImageLayout::GENERAL];
                let barrier = full_transition(self.image, whole(format), layouts);
                transitions(raw, commands, &[barrier]);
            }
            match life {
                Some(Life::Persistent(value)) => self.fill(raw, commands, format, value),
                // Zero in every component, as a history without a clear value begins.
                _ => self.noise(raw, commands, format, 0),
            }
            full_barrier(raw, commands);
        })?;
        if let Some(Life::Import(_)) = life {
            let cells = graph.whole(resource).each();
            let pieces: Vec<_> = cells
                .map(|cell| {
                    let piece = self.piece(graph, (resource, cell), screen);
                    let bytes = given::imported(resource, cell, bytes_of(&piece));
                    (piece, bytes)
                })
                .collect();
            gpu.write(&pieces)?;
        }
        Ok(())
    }

    /// Clears all of it to a value, as clear values of the description mean it.
    pub(super) fn fill(
        &self,
        raw: &ash::Device,
        commands: vk::CommandBuffer,
        format: Option<Format>,
        value: u32,
    ) {
        match format {
            Some(format) => clear_image(raw, commands, (self.image, format), whole(format), value),
            // SAFETY: the command buffer is being recorded and the buffer alive.
            None => unsafe {
                raw.cmd_fill_buffer(commands, self.buffer, 0, vk::WHOLE_SIZE, value);
            },
        }
    }

    /// Writes over all of it with something that no pass would write; 0 stays 0.
    pub(super) fn noise(
        &self,
        raw: &ash::Device,
        commands: vk::CommandBuffer,
        format: Option<Format>,
        value: u32,
    ) {
        let bytes = value.to_le_bytes();
        let parts = bytes.map(|byte| f32::from(byte) / 255.0);
        let Some(format) = format else { return self.fill(raw, commands, None, value) };
        let ranges = [whole(format)];
        // SAFETY: the command buffer is being recorded; the image is alive, in `GENERAL`, and may be cleared.
        unsafe {
            if format == Format::Depth {
                let depth = vk::ClearDepthStencilValue { depth: parts[0], stencil: 0 };
                let layout = vk::ImageLayout::GENERAL;
                raw.cmd_clear_depth_stencil_image(commands, self.image, layout, &depth, &ranges);
            } else {
                let color = if format.is_float() {
                    vk::ClearColorValue { float32: parts }
                } else {
                    vk::ClearColorValue { uint32: bytes.map(u32::from) }
                };
                let layout = vk::ImageLayout::GENERAL;
                raw.cmd_clear_color_image(commands, self.image, layout, &color, &ranges);
            }
        }
    }

    /// What the host writes before a frame.
    pub(super) fn upload(&self, graph: &Graph, resource: usize, frame: u64) -> (Piece, Vec<u8>) {
        let (_, bytes) = graph.whole(resource).bytes();
        let piece = Piece::Buffer { buffer: self.buffer, range: (0, bytes) };
        (piece, given::upload(frame, resource, bytes as usize))
    }

    /// A cell of it.
    pub(super) fn piece(
        &self,
        graph: &Graph,
        (resource, cell): (usize, [u32; 2]),
        screen: [u32; 2],
    ) -> Piece {
        let object = (self.image, self.buffer, vk::ImageLayout::GENERAL);
        piece_of(graph, (resource, cell), object, screen)
    }

    pub(super) fn destroy(self, gpu: &Gpu) {
        let device = gpu.device();
        // SAFETY: every run was waited for, so the device has finished with it.
        unsafe {
            device.destroy_image(self.image);
            device.destroy_buffer(self.buffer);
            device.free(self.memory);
        }
    }
}

/// A cell of an image in a layout, or of a buffer.
pub(crate) fn piece_of(
    graph: &Graph,
    (resource, cell): (usize, [u32; 2]),
    (image, buffer, layout): (vk::Image, vk::Buffer, vk::ImageLayout),
    screen: [u32; 2],
) -> Piece {
    let Some(format) = graph.format(resource) else {
        let wire = Wire { first: cell, count: [1, 1], ..graph.whole(resource) };
        return Piece::Buffer { buffer, range: wire.bytes() };
    };
    let [width, height] = graph.extent(resource, cell[0], screen);
    Piece::Image {
        image,
        place: vk::ImageSubresourceLayers {
            aspect_mask: aspect(format),
            mip_level: cell[0],
            base_array_layer: cell[1],
            layer_count: 1,
        },
        extent: [width, height, graph.depth(resource, cell[0])],
        texel: format.bytes(),
        layout,
    }
}

/// Bytes of a piece.
pub(crate) fn bytes_of(piece: &Piece) -> usize {
    match piece {
        Piece::Image { extent: [width, height, depth], texel, .. } => {
            (width * height * depth * texel) as usize
        }
        Piece::Buffer { range: (_, bytes), .. } => *bytes as usize,
    }
}

/// Clears a range of an image in `GENERAL`.
pub(super) fn clear_image(
    raw: &ash::Device,
    commands: vk::CommandBuffer,
    (image, format): (vk::Image, Format),
    range: vk::ImageSubresourceRange,
    value: u32,
) {
    let layout = vk::ImageLayout::GENERAL;
    // SAFETY: the command buffer is being recorded; the image is alive, in this layout, and may be cleared.
    unsafe {
        if format == Format::Depth {
            let depth = depth_value(value);
            raw.cmd_clear_depth_stencil_image(commands, image, layout, &depth, &[range]);
        } else {
            let color = color_value(format, value);
            raw.cmd_clear_color_image(commands, image, layout, &color, &[range]);
        }
    }
}

/// A clear value of a colour format, as the graph file has it.
pub(super) fn color_value(format: Format, value: u32) -> vk::ClearColorValue {
    if format.is_float() {
        let red = if value & 1 == 1 { 1.0 } else { 0.0 };
        vk::ClearColorValue { float32: [red, 1.0, 0.0, 1.0] }
    } else {
        vk::ClearColorValue { uint32: [value & 0xff; 4] }
    }
}

/// A clear value of a depth format, as the graph file has it.
pub(super) fn depth_value(value: u32) -> vk::ClearDepthStencilValue {
    let depth = if value & 1 == 1 { 1.0 } else { 0.0 };
    vk::ClearDepthStencilValue { depth, stencil: 0 }
}

/// The aspect of a format.
pub(super) fn aspect(format: Format) -> vk::ImageAspectFlags {
    if format == Format::Depth { vk::ImageAspectFlags::DEPTH } else { vk::ImageAspectFlags::COLOR }
}

fn whole(format: Format) -> vk::ImageSubresourceRange {
    vk::ImageSubresourceRange {
        aspect_mask: aspect(format),
        base_mip_level: 0,
        level_count: vk::REMAINING_MIP_LEVELS,
        base_array_layer: 0,
        layer_count: vk::REMAINING_ARRAY_LAYERS,
    }
}

fn image_usage(graph: &Graph, resource: usize, format: Format) -> vk::ImageUsageFlags {
    let mut usage = vk::ImageUsageFlags::SAMPLED
        | vk::ImageUsageFlags::TRANSFER_SRC
        | vk::ImageUsageFlags::TRANSFER_DST;
    if format == Format::Depth {
        return usage | vk::ImageUsageFlags::DEPTH_STENCIL_ATTACHMENT;
    }
    if !graph.is_volume(resource) {
        usage |= vk::ImageUsageFlags::COLOR_ATTACHMENT;
    }
    if !graph.is_multisampled(resource) {
        usage |= vk::ImageUsageFlags::STORAGE;
    }
    usage
}

/// Views of the reference's images, each made once.
#[derive(Default)]
pub(super) struct Views(RefCell<HashMap<Key, vk::ImageView>>);

/// An image, a range of it, and as what it is seen.
type Key = (vk::Image, [u32; 2], [u32; 2], View);

impl Views {
    pub(super) fn get(
        &self,
        gpu: &Gpu,
        (image, format): (vk::Image, Format),
        wire: Wire,
        view: View,
    ) -> Result<vk::ImageView> {
        let key = (image, wire.first, wire.count, view);
        if let Some(known) = self.0.borrow().get(&key) {
            return Ok(*known);
        }
        let ty = match view {
            View::Flat | View::Samples => vk::ImageViewType::TYPE_2D,
            View::Array | View::SamplesArray => vk::ImageViewType::TYPE_2D_ARRAY,
            View::Cube => vk::ImageViewType::CUBE,
            View::Volume => vk::ImageViewType::TYPE_3D,
        };
        let info = vk::ImageViewCreateInfo::default()
            .image(image)
            .view_type(ty)
            .format(format.vk())
            .subresource_range(range(format, wire));
        // SAFETY: the image is alive and has the range.
        let view = unsafe { gpu.device().create_image_view(&info, "reference") }?;
        self.0.borrow_mut().insert(key, view);
        Ok(view)
    }

    pub(super) fn destroy(&mut self, gpu: &Gpu) {
        for (_, view) in self.0.borrow_mut().drain() {
            // SAFETY: every run was waited for.
            unsafe { gpu.device().destroy_image_view(view) };
        }
    }
}

/// A range as Vulkan takes it.
pub(super) fn range(format: Format, wire: Wire) -> vk::ImageSubresourceRange {
    vk::ImageSubresourceRange {
        aspect_mask: aspect(format),
        base_mip_level: wire.first[0],
        level_count: wire.count[0],
        base_array_layer: wire.first[1],
        layer_count: wire.count[1],
    }
}

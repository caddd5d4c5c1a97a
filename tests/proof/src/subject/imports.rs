//! The program's images and buffers, and what it does with them between frames.

use ash::vk;
use vixen::device::{Allocation, Device, MemoryLocation};
use vixen::{Imported, Object, ResourceId, Result, VulkanContext as _};
use vixen_plan::{Contract, Lifetime, Plan, Shape, State};

use super::is_import;
use crate::given;
use crate::gpu::{Gpu, Piece, full_transition, transitions};
use crate::graph::{Contract as Drawn, Graph, Life};
use crate::reference::{bytes_of, piece_of};

/// The imports of a graph.
pub(super) struct Imports<'a> {
    gpu: &'a Gpu,
    all: Vec<Import>,
    waits: bool,
    /// Command buffers for between frames, one after the other.
    pool: vk::CommandPool,
}

pub(super) struct Import {
    /// Index in the plan, and in the description.
    pub(super) plan: u32,
    pub(super) resource: usize,
    pub(super) image: vk::Image,
    pub(super) buffer: vk::Buffer,
    /// `None` where the graph keeps its state.
    pub(super) contract: Option<Contract>,
    given: Object,
    memory: Option<Allocation>,
    /// Extent of the screen that it was made for.
    screen: [u32; 2],
    /// Whether no frame has used it yet.
    fresh: bool,
}

impl<'a> Imports<'a> {
    pub(super) fn new(
        gpu: &'a Gpu,
        graph: &Graph,
        plan: &Plan,
        names: &[Option<usize>],
    ) -> Result<Self> {
        let fresh = |life| matches!(life, Life::Import(Drawn::Fresh));
        let waits = graph.resources.iter().any(|resource| fresh(resource.life));
        let info = vk::CommandPoolCreateInfo::default()
            .flags(vk::CommandPoolCreateFlags::TRANSIENT)
            .queue_family_index(gpu.device().queue_family());
        // SAFETY: the family is the device's own.
        let pool = unsafe { gpu.device().create_command_pool(&info, "imports") }?;
        let mut imports = Self { gpu, all: Vec::new(), waits, pool };
        for (index, (resource, name)) in (0u32..).zip(plan.resources.iter().zip(names)) {
            let Some(name) = name.filter(|name| is_import(graph, *name)) else { continue };
            let contract = match resource.lifetime {
                Lifetime::Import(contract) => Some(contract),
                _ => None,
            };
            let place = (index, name, contract);
            imports.all.push(Import::new(gpu, graph, place, (&resource.shape, graph.screen))?);
        }
        Ok(imports)
    }

    /// New objects for those whose size follows the screen's. What they take the place of is returned: the graph uses
    /// it until it has been told.
    pub(super) fn resize(
        &mut self,
        graph: &Graph,
        plan: &Plan,
        screen: [u32; 2],
    ) -> Result<Vec<Import>> {
        let mut old = Vec::new();
        for import in &mut self.all {
            let extent = |screen| graph.extent(import.resource, 0, screen);
            let shape = plan.resources.get(import.plan as usize).map(|resource| &resource.shape);
            let image = import.image != vk::Image::null();
            if let Some(shape) = shape.filter(|_| image && extent(import.screen) != extent(screen))
            {
                let place = (import.plan, import.resource, import.contract);
                let new = Import::new(self.gpu, graph, place, (shape, screen))?;
                old.push(std::mem::replace(import, new));
            }
        }
        Ok(old)
    }

    pub(super) fn all(&self) -> &[Import] {
        &self.all
    }

    /// As [`vixen::Options::imports`] takes them.
    pub(super) fn given(&self) -> Vec<(ResourceId, Imported)> {
        // SAFETY: the objects are made as the plan says, and outlive the graph or are replaced first.
        let object = |import: &Import| unsafe { Imported::new(import.given) };
        self.all.iter().map(|import| (ResourceId::new(import.plan), object(import))).collect()
    }

    /// Whether the contract of one says that the host orders frames.
    pub(super) fn wait_before_frames(&self) -> bool {
        self.waits
    }

    /// Brings what a frame left in the exit's state into the entry's, without a wait. What no frame has used is there.
    pub(super) fn between_frames(&mut self, gpu: &Gpu) -> Result<()> {
        let (mut images, mut buffers) = (Vec::new(), Vec::new());
        for import in &mut self.all {
            let used = !std::mem::replace(&mut import.fresh, false);
            let Some(Contract { entry, exit, keep }) = import.contract else { continue };
            if !used || !keep || entry == exit {
                continue;
            }
            if import.image == vk::Image::null() {
                buffers.push(
                    vk::MemoryBarrier2::default()
                        .src_stage_mask(exit.stages)
                        .dst_stage_mask(entry.stages)
                        .dst_access_mask(entry.access),
                );
            } else {
                images.push(handed_over(import.image, exit, entry));
            }
        }
        if images.is_empty() && buffers.is_empty() {
            return Ok(());
        }
        self.submit(gpu, &images, &buffers)
    }

    fn submit(
        &self,
        gpu: &Gpu,
        images: &[vk::ImageMemoryBarrier2<'_>],
        memory: &[vk::MemoryBarrier2<'_>],
    ) -> Result<()> {
        let raw = gpu.device().raw();
        // SAFETY: the pool is alive and nobody else has it; its buffers are freed with it.
        let made = unsafe { gpu.device().allocate_command_buffers(self.pool, 1, "imports") }?;
        let commands = made.first().copied().unwrap_or_default();
        let begin = vk::CommandBufferBeginInfo::default()
            .flags(vk::CommandBufferUsageFlags::ONE_TIME_SUBMIT);
        let dependency =
            vk::DependencyInfo::default().memory_barriers(memory).image_memory_barriers(images);
        let infos = [vk::CommandBufferSubmitInfo::default().command_buffer(commands)];
        let submit = [vk::SubmitInfo2::default().command_buffer_infos(&infos)];
        // SAFETY: the command buffer is new; the images are alive and in the layouts that the last frame left; the
        // queue is locked.
        unsafe {
            raw.begin_command_buffer(commands, &begin).at("vkBeginCommandBuffer", "imports")?;
            raw.cmd_pipeline_barrier2(commands, &dependency);
            raw.end_command_buffer(commands).at("vkEndCommandBuffer", "imports")?;
            raw.queue_submit2(gpu.device().lock_queue().raw(), &submit, vk::Fence::null())
                .at("vkQueueSubmit2", "imports")
        }
    }
}

/// From one state of an image to another.
fn handed_over(image: vk::Image, from: State, to: State) -> vk::ImageMemoryBarrier2<'static> {
    vk::ImageMemoryBarrier2::default()
        .src_stage_mask(from.stages)
        .dst_stage_mask(to.stages)
        .dst_access_mask(to.access)
        .old_layout(from.layout)
        .new_layout(to.layout)
        .src_queue_family_index(vk::QUEUE_FAMILY_IGNORED)
        .dst_queue_family_index(vk::QUEUE_FAMILY_IGNORED)
        .image(image)
        .subresource_range(vk::ImageSubresourceRange {
            aspect_mask: vk::ImageAspectFlags::COLOR,
            level_count: vk::REMAINING_MIP_LEVELS,
            layer_count: vk::REMAINING_ARRAY_LAYERS,
            ..Default::default()
        })
}

impl Import {
    /// An object in the state at entry.
    fn new(
        gpu: &Gpu,
        graph: &Graph,
        (plan, resource, contract): (u32, usize, Option<Contract>),
        (shape, screen): (&Shape, [u32; 2]),
    ) -> Result<Self> {
        let mut import = Self {
            plan,
            resource,
            image: vk::Image::null(),
            buffer: vk::Buffer::null(),
            contract,
            given: Object::Buffer { buffer: vk::Buffer::null(), size: 0 },
            memory: None,
            screen,
            fresh: true,
        };
        import.make(gpu, graph, shape)?;
        import.begin(gpu, graph)?;
        Ok(import)
    }

    fn make(&mut self, gpu: &Gpu, graph: &Graph, shape: &Shape) -> Result<()> {
        let name = format!("import r{}", self.resource);
        match shape {
            Shape::Image(image) => {
                let [width, height] = graph.extent(self.resource, 0, self.screen);
                let depth = graph.depth(self.resource, 0);
                let extent = vk::Extent3D { width, height, depth };
                // What the program itself does between frames, beside what the graph does.
                let usage = vk::ImageUsageFlags::TRANSFER_SRC
                    | vk::ImageUsageFlags::TRANSFER_DST
                    | vk::ImageUsageFlags::SAMPLED
                    | vk::ImageUsageFlags::STORAGE;
                let info = vk::ImageCreateInfo::default()
                    .flags(image.flags)
                    .image_type(image.ty)
                    .format(image.format)
                    .extent(extent)
                    .mip_levels(image.mips)
                    .array_layers(image.layers)
                    .samples(image.samples)
                    .usage(image.usage | usage);
                // SAFETY: the device has these formats with these uses.
                self.image = unsafe { gpu.device().create_image(&info, &name) }?;
                self.memory = Some(gpu.bind_image(self.image, &name)?);
                self.given = Object::Image { image: self.image, format: image.format, extent };
            }
            Shape::Buffer(buffer) => {
                let (_, size) = graph.whole(self.resource).bytes();
                let usage = vk::BufferUsageFlags::TRANSFER_SRC | vk::BufferUsageFlags::TRANSFER_DST;
                let info = vk::BufferCreateInfo::default().size(size).usage(buffer.usage | usage);
                // SAFETY: size and usage are valid.
                self.buffer = unsafe { gpu.device().create_buffer(&info, &name) }?;
                self.memory = Some(gpu.bind_buffer(self.buffer, MemoryLocation::GpuOnly, &name)?);
                self.given = Object::Buffer { buffer: self.buffer, size };
            }
            Shape::AccelerationStructure { .. } => {}
        }
        Ok(())
    }

    /// Fills it, and brings it into the state at entry.
    fn begin(&self, gpu: &Gpu, graph: &Graph) -> Result<()> {
        let entry = self.contract.map_or(vk::ImageLayout::UNDEFINED, |own| own.entry.layout);
        let between = vk::ImageLayout::GENERAL;
        let pieces: Vec<(Piece, Vec<u8>)> = graph
            .whole(self.resource)
            .each()
            .map(|cell| {
                let piece = self.piece(graph, cell, between);
                let bytes = given::imported(self.resource, cell, bytes_of(&piece));
                (piece, bytes)
            })
            .collect();
        gpu.write(&pieces)?;
        if self.image == vk::Image::null() || entry == vk::ImageLayout::UNDEFINED {
            return Ok(());
        }
        let range = vk::ImageSubresourceRange {
            aspect_mask: vk::ImageAspectFlags::COLOR,
            level_count: vk::REMAINING_MIP_LEVELS,
            layer_count: vk::REMAINING_ARRAY_LAYERS,
            ..Default::default()
        };
        gpu.run(|raw, commands| {
            transitions(raw, commands, &[full_transition(self.image, range, [between, entry])]);
        })
    }

    /// The device must be idle, and no graph may have it any more.
    pub(super) fn destroy(self, device: &Device) {
        // SAFETY: the device is idle; each was made by this device and is destroyed once.
        unsafe {
            device.destroy_image(self.image);
            device.destroy_buffer(self.buffer);
            if let Some(memory) = self.memory {
                device.free(memory);
            }
        }
    }

    /// A cell of it.
    pub(super) fn piece(&self, graph: &Graph, cell: [u32; 2], layout: vk::ImageLayout) -> Piece {
        piece_of(graph, (self.resource, cell), (self.image, self.buffer, layout), self.screen)
    }
}

impl Drop for Imports<'_> {
    fn drop(&mut self) {
        let device = self.gpu.device();
        let _ = device.wait_idle();
        for import in self.all.drain(..) {
            import.destroy(device);
        }
        // SAFETY: as above.
        unsafe { device.destroy_command_pool(self.pool) };
    }
}

//! What a pass with code of its own records with.

use ash::vk;

use crate::plan;

/// What stands behind one slot of a pass in this frame. Handles of the other kind are null.
#[derive(Clone, Copy, Debug, Default)]
pub struct Slot {
    /// The image.
    pub image: vk::Image,
    /// View of the slot's range, where the plan makes one.
    pub view: vk::ImageView,
    /// Layout in which the pass finds the image, and must leave it.
    pub layout: vk::ImageLayout,
    /// Format of the image.
    pub format: vk::Format,
    /// Extent of the first mip of the range, in texels.
    pub extent: vk::Extent3D,
    /// Aspects, mips and layers that the pass may touch.
    pub range: vk::ImageSubresourceRange,
    /// The buffer.
    pub buffer: vk::Buffer,
    /// First byte that the pass may touch.
    pub offset: u64,
    /// Number of bytes that the pass may touch.
    pub size: u64,
}

/// The context of one pass in one frame: a command buffer in the recording state, inside rendering where the
/// pass is a raster pass, with every slot in the state that the pass declared.
///
/// The code may record any command that keeps to what the pass declared. It leaves every slot as it found
/// it, and neither ends rendering nor the command buffer.
///
/// What binds the plan's own objects is safe. What records work, or takes handles, is as unsafe as Vulkan's command is: it
/// depends on what was recorded before it.
#[derive(Clone, Copy)]
pub struct RawPass<'a> {
    pub(crate) device: &'a ash::Device,
    pub(crate) commands: vk::CommandBuffer,
    pub(crate) pass: &'a plan::Pass,
    pub(crate) accesses: &'a [plan::Access],
    pub(crate) slots: &'a [Slot],
    pub(crate) vertices: &'a [u32],
    pub(crate) pipeline: vk::Pipeline,
    pub(crate) layout: vk::PipelineLayout,
    pub(crate) pushes: &'a [plan::Push],
    pub(crate) sets: &'a [(u32, vk::DescriptorSet)],
    pub(crate) area: vk::Extent2D,
    pub(crate) frame: u64,
}

impl<'a> RawPass<'a> {
    /// The command buffer.
    #[must_use]
    pub fn raw(&self) -> vk::CommandBuffer {
        self.commands
    }

    /// The device, for its commands.
    #[must_use]
    pub fn device(&self) -> &'a ash::Device {
        self.device
    }

    /// Number of the frame, from 0.
    #[must_use]
    pub fn frame(&self) -> u64 {
        self.frame
    }

    /// The pass in the plan.
    #[must_use]
    pub fn pass(&self) -> &'a plan::Pass {
        self.pass
    }

    /// Render area of a raster pass, in pixels; zero for others.
    pub fn area(&self) -> vk::Extent2D {
        self.area
    }

    /// The slot of this name; of an array slot, the element at this index. `None` for one that the pass lacks. The context
    /// of a pass type has a method for each of its slots instead.
    #[must_use]
    pub fn slot(&self, name: &str, element: usize) -> Option<Slot> {
        let mut named = self.accesses.iter().zip(self.slots).filter(|(a, _)| a.slot == name);
        named.nth(element).map(|(_, slot)| *slot)
    }

    /// The slots in the order of the pass's accesses.
    #[must_use]
    pub fn slots(&self) -> &'a [Slot] {
        self.slots
    }

    /// The pipeline that the plan made for the pass; null for a pass that brings its own.
    #[must_use]
    pub fn pipeline(&self) -> vk::Pipeline {
        self.pipeline
    }

    /// The pipeline layout that the plan made for the pass; null where it has neither sets nor push
    /// constants. Pipelines of the program's own that use the pass's sets must be made with a compatible one.
    #[must_use]
    pub fn layout(&self) -> vk::PipelineLayout {
        self.layout
    }

    /// The pass's descriptor sets for this frame, with their set numbers, ascending.
    #[must_use]
    pub fn sets(&self) -> &'a [(u32, vk::DescriptorSet)] {
        self.sets
    }

    /// Binds the pass's pipeline, where there is one, and its descriptor sets.
    pub fn bind(&self) {
        // SAFETY: the pipeline is the plan's, for this pass.
        unsafe { self.bind_pipeline(self.pipeline) };
        self.bind_sets();
    }

    /// Binds a pipeline; null is ignored.
    ///
    /// # Safety
    ///
    /// The pipeline is of this device, of the pass's bind point, and alive until the frame has finished. That of a raster
    /// pass was made for the formats and samples of the pass's attachments.
    pub unsafe fn bind_pipeline(&self, pipeline: vk::Pipeline) {
        if pipeline == vk::Pipeline::null() {
            return;
        }
        // SAFETY: the command buffer is being recorded; the rest is the caller's promise.
        unsafe { self.device.cmd_bind_pipeline(self.commands, self.pass.bind_point, pipeline) };
    }

    /// Binds the pass's descriptor sets.
    pub fn bind_sets(&self) {
        for (number, set) in self.sets {
            // SAFETY: the sets are the plan's, for this pass.
            unsafe { self.bind_set(*number, *set) };
        }
    }

    /// Binds a descriptor set, of the program's own too, with the pass's pipeline layout.
    ///
    /// # Safety
    ///
    /// The pass has a layout ([`Self::layout`]), in which a set of this number has the layout that `set` was made with. The
    /// set is written, and alive with all that it names until the frame has finished; what shaders do with that is
    /// ordered by the program.
    pub unsafe fn bind_set(&self, number: u32, set: vk::DescriptorSet) {
        // SAFETY: the command buffer is being recorded; the rest is the caller's promise.
        unsafe {
            self.device.cmd_bind_descriptor_sets(
                self.commands,
                self.pass.bind_point,
                self.layout,
                number,
                &[set],
                &[],
            );
        }
    }

    /// Binds the pass's vertex buffers whose elements have a type, by binding number from 0, and its index buffer.
    pub fn bind_geometry(&self) {
        for (binding, access) in (0u32..).zip(self.vertices) {
            let Some(slot) = self.slot_of(*access) else { continue };
            // SAFETY: the command buffer is being recorded; the buffer is alive and has vertex-buffer usage.
            unsafe {
                self.device.cmd_bind_vertex_buffers(
                    self.commands,
                    binding,
                    &[slot.buffer],
                    &[slot.offset],
                );
            }
        }
        let indices = self.pass.indices.and_then(|i| Some((i, self.slot_of(i.access)?)));
        if let Some((indices, slot)) = indices {
            // SAFETY: as above, for index-buffer usage.
            unsafe {
                self.device.cmd_bind_index_buffer(
                    self.commands,
                    slot.buffer,
                    slot.offset,
                    indices.ty,
                );
            }
        }
    }

    /// What stands behind an access of the plan.
    fn slot_of(&self, access: u32) -> Option<Slot> {
        let own = access.checked_sub(self.pass.accesses.start)?;
        self.slots.get(own as usize).copied()
    }

    /// Sets the push constants, from the start of the pass's range. Bytes beyond the range are left out.
    pub fn push_bytes(&self, bytes: &[u8]) {
        for write in plan::Push::writes(self.pushes) {
            let (start, size) = (write.offset as usize, write.size as usize);
            let rest = bytes.get(start..).unwrap_or_default();
            let bytes = &rest[..rest.len().min(size) / 4 * 4];
            if bytes.is_empty() {
                return;
            }
            // SAFETY: the command buffer is being recorded; the bytes lie within ranges of the layout that have
            // these stages and no others.
            unsafe {
                self.device.cmd_push_constants(
                    self.commands,
                    self.layout,
                    write.stages,
                    write.offset,
                    bytes,
                );
            }
        }
    }

    /// Sets the push constants.
    pub fn push<T: bytemuck::Pod>(&self, constants: &T) {
        self.push_bytes(bytemuck::bytes_of(constants));
    }

    /// `vkCmdDispatch`.
    ///
    /// # Safety
    ///
    /// The valid usage of `vkCmdDispatch`: the pass is a compute pass, pipeline and sets that it uses are bound, push constants
    /// set, and the groups within the device's limits. No invocation leaves the resources that the pass declared.
    pub unsafe fn dispatch(&self, groups: [u32; 3]) {
        let [x, y, z] = groups;
        // SAFETY: the command buffer is being recorded; the rest is the caller's promise.
        unsafe { self.device.cmd_dispatch(self.commands, x, y, z) };
    }

    /// `vkCmdDrawIndexed` from index 0, vertex 0 and instance 0.
    ///
    /// # Safety
    ///
    /// The valid usage of `vkCmdDrawIndexed`: as of [`Self::draw`], with an index buffer that has this many indices and no
    /// index beyond the vertices.
    pub unsafe fn draw_indexed(&self, indices: u32, instances: u32) {
        // SAFETY: the command buffer is being recorded; the rest is the caller's promise.
        unsafe { self.device.cmd_draw_indexed(self.commands, indices, instances, 0, 0, 0) };
    }

    /// `vkCmdDraw` from vertex 0 and instance 0.
    ///
    /// # Safety
    ///
    /// The valid usage of `vkCmdDraw`: the pass is a raster pass, pipeline and sets that it uses are bound, push constants set,
    /// and vertex buffers bound that have this many vertices and instances.
    pub unsafe fn draw(&self, vertices: u32, instances: u32) {
        // SAFETY: the command buffer is being recorded; the rest is the caller's promise.
        unsafe { self.device.cmd_draw(self.commands, vertices, instances, 0, 0) };
    }
}

//! Vulkan objects that live and die together.

use std::fmt;
use std::sync::Arc;

use ash::vk;

use crate::Result;
use crate::device::{Allocation, Device, MemoryLocation, Surface};

/// A stack of objects, destroyed from the last made to the first: whatever depends on another was made
/// after it. It is destroyed when dropped, so that a set-up which fails half-way leaves nothing behind.
///
/// The device must have finished with the objects by then; whoever drops one sees to that.
pub(crate) struct Owned {
    device: Arc<Device>,
    objects: Vec<Object>,
}

enum Object {
    Allocation(Allocation),
    Memory(vk::DeviceMemory),
    Buffer(vk::Buffer),
    BufferView(vk::BufferView),
    Image(vk::Image),
    ImageView(vk::ImageView),
    Sampler(vk::Sampler),
    ShaderModule(vk::ShaderModule),
    SetLayout(vk::DescriptorSetLayout),
    DescriptorPool(vk::DescriptorPool),
    PipelineLayout(vk::PipelineLayout),
    PipelineCache(vk::PipelineCache),
    Pipeline(vk::Pipeline),
    CommandPool(vk::CommandPool),
    Semaphore(vk::Semaphore),
    Swapchain(vk::SwapchainKHR),
    /// Kept alive for what was made on it, later.
    Surface(Arc<Surface>),
}

/// Methods that make an object through the device's door and keep it.
macro_rules! kept {
    ($($name:ident: $create:ident($info:ident) -> $object:ident as $kept:ident;)*) => {
        $(
            #[doc = concat!("[`Device::", stringify!($create), "`], kept.")]
            ///
            /// # Safety
            ///
            /// That of the device's method.
            pub(crate) unsafe fn $name(
                &mut self,
                info: &vk::$info<'_>,
                name: &str,
            ) -> Result<vk::$object> {
                // SAFETY: the caller's promise.
                let object = unsafe { self.device.$create(info, name) }?;
                self.objects.push(Object::$kept(object));
                Ok(object)
            }
        )*
    };
}

impl Owned {
    pub(crate) fn new(device: &Arc<Device>) -> Self {
        Self { device: device.clone(), objects: Vec::new() }
    }

    pub(crate) fn device(&self) -> &Device {
        &self.device
    }

    pub(crate) fn shared_device(&self) -> &Arc<Device> {
        &self.device
    }

    kept! {
        buffer: create_buffer(BufferCreateInfo) -> Buffer as Buffer;
        buffer_view: create_buffer_view(BufferViewCreateInfo) -> BufferView as BufferView;
        image: create_image(ImageCreateInfo) -> Image as Image;
        image_view: create_image_view(ImageViewCreateInfo) -> ImageView as ImageView;
        sampler: create_sampler(SamplerCreateInfo) -> Sampler as Sampler;
        shader_module: create_shader_module(ShaderModuleCreateInfo) -> ShaderModule as ShaderModule;
        set_layout: create_descriptor_set_layout(DescriptorSetLayoutCreateInfo)
            -> DescriptorSetLayout as SetLayout;
        descriptor_pool: create_descriptor_pool(DescriptorPoolCreateInfo)
            -> DescriptorPool as DescriptorPool;
        pipeline_layout: create_pipeline_layout(PipelineLayoutCreateInfo)
            -> PipelineLayout as PipelineLayout;
        pipeline_cache: create_pipeline_cache(PipelineCacheCreateInfo)
            -> PipelineCache as PipelineCache;
        command_pool: create_command_pool(CommandPoolCreateInfo) -> CommandPool as CommandPool;
        semaphore: create_semaphore(SemaphoreCreateInfo) -> Semaphore as Semaphore;
        swapchain: create_swapchain(SwapchainCreateInfoKHR) -> SwapchainKHR as Swapchain;
    }

    /// Keeps a pipeline that was made through the device.
    pub(crate) fn keep_pipeline(&mut self, pipeline: vk::Pipeline) -> vk::Pipeline {
        self.objects.push(Object::Pipeline(pipeline));
        pipeline
    }

    /// Keeps a surface alive until what is made after this is gone.
    pub(crate) fn keep_surface(&mut self, surface: Arc<Surface>) {
        self.objects.push(Object::Surface(surface));
    }

    /// A timeline semaphore at 0.
    pub(crate) fn timeline(&mut self, name: &str) -> Result<vk::Semaphore> {
        let semaphore = self.device.create_timeline_semaphore(0, name)?;
        self.objects.push(Object::Semaphore(semaphore));
        Ok(semaphore)
    }

    /// A binary semaphore.
    pub(crate) fn binary(&mut self, name: &str) -> Result<vk::Semaphore> {
        // SAFETY: the structure asks for nothing.
        unsafe { self.semaphore(&vk::SemaphoreCreateInfo::default(), name) }
    }

    /// A whole block of device memory.
    pub(crate) fn memory(
        &mut self,
        bytes: u64,
        memory_type: u32,
        name: &str,
    ) -> Result<vk::DeviceMemory> {
        let memory = self.device.allocate_memory(bytes, memory_type, name)?;
        self.objects.push(Object::Memory(memory));
        Ok(memory)
    }

    /// Memory of its own for one resource: where it lies, and where the host sees it.
    pub(crate) fn allocate(
        &mut self,
        requirements: vk::MemoryRequirements,
        location: MemoryLocation,
        linear: bool,
        name: &str,
    ) -> Result<Backing> {
        let allocation = self.device.allocate(requirements, location, linear, name)?;
        // SAFETY: the memory is freed when this stack is dropped, after what is bound to it.
        let memory = unsafe { allocation.memory() };
        let mapped = allocation
            .mapped_ptr()
            .map(|start| Mapped { start: start.cast(), bytes: allocation.size() as usize });
        let offset = allocation.offset();
        self.objects.push(Object::Allocation(allocation));
        Ok(Backing { memory, offset, mapped })
    }
}

/// Where a resource's memory lies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Backing {
    pub(crate) memory: vk::DeviceMemory,
    pub(crate) offset: u64,
    pub(crate) mapped: Option<Mapped>,
}

/// Memory that the host sees, always coherent: gpu-allocator takes no other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mapped {
    start: std::ptr::NonNull<u8>,
    bytes: usize,
}

// SAFETY: it is an address and a length; whoever makes a slice of it sees to who else has one.
unsafe impl Send for Mapped {}
// SAFETY: as above.
unsafe impl Sync for Mapped {}

impl Mapped {
    /// The first `bytes` bytes.
    ///
    /// # Safety
    ///
    /// The memory is not freed, nor written by the device or the host, while the slice lives.
    pub(crate) unsafe fn read<'a>(self, bytes: u64) -> &'a [u8] {
        let bytes = self.bytes.min(bytes as usize);
        // SAFETY: the range is mapped for as long as the memory lives; the rest is the caller's promise.
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), bytes) }
    }

    /// The first `bytes` bytes, to write.
    ///
    /// # Safety
    ///
    /// The memory is not freed, nor read or written by the device or anybody else, while the slice lives.
    pub(crate) unsafe fn write<'a>(self, bytes: u64) -> &'a mut [u8] {
        let bytes = self.bytes.min(bytes as usize);
        // SAFETY: the range is mapped for as long as the memory lives; the rest is the caller's promise.
        unsafe { std::slice::from_raw_parts_mut(self.start.as_ptr(), bytes) }
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        let device = &self.device;
        if device.is_abandoned() {
            // Forgotten, as is what they hold: the device may be using them.
            return std::mem::forget(std::mem::take(&mut self.objects));
        }
        for object in self.objects.drain(..).rev() {
            // SAFETY: each was made by this device and is destroyed once, after what was made later; the
            // device has finished with them by the contract of this type.
            unsafe {
                match object {
                    Object::Allocation(allocation) => device.free(allocation),
                    Object::Memory(memory) => device.free_memory(memory),
                    Object::Buffer(buffer) => device.destroy_buffer(buffer),
                    Object::BufferView(view) => device.destroy_buffer_view(view),
                    Object::Image(image) => device.destroy_image(image),
                    Object::ImageView(view) => device.destroy_image_view(view),
                    Object::Sampler(sampler) => device.destroy_sampler(sampler),
                    Object::ShaderModule(module) => device.destroy_shader_module(module),
                    Object::SetLayout(layout) => device.destroy_descriptor_set_layout(layout),
                    Object::DescriptorPool(pool) => device.destroy_descriptor_pool(pool),
                    Object::PipelineLayout(layout) => device.destroy_pipeline_layout(layout),
                    Object::PipelineCache(cache) => device.destroy_pipeline_cache(cache),
                    Object::Pipeline(pipeline) => device.destroy_pipeline(pipeline),
                    Object::CommandPool(pool) => device.destroy_command_pool(pool),
                    Object::Semaphore(semaphore) => device.destroy_semaphore(semaphore),
                    Object::Swapchain(swapchain) => device.destroy_swapchain(swapchain),
                    Object::Surface(surface) => drop(surface),
                }
            }
        }
    }
}

impl fmt::Debug for Owned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Owned").field("objects", &self.objects.len()).finish_non_exhaustive()
    }
}

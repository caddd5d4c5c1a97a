//! The chain as a Vulkan programmer writes it on ash: everything made before, recorded again each frame.

use std::sync::Arc;

use ash::util::read_spv;
use ash::vk;
use vixen::Device;

use crate::graphs::{BYTES, STEPS};

const FRAMES: usize = 2;

pub(crate) struct ByHand {
    device: Arc<Device>,
    memory: vk::DeviceMemory,
    buffer: vk::Buffer,
    set_layout: vk::DescriptorSetLayout,
    descriptors: vk::DescriptorPool,
    sets: Vec<vk::DescriptorSet>,
    layout: vk::PipelineLayout,
    pipeline: vk::Pipeline,
    pools: Vec<vk::CommandPool>,
    commands: Vec<vk::CommandBuffer>,
    timeline: vk::Semaphore,
    next: u64,
}

impl ByHand {
    pub(crate) fn new(device: &Arc<Device>, spirv: &[u8]) -> Self {
        let raw = device.raw();
        // SAFETY: plain requests to a live device; all of it is destroyed in `destroy`.
        unsafe {
            let size = BYTES * (STEPS as u64 + 1);
            let usage = vk::BufferUsageFlags::STORAGE_BUFFER;
            let buffer = raw
                .create_buffer(&vk::BufferCreateInfo::default().size(size).usage(usage), None)
                .unwrap();
            let asked = raw.get_buffer_memory_requirements(buffer);
            let memory = raw
                .allocate_memory(
                    &vk::MemoryAllocateInfo::default()
                        .allocation_size(asked.size)
                        .memory_type_index(asked.memory_type_bits.trailing_zeros()),
                    None,
                )
                .unwrap();
            raw.bind_buffer_memory(buffer, memory, 0).unwrap();
            let set_layout = set_layout(raw);
            let (descriptors, sets) = sets(raw, set_layout, buffer);
            let range = [vk::PushConstantRange::default()
                .stage_flags(vk::ShaderStageFlags::COMPUTE)
                .size(4)];
            let layouts = [set_layout];
            let info = vk::PipelineLayoutCreateInfo::default()
                .set_layouts(&layouts)
                .push_constant_ranges(&range);
            let layout = raw.create_pipeline_layout(&info, None).unwrap();
            let pipeline = pipeline(raw, layout, spirv);
            let family = device.queue_family();
            let info = vk::CommandPoolCreateInfo::default().queue_family_index(family);
            let pools: Vec<_> =
                (0..FRAMES).map(|_| raw.create_command_pool(&info, None).unwrap()).collect();
            let commands = pools
                .iter()
                .flat_map(|pool| {
                    let info = vk::CommandBufferAllocateInfo::default()
                        .command_pool(*pool)
                        .command_buffer_count(1);
                    raw.allocate_command_buffers(&info).unwrap()
                })
                .collect();
            let mut kind =
                vk::SemaphoreTypeCreateInfo::default().semaphore_type(vk::SemaphoreType::TIMELINE);
            let info = vk::SemaphoreCreateInfo::default().push_next(&mut kind);
            let timeline = raw.create_semaphore(&info, None).unwrap();
            let device = device.clone();
            Self {
                device,
                memory,
                buffer,
                set_layout,
                descriptors,
                sets,
                layout,
                pipeline,
                pools,
                commands,
                timeline,
                next: 0,
            }
        }
    }

    /// Waits for the frame before the last, records, submits.
    pub(crate) fn frame(&mut self) {
        let raw = self.device.raw();
        let slot = usize::try_from(self.next).unwrap() % FRAMES;
        let (semaphores, values) =
            ([self.timeline], [(self.next + 1).saturating_sub(FRAMES as u64)]);
        let wait = vk::SemaphoreWaitInfo::default().semaphores(&semaphores).values(&values);
        // SAFETY: all handles are alive; the pool's commands of two frames ago have finished.
        unsafe {
            raw.wait_semaphores(&wait, u64::MAX).unwrap();
            raw.reset_command_pool(self.pools[slot], vk::CommandPoolResetFlags::empty()).unwrap();
            self.record(self.commands[slot]);
            let commands =
                [vk::CommandBufferSubmitInfo::default().command_buffer(self.commands[slot])];
            let signals = [vk::SemaphoreSubmitInfo::default()
                .semaphore(self.timeline)
                .value(self.next + 1)
                .stage_mask(vk::PipelineStageFlags2::ALL_COMMANDS)];
            let submit = vk::SubmitInfo2::default()
                .command_buffer_infos(&commands)
                .signal_semaphore_infos(&signals);
            let queue = self.device.lock_queue();
            raw.queue_submit2(queue.raw(), &[submit], vk::Fence::null()).unwrap();
        }
        self.next += 1;
    }

    unsafe fn record(&self, commands: vk::CommandBuffer) {
        let raw = self.device.raw();
        let barrier = [vk::MemoryBarrier2::default()
            .src_stage_mask(vk::PipelineStageFlags2::COMPUTE_SHADER)
            .src_access_mask(vk::AccessFlags2::SHADER_STORAGE_WRITE)
            .dst_stage_mask(vk::PipelineStageFlags2::COMPUTE_SHADER)
            .dst_access_mask(vk::AccessFlags2::SHADER_STORAGE_READ)];
        let dependency = vk::DependencyInfo::default().memory_barriers(&barrier);
        let begin = vk::CommandBufferBeginInfo::default()
            .flags(vk::CommandBufferUsageFlags::ONE_TIME_SUBMIT);
        // SAFETY: the command buffer is not pending, and all that it names is alive.
        unsafe {
            raw.begin_command_buffer(commands, &begin).unwrap();
            raw.cmd_bind_pipeline(commands, vk::PipelineBindPoint::COMPUTE, self.pipeline);
            for set in &self.sets {
                raw.cmd_pipeline_barrier2(commands, &dependency);
                raw.cmd_bind_descriptor_sets(
                    commands,
                    vk::PipelineBindPoint::COMPUTE,
                    self.layout,
                    0,
                    &[*set],
                    &[],
                );
                let stages = vk::ShaderStageFlags::COMPUTE;
                raw.cmd_push_constants(commands, self.layout, stages, 0, &[1, 0, 0, 0]);
                raw.cmd_dispatch(commands, 1, 1, 1);
            }
            raw.end_command_buffer(commands).unwrap();
        }
    }

    pub(crate) fn destroy(self) {
        let raw = self.device.raw();
        // SAFETY: the device is idle, and nothing of this is used again.
        unsafe {
            raw.device_wait_idle().unwrap();
            raw.destroy_semaphore(self.timeline, None);
            self.pools.iter().for_each(|pool| raw.destroy_command_pool(*pool, None));
            raw.destroy_pipeline(self.pipeline, None);
            raw.destroy_pipeline_layout(self.layout, None);
            raw.destroy_descriptor_pool(self.descriptors, None);
            raw.destroy_descriptor_set_layout(self.set_layout, None);
            raw.destroy_buffer(self.buffer, None);
            raw.free_memory(self.memory, None);
        }
    }
}

unsafe fn set_layout(raw: &ash::Device) -> vk::DescriptorSetLayout {
    let binding = |index| {
        vk::DescriptorSetLayoutBinding::default()
            .binding(index)
            .descriptor_type(vk::DescriptorType::STORAGE_BUFFER)
            .descriptor_count(1)
            .stage_flags(vk::ShaderStageFlags::COMPUTE)
    };
    let bindings = [binding(0), binding(1)];
    let info = vk::DescriptorSetLayoutCreateInfo::default().bindings(&bindings);
    // SAFETY: a plain request to a live device.
    unsafe { raw.create_descriptor_set_layout(&info, None) }.unwrap()
}

unsafe fn sets(
    raw: &ash::Device,
    layout: vk::DescriptorSetLayout,
    buffer: vk::Buffer,
) -> (vk::DescriptorPool, Vec<vk::DescriptorSet>) {
    let count = STEPS as u32;
    let sizes = [vk::DescriptorPoolSize::default()
        .ty(vk::DescriptorType::STORAGE_BUFFER)
        .descriptor_count(2 * count)];
    let info = vk::DescriptorPoolCreateInfo::default().max_sets(count).pool_sizes(&sizes);
    let layouts = vec![layout; STEPS];
    // SAFETY: plain requests to a live device; each step has a set, and writes within the buffer.
    unsafe {
        let pool = raw.create_descriptor_pool(&info, None).unwrap();
        let info =
            vk::DescriptorSetAllocateInfo::default().descriptor_pool(pool).set_layouts(&layouts);
        let sets = raw.allocate_descriptor_sets(&info).unwrap();
        for (step, set) in (0u64..).zip(&sets) {
            let range = |link: u64| {
                [vk::DescriptorBufferInfo::default()
                    .buffer(buffer)
                    .offset(link * BYTES)
                    .range(BYTES)]
            };
            let (src, dst) = (range(step), range(step + 1));
            let write = |binding| {
                vk::WriteDescriptorSet::default()
                    .dst_set(*set)
                    .dst_binding(binding)
                    .descriptor_type(vk::DescriptorType::STORAGE_BUFFER)
            };
            let writes = [write(0).buffer_info(&src), write(1).buffer_info(&dst)];
            raw.update_descriptor_sets(&writes, &[]);
        }
        (pool, sets)
    }
}

unsafe fn pipeline(raw: &ash::Device, layout: vk::PipelineLayout, spirv: &[u8]) -> vk::Pipeline {
    let words = read_spv(&mut std::io::Cursor::new(spirv)).unwrap();
    // SAFETY: the module was compiled for this layout.
    unsafe {
        let module = raw
            .create_shader_module(&vk::ShaderModuleCreateInfo::default().code(&words), None)
            .unwrap();
        let stage = vk::PipelineShaderStageCreateInfo::default()
            .stage(vk::ShaderStageFlags::COMPUTE)
            .module(module)
            .name(c"main");
        let info = vk::ComputePipelineCreateInfo::default().stage(stage).layout(layout);
        let made = raw.create_compute_pipelines(vk::PipelineCache::null(), &[info], None).unwrap();
        raw.destroy_shader_module(module, None);
        made[0]
    }
}

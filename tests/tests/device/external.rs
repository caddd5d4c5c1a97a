//! Descriptor sets of the program's own beside the graph's.

use ash::vk;
use vixen::device::{Allocation, MemoryLocation};
use vixen::{Buffer, Device, Image, Options};

use crate::Take;
use crate::machine::Machine;

/// A pass whose second set is an engine's material.
#[derive(vixen::Pass)]
#[pass(compute, shader = "owned.comp", external_sets(1), code)]
struct Paint {
    #[storage(write, discard)]
    dst: Image,
}

#[derive(vixen::Graph)]
struct Painted {
    #[transient(format = "R8G8B8A8_UNORM", size = "[4, 4]")]
    picture: Image,
    #[readback(size = 64)]
    taken: Buffer,
    #[pass(dst = picture)]
    paint: Paint,
    #[pass(from = picture, to = taken)]
    take: Take,
}

/// The program's own objects.
struct Material {
    layout: vk::DescriptorSetLayout,
    pool: vk::DescriptorPool,
    set: vk::DescriptorSet,
    buffer: vk::Buffer,
    memory: Allocation,
}

impl Material {
    fn new(device: &Device, color: [f32; 4]) -> Self {
        let ty = vk::DescriptorType::UNIFORM_BUFFER;
        let binding = [vk::DescriptorSetLayoutBinding::default()
            .descriptor_type(ty)
            .descriptor_count(1)
            .stage_flags(vk::ShaderStageFlags::COMPUTE)];
        let layout = vk::DescriptorSetLayoutCreateInfo::default().bindings(&binding);
        let sizes = [vk::DescriptorPoolSize { ty, descriptor_count: 1 }];
        let pool = vk::DescriptorPoolCreateInfo::default().max_sets(1).pool_sizes(&sizes);
        let usage = vk::BufferUsageFlags::UNIFORM_BUFFER;
        let buffer = vk::BufferCreateInfo::default().size(16).usage(usage);
        // SAFETY: plain requests, each object destroyed once by `destroy`, after the device has finished.
        unsafe {
            let layout = device.create_descriptor_set_layout(&layout, "material").unwrap();
            let pool = device.create_descriptor_pool(&pool, "materials").unwrap();
            let set = device.allocate_descriptor_sets(pool, &[layout], "material").unwrap()[0];
            let buffer = device.create_buffer(&buffer, "material").unwrap();
            let needs = device.raw().get_buffer_memory_requirements(buffer);
            let mut memory =
                device.allocate(needs, MemoryLocation::CpuToGpu, true, "material").unwrap();
            device.raw().bind_buffer_memory(buffer, memory.memory(), memory.offset()).unwrap();
            let bytes = vixen::bytemuck::bytes_of(&color);
            memory.mapped_slice_mut().unwrap()[..16].copy_from_slice(bytes);
            let info = [vk::DescriptorBufferInfo::default().buffer(buffer).range(16)];
            let write = vk::WriteDescriptorSet::default()
                .dst_set(set)
                .descriptor_type(ty)
                .buffer_info(&info);
            device.raw().update_descriptor_sets(&[write], &[]);
            Self { layout, pool, set, buffer, memory }
        }
    }

    fn destroy(self, device: &Device) {
        device.wait_idle().unwrap();
        // SAFETY: the device is idle, and each was made by it.
        unsafe {
            device.destroy_buffer(self.buffer);
            device.free(self.memory);
            device.destroy_descriptor_pool(self.pool);
            device.destroy_descriptor_set_layout(self.layout);
        }
    }
}

/// The program: it binds its material beside the graph's set.
struct Painter(vk::DescriptorSet);

impl PaintedPasses for Painter {
    fn paint(&mut self, cx: PaintContext<'_>) {
        cx.bind();
        // SAFETY: the set has the layout that the graph was given, and one group writes the picture.
        unsafe {
            cx.bind_set(1, self.0);
            cx.dispatch([1, 1, 1]);
        }
    }
}

#[test]
fn a_set_of_the_programs_own_is_bound_beside_the_graphs() {
    let machine = Machine::of::<Painted>();
    let material = Material::new(&machine.device, [1.0, 0.0, 0.2, 1.0]);
    // SAFETY: the layout outlives the graph, and has the binding that the shader reads.
    let layout = unsafe { vixen::ExternalSet::new(material.layout) };
    let options = Options { external_sets: vec![(1, layout)], ..Options::default() };
    let mut painter = Painter(material.set);
    let given = (&PaintedInputs::default(), &mut painter);
    let bytes = machine.run::<Painted, Painter>(&options, given, Painted::TAKEN, |_| ());
    assert!(bytes.chunks_exact(4).all(|texel| texel == [255, 0, 51, 255]), "{bytes:?}");
    material.destroy(&machine.device);
    machine.finish();
}

#[test]
fn a_layout_that_is_not_given_is_asked_for() {
    let machine = Machine::of::<Painted>();
    let refused = vixen::Executor::<Painted>::new(&machine.device, &Options::default());
    let text = refused.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(text.contains("set 1 is the program's own"), "{text}");
    assert!(text.contains("Options::external_sets"), "{text}");
    machine.finish();
}

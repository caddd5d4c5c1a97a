//! Noise in memory that nothing was written to, so that a read of it shows.

use ash::vk;

use super::create;
use super::once::Once;
use super::owned::Owned;
use crate::error::Place;
use crate::{Error, Result, VulkanContext as _};

/// Bytes that one `vkCmdUpdateBuffer` writes at most.
const PAGE: u64 = 65_536;

/// A block of device memory that holds noise of a seed, repeated every 64 KiB. The device is idle afterwards.
pub(super) fn memory(
    owned: &mut Owned,
    bytes: u64,
    memory_type: u32,
    (name, seed): (&str, u64),
) -> Result<vk::DeviceMemory> {
    let words = bytes.next_multiple_of(4);
    let usage = vk::BufferUsageFlags::TRANSFER_SRC | vk::BufferUsageFlags::TRANSFER_DST;
    let info = vk::BufferCreateInfo::default().size(words).usage(usage);
    let requirements = create::buffer_requirements(owned.device(), &info);
    if requirements.memory_type_bits >> memory_type & 1 == 0 {
        return Err(Error::NoMemoryType {
            reason: format!("memory of type {memory_type} holds no buffer that could fill it"),
            place: Place::object(name),
        });
    }
    // A buffer over the whole block may take a little more than what will lie there.
    let memory = owned.memory(requirements.size, memory_type, name)?;
    let mut temporary = Owned::new(owned.shared_device());
    // SAFETY: a block that is allocated is not empty.
    let buffer = unsafe { temporary.buffer(&info, name) }?;
    // SAFETY: the block is of a type that the buffer may lie in, as large as it requires, and not in use yet.
    unsafe { owned.device().raw().bind_buffer_memory(buffer, memory, 0) }
        .at("vkBindBufferMemory", name)?;
    let once = Once::begin(owned.shared_device(), "poison")?;
    fill(owned.device().raw(), once.commands(), (buffer, words), seed);
    once.submit_and_wait()?;
    Ok(memory)
}

/// Writes the first page, and copies it over all others.
fn fill(
    device: &ash::Device,
    commands: vk::CommandBuffer,
    (buffer, bytes): (vk::Buffer, u64),
    seed: u64,
) {
    let first = bytes.min(PAGE);
    let page: Vec<u8> = noise(seed).take(first as usize).collect();
    let rest = (1..bytes.div_ceil(PAGE)).map(|page| page * PAGE);
    let regions: Vec<_> = rest
        .map(|start| vk::BufferCopy::default().dst_offset(start).size(PAGE.min(bytes - start)))
        .collect();
    let barrier = [vk::MemoryBarrier2::default()
        .src_stage_mask(vk::PipelineStageFlags2::COPY | vk::PipelineStageFlags2::CLEAR)
        .src_access_mask(vk::AccessFlags2::TRANSFER_WRITE)
        .dst_stage_mask(vk::PipelineStageFlags2::COPY)
        .dst_access_mask(vk::AccessFlags2::TRANSFER_READ)];
    let dependency = vk::DependencyInfo::default().memory_barriers(&barrier);
    // SAFETY: the command buffer is being recorded; all ranges are whole words within the buffer, and the pages
    // that are written do not overlap the one that is read.
    unsafe {
        device.cmd_update_buffer(commands, buffer, 0, &page);
        if !regions.is_empty() {
            device.cmd_pipeline_barrier2(commands, &dependency);
            device.cmd_copy_buffer(commands, buffer, buffer, &regions);
        }
    }
}

/// Bytes without a pattern: `SplitMix64`.
fn noise(seed: u64) -> impl Iterator<Item = u8> {
    let step = 0x9e37_79b9_7f4a_7c15_u64;
    (1u64..).flat_map(move |index| {
        let z = seed.wrapping_add(index.wrapping_mul(step));
        let z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ z >> 31).to_le_bytes()
    })
}

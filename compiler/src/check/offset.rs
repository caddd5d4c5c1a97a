//! V0419: a range of a uniform or storage buffer starts where every device lets a descriptor start.

use ash::vk::DescriptorType;

use super::Rules;
use crate::diagnostic::Code;
use crate::ir::{Pass, Range};

/// `VkDescriptorBufferInfo::offset` is a multiple of `minUniformBufferOffsetAlignment` or
/// `minStorageBufferOffsetAlignment` (VUID-VkWriteDescriptorSet-descriptorType-00327 and -00328), of which a device may
/// ask for 256 ("Required Limits"). Ranges are known here, also where an array of passes counts them.
pub(super) fn check(rules: &Rules<'_>, pass: &Pass) {
    for binding in &pass.bindings {
        let (what, limit) = match binding.ty {
            DescriptorType::UNIFORM_BUFFER => ("uniform", "minUniformBufferOffsetAlignment"),
            DescriptorType::STORAGE_BUFFER => ("storage", "minStorageBufferOffsetAlignment"),
            _ => continue,
        };
        let access = binding.access.and_then(|index| pass.accesses.get(index));
        let Some(access) = access else { continue };
        let Range::Bytes(start, end) = access.range else { continue };
        let unit = rules.graph.profile.limit(limit).max(1);
        if start.is_multiple_of(unit) {
            continue;
        }
        let before = start / unit * unit;
        let end = end.min(rules.resource(access).max_bytes);
        rules.error(
            Code::BufferOffset,
            access.site,
            format!(
                "{} starts at byte {start}, and a {what} buffer's range starts at a multiple of \
                 {unit} ({limit})",
                rules.slot(pass, access)
            ),
            format!(
                "wire `.bytes({before}..{end})` and skip the first {} bytes in the shader, or move what is there to a \
                 multiple of {unit}",
                start - before
            ),
        );
    }
}

//! Transients, placed in the memory that they share.

use ash::vk;

use super::create;
use super::owned::Owned;
use super::poison;
use super::resources::{Handle, Request};
use crate::device::Device;
use crate::error::Place;
use crate::plan::{self, Plan, Pool, Shape};
use crate::{Error, Result, VulkanContext as _};

/// The transients of a plan's pools.
#[derive(Debug)]
pub(crate) struct Transients {
    handles: Box<[Option<Handle>]>,
    bytes: u64,
    bytes_apart: u64,
    /// Destroys images and buffers, then the blocks that they lay in.
    owned: Owned,
}

/// A transient that waits for its place.
struct Waiting {
    placement: usize,
    resource: u32,
    requirements: vk::MemoryRequirements,
}

impl Transients {
    /// Makes the blocks and all that lies in them.
    pub(super) fn new(request: &Request<'_>, formats: &[vk::Format]) -> Result<Self> {
        let mut transients = Self {
            handles: vec![None; request.plan.resources.len()].into(),
            bytes: 0,
            bytes_apart: 0,
            owned: Owned::new(request.device),
        };
        for pool in request.plan.pools.iter() {
            transients
                .fill(request, formats, *pool)
                .map_err(|error| error.in_graph(&request.plan.name))?;
        }
        Ok(transients)
    }

    /// A transient; `None` for a resource that lies in no pool.
    pub(super) fn handle(&self, resource: u32) -> Option<Handle> {
        self.handles.get(resource as usize).copied().flatten()
    }

    /// Bytes of the shared blocks.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Bytes that the transients would take if each had memory of its own.
    pub(crate) fn bytes_without_aliasing(&self) -> u64 {
        self.bytes_apart
    }

    fn fill(&mut self, request: &Request<'_>, formats: &[vk::Format], pool: Pool) -> Result<()> {
        let first = pool.placements.start as usize;
        let placements = pool.placements.of(&request.plan.placements).iter().enumerate();
        let waiting: Vec<Waiting> = placements
            .map(|(offset, placement)| Waiting {
                placement: first + offset,
                resource: placement.resource,
                requirements: requirements(request, formats, placement.resource),
            })
            .collect();
        let (lazy, placed): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|one| lazily_allocated(request, one).is_some());
        for one in lazy {
            self.make_lazy(request, formats, &one)?;
        }
        for (memory_type, group) in by_memory_type(request.device, placed)? {
            self.fill_block(request, formats, memory_type, &group)?;
        }
        Ok(())
    }

    /// Makes an image in lazily allocated memory of its own, which shares nothing: as much of it as the device needs is there.
    fn make_lazy(
        &mut self,
        request: &Request<'_>,
        formats: &[vk::Format],
        one: &Waiting,
    ) -> Result<()> {
        let Some(memory_type) = lazily_allocated(request, one) else { return Ok(()) };
        let name = &request.plan.resources[one.resource as usize].name;
        let memory = self.owned.memory(one.requirements.size, memory_type, name)?;
        let handle = self.make(request, formats, one.resource, (memory, 0))?;
        if let Some(slot) = self.handles.get_mut(one.resource as usize) {
            *slot = Some(handle);
        }
        Ok(())
    }

    /// Places a group in one block, in the plan's order, and makes what lies there.
    fn fill_block(
        &mut self,
        request: &Request<'_>,
        formats: &[vk::Format],
        memory_type: u32,
        group: &[Waiting],
    ) -> Result<()> {
        let extents: Vec<plan::Extent> = group
            .iter()
            .map(|w| plan::Extent { size: w.requirements.size, align: w.requirements.alignment })
            .collect();
        let mut offsets = vec![0; extents.len()];
        let sharing = Sharing::new(request.plan);
        let bytes = plan::place(&extents, &mut offsets, |a, b| {
            sharing.allows(group[a].placement, group[b].placement)
        });
        let name = format!("{} transients", request.plan.name);
        let memory = match request.poison {
            Some(seed) => poison::memory(&mut self.owned, bytes, memory_type, (&name, seed))?,
            None => self.owned.memory(bytes, memory_type, &name)?,
        };
        self.bytes += bytes;
        for (waiting, offset) in group.iter().zip(&offsets) {
            let handle = self.make(request, formats, waiting.resource, (memory, *offset))?;
            self.bytes_apart += waiting.requirements.size;
            if let Some(slot) = self.handles.get_mut(waiting.resource as usize) {
                *slot = Some(handle);
            }
        }
        Ok(())
    }

    fn make(
        &mut self,
        request: &Request<'_>,
        formats: &[vk::Format],
        index: u32,
        (memory, offset): (vk::DeviceMemory, u64),
    ) -> Result<Handle> {
        let resource = &request.plan.resources[index as usize];
        let extent = request.extents.of(index);
        if let Shape::Image(image) = &resource.shape {
            let format = formats[index as usize];
            let views = create::view_formats(request.plan, index, format);
            let mut list = vk::ImageFormatListCreateInfo::default().view_formats(&views);
            let info = create::image_info(image, extent, format, &mut list);
            // SAFETY: the plan was checked against the device's formats and limits.
            let image = unsafe { self.owned.image(&info, &resource.name) }?;
            // SAFETY: placement gave it this offset for its requirements; what overlaps it is never in use
            // at the same time, the plan's barriers see to that.
            unsafe { request.device.raw().bind_image_memory(image, memory, offset) }
                .at("vkBindImageMemory", &resource.name)?;
            return Ok(Handle { image, ..Handle::default() });
        }
        let info = buffer_info(resource, extent);
        // SAFETY: as for images.
        let buffer = unsafe { self.owned.buffer(&info, &resource.name) }?;
        // SAFETY: as for images.
        unsafe { request.device.raw().bind_buffer_memory(buffer, memory, offset) }
            .at("vkBindBufferMemory", &resource.name)?;
        Ok(Handle { buffer, bytes: info.size, ..Handle::default() })
    }
}

/// The lazily allocated memory type in which an image may lie that is neither loaded nor stored, where the device has one.
fn lazily_allocated(request: &Request<'_>, one: &Waiting) -> Option<u32> {
    let resource = request.plan.resources.get(one.resource as usize)?;
    let Shape::Image(image) = resource.shape else { return None };
    let unstored = image.usage.contains(vk::ImageUsageFlags::TRANSIENT_ATTACHMENT);
    let types = request.device.memory_properties().memory_types_as_slice();
    lazy_type(types, one.requirements.memory_type_bits).filter(|_| unstored)
}

/// The first lazily allocated type among `bits`. Protected memory is for protected images alone.
fn lazy_type(types: &[vk::MemoryType], bits: u32) -> Option<u32> {
    let fits = |kind: &vk::MemoryType| {
        kind.property_flags.contains(vk::MemoryPropertyFlags::LAZILY_ALLOCATED)
            && !kind.property_flags.contains(vk::MemoryPropertyFlags::PROTECTED)
    };
    let mut usable = (0u32..).zip(types).filter(|(index, _)| bits >> index & 1 == 1);
    usable.find(|(_, kind)| fits(kind)).map(|(index, _)| index)
}

/// Which placements may overlap: the plan's pairs, in either order.
struct Sharing(Vec<(u32, u32)>);

impl Sharing {
    fn new(plan: &Plan) -> Self {
        let mut pairs: Vec<_> =
            plan.may_alias.iter().map(|(a, b)| (*a.min(b), *a.max(b))).collect();
        pairs.sort_unstable();
        Self(pairs)
    }

    fn allows(&self, a: usize, b: usize) -> bool {
        self.0.binary_search(&(a.min(b) as u32, a.max(b) as u32)).is_ok()
    }
}

fn requirements(
    request: &Request<'_>,
    formats: &[vk::Format],
    index: u32,
) -> vk::MemoryRequirements {
    let resource = &request.plan.resources[index as usize];
    let extent = request.extents.of(index);
    match &resource.shape {
        Shape::Image(image) => {
            let format = formats[index as usize];
            let views = create::view_formats(request.plan, index, format);
            let mut list = vk::ImageFormatListCreateInfo::default().view_formats(&views);
            let info = create::image_info(image, extent, format, &mut list);
            pages(request.device, create::image_requirements(request.device, &info))
        }
        _ => create::buffer_requirements(request.device, &buffer_info(resource, extent)),
    }
}

/// An image's requirements rounded up to whole pages of `bufferImageGranularity`: buffers lie beside it.
fn pages(device: &Device, requirements: vk::MemoryRequirements) -> vk::MemoryRequirements {
    let page = device.limits().buffer_image_granularity.max(1);
    vk::MemoryRequirements {
        size: requirements.size.checked_next_multiple_of(page).unwrap_or(u64::MAX),
        alignment: requirements.alignment.max(page),
        ..requirements
    }
}

fn buffer_info(resource: &plan::Resource, extent: [u64; 3]) -> vk::BufferCreateInfo<'static> {
    let usage = match &resource.shape {
        Shape::Buffer(buffer) => buffer.usage,
        _ => vk::BufferUsageFlags::empty(),
    };
    vk::BufferCreateInfo::default().size(extent[0]).usage(usage)
}

/// Groups what can lie in one block: most devices have one memory type for all.
fn by_memory_type(device: &Device, waiting: Vec<Waiting>) -> Result<Vec<(u32, Vec<Waiting>)>> {
    let mut groups: Vec<(u32, Vec<Waiting>)> = Vec::new();
    for one in waiting {
        let bits = one.requirements.memory_type_bits;
        let group =
            groups.iter_mut().find(|(types, _)| device_local(device, types & bits).is_some());
        match group {
            Some((types, group)) => {
                *types &= bits;
                group.push(one);
            }
            None => groups.push((bits, vec![one])),
        }
    }
    let typed = groups.into_iter().map(|(types, group)| {
        let memory_type = device_local(device, types).ok_or_else(|| Error::NoMemoryType {
            reason: format!("no device-local type among {types:#b}"),
            place: Place::object("transients"),
        })?;
        Ok((memory_type, group))
    });
    typed.collect()
}

fn device_local(device: &Device, types: u32) -> Option<u32> {
    let local = vk::MemoryPropertyFlags::DEVICE_LOCAL;
    device.memory_type(types, local, vk::MemoryPropertyFlags::empty(), "transients").ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use vk::MemoryPropertyFlags as Flags;

    #[test]
    fn lazily_allocated_memory_is_used_where_the_image_may_lie_in_it() {
        let flags = [
            Flags::DEVICE_LOCAL,
            Flags::DEVICE_LOCAL | Flags::LAZILY_ALLOCATED | Flags::PROTECTED,
            Flags::DEVICE_LOCAL | Flags::LAZILY_ALLOCATED,
        ];
        let types = flags.map(|property_flags| vk::MemoryType { property_flags, heap_index: 0 });
        assert_eq!(lazy_type(&types, 0b111), Some(2));
        assert_eq!(lazy_type(&types, 0b011), None);
        assert_eq!(lazy_type(&types[..1], 0b1), None);
    }
}

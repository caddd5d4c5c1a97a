//! Images and buffers: every copy of every resource, with its memory.

use std::sync::Arc;

use ash::vk;

use super::owned::{Backing, Mapped, Owned};
use super::rings::{Cursor, Ring};
use super::sizes::Extents;
use super::transients::Transients;
use super::{Imported, Object, create, images, imports};
use crate::device::{Device, MemoryLocation};
use crate::plan::{Lifetime, MemoryClass, Plan, Resource, Shape};
use crate::screen::Screen;
use crate::{ResourceId, Result, VulkanContext as _};

/// One copy of a resource. Handles of the other kind are null.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Handle {
    pub(crate) image: vk::Image,
    pub(crate) buffer: vk::Buffer,
    /// Size of a buffer.
    pub(crate) bytes: u64,
    /// Where the host sees it.
    pub(crate) mapped: Option<Mapped>,
}

/// All copies of all resources.
#[derive(Debug)]
pub(crate) struct Resources {
    rings: Box<[Ring]>,
    handles: Box<[Handle]>,
    formats: Box<[vk::Format]>,
    extents: Extents,
    /// Whether set-up must bring a resource into its initial state: it did not exist before.
    fresh: Box<[bool]>,
    kept: Kept,
    transients: Transients,
}

/// What outlives a resize: resources with content of their own whose size did not change.
/// Old and new share it until one of the two goes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept(Vec<Option<Arc<Own>>>);

impl Kept {
    fn get(&self, resource: u32) -> Option<&Arc<Own>> {
        self.0.get(resource as usize)?.as_ref()
    }

    /// Lets go of what will have another size.
    pub(crate) fn retain(&mut self, extents: &Extents) {
        for (index, own) in (0u32..).zip(&mut self.0) {
            own.take_if(|own| own.extent != extents.of(index));
        }
    }
}

/// A resource with content of its own: in memory of ours, or in the caller's where nothing but the graph keeps
/// its state.
#[derive(Debug)]
struct Own {
    extent: [u64; 3],
    format: vk::Format,
    handles: Vec<Handle>,
    bytes: u64,
    /// Destroys images, buffers and their memory.
    _owned: Owned,
}

/// What resources are made for.
pub(crate) struct Request<'a> {
    pub(crate) device: &'a Arc<Device>,
    pub(crate) plan: &'a Plan,
    pub(crate) extents: Extents,
    pub(crate) screen: &'a Screen,
    pub(crate) imports: &'a [(ResourceId, Imported)],
    /// Seed of the noise that transients' memory is filled with.
    pub(crate) poison: Option<u64>,
}

impl Resources {
    /// Makes every resource that `kept` does not hold in the same size.
    pub(crate) fn new(request: Request<'_>, old: &Kept) -> Result<Self> {
        let plan = request.plan;
        let formats = formats(plan, request.screen);
        images::check(&request, &formats)?;
        let transients = Transients::new(&request, &formats)?;
        let used = used(plan);
        let mut all = Assembly {
            request: &request,
            formats: &formats,
            transients: &transients,
            used: &used,
            handles: Vec::new(),
        };
        let mut rings = Vec::with_capacity(plan.resources.len());
        let mut fresh = Vec::with_capacity(plan.resources.len());
        let mut kept = Kept(Vec::with_capacity(plan.resources.len()));
        for (index, resource) in (0u32..).zip(plan.resources.iter()) {
            let first = all.handles.len() as u32;
            let (is_fresh, own) = all.add(index, old.get(index))?;
            fresh.push(is_fresh);
            kept.0.push(own);
            rings.push(Ring {
                first,
                copies: all.handles.len() as u32 - first,
                screen: resource.lifetime == Lifetime::Swapchain,
            });
        }
        let handles = all.handles.into();
        Ok(Self {
            rings: rings.into(),
            handles,
            formats,
            extents: request.extents,
            fresh: fresh.into(),
            kept,
            transients,
        })
    }

    /// What outlives a resize.
    pub(crate) fn kept(&self) -> &Kept {
        &self.kept
    }

    /// Destroys what depends on the screen's size or shares memory, and hands on the rest.
    pub(crate) fn into_kept(self) -> Kept {
        self.kept
    }

    /// The copy of a resource that stands `back` frames behind the cursor.
    pub(crate) fn handle(&self, resource: u32, back: u32, at: Cursor) -> Handle {
        let ring = self.rings.get(resource as usize).copied().unwrap_or_default();
        self.handles.get(ring.index(back, at)).copied().unwrap_or_default()
    }

    /// All copies of a resource.
    pub(crate) fn copies(&self, resource: u32) -> &[Handle] {
        let ring = self.rings.get(resource as usize).copied().unwrap_or_default();
        self.handles.get(ring.all()).unwrap_or(&[])
    }

    /// The objects behind a resource, as a program would name them.
    pub(crate) fn objects(&self, resource: u32) -> impl Iterator<Item = Object> {
        let (format, extent) = (self.format(resource), self.mip_extent(resource, 0));
        self.copies(resource).iter().map(move |handle| match handle.image {
            image if image == vk::Image::null() => {
                Object::Buffer { buffer: handle.buffer, size: handle.bytes }
            }
            image => Object::Image { image, format, extent },
        })
    }

    /// Where a resource's copies stand.
    pub(crate) fn ring(&self, resource: u32) -> Ring {
        self.rings.get(resource as usize).copied().unwrap_or_default()
    }

    /// Format of an image.
    pub(crate) fn format(&self, resource: u32) -> vk::Format {
        self.formats.get(resource as usize).copied().unwrap_or_default()
    }

    /// Sizes.
    pub(crate) fn extents(&self) -> &Extents {
        &self.extents
    }

    /// Extent of a mip, in texels.
    pub(crate) fn mip_extent(&self, resource: u32, mip: u32) -> vk::Extent3D {
        let [width, height, depth] =
            self.extents.of(resource).map(|v| (v >> mip.min(63)).max(1) as u32);
        vk::Extent3D { width, height, depth }
    }

    /// Whether set-up must bring it into its initial state.
    pub(crate) fn is_fresh(&self, resource: u32) -> bool {
        self.fresh.get(resource as usize).copied().unwrap_or(false)
    }

    /// The memory that transients share.
    pub(crate) fn transients(&self) -> &Transients {
        &self.transients
    }

    /// Bytes of the resources with memory of their own: on the device, and seen by the host.
    pub(crate) fn own_bytes(&self, plan: &Plan) -> (u64, u64) {
        let own = plan.resources.iter().zip(&self.kept.0);
        own.fold((0, 0), |(device, host), (resource, own)| {
            let bytes = own.as_ref().map_or(0, |own| own.bytes);
            match resource.memory {
                MemoryClass::Upload | MemoryClass::Readback => (device, host + bytes),
                MemoryClass::Device | MemoryClass::External => (device + bytes, host),
            }
        })
    }
}

/// Which resources a pass uses.
fn used(plan: &Plan) -> Box<[bool]> {
    let mut used: Box<[bool]> = vec![false; plan.resources.len()].into();
    for access in plan.accesses.iter() {
        if let Some(entry) = used.get_mut(access.resource as usize) {
            *entry = true;
        }
    }
    used
}

/// The formats of the images; where a plan leaves one open, it is the screen's.
fn formats(plan: &Plan, screen: &Screen) -> Box<[vk::Format]> {
    let format = |resource: &Resource| match resource.shape {
        Shape::Image(image) if image.format == vk::Format::UNDEFINED => screen.format(),
        Shape::Image(image) => image.format,
        _ => vk::Format::UNDEFINED,
    };
    plan.resources.iter().map(format).collect()
}

/// The flat table while it grows.
struct Assembly<'a> {
    request: &'a Request<'a>,
    formats: &'a [vk::Format],
    transients: &'a Transients,
    used: &'a [bool],
    handles: Vec<Handle>,
}

/// Whether set-up must bring a resource into its first state, and the content of its own that it has.
type Added = (bool, Option<Arc<Own>>);

impl Assembly<'_> {
    /// Adds a resource's copies. `old` is the content that it had before.
    fn add(&mut self, index: u32, old: Option<&Arc<Own>>) -> Result<Added> {
        let resource = &self.request.plan.resources[index as usize];
        match resource.lifetime {
            Lifetime::Swapchain => {
                let images = self.request.screen.images().iter();
                self.handles
                    .extend(images.map(|image| Handle { image: *image, ..Handle::default() }));
                Ok((false, None))
            }
            Lifetime::Import(_) => {
                self.handles.push(self.import(index, resource)?);
                Ok((false, None))
            }
            _ if resource.memory == MemoryClass::External => self.uncontracted(index, old),
            Lifetime::Transient if self.transients.handle(index).is_some() => {
                self.handles.extend(self.transients.handle(index));
                Ok((true, None))
            }
            // What only culled passes use is not made; what the host sees is the program's to write and read.
            _ if !self.used[index as usize] && resource.memory == MemoryClass::Device => {
                Ok((false, None))
            }
            _ => self.own(index, old),
        }
    }

    fn own(&mut self, index: u32, old: Option<&Arc<Own>>) -> Result<Added> {
        let extent = self.request.extents.of(index);
        let format = self.formats[index as usize];
        if let Some(known) = old.filter(|k| (k.extent, k.format) == (extent, format)) {
            self.handles.extend_from_slice(&known.handles);
            return Ok((false, Some(known.clone())));
        }
        let made = make(self.request, index, extent, format)
            .map_err(|error| error.in_graph(&self.request.plan.name))?;
        self.handles.extend_from_slice(&made.handles);
        Ok((true, Some(Arc::new(made))))
    }

    /// An import without a contract: the graph keeps its state for as long as it is the same object.
    fn uncontracted(&mut self, index: u32, old: Option<&Arc<Own>>) -> Result<Added> {
        let handle = self.import(index, &self.request.plan.resources[index as usize])?;
        self.handles.push(handle);
        let object = |handle: &Handle| (handle.image, handle.buffer);
        let known = old.and_then(|own| own.handles.first()).map(object);
        let own = Own {
            extent: self.request.extents.of(index),
            format: self.formats[index as usize],
            handles: vec![handle],
            bytes: 0,
            _owned: Owned::new(self.request.device),
        };
        Ok((known != Some(object(&handle)), Some(Arc::new(own))))
    }

    fn import(&self, index: u32, resource: &Resource) -> Result<Handle> {
        let extent = self.request.extents.of(index);
        let screen = Some(self.request.screen.format());
        imports::handle(resource, (index, extent), screen, self.request.imports)
            .map_err(|error| error.in_graph(&self.request.plan.name))
    }
}

/// Makes all copies of a resource with memory of its own.
fn make(request: &Request<'_>, index: u32, extent: [u64; 3], format: vk::Format) -> Result<Own> {
    let resource = &request.plan.resources[index as usize];
    let mut owned = Owned::new(request.device);
    let mut handles = Vec::with_capacity(resource.copies as usize);
    let mut bytes = 0;
    let views = create::view_formats(request.plan, index, format);
    for copy in 0..resource.copies {
        let name = copy_name(resource, copy);
        let (handle, size) = match &resource.shape {
            Shape::Image(image) => {
                let mut list = vk::ImageFormatListCreateInfo::default().view_formats(&views);
                let info = create::image_info(image, extent, format, &mut list);
                make_image(&mut owned, &info, &name)?
            }
            Shape::Buffer(buffer) => {
                // What the host alone uses has no usage on the device, and Vulkan wants one.
                let usage = if buffer.usage.is_empty() {
                    vk::BufferUsageFlags::TRANSFER_DST
                } else {
                    buffer.usage
                };
                let info = vk::BufferCreateInfo::default().size(extent[0]).usage(usage);
                make_buffer(&mut owned, &info, location(resource.memory), &name)?
            }
            Shape::AccelerationStructure { .. } => (Handle::default(), 0),
        };
        handles.push(handle);
        bytes += size;
    }
    Ok(Own { extent, format, handles, bytes, _owned: owned })
}

fn copy_name(resource: &Resource, copy: u32) -> String {
    if resource.copies == 1 {
        resource.name.to_string()
    } else {
        format!("{} copy {copy}", resource.name)
    }
}

fn location(class: MemoryClass) -> MemoryLocation {
    match class {
        MemoryClass::Device | MemoryClass::External => MemoryLocation::GpuOnly,
        MemoryClass::Upload => MemoryLocation::CpuToGpu,
        MemoryClass::Readback => MemoryLocation::GpuToCpu,
    }
}

/// An image with memory of its own.
pub(crate) fn make_image(
    owned: &mut Owned,
    info: &vk::ImageCreateInfo<'_>,
    name: &str,
) -> Result<(Handle, u64)> {
    let requirements = create::image_requirements(owned.device(), info);
    let backing = owned.allocate(requirements, MemoryLocation::GpuOnly, false, name)?;
    // SAFETY: the plan was checked against the device's formats and limits.
    let image = unsafe { owned.image(info, name) }?;
    let Backing { memory, offset, .. } = backing;
    // SAFETY: the memory was allocated for these requirements and nothing else lies there.
    unsafe { owned.device().raw().bind_image_memory(image, memory, offset) }
        .at("vkBindImageMemory", name)?;
    Ok((Handle { image, ..Handle::default() }, requirements.size))
}

/// A buffer with memory of its own.
pub(crate) fn make_buffer(
    owned: &mut Owned,
    info: &vk::BufferCreateInfo<'_>,
    location: MemoryLocation,
    name: &str,
) -> Result<(Handle, u64)> {
    let requirements = create::buffer_requirements(owned.device(), info);
    let backing = owned.allocate(requirements, location, true, name)?;
    // SAFETY: size and usage are valid, the plan was checked against the device's limits.
    let buffer = unsafe { owned.buffer(info, name) }?;
    // SAFETY: the memory was allocated for these requirements and nothing else lies there.
    unsafe { owned.device().raw().bind_buffer_memory(buffer, backing.memory, backing.offset) }
        .at("vkBindBufferMemory", name)?;
    let handle = Handle { buffer, bytes: info.size, mapped: backing.mapped, ..Handle::default() };
    Ok((handle, requirements.size))
}

//! Views of buffers as texels: one for each copy of the buffer.

use std::sync::Arc;

use ash::vk;

use super::owned::Owned;
use super::resources::Resources;
use super::rings::{Cursor, Ring};
use crate::Result;
use crate::device::Device;
use crate::plan::{BufferView, Plan};

/// The buffer views of a plan.
#[derive(Debug)]
pub(crate) struct BufferViews {
    rings: Box<[Ring]>,
    handles: Box<[vk::BufferView]>,
    _owned: Owned,
}

impl BufferViews {
    pub(super) fn new(device: &Arc<Device>, plan: &Plan, resources: &Resources) -> Result<Self> {
        let mut owned = Owned::new(device);
        let mut rings = Vec::with_capacity(plan.buffer_views.len());
        let mut handles = Vec::new();
        for view in plan.buffer_views.iter() {
            let ring = resources.ring(view.resource);
            rings.push(Ring { first: handles.len() as u32, ..ring });
            for handle in resources.copies(view.resource) {
                handles.push(make(&mut owned, plan, view, handle.buffer)?);
            }
        }
        Ok(Self { rings: rings.into(), handles: handles.into(), _owned: owned })
    }

    /// The view of the copy that stands `back` frames behind the cursor.
    pub(crate) fn at(&self, view: u32, back: u32, at: Cursor) -> vk::BufferView {
        let ring = self.rings.get(view as usize).copied().unwrap_or_default();
        self.handles.get(ring.index(back, at)).copied().unwrap_or_default()
    }
}

fn make(
    owned: &mut Owned,
    plan: &Plan,
    view: &BufferView,
    buffer: vk::Buffer,
) -> Result<vk::BufferView> {
    let info = vk::BufferViewCreateInfo::default()
        .buffer(buffer)
        .format(view.format)
        .offset(view.offset)
        .range(if view.size == u64::MAX { vk::WHOLE_SIZE } else { view.size });
    let name = plan.resources.get(view.resource as usize).map_or("", |resource| &resource.name);
    // SAFETY: the buffer is alive and has texel-buffer usage; the plan holds the view's range within it, on an
    // alignment that every device takes.
    unsafe { owned.buffer_view(&info, name) }.map_err(|error| error.in_graph(&plan.name))
}

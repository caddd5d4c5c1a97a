//! Image views: one for each copy of what it looks at.

use std::sync::Arc;

use ash::vk;

use super::owned::Owned;
use super::resources::Resources;
use super::rings::{Cursor, Ring};
use crate::Result;
use crate::device::Device;
use crate::plan::{Plan, View};

/// The views of a plan.
#[derive(Debug)]
pub(crate) struct Views {
    rings: Box<[Ring]>,
    handles: Box<[vk::ImageView]>,
    _owned: Owned,
}

impl Views {
    pub(super) fn new(device: &Arc<Device>, plan: &Plan, resources: &Resources) -> Result<Self> {
        let mut owned = Owned::new(device);
        let mut rings = Vec::with_capacity(plan.views.len());
        let mut handles = Vec::new();
        for view in plan.views.iter() {
            let ring = resources.ring(view.resource);
            rings.push(Ring { first: handles.len() as u32, ..ring });
            for handle in resources.copies(view.resource) {
                let format = resources.format(view.resource);
                handles.push(make(&mut owned, plan, view, handle.image, format)?);
            }
        }
        Ok(Self { rings: rings.into(), handles: handles.into(), _owned: owned })
    }

    /// The view of the copy that stands `back` frames behind the cursor.
    pub(crate) fn at(&self, view: u32, back: u32, at: Cursor) -> vk::ImageView {
        let ring = self.rings.get(view as usize).copied().unwrap_or_default();
        self.handles.get(ring.index(back, at)).copied().unwrap_or_default()
    }
}

fn make(
    owned: &mut Owned,
    plan: &Plan,
    view: &View,
    image: vk::Image,
    format: vk::Format,
) -> Result<vk::ImageView> {
    let format = if view.format == vk::Format::UNDEFINED { format } else { view.format };
    let mut usage = vk::ImageViewUsageCreateInfo::default().usage(view.usage);
    let mut info = vk::ImageViewCreateInfo::default()
        .image(image)
        .view_type(view.ty)
        .format(format)
        .subresource_range(view.range.vk());
    if !view.usage.is_empty() {
        info = info.push_next(&mut usage);
    }
    let name = plan.resources.get(view.resource as usize).map_or("", |resource| &resource.name);
    // SAFETY: the image is alive and made by the same plan, which holds the view's range within it.
    unsafe { owned.image_view(&info, name) }.map_err(|error| error.in_graph(&plan.name))
}

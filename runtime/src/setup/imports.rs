//! The caller's images and buffers, held against what the graph declares.

use ash::vk::{self, Handle as _};

use super::resources::Handle;
use super::sizes::Extents;
use super::{Imported, Object};
use crate::error::Place;
use crate::plan::{Lifetime, MemoryClass, Plan, Resource, Shape};
use crate::{Error, ResourceId, Result};

/// Whether a resource is the caller's.
pub(super) fn is_import(resource: &Resource) -> bool {
    let is_swapchain = resource.lifetime == Lifetime::Swapchain;
    !is_swapchain
        && (matches!(resource.lifetime, Lifetime::Import(_))
            || resource.memory == MemoryClass::External)
}

/// Refuses a list that is not one fitting object for each import of the graph. `screen` is the format that stands for
/// the screen's own, where it is known.
pub(super) fn check(
    plan: &Plan,
    extents: &Extents,
    screen: Option<vk::Format>,
    given: &[(ResourceId, Imported)],
) -> Result<()> {
    for (place, (id, _)) in given.iter().enumerate() {
        let resource = plan.resources.get(id.index() as usize);
        let name = resource.map_or("imports", |resource| &*resource.name);
        if !resource.is_some_and(is_import) {
            return Err(invalid(
                format!("an object is given for resource {}, which is no import", id.index()),
                "take the constants of the graph's own type",
                name,
            ));
        }
        if given[..place].iter().any(|(other, _)| other == id) {
            let what = "two objects are given for an import".to_owned();
            return Err(invalid(what, "name each import once", name));
        }
    }
    for (index, resource) in (0u32..).zip(plan.resources.iter()) {
        if is_import(resource) {
            handle(resource, (index, extents.of(index)), screen, given)?;
        }
    }
    Ok(())
}

/// The object that is given for an import, whose index and extent stand beside it.
pub(super) fn handle(
    resource: &Resource,
    (index, extent): (u32, [u64; 3]),
    screen: Option<vk::Format>,
    given: &[(ResourceId, Imported)],
) -> Result<Handle> {
    let given = given.iter().find(|(id, _)| id.index() == index);
    match (given.map(|(_, object)| object.object()), &resource.shape) {
        (Some(Object::Image { image, .. }), _) if image.is_null() => {
            Err(mismatch(resource, "a null image"))
        }
        (Some(Object::Buffer { buffer, .. }), _) if buffer.is_null() => {
            Err(mismatch(resource, "a null buffer"))
        }
        (Some(Object::Image { image, format, extent: given }), Shape::Image(declared)) => {
            let given = [given.width, given.height, given.depth].map(u64::from);
            let own = Some(declared.format).filter(|own| *own != vk::Format::UNDEFINED);
            if given != extent || own.or(screen).is_some_and(|declared| format != declared) {
                return Err(mismatch(resource, &format!("{format:?} of {given:?} texels")));
            }
            Ok(Handle { image, ..Handle::default() })
        }
        (Some(Object::Buffer { buffer, size }), Shape::Buffer(_)) if size >= extent[0] => {
            Ok(Handle { buffer, bytes: extent[0], ..Handle::default() })
        }
        (Some(Object::Buffer { size, .. }), _) => {
            Err(mismatch(resource, &format!("a buffer of {size} bytes")))
        }
        (Some(Object::Image { .. }), _) => Err(mismatch(resource, "an image")),
        (None, _) => Err(mismatch(resource, "nothing")),
    }
}

fn mismatch(resource: &Resource, given: &str) -> Error {
    invalid(
        format!("{given} given for an import"),
        "name in Options::imports an object of the format and extent that the graph declares",
        &resource.name,
    )
}

fn invalid(what: String, remedy: &str, object: &str) -> Error {
    Error::Invalid { what, remedy: remedy.to_owned(), place: Place::object(object) }
}

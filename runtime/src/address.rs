//! Buffers by their address, for shaders that reach them without a descriptor.

use ash::vk;

use crate::error::Place;
use crate::plan::Shape;
use crate::{DynExecutor, Error, Object, ResourceId, Result};

impl DynExecutor {
    /// The addresses of a buffer's copies: frame `f` uses copy `f mod copies`. A program asks at set-up and after each
    /// resize, and hands the address of a frame's copy to the shader, as a push constant of type `u64` say; the pass
    /// declares what it does there by a slot `#[access(..)]`.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] for what is no buffer of the graph's own, or one that no pass reaches by address; and while a
    /// resize has failed.
    pub fn addresses(&self, id: ResourceId) -> Result<Vec<vk::DeviceAddress>> {
        let resource = self.plan().resources.get(id.index() as usize);
        let usage = vk::BufferUsageFlags::SHADER_DEVICE_ADDRESS;
        let has_address = resource.is_some_and(|resource| match &resource.shape {
            Shape::Buffer(buffer) => buffer.usage.contains(usage),
            _ => false,
        });
        let name = resource.map_or("", |resource| &resource.name);
        if !has_address || self.objects(id).next().is_none() {
            return Err(without_address(name).in_graph(&self.plan().name));
        }
        Ok(self.objects(id).map(|object| self.address(object)).collect())
    }

    fn address(&self, object: Object) -> vk::DeviceAddress {
        let Object::Buffer { buffer, .. } = object else { return 0 };
        let info = vk::BufferDeviceAddressInfo::default().buffer(buffer);
        // SAFETY: the buffer is alive and bound; it was made with the usage for addresses, which the plan has only beside
        // the need of the feature, and its memory with the flag (an import is of the usage that the graph declares).
        unsafe { self.device().raw().get_buffer_device_address(&info) }
    }
}

fn without_address(name: &str) -> Error {
    Error::Invalid {
        what: "a resource that no pass reaches by address".to_owned(),
        remedy: "name a buffer with a slot `#[access(.., access = \"shader_storage_read\")]` in a pass whose shader uses \
                 `buffer_reference`, or name `features = \"bufferDeviceAddress\"` in the graph"
            .to_owned(),
        place: Place::object(name),
    }
}

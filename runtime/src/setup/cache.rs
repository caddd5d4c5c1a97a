//! The driver's pipeline cache while pipelines are made, filled from a file and written back to it.

use ash::vk;

use super::{Options, Owned};
use crate::Result;
use crate::device::Device;
use crate::pipeline_cache::{Identity, Loaded, PipelineCacheReport, Saved, Store};

/// A pipeline cache, and the file behind it where the program named one.
pub(super) struct Cache {
    pub(super) raw: vk::PipelineCache,
    file: Option<Behind>,
}

struct Behind {
    store: Store,
    /// What the driver was given.
    data: Vec<u8>,
    loaded: Loaded,
}

impl Cache {
    /// Makes the cache with what the file holds, or empty.
    pub(super) fn open(owned: &mut Owned, options: &Options) -> Result<Self> {
        let file = options.pipeline_cache.as_deref().map(|path| {
            let store = Store::new(path, Identity::of(owned.device().properties()));
            let (data, loaded) = store.load();
            Behind { store, data, loaded }
        });
        let data = file.as_ref().map_or(&[][..], |file| &file.data);
        let info = vk::PipelineCacheCreateInfo::default().initial_data(data);
        // SAFETY: the data is empty or what this very driver gave, by its header, length and hash.
        let raw = unsafe { owned.pipeline_cache(&info, "pipeline cache") }?;
        Ok(Self { raw, file })
    }

    /// Writes back what the driver has compiled, if that is news. Failing costs time at the next start, and
    /// nothing else.
    pub(super) fn close(self, device: &Device) -> Option<PipelineCacheReport> {
        let Behind { store, data, loaded } = self.file?;
        // SAFETY: the cache is alive, and no other thread uses it.
        let saved = match unsafe { device.pipeline_cache_data(self.raw, "pipeline cache") } {
            Ok(found) if found == data => Saved::Unchanged,
            Ok(found) => store.save(&found),
            Err(error) => Saved::Failed(error.to_string()),
        };
        Some(PipelineCacheReport { loaded, saved })
    }
}

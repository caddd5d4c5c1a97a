//! What can go wrong at run time, as values that say where it happened and what to do.

use std::fmt::{self, Write as _};

use ash::vk;

use crate::device::{MessageTexts, Refusals};
use crate::tracker::Snapshot;

/// The result of a call into Vixen.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A run-time failure.
///
/// [`Error::DeviceLost`], [`Error::SurfaceLost`], [`Error::SurfaceOutOfDate`], [`Error::NotReady`] and
/// [`Error::OutOfMemory`] can be told apart because a program can answer them: rebuild, recreate the surface or the
/// swapchain, try again, shrink.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No Vulkan loader could be opened.
    #[error(
        "no Vulkan loader on this machine: {0}; install the package with libvulkan.so.1 (Debian and Ubuntu: \
         libvulkan1) or the driver of the GPU"
    )]
    Loader(#[from] ash::LoadingError),

    /// The loader knows a Vulkan older than Vixen's floor.
    #[error("the Vulkan loader offers {found}, Vixen needs 1.3; update the loader")]
    LoaderTooOld {
        /// Its version, as in `1.2.198`.
        found: String,
    },

    /// A layer was asked for that the loader does not find.
    #[error("the Vulkan layer {layer} is not installed; {remedy}")]
    MissingLayer {
        /// Its name, as in `VK_LAYER_KHRONOS_validation`.
        layer: String,
        /// What to install, or which option to leave out.
        remedy: &'static str,
    },

    /// An instance extension was asked for that neither loader nor drivers have.
    #[error("no Vulkan driver on this machine has the instance extension {0}")]
    MissingInstanceExtension(String),

    /// No device fits. Lists each device with each need that it does not meet.
    #[error("{0}")]
    NoDevice(Box<Refusals>),

    /// The device was lost: every object of it is gone. Drop the graph and the device, then rebuild.
    #[error(
        "the device was lost{0}; drop the device and all that was made from it, then set up again"
    )]
    DeviceLost(Place),

    /// The surface is gone. Make a new one from the window, and a new swapchain.
    #[error("the surface was lost{0}; make a new surface and swapchain")]
    SurfaceLost(Place),

    /// The swapchain no longer fits its surface. Make a new one; nothing else is lost.
    #[error("the swapchain is out of date{0}; make a new one")]
    SurfaceOutOfDate(Place),

    /// Vulkan was not ready in the time that it was given. A frame that was begun waited for an image of the surface as
    /// long as [`crate::Options::acquire_timeout`] says: the window shows none of them, or not for now.
    #[error(
        "not ready in time{0}; nothing has changed, do the same again after the window's next events"
    )]
    NotReady(Place),

    /// Host or device memory has run out.
    #[error("out of {memory} memory{place}; {}", memory.remedy())]
    OutOfMemory {
        /// Which memory.
        memory: Memory,
        /// Where.
        place: Place,
    },

    /// Vulkan refused a call for another reason.
    #[error("Vulkan said {result:?}{place}")]
    Vulkan {
        /// What it returned.
        result: vk::Result,
        /// Where.
        place: Place,
    },

    /// No memory type of the device serves a resource.
    #[error("no memory type of the device fits: {reason}{place}")]
    NoMemoryType {
        /// What was asked for.
        reason: String,
        /// Where.
        place: Place,
    },

    /// Execute allocated something.
    #[error("allocations in Execute, where there must be none:\n{counts}{}", pass_lines(passes))]
    ExecuteAllocated {
        /// Every count of every phase.
        counts: Box<Snapshot>,
        /// Passes that made heap blocks while they were recorded: index and number of blocks.
        passes: Vec<(u32, u64)>,
    },

    /// Counts of heap blocks were asked for in a program whose allocator does not count.
    #[error(
        "heap blocks are not counted in this program; declare `#[global_allocator] static ALLOCATOR: \
         vixen::tracker::CountingAllocator = vixen::tracker::CountingAllocator;`"
    )]
    HeapNotCounted,

    /// The validation layer objected.
    #[error("{count} validation messages, where there must be none:\n{texts}")]
    Validation {
        /// Messages, those of known faults of the layer left out.
        count: u64,
        /// The most recent of them.
        texts: MessageTexts,
    },

    /// A value given at run time is not one that the graph or the device allows.
    #[error("{what}{place}; {remedy}")]
    Invalid {
        /// What was given and what is allowed.
        what: String,
        /// What to give instead.
        remedy: String,
        /// Where.
        place: Place,
    },
}

/// Which memory ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// The machine's main memory, as the driver uses it.
    Host,
    /// The device's memory.
    Device,
    /// Room in a descriptor or command pool that was sized too small.
    Pool,
}

impl Memory {
    fn remedy(self) -> &'static str {
        match self {
            Self::Host => "free memory of the program's or of others, then do it again",
            Self::Device => "lower the graph's maximum extent or free other memory",
            Self::Pool => "pools are sized by the plan: report it, with the graph and the driver",
        }
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Host => "host",
            Self::Device => "device",
            Self::Pool => "pool",
        })
    }
}

/// What a call that failed to set a graph up anew has left of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GraphState {
    /// All of it: frames go on as if the call had not been made.
    GoesOn,
    /// All of it, on a swapchain that shows no further image: the next resize makes another one.
    OutOfDate,
    /// Contents whose size was not to change, and nothing else, for memory for the old and the new objects was lacking: no
    /// frame can begin until a resize, a parameter or an import is set with success.
    TakenDown,
}

impl fmt::Display for GraphState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GoesOn => "which goes on as before",
            Self::OutOfDate => "which needs a resize before its next frame",
            Self::TakenDown => "which has no resources until a resize succeeds",
        })
    }
}

/// Where an error happened. What is not known is left out of its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place(Box<Names>);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Names {
    call: Option<&'static str>,
    object: Option<String>,
    pass: Option<String>,
    graph: Option<String>,
    state: Option<GraphState>,
}

impl Place {
    /// In a Vulkan entry point, on the object of this debug name.
    #[must_use]
    pub fn call(call: &'static str, object: &str) -> Self {
        let object = (!object.is_empty()).then(|| object.to_owned());
        Self(Box::new(Names { call: Some(call), object, ..Names::default() }))
    }

    /// On the object or resource of this name.
    #[must_use]
    pub fn object(object: &str) -> Self {
        Self(Box::new(Names { object: Some(object.to_owned()), ..Names::default() }))
    }

    /// The Vulkan entry point, as in `vkCreateImage`.
    #[must_use]
    pub fn entry_point(&self) -> Option<&'static str> {
        self.0.call
    }

    /// The debug name of the object or resource.
    #[must_use]
    pub fn object_name(&self) -> Option<&str> {
        self.0.object.as_deref()
    }

    /// The pass.
    #[must_use]
    pub fn pass_name(&self) -> Option<&str> {
        self.0.pass.as_deref()
    }

    /// The graph.
    #[must_use]
    pub fn graph_name(&self) -> Option<&str> {
        self.0.graph.as_deref()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(call) = self.0.call {
            write!(f, " in {call}")?;
        }
        if let Some(object) = &self.0.object {
            write!(f, " for `{object}`")?;
        }
        if let Some(pass) = &self.0.pass {
            write!(f, " in pass `{pass}`")?;
        }
        if let Some(graph) = &self.0.graph {
            write!(f, " of graph `{graph}`")?;
        }
        if let Some(state) = &self.0.state {
            write!(f, ", {state}")?;
        }
        Ok(())
    }
}

impl Error {
    /// The error for what a Vulkan call returned.
    #[must_use]
    pub fn from_vulkan(result: vk::Result, place: Place) -> Self {
        let out_of = |memory| move |place| Self::OutOfMemory { memory, place };
        match result {
            vk::Result::ERROR_DEVICE_LOST => Self::DeviceLost(place),
            vk::Result::ERROR_SURFACE_LOST_KHR => Self::SurfaceLost(place),
            vk::Result::ERROR_OUT_OF_DATE_KHR => Self::SurfaceOutOfDate(place),
            vk::Result::TIMEOUT | vk::Result::NOT_READY => Self::NotReady(place),
            vk::Result::ERROR_OUT_OF_HOST_MEMORY => out_of(Memory::Host)(place),
            vk::Result::ERROR_OUT_OF_DEVICE_MEMORY => out_of(Memory::Device)(place),
            vk::Result::ERROR_OUT_OF_POOL_MEMORY | vk::Result::ERROR_FRAGMENTED_POOL => {
                out_of(Memory::Pool)(place)
            }
            result => Self::Vulkan { result, place },
        }
    }

    /// Where it happened, if it happened at a place.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::DeviceLost(place)
            | Self::SurfaceLost(place)
            | Self::SurfaceOutOfDate(place)
            | Self::NotReady(place)
            | Self::OutOfMemory { place, .. }
            | Self::Vulkan { place, .. }
            | Self::NoMemoryType { place, .. }
            | Self::Invalid { place, .. } => Some(place),
            _ => None,
        }
    }

    fn names_mut(&mut self) -> Option<&mut Names> {
        match self {
            Self::DeviceLost(place)
            | Self::SurfaceLost(place)
            | Self::SurfaceOutOfDate(place)
            | Self::NotReady(place)
            | Self::OutOfMemory { place, .. }
            | Self::Vulkan { place, .. }
            | Self::NoMemoryType { place, .. }
            | Self::Invalid { place, .. } => Some(&mut place.0),
            _ => None,
        }
    }

    /// Adds the pass in which it happened, unless one is known already.
    #[must_use]
    pub fn in_pass(mut self, pass: &str) -> Self {
        if let Some(names) = self.names_mut() {
            names.pass.get_or_insert_with(|| pass.to_owned());
        }
        self
    }

    /// Adds the graph in which it happened, unless one is known already.
    #[must_use]
    pub fn in_graph(mut self, graph: &str) -> Self {
        if let Some(names) = self.names_mut() {
            names.graph.get_or_insert_with(|| graph.to_owned());
        }
        self
    }
}

impl Error {
    /// What is left of a graph whose resize, parameter or import could not be set. `None` for errors of other calls, and
    /// where device or surface are lost: what is left then is to be dropped.
    #[must_use]
    pub fn graph_state(&self) -> Option<GraphState> {
        self.place()?.0.state
    }

    /// Says what is left of the graph.
    #[must_use]
    pub(crate) fn leaving(mut self, state: GraphState) -> Self {
        let is_lost = matches!(self, Self::DeviceLost(_) | Self::SurfaceLost(_));
        if let Some(names) = self.names_mut().filter(|_| !is_lost) {
            names.state = Some(state);
        }
        self
    }
}

/// Turns what a Vulkan call returned into an [`Error`] that says which call it was, and on what.
pub trait VulkanContext<T> {
    /// `call` is the entry point (`"vkBindImageMemory"`), `object` the debug name of what it was for; an
    /// empty one is left out.
    fn at(self, call: &'static str, object: &str) -> Result<T>;
}

impl<T> VulkanContext<T> for ash::prelude::VkResult<T> {
    fn at(self, call: &'static str, object: &str) -> Result<T> {
        self.map_err(|result| Error::from_vulkan(result, Place::call(call, object)))
    }
}

/// `1.3.239` out of the packed form.
pub(crate) fn version(packed: u32) -> String {
    format!(
        "{}.{}.{}",
        vk::api_version_major(packed),
        vk::api_version_minor(packed),
        vk::api_version_patch(packed)
    )
}

fn pass_lines(passes: &[(u32, u64)]) -> String {
    let mut lines = String::new();
    for (pass, blocks) in passes {
        // Writing to a string cannot fail.
        let _ = write!(lines, "\npass {pass}: {blocks} heap blocks");
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_call_object_pass_and_graph() {
        let failed: ash::prelude::VkResult<()> = Err(vk::Result::ERROR_OUT_OF_DEVICE_MEMORY);
        let error = failed
            .at("vkCreateImage", "gbuffer")
            .map_err(|error| error.in_pass("shade").in_pass("outer").in_graph("deferred"));
        let text = error.map_err(|error| error.to_string());
        assert_eq!(
            text,
            Err("out of device memory in vkCreateImage for `gbuffer` in pass `shade` of graph `deferred`; \
                 lower the graph's maximum extent or free other memory"
                .to_owned())
        );
    }

    #[test]
    fn an_error_says_what_is_left_of_a_graph_unless_the_device_is_lost() {
        let failed = |result| {
            Error::from_vulkan(result, Place::default())
                .in_graph("frame")
                .leaving(GraphState::GoesOn)
        };
        let error = failed(vk::Result::ERROR_UNKNOWN);
        assert_eq!(error.graph_state(), Some(GraphState::GoesOn));
        let text = "Vulkan said ERROR_UNKNOWN of graph `frame`, which goes on as before";
        assert_eq!(error.to_string(), text);
        assert_eq!(failed(vk::Result::ERROR_DEVICE_LOST).graph_state(), None);
    }

    #[test]
    fn what_a_program_can_answer_has_its_own_variant() {
        let error = |result| Error::from_vulkan(result, Place::default());
        assert!(matches!(error(vk::Result::ERROR_DEVICE_LOST), Error::DeviceLost(_)));
        assert!(matches!(error(vk::Result::ERROR_SURFACE_LOST_KHR), Error::SurfaceLost(_)));
        assert!(matches!(error(vk::Result::ERROR_OUT_OF_DATE_KHR), Error::SurfaceOutOfDate(_)));
        assert!(matches!(error(vk::Result::TIMEOUT), Error::NotReady(_)));
        assert!(matches!(error(vk::Result::NOT_READY), Error::NotReady(_)));
        let host = error(vk::Result::ERROR_OUT_OF_HOST_MEMORY);
        assert!(matches!(host, Error::OutOfMemory { memory: Memory::Host, .. }));
    }
}

//! Setting a graph up anew for another size, parameter or import: all of it, or nothing.
//!
//! What is asked for is checked before anything is touched. Then the new objects are made beside the old, which go when
//! all of the new stand. Where memory for both is lacking the old go first; what keeps its size is never let go of.

use std::sync::Arc;

use crate::error::{GraphState, Memory};
use crate::executor::{DynExecutor, Live};
use crate::frame::Program;
use crate::plan::Plan;
use crate::screen::Screen;
use crate::setup::{self, Extents, Fixed, Imported, Kept, Options, Request, Tables};
use crate::tracker::Phase;
use crate::{Error, ParamId, RawPass, ResourceId, Result};

/// What a graph that was taken down still has, for the set-up that succeeds.
#[derive(Debug, Default)]
pub(crate) struct Remains {
    fixed: Option<Arc<Fixed>>,
    kept: Kept,
}

impl DynExecutor {
    /// Makes the screen anew, and with it all that depends on its size. Takes the surface's own extent where
    /// there is a surface that says one. Resources with content of their own keep it where their size does
    /// not change; others start from their first state.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] where the graph cannot have that extent, and [`Error::SurfaceOutOfDate`] while the surface has no
    /// pixels: nothing has changed then. Where Vulkan fails, [`Error::graph_state`] says what is left: mostly all, and
    /// frames go on in the old extent.
    pub fn resize(&mut self, extent: [u32; 2]) -> Result<()> {
        self.resize_with(extent, &[])
    }

    /// Resizes, with imports whose sizes follow the screen's: both change at once, for an import of the old size does
    /// not fit the new screen, nor the other way round. Imports that are not named stay. The old objects may be
    /// destroyed once it has succeeded.
    ///
    /// # Errors
    ///
    /// As [`Self::resize`].
    pub fn resize_with(
        &mut self,
        extent: [u32; 2],
        imports: &[(ResourceId, Imported)],
    ) -> Result<()> {
        let mut wanted = Options { extent, ..self.options.clone() };
        for (id, object) in imports {
            replace(&mut wanted.imports, *id, *object);
        }
        self.rebuild(wanted)
    }

    /// Sets a size parameter, as [`Self::resize`] does the extent.
    ///
    /// # Errors
    ///
    /// As [`Self::resize`].
    pub fn set_param(&mut self, id: ParamId, value: [u64; 3]) -> Result<()> {
        let mut wanted = self.options.clone();
        replace(&mut wanted.params, id, value);
        self.rebuild(wanted)
    }

    /// Replaces an import, whose old object may be destroyed once it has succeeded.
    ///
    /// # Errors
    ///
    /// As [`Self::resize`].
    pub fn set_import(&mut self, id: ResourceId, object: Imported) -> Result<()> {
        let mut wanted = self.options.clone();
        replace(&mut wanted.imports, id, object);
        self.rebuild(wanted)
    }

    fn rebuild(&mut self, wanted: Options) -> Result<()> {
        let tracker = self.device.tracker().clone();
        let _setup = tracker.enter(Phase::Setup);
        self.exchange(wanted).map_err(|error| error.in_graph(&self.plan.name).leaving(self.state()))
    }

    fn exchange(&mut self, wanted: Options) -> Result<()> {
        let extents = self.check(&wanted)?;
        self.drain()?;
        let live = match self.make(&wanted) {
            Err(error) if self.live.is_some() && is_out_of_memory(&error) => {
                self.take_down(&extents);
                self.make(&wanted)?
            }
            made => made?,
        };
        self.install(live, wanted);
        Ok(())
    }

    /// Refuses what the graph or the device cannot have, before anything is made or taken down; gives the sizes otherwise.
    pub(crate) fn check(&self, wanted: &Options) -> Result<Extents> {
        let extent = Screen::extent_for(&self.device, &self.plan, wanted)?;
        setup::check_sizes(&self.device, &self.plan, wanted, (extent, None))
    }

    /// Lets go of all but what no size touches and contents that keep theirs.
    fn take_down(&mut self, extents: &Extents) {
        let Some(Live { tables, fixed, screen }) = self.live.take() else { return };
        // An image that was acquired and not drawn goes with its swapchain.
        self.acquired = None;
        let mut kept = tables.into_kept();
        drop(screen);
        kept.retain(extents);
        self.remains = Remains { fixed: Some(fixed), kept };
    }

    /// Makes what depends on sizes, and pipelines where there are none for the screen's format. What is there already is
    /// shared or left alone.
    pub(crate) fn make(&self, wanted: &Options) -> Result<Live> {
        let (device, plan) = (&self.device, &self.plan);
        let old = self.live.as_ref();
        let screen = Screen::new(device, plan, wanted, old.map(|old| &old.screen))?;
        let size = (screen.extent(), Some(screen.format()));
        let extents = setup::check_sizes(device, plan, wanted, size)?;
        let known = old.map(|old| &old.fixed).or(self.remains.fixed.as_ref());
        let fixed = match known.filter(|fixed| fixed.screen_format == screen.format()) {
            Some(fixed) => fixed.clone(),
            None => Arc::new(Fixed::new(device, plan, &self.shaders, wanted, screen.format())?),
        };
        let (imports, poison) = (&wanted.imports, wanted.poison);
        let request = Request { device, plan, extents, screen: &screen, imports, poison };
        let kept = old.map_or(&self.remains.kept, |old| old.tables.kept());
        let tables = Tables::new(request, &fixed, kept, self.next)?;
        let live = Live { tables, fixed, screen };
        self.record_once(&live)?;
        Ok(live)
    }

    /// Goes over to what was made, and lets go of what was there, which no frame uses any more.
    pub(crate) fn install(&mut self, live: Live, options: Options) {
        self.steady = self.next + warm_up(&self.plan, live.screen.most_images());
        self.first = self.next;
        self.live = Some(live);
        self.remains = Remains::default();
        self.options = options;
        self.acquired = None;
        self.suboptimal = false;
        self.is_stale = false;
    }

    /// Records the segments that do not change, for all of their instances.
    fn record_once(&self, live: &Live) -> Result<()> {
        let phase = self.device.tracker().enter(Phase::Compile);
        for (segment, commands, at) in live.tables.once.all() {
            let recording = live.recording(&self.device, &self.plan, self.options.labels, at);
            let bound = ash::vk::Pipeline::null();
            let mut program =
                Program { inputs: &(), code: no_code, phase: &phase, frame: 0, bound };
            let usage = ash::vk::CommandBufferUsageFlags::empty();
            recording.segment(commands, segment, usage, &mut program)?;
        }
        Ok(())
    }

    fn state(&self) -> GraphState {
        match &self.live {
            None => GraphState::TakenDown,
            Some(live) if self.is_stale || live.screen.is_retired() => GraphState::OutOfDate,
            Some(_) => GraphState::GoesOn,
        }
    }
}

/// Sets the value of a key in a list that has one for each.
fn replace<K: PartialEq, V>(list: &mut Vec<(K, V)>, key: K, value: V) {
    list.retain(|(known, _)| *known != key);
    list.push((key, value));
}

/// Whether it could help to have the memory of what is there.
fn is_out_of_memory(error: &Error) -> bool {
    matches!(error, Error::OutOfMemory { memory: Memory::Host | Memory::Device, .. })
}

/// Set-up refuses a plan with code in what is recorded once.
fn no_code(_: u32, _: RawPass<'_>) {}

/// Frames after which each ring and each image of the screen has been used.
fn warm_up(plan: &Plan, images: usize) -> u64 {
    let deepest = plan.resources.iter().map(|resource| resource.copies).max().unwrap_or(0);
    u64::from(plan.frames_in_flight) + u64::from(deepest) + images as u64
}

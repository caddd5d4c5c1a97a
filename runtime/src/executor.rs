//! A graph that has been set up: what runs frames, follows sizes and reads results.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use crate::device::{Device, Needs};
use crate::frame::{Asked, DynFrame, Pixels, Readback, Submission, Submitted, gone};
use crate::plan::{Family, Plan};
use crate::rebuild::Remains;
use crate::report::Report;
use crate::screen::{Acquired, Screen};
use crate::setup::{self, Fixed, Flight, Imported, Object, Options, Tables};
use crate::tracker::{Phase, PhaseGuard};
use crate::{Dispatch, Graph, ParamId, ResourceId, Result};

/// A graph of type `G`, set up on a device.
pub struct Executor<G> {
    core: DynExecutor,
    graph: PhantomData<fn() -> G>,
}

impl<G: Graph> Executor<G> {
    /// Sets a graph up: everything that its frames need is made here.
    pub fn new(device: &Arc<Device>, options: &Options) -> Result<Self> {
        // SAFETY: whoever implements `Graph` promises it.
        let core = unsafe { DynExecutor::of_family(device, G::FAMILY, G::SHADERS, options) }?;
        Ok(Self { core, graph: PhantomData })
    }

    /// [`DynExecutor::begin`].
    pub fn begin(&mut self) -> Result<Frame<'_, G>> {
        Ok(Frame { core: self.core.begin()?, graph: PhantomData })
    }

    /// [`DynExecutor::readback`].
    pub fn readback(&self, id: ResourceId) -> Result<Readback<'_>> {
        self.core.readback(id)
    }

    /// [`DynExecutor::capture`].
    pub fn capture(&mut self) -> Result<Pixels> {
        self.core.capture()
    }

    /// [`DynExecutor::resize`].
    pub fn resize(&mut self, extent: [u32; 2]) -> Result<()> {
        self.core.resize(extent)
    }

    /// [`DynExecutor::resize_with`].
    pub fn resize_with(
        &mut self,
        extent: [u32; 2],
        imports: &[(ResourceId, Imported)],
    ) -> Result<()> {
        self.core.resize_with(extent, imports)
    }

    /// [`DynExecutor::set_param`].
    pub fn set_param(&mut self, id: ParamId, value: [u64; 3]) -> Result<()> {
        self.core.set_param(id, value)
    }

    /// [`DynExecutor::set_import`].
    pub fn set_import(&mut self, id: ResourceId, object: Imported) -> Result<()> {
        self.core.set_import(id, object)
    }

    /// [`DynExecutor::wait_idle`].
    pub fn wait_idle(&self) -> Result<()> {
        self.core.wait_idle()
    }

    /// [`DynExecutor::extent`].
    #[must_use]
    pub fn extent(&self) -> [u32; 2] {
        self.core.extent()
    }

    /// [`DynExecutor::report`].
    #[must_use]
    pub fn report(&self) -> Report {
        self.core.report()
    }

    /// The executor without the graph's type.
    #[must_use]
    pub fn core(&self) -> &DynExecutor {
        &self.core
    }
}

impl<G: Graph> fmt::Debug for Executor<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.core.fmt(f)
    }
}

/// A frame of a graph of type `G` that has begun.
#[derive(Debug)]
pub struct Frame<'e, G> {
    core: DynFrame<'e>,
    graph: PhantomData<fn() -> G>,
}

impl<'e, G: Graph> Frame<'e, G> {
    /// [`DynFrame::number`].
    #[must_use]
    pub fn number(&self) -> u64 {
        self.core.number()
    }

    /// [`DynFrame::extent`].
    #[must_use]
    pub fn extent(&self) -> [u32; 2] {
        self.core.extent()
    }

    /// [`DynFrame::upload`].
    pub fn upload(&mut self, id: ResourceId) -> Result<&mut [u8]> {
        self.core.upload(id)
    }

    /// The frame without the graph's type, for semaphores of the program's own.
    pub fn core(&mut self) -> &mut DynFrame<'e> {
        &mut self.core
    }

    /// [`DynFrame::submit`], with the graph's own inputs and passes. A graph whose passes need no code takes
    /// `&mut ()`.
    pub fn submit<P: ?Sized>(self, inputs: &G::Inputs, passes: &mut P) -> Result<Submitted>
    where
        G: Dispatch<P>,
    {
        self.core.submit(inputs, |pass, cx| G::record(passes, pass, cx))
    }
}

/// A plan, set up on a device. It knows the graph by its plan alone: what [`Executor`] is made of, and what
/// runs plans that were compiled without rustc.
pub struct DynExecutor {
    /// `None` after a resize that failed where memory for old and new was lacking. Before the device, so that it is dropped first.
    pub(crate) live: Option<Live>,
    /// What is left while a set-up for another size has failed.
    pub(crate) remains: Remains,
    pub(crate) flight: Flight,
    pub(crate) device: Arc<Device>,
    pub(crate) plan: Plan,
    pub(crate) shaders: Box<[Box<[u8]>]>,
    pub(crate) options: Options,
    pub(crate) asked: Asked,
    pub(crate) submission: Submission,
    /// Number of the next frame.
    pub(crate) next: u64,
    /// The image of a frame that was begun and not submitted.
    pub(crate) acquired: Option<Acquired>,
    /// The first frame on the screen that there is.
    pub(crate) first: u64,
    /// The first frame of steady state: by then each ring has been used once since set-up or resize.
    pub(crate) steady: u64,
    pub(crate) suboptimal: bool,
    /// Whether an image could not be presented: the swapchain has to be made anew.
    pub(crate) is_stale: bool,
}

/// All that depends on sizes. Fields that use others come first.
#[derive(Debug)]
pub(crate) struct Live {
    pub(crate) tables: Tables,
    /// Shared with what takes its place.
    pub(crate) fixed: Arc<Fixed>,
    pub(crate) screen: Screen,
}

impl DynExecutor {
    /// Sets a plan up. `shaders` are its SPIR-V modules, in the order of [`Plan::shaders`].
    ///
    /// # Safety
    ///
    /// The plan is one that Vixen's compiler gave for these modules, as it gave it, or one for which the same can be said:
    /// its barriers order what its passes do, and what it says of the modules is so. [`Executor::new`] has it from the
    /// graph's type. What a set-up can see is checked all the same.
    pub unsafe fn new(
        device: &Arc<Device>,
        plan: &Plan,
        shaders: &[&[u8]],
        options: &Options,
    ) -> Result<Self> {
        let _setup = device.tracker().enter(Phase::Setup);
        let in_graph = |error: crate::Error| error.in_graph(&plan.name);
        setup::check(plan, shaders, options)
            .and_then(|()| setup::check_surface(device, options))
            .map_err(in_graph)?;
        device.meets(&Needs::of_plan(plan)?)?;
        let mut executor = Self {
            live: None,
            remains: Remains::default(),
            flight: Flight::new(device, plan).map_err(in_graph)?,
            device: device.clone(),
            asked: Asked::new(plan),
            submission: Submission::new(plan),
            plan: plan.clone(),
            shaders: shaders.iter().map(|bytes| (*bytes).into()).collect(),
            options: options.clone(),
            next: 0,
            acquired: None,
            first: 0,
            steady: 0,
            suboptimal: false,
            is_stale: false,
        };
        executor.check(options).map_err(in_graph)?;
        let live = executor.make(options).map_err(in_graph)?;
        executor.install(live, options.clone());
        Ok(executor)
    }

    /// Sets up the one plan of a family.
    ///
    /// # Safety
    ///
    /// As for [`Self::new`].
    pub unsafe fn of_family(
        device: &Arc<Device>,
        family: &Family,
        shaders: &[&[u8]],
        options: &Options,
    ) -> Result<Self> {
        // SAFETY: the caller's promise.
        unsafe { Self::new(device, setup::only_plan(family)?, shaders, options) }
    }

    /// The phase of a frame: Execute once every ring has been used, Compile before.
    pub(crate) fn enter_frame(&self) -> PhaseGuard {
        self.device.tracker().enter(if self.is_steady() { Phase::Execute } else { Phase::Compile })
    }

    pub(crate) fn live(&self) -> Result<&Live> {
        self.live.as_ref().ok_or_else(|| gone(&self.plan.name))
    }

    /// Waits until every frame that was submitted has finished, and for nothing else: other graphs on the device go
    /// on meanwhile.
    pub fn wait_idle(&self) -> Result<()> {
        self.wait_for(self.next).map_err(|error| error.in_graph(&self.plan.name))
    }

    /// Waits until nothing of what depends on sizes is in use any more.
    pub(crate) fn drain(&self) -> Result<()> {
        self.wait_idle()?;
        // What presenting uses, the swapchain and the semaphores that it waits for, no semaphore tells of: in Vulkan 1.3
        // there is the queue alone to wait for.
        if self.live.as_ref().is_some_and(|live| live.screen.is_presented()) {
            self.device.wait_idle().map_err(|error| error.in_graph(&self.plan.name))?;
        }
        Ok(())
    }

    /// Extent of the screen in pixels.
    #[must_use]
    pub fn extent(&self) -> [u32; 2] {
        self.live.as_ref().map_or(self.options.extent, |live| live.screen.extent())
    }

    /// Extent of the surface's images in pixels; of the screen where there is no surface. They differ where the surface
    /// is larger than the graph's `max_extent`: the picture of [`Self::extent`] is scaled to it.
    #[must_use]
    pub fn surface_extent(&self) -> [u32; 2] {
        let report = self.live.as_ref().map(|live| live.screen.report());
        let surface = report.and_then(|report| report.surface.as_ref());
        surface.map_or_else(|| self.extent(), |surface| surface.extent)
    }

    /// Format of the screen's images; `UNDEFINED` where the graph draws to none.
    #[must_use]
    pub fn screen_format(&self) -> ash::vk::Format {
        self.live.as_ref().map_or(ash::vk::Format::UNDEFINED, |live| live.screen.format())
    }

    /// Whether the last frame was shown on a screen that no longer fits its surface quite: a resize is due.
    #[must_use]
    pub fn is_suboptimal(&self) -> bool {
        self.suboptimal
    }

    /// Whether every ring has been used since set-up or resize: the next frame counts as [`Phase::Execute`],
    /// and allocates nothing.
    #[must_use]
    pub fn is_steady(&self) -> bool {
        self.next >= self.steady
    }

    /// Number of the next frame: as many have been submitted.
    #[must_use]
    pub fn frame_number(&self) -> u64 {
        self.next
    }

    /// The Vulkan objects behind a resource, one for each copy: frame `f` uses copy `f mod copies`, on a
    /// screen of the runtime's own as well. For tools and tests, which need what a frame leaves; a pass has
    /// its own slots. Empty where nothing was made: for what only culled passes use, and while a resize has
    /// failed and taken the old with it. They live until the next resize.
    pub fn objects(&self, id: ResourceId) -> impl Iterator<Item = Object> {
        let live = self.live.as_ref().map(|live| &live.tables.resources);
        live.into_iter().flat_map(move |resources| resources.objects(id.index()))
    }

    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The device.
    #[must_use]
    pub fn device(&self) -> &Arc<Device> {
        &self.device
    }

    /// What the graph takes, and what its phases allocated.
    #[must_use]
    pub fn report(&self) -> Report {
        Report::new(self)
    }
}

impl Drop for DynExecutor {
    fn drop(&mut self) {
        let tracker = self.device.tracker().clone();
        let _cleanup = tracker.enter(Phase::Cleanup);
        self.device.settle(|| self.drain());
        self.live = None;
    }
}

impl fmt::Debug for DynExecutor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynExecutor")
            .field("graph", &self.plan.name)
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}

//! The window's side of the event loop.

use std::ffi::CStr;
use std::sync::Arc;
use std::time::Duration;

use raw_window_handle::{HasDisplayHandle as _, HasWindowHandle as _};
use winit::application::ApplicationHandler;
use winit::dpi::PhysicalSize;
use winit::event::WindowEvent;
use winit::event_loop::ActiveEventLoop;
use winit::window::{Window, WindowId};

use super::fit::Fit;
use super::{App, Next, WindowOptions, no_window};
use crate::device::{Device, DeviceOptions, Instance, InstanceOptions, Needs, Surface};
use crate::{BeforePresent, Error, Executor, Graph, Options, Report, Result, VulkanContext as _};

/// What the event loop drives.
pub(super) struct Shell<'a, A: App> {
    options: &'a WindowOptions<'a>,
    app: &'a mut A,
    open: Option<Open<A::Graph>>,
    /// How it ended.
    ended: Option<Result<Report>>,
}

/// A window with its graph. The graph is dropped first: its swapchain is on the window.
struct Open<G> {
    executor: Executor<G>,
    window: Arc<Window>,
    fit: Fit,
}

/// How long the event loop may stand still for an image of the window: what the window system asks is answered in between.
const LONGEST_WAIT: Duration = Duration::from_millis(100);

impl<'a, A: App> Shell<'a, A> {
    pub(super) fn new(options: &'a WindowOptions<'a>, app: &'a mut A) -> Self {
        Self { options, app, open: None, ended: None }
    }

    /// How it ended.
    pub(super) fn finish(self) -> Result<Report> {
        self.ended.unwrap_or_else(|| Err(no_window("the window system never gave one")))
    }

    fn close(&mut self, events: &ActiveEventLoop, result: Result<()>) {
        let report = self.open.take().map(|open| open.executor.report());
        let ended = match (result, report) {
            (Ok(()), Some(report)) => Ok(report),
            (Ok(()), None) => Err(no_window("it closed before it was set up")),
            (Err(error), _) => Err(error),
        };
        self.ended.get_or_insert(ended);
        events.exit();
    }

    /// Goes on, or closes the window where that was asked for or something failed.
    fn conclude(&mut self, events: &ActiveEventLoop, next: Result<Next>) {
        match next {
            Ok(Next::Continue) => {}
            Ok(Next::Close) => self.close(events, Ok(())),
            Err(error) => self.close(events, Err(error)),
        }
    }

    fn start(&mut self, events: &ActiveEventLoop) -> Result<Next> {
        let open = self.open.insert(open(self.options, events)?);
        self.app.start(&open.window, &mut open.executor)?;
        open.window.request_redraw();
        Ok(Next::Continue)
    }

    /// Draws a frame, unless the window has no pixels.
    fn draw(&mut self) -> Result<Next> {
        let Some(open) = &mut self.open else { return Ok(Next::Continue) };
        let size = open.window.inner_size();
        if size.width == 0 || size.height == 0 {
            // The next change of size asks for a frame again.
            return Ok(Next::Continue);
        }
        open.window.request_redraw();
        if open.fit.is_stale() {
            let resized = open.executor.resize([size.width, size.height]);
            if unless_later(resized, &mut open.fit)?.is_none() {
                return Ok(Next::Continue);
            }
            open.fit.renewed();
        }
        let before = open.executor.core().frame_number();
        let drawn = match open.executor.begin() {
            Ok(frame) => self.app.frame(&open.window, frame),
            Err(error) => Err(error),
        };
        if open.executor.core().frame_number() != before {
            open.fit.shown(open.executor.core().is_suboptimal());
        }
        Ok(unless_later(drawn, &mut open.fit)?.unwrap_or(Next::Continue))
    }
}

/// `None` where it failed only because the swapchain must be made anew, or the window had no image for now: in both cases the
/// next redraw tries again.
fn unless_later<T>(result: Result<T>, fit: &mut Fit) -> Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Error::SurfaceOutOfDate(_)) => {
            fit.outgrown();
            Ok(None)
        }
        Err(Error::NotReady(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

impl<A: App> ApplicationHandler for Shell<'_, A> {
    fn resumed(&mut self, events: &ActiveEventLoop) {
        if self.open.is_none() && self.ended.is_none() {
            let started = self.start(events);
            self.conclude(events, started);
        }
    }

    fn window_event(&mut self, events: &ActiveEventLoop, _: WindowId, event: WindowEvent) {
        let Some(open) = &mut self.open else { return };
        let asked = self.app.event(&open.window, &event);
        let next = match event {
            WindowEvent::CloseRequested => Ok(Next::Close),
            WindowEvent::Resized(PhysicalSize { width, height }) => {
                if open.executor.core().surface_extent() != [width, height] {
                    open.fit.outgrown();
                }
                open.window.request_redraw();
                Ok(asked)
            }
            WindowEvent::RedrawRequested if asked == Next::Continue => self.draw(),
            _ => Ok(asked),
        };
        self.conclude(events, next);
    }
}

/// Opens the window and sets the graph up for it.
fn open<G: Graph>(options: &WindowOptions<'_>, events: &ActiveEventLoop) -> Result<Open<G>> {
    let [width, height] = options.graph.extent;
    let mut attributes = Window::default_attributes()
        .with_title(options.title)
        .with_inner_size(PhysicalSize::new(width, height));
    // A wish: a window that is larger all the same is drawn to as large as the graph can, and scaled.
    if let Some([width, height]) = G::FAMILY.plans.first().map(|plan| plan.max_extent) {
        attributes = attributes.with_max_inner_size(PhysicalSize::new(width, height));
    }
    let window = events.create_window(attributes).map_err(|e| no_window(&e.to_string()))?;
    let surface = surface(options, &window)?;
    let device = Device::new(
        &surface.0,
        &DeviceOptions {
            needs: Needs::of::<G>()?,
            preference: options.device.clone(),
            surface: Some(&surface.1),
        },
    )?;
    let size = window.inner_size();
    let window = Arc::new(window);
    let graph = Options {
        extent: [size.width, size.height],
        surface: Some(Arc::new(surface.1)),
        acquire_timeout: options.graph.acquire_timeout.min(LONGEST_WAIT),
        before_present: Some(before_present(&window, options.graph.before_present.clone())),
        ..options.graph.clone()
    };
    let executor = Executor::new(&device, &graph)?;
    Ok(Open { executor, window, fit: Fit::default() })
}

/// Tells the window that a frame is about to be presented: Wayland then asks for the next one when the compositor wants it,
/// and for none while nobody sees the window.
fn before_present(window: &Arc<Window>, program: Option<BeforePresent>) -> BeforePresent {
    // The graph holds it, and the window outlives the graph.
    let window = Arc::downgrade(window);
    BeforePresent::new(move || {
        if let Some(window) = window.upgrade() {
            window.pre_present_notify();
        }
        if let Some(program) = &program {
            program.call();
        }
    })
}

fn surface(options: &WindowOptions<'_>, window: &Window) -> Result<(Instance, Surface)> {
    let display = window.display_handle().map_err(|e| no_window(&e.to_string()))?.as_raw();
    let handle = window.window_handle().map_err(|e| no_window(&e.to_string()))?.as_raw();
    let required = ash_window::enumerate_required_extensions(display)
        .at("vkEnumerateInstanceExtensionProperties", "window")?;
    let mut extensions = options.instance.extensions.to_vec();
    // SAFETY: ash-window gives names that end in a nul and live as long as the program.
    extensions.extend(required.iter().map(|name| unsafe { CStr::from_ptr(*name) }));
    let instance =
        Instance::new(&InstanceOptions { extensions: &extensions, ..options.instance.clone() })?;
    // SAFETY: the window outlives the surface, which the graph holds and is dropped with.
    let surface = unsafe { Surface::new(&instance, display, handle) }?;
    Ok((instance, surface))
}

//! A window that shows a graph: opens, presents, follows its size, closes.
//!
//! The program implements [`App`] and calls [`run`]. Everything between is here: instance, surface, device,
//! [`Executor`], and making the swapchain anew when the window changes.

mod fit;
mod shell;

use winit::event::WindowEvent;
use winit::event_loop::{ControlFlow, EventLoop};
use winit::window::Window;

use crate::device::{InstanceOptions, Preference};
use crate::error::Place;
use crate::{Error, Executor, Frame, Graph, Options, Report, Result};

/// The window system's own names, in the version that [`App`] uses.
pub use winit;

use shell::Shell;

/// A program that draws a graph in a window.
pub trait App {
    /// The graph.
    type Graph: Graph;

    /// Called once, when window and graph are set up.
    fn start(&mut self, window: &Window, executor: &mut Executor<Self::Graph>) -> Result<()> {
        let _ = (window, executor);
        Ok(())
    }

    /// Draws one frame: fills its uploads and submits it. A frame that is not submitted is begun again.
    fn frame(&mut self, window: &Window, frame: Frame<'_, Self::Graph>) -> Result<Next>;

    /// Called with every event of the window, before the window itself reacts to it.
    fn event(&mut self, window: &Window, event: &WindowEvent) -> Next {
        let _ = (window, event);
        Next::Continue
    }
}

/// Whether the window stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Next {
    /// It stays.
    #[default]
    Continue,
    /// It closes.
    Close,
}

/// How a window is opened.
#[derive(Clone, Debug)]
pub struct WindowOptions<'a> {
    /// Text of the title bar.
    pub title: &'a str,
    /// How the graph is set up. Its extent is the window's at first; its surface is filled in.
    pub graph: Options,
    /// How the instance is made. The window system's extensions are added.
    pub instance: InstanceOptions<'a>,
    /// Which device is taken.
    pub device: Option<Preference>,
}

impl Default for WindowOptions<'_> {
    fn default() -> Self {
        Self {
            title: "Vixen",
            graph: Options::default(),
            instance: InstanceOptions::default(),
            device: None,
        }
    }
}

/// Opens a window and runs the app until the window closes. Call it on the main thread, once in a program:
/// window systems ask for both.
///
/// # Errors
///
/// Whatever set-up, the app or a frame failed with; a swapchain that is out of date is no failure, nor is a window that
/// has no image for a frame yet, or that is larger than the graph's `max_extent`: the picture is then scaled to it.
pub fn run<A: App>(options: &WindowOptions<'_>, app: &mut A) -> Result<Report> {
    let events = EventLoop::new().map_err(|error| no_window(&error.to_string()))?;
    events.set_control_flow(ControlFlow::Wait);
    let mut shell = Shell::new(options, app);
    events.run_app(&mut shell).map_err(|error| no_window(&error.to_string()))?;
    shell.finish()
}

/// The window system refused.
fn no_window(reason: &str) -> Error {
    Error::Invalid {
        what: format!("no window can be opened: {reason}"),
        remedy: "run it where there is a display, or draw without a surface".to_owned(),
        place: Place::default(),
    }
}

//! The world in a window: it streams in, and the flight goes back and forth until the window closes.

use vixen::device::InstanceOptions;
use vixen::window::winit::event::{ElementState, WindowEvent};
use vixen::window::winit::keyboard::{Key, NamedKey};
use vixen::window::winit::window::Window;
use vixen::window::{App, Next, WindowOptions, run};
use vixen::{Frame, Options};

use super::{Arguments, DemoError, Painter, instance_options, validation, world_params};
use crate::voxel::{Scene, VoxelWorld};

/// Frames of the flight from one end to the other.
const FLIGHT: u32 = 900;

/// Shows a scene until the window closes, or for as many frames as were asked for.
pub(super) fn show(scene: Scene, arguments: &Arguments) -> Result<(), DemoError> {
    let options = WindowOptions {
        title: "Vixen: voxel world",
        graph: Options {
            extent: arguments.extent(),
            params: world_params(&scene.store),
            ..Options::default()
        },
        instance: InstanceOptions { validation: validation()?, ..instance_options() },
        ..WindowOptions::default()
    };
    println!("Escape closes the window");
    let mut viewer =
        Viewer { painter: Painter::new(scene), next: 0, frames: arguments.frames, failed: None };
    let report = run(&options, &mut viewer);
    if let Some(error) = viewer.failed {
        return Err(error);
    }
    println!("\n{}", report?);
    Ok(())
}

struct Viewer {
    painter: Painter,
    next: u32,
    frames: Option<u32>,
    /// What the program's own side of a frame failed with.
    failed: Option<DemoError>,
}

impl App for Viewer {
    type Graph = VoxelWorld;

    fn frame(&mut self, _: &Window, frame: Frame<'_, VoxelWorld>) -> vixen::Result<Next> {
        match self.painter.draw(frame, self.next, FLIGHT) {
            Ok(_) => {}
            Err(DemoError::Vixen(error)) => return Err(error),
            Err(error) => {
                self.failed = Some(error);
                return Ok(Next::Close);
            }
        }
        self.next = self.next.wrapping_add(1);
        let done = self.frames.is_some_and(|frames| self.next >= frames);
        Ok(if done { Next::Close } else { Next::Continue })
    }

    fn event(&mut self, _: &Window, event: &WindowEvent) -> Next {
        match event {
            WindowEvent::KeyboardInput { event, .. }
                if event.state == ElementState::Pressed
                    && event.logical_key == Key::Named(NamedKey::Escape) =>
            {
                Next::Close
            }
            _ => Next::Continue,
        }
    }
}

//! A window of the X server's without a window system around it: all that a surface needs.

use std::ffi::{CStr, c_void};
use std::num::NonZero;
use std::ptr::NonNull;
use std::sync::OnceLock;

use raw_window_handle::{RawDisplayHandle, RawWindowHandle, XcbDisplayHandle, XcbWindowHandle};
use vixen::device::{Instance, Surface};
use vixen::error::Place;
use vixen::{Error, Result};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{ConnectionExt as _, CreateWindowAux, WindowClass};
use x11rb::xcb_ffi::XCBConnection;

/// The instance extensions of its surfaces.
pub(crate) const EXTENSIONS: &[&CStr] = &[c"VK_KHR_surface", c"VK_KHR_xcb_surface"];

/// The connection and its window; both stay until the program ends.
static WINDOW: OnceLock<Option<(XCBConnection, u32)>> = OnceLock::new();

/// Whether there is a display to present to.
#[must_use]
pub fn has_display() -> bool {
    window().is_some()
}

fn window() -> Option<&'static (XCBConnection, u32)> {
    WINDOW.get_or_init(|| open().ok()).as_ref()
}

fn open() -> std::result::Result<(XCBConnection, u32), Box<dyn std::error::Error>> {
    let (connection, screen) = XCBConnection::connect(None)?;
    let root = connection.setup().roots.get(screen).ok_or("no such screen")?;
    let (id, parent, visual) = (connection.generate_id()?, root.root, root.root_visual);
    let (class, aux) = (WindowClass::INPUT_OUTPUT, CreateWindowAux::new());
    connection.create_window(root.root_depth, id, parent, 0, 0, 24, 16, 0, class, visual, &aux)?;
    connection.map_window(id)?.check()?;
    Ok((connection, id))
}

/// A surface on the window.
pub(crate) fn surface(instance: &Instance) -> Result<Surface> {
    let Some((connection, window)) = window() else { return Err(no_display()) };
    let raw = NonNull::new(connection.get_raw_xcb_connection().cast::<c_void>());
    let Some(window) = NonZero::new(*window) else { return Err(no_display()) };
    let display = RawDisplayHandle::Xcb(XcbDisplayHandle::new(raw, 0));
    let window = RawWindowHandle::Xcb(XcbWindowHandle::new(window));
    // SAFETY: the window stays until the program ends.
    unsafe { Surface::new(instance, display, window) }
}

fn no_display() -> Error {
    Error::Invalid {
        what: "there is no X server".to_owned(),
        remedy: "run it under scripts/with-display".to_owned(),
        place: Place::object("window"),
    }
}

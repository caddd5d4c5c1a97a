//! A window of the X server's, and the pixels that the server shows in it.

use std::ffi::{CStr, c_void};
use std::num::NonZero;
use std::ptr::NonNull;
use std::sync::Arc;
use std::time::{Duration, Instant};

use raw_window_handle::{RawDisplayHandle, RawWindowHandle, XcbDisplayHandle, XcbWindowHandle};
use vixen::device::{DeviceOptions, InstanceOptions, Messages, Needs, Surface, Validation};
use vixen::{Device, DynExecutor, Instance, Options};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    ConfigureWindowAux, ConnectionExt as _, CreateWindowAux, ImageFormat, WindowClass,
};
use x11rb::xcb_ffi::XCBConnection;

use crate::harness::Graph;

const EXTENSIONS: &[&CStr] = &[c"VK_KHR_surface", c"VK_KHR_xcb_surface"];

/// A window with a device that presents to it, under validation.
pub(crate) struct Shown {
    device: Arc<Device>,
    pub(crate) surface: Arc<Surface>,
    messages: Arc<Messages>,
    connection: XCBConnection,
    window: u32,
}

impl Shown {
    /// `None` where there is no display; where tests must have one, that is a failure.
    pub(crate) fn open([width, height]: [u16; 2]) -> Option<Self> {
        let Ok((connection, screen)) = XCBConnection::connect(None) else {
            assert!(std::env::var_os("CI").is_none(), "no display");
            eprintln!("screen: no display, nothing tested; `make test` starts one");
            return None;
        };
        let root = &connection.setup().roots[screen];
        let (parent, depth, visual) = (root.root, root.root_depth, root.root_visual);
        let window = connection.generate_id().unwrap();
        let (class, aux) = (WindowClass::INPUT_OUTPUT, CreateWindowAux::new());
        connection
            .create_window(depth, window, parent, 0, 0, width, height, 0, class, visual, &aux)
            .unwrap();
        connection.map_window(window).unwrap().check().unwrap();
        let options = InstanceOptions {
            validation: Validation::On,
            extensions: EXTENSIONS,
            ..InstanceOptions::default()
        };
        let instance = Instance::new(&options).unwrap();
        let raw = NonNull::new(connection.get_raw_xcb_connection().cast::<c_void>());
        let display = RawDisplayHandle::Xcb(XcbDisplayHandle::new(raw, 0));
        let handle = RawWindowHandle::Xcb(XcbWindowHandle::new(NonZero::new(window).unwrap()));
        // SAFETY: the window is destroyed with its connection, which this value keeps longer than the surface.
        let surface = Arc::new(unsafe { Surface::new(&instance, display, handle) }.unwrap());
        let needs = Needs::default();
        let options = DeviceOptions { needs, surface: Some(&surface), ..Default::default() };
        let device = Device::new(&instance, &options).unwrap();
        let messages = instance.messages().clone();
        Some(Self { device, surface, messages, connection, window })
    }

    pub(crate) fn device(&self) -> &Device {
        &self.device
    }

    pub(crate) fn executor(&self, graph: &Graph, options: &Options) -> vixen::Result<DynExecutor> {
        let options = Options { surface: Some(self.surface.clone()), ..options.clone() };
        let shaders: Vec<&[u8]> = graph.shaders.iter().map(Vec::as_slice).collect();
        // SAFETY: the graph has no imports, external sets or passes with code.
        unsafe { DynExecutor::new(&self.device, &graph.plan, &shaders, &options) }
    }

    /// Gives the window another size.
    pub(crate) fn resize(&self, [width, height]: [u32; 2]) {
        let aux = ConfigureWindowAux::new().width(width).height(height);
        self.connection.configure_window(self.window, &aux).unwrap().check().unwrap();
    }

    /// Draws until the window shows these colours, red, green and blue, at these places.
    pub(crate) fn shows(&self, executor: &mut DynExecutor, expected: &[([i16; 2], [u8; 3])]) {
        let start = Instant::now();
        loop {
            executor.begin().unwrap().submit(&(), |_, _| {}).unwrap();
            executor.wait_idle().unwrap();
            let found: Vec<_> = expected.iter().map(|(at, _)| (*at, self.pixel(*at))).collect();
            if found == expected {
                return;
            }
            assert!(start.elapsed() < Duration::from_secs(20), "{found:?}, not {expected:?}");
        }
    }

    fn pixel(&self, [x, y]: [i16; 2]) -> [u8; 3] {
        let image = self.connection.get_image(ImageFormat::Z_PIXMAP, self.window, x, y, 1, 1, !0);
        let bytes = image.unwrap().reply().unwrap().data;
        // The server's visual has blue in the lowest byte.
        [bytes[2], bytes[1], bytes[0]]
    }

    /// Lets go of everything, and fails if the layer said anything until then.
    pub(crate) fn finish(self, executor: DynExecutor) {
        let Self { device, surface, messages, connection, .. } = self;
        drop((executor, device));
        drop(surface);
        drop(connection);
        messages.verify().unwrap();
    }
}

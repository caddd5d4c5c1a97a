//! What the calling thread's shim is to do, and what it has seen.

use std::cell::RefCell;
use std::collections::BTreeMap;

use ash::vk;

use super::hunger::during;
use crate::errors::{PRESENT_TIMING_QUEUE_FULL, call};

/// One call that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// How many calls that may fail come before it.
    pub at: usize,
    /// What it returns. A lost device stays lost: from then on every call that can say so does.
    pub result: vk::Result,
    /// Whether the calls of its name that follow return it too.
    pub lasts: bool,
}

/// One call that was made and may fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Called {
    /// Its name.
    pub name: &'static str,
    /// Whether it fills an array and not only counts: one that does can be incomplete.
    pub fills: bool,
}

/// How a driver lies about itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Answers {
    /// Number of physical devices, where it is not the driver's.
    pub no_devices: bool,
    /// Changes the properties of a physical device.
    pub properties: Option<fn(&mut vk::PhysicalDeviceProperties)>,
    /// Changes its memory types and heaps.
    pub memory: Option<fn(&mut vk::PhysicalDeviceMemoryProperties)>,
    /// Changes what each of its queue families can do.
    pub queues: Option<fn(&mut vk::QueueFamilyProperties)>,
    /// Changes what each format can do, in both widths of the flags.
    pub formats: Option<fn(&mut vk::FormatProperties, &mut vk::FormatProperties3<'_>)>,
    /// Changes what images of a format, usage and kind can be.
    pub images: Option<fn(&mut vk::ImageFormatProperties)>,
    /// Changes what memory an image or a buffer needs.
    pub requirements: Option<fn(&mut vk::MemoryRequirements)>,
    /// Changes what a surface can do.
    pub surface: Option<fn(&mut vk::SurfaceCapabilitiesKHR)>,
    /// The image that every acquisition gives.
    pub image: Option<u32>,
}

/// What a shim has seen of a run.
#[derive(Debug, Default)]
pub struct Seen {
    /// Every call that may fail, in order.
    pub calls: Vec<Called>,
    /// The call that was made to fail.
    pub failed: Option<&'static str>,
    /// Objects that were made and not destroyed, by kind.
    pub leaked: Vec<&'static str>,
    /// Destructions of what was not there, and such as had other callbacks than the creation.
    pub misused: Vec<String>,
    /// Creations without allocation callbacks, by call.
    pub without_callbacks: Vec<&'static str>,
}

#[derive(Default)]
struct State {
    fault: Option<Fault>,
    answers: Answers,
    lost: bool,
    idle: Option<(vk::PFN_vkDeviceWaitIdle, vk::Device)>,
    /// Kind and handle, and whether the creation had callbacks.
    live: BTreeMap<(&'static str, u64), bool>,
    seen: Seen,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Calls `f` with the state. `f` calls no Vulkan: messages of the layer come back here.
fn with<T>(f: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(f)
}

/// Starts a run on this thread.
pub(crate) fn begin(fault: Option<Fault>) {
    with(|state| *state = State { fault, ..State::default() });
}

/// Ends it, and says what was seen.
pub(crate) fn end() -> Seen {
    with(|state| {
        let State { live, mut seen, .. } = std::mem::take(state);
        seen.leaked = live.into_keys().map(|(kind, _)| kind).collect();
        seen
    })
}

/// Nothing fails any more. A device that is lost stays lost.
pub(crate) fn heal() {
    with(|state| state.fault = None);
}

/// How many calls that may fail were made.
pub(crate) fn calls_so_far() -> usize {
    with(|state| state.seen.calls.len())
}

/// Lets the driver lie from now on.
pub(crate) fn set_answers(answers: Answers) {
    with(|state| state.answers = answers);
}

pub(super) fn answers() -> Answers {
    with(|state| state.answers)
}

/// Remembers how to wait for a device before it is lost: what is lost executes nothing any more.
pub(super) fn has_device(idle: vk::PFN_vkDeviceWaitIdle, device: vk::Device) {
    with(|state| state.idle = Some((idle, device)));
}

pub(super) fn new_device() {
    with(|state| state.lost = false);
}

/// What the call that comes now shall return instead of being made.
fn next(called: Called) -> Option<vk::Result> {
    let says_lost = |name| {
        let mut errors = call(name).into_iter().flat_map(crate::errors::Call::errors);
        name != "vkCreateDevice" && errors.any(|error| error == vk::Result::ERROR_DEVICE_LOST)
    };
    let (result, idle) = with(|state| {
        if state.lost && says_lost(called.name) {
            return (Some(vk::Result::ERROR_DEVICE_LOST), None);
        }
        let at = state.seen.calls.len();
        state.seen.calls.push(called);
        let again = |fault: &Fault| fault.lasts && state.seen.failed == Some(called.name);
        let comes = |fault: &Fault| fault.at == at || again(fault);
        let Some(fault) = state.fault.filter(comes) else { return (None, None) };
        state.seen.failed = Some(called.name);
        let is_lost = fault.result == vk::Result::ERROR_DEVICE_LOST && says_lost(called.name);
        state.lost |= is_lost;
        (Some(fault.result), state.idle.filter(|_| is_lost))
    });
    if let Some((idle, device)) = idle {
        // SAFETY: the device is alive, its queue is used by this thread alone.
        let _ = unsafe { idle(device) };
    }
    result
}

/// Makes a call, or lets it fail. `poison` makes of the outputs what a failure may leave there.
pub(super) fn decide(
    called: Called,
    make: impl FnOnce() -> vk::Result,
    poison: impl FnOnce(),
) -> vk::Result {
    match next(called) {
        None => during(called.name, make),
        Some(result) if is_made(called.name, result) => {
            let said = make();
            if said.as_raw() < 0 { said } else { result }
        }
        Some(result) => {
            if result.as_raw() < 0 {
                poison();
            }
            result
        }
    }
}

/// Whether a call has its effect although it answers so: by the chapter on `vkQueuePresentKHR` a request that
/// the presentation engine rejects still waits for its semaphores.
fn is_made(name: &str, result: vk::Result) -> bool {
    let rejected = [
        vk::Result::ERROR_OUT_OF_DATE_KHR,
        vk::Result::ERROR_SURFACE_LOST_KHR,
        vk::Result::ERROR_FULL_SCREEN_EXCLUSIVE_MODE_LOST_EXT,
        PRESENT_TIMING_QUEUE_FULL,
    ];
    match result {
        vk::Result::SUBOPTIMAL_KHR | vk::Result::INCOMPLETE => true,
        _ => name == "vkQueuePresentKHR" && rejected.contains(&result),
    }
}

/// Whether the call that comes now is to be incomplete: its array is made to look shorter.
pub(super) fn is_incomplete() -> bool {
    with(|state| {
        let now = state.seen.calls.len();
        let is_now = |fault: &Fault| fault.at == now && fault.result == vk::Result::INCOMPLETE;
        state.fault.as_ref().is_some_and(is_now)
    })
}

/// Notes an object that was made.
pub(super) fn made(call: &'static str, kind: &'static str, handle: u64, has_callbacks: bool) {
    with(|state| {
        state.live.insert((kind, handle), has_callbacks);
        if !has_callbacks {
            state.seen.without_callbacks.push(call);
        }
    });
}

/// Notes that an object is destroyed. Null is nobody's.
pub(super) fn destroyed(kind: &'static str, handle: u64, has_callbacks: bool) {
    if handle == 0 {
        return;
    }
    with(|state| match state.live.remove(&(kind, handle)) {
        None => state.seen.misused.push(format!("a {kind} was destroyed that was not there")),
        Some(had) if had != has_callbacks => {
            state.seen.misused.push(format!("a {kind} was destroyed with other callbacks"));
        }
        Some(_) => {}
    });
}

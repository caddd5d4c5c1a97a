//! "Swapchain Image Acquire and Present".

use vixen_plan::vk::PipelineStageFlags2 as Stages;
use vixen_plan::vk::{AttachmentLoadOp as Load, AttachmentStoreOp as Store, ImageLayout as Layout};

use super::script::{
    NONE, at, attachment, change,
    side::{COLOR, COLOR_WRITE},
};
use super::{RIGHT, Table};
use crate::stream::{HostCall, Semaphore};
use crate::verdict::Missing::{Availability, Execution, Layout as WrongLayout, Signal};

pub(super) fn cases(table: &mut Table) {
    let name = "two frames draw to an image of the swapchain";
    let versions = [
        RIGHT,
        ("the transition does not chain with the wait", Some(Execution)),
        ("the wait is for another stage", Some(Execution)),
        ("not brought into the layout for presenting", Some(WrongLayout)),
        ("the layout before is forgotten", Some(WrongLayout)),
        ("drawn before it is acquired", Some(Execution)),
        ("presented without a signal", Some(Signal)),
        ("brought into the layout without its writes", Some(Availability)),
    ];
    table.add(name, &versions, |s, version| {
        let (queue, i) = (s.queue("queue"), s.image("screen"));
        for frame in 0..2 {
            let acquired = s.semaphore(Semaphore::Binary);
            let drawn = s.semaphore(Semaphore::Binary);
            s.call(HostCall::Acquire { resource: i, semaphore: acquired });
            let (color, present) = (Layout::COLOR_ATTACHMENT_OPTIMAL, Layout::PRESENT_SRC_KHR);
            let src = match version {
                "the transition does not chain with the wait" => NONE,
                _ => COLOR,
            };
            let old = match version {
                "the layout before is forgotten" if frame == 1 => Layout::GENERAL,
                _ => Layout::UNDEFINED,
            };
            s.barrier(&[change(i, (old, color), src, COLOR_WRITE)]);
            s.run("draw", &[attachment(i, false, (Load::CLEAR, Store::STORE))]);
            let out = match version {
                "brought into the layout without its writes" => COLOR,
                _ => COLOR_WRITE,
            };
            if version != "not brought into the layout for presenting" {
                s.barrier(&[change(i, (color, present), out, NONE)]);
            }
            let stage = match version {
                "the wait is for another stage" => Stages::COPY,
                _ => Stages::COLOR_ATTACHMENT_OUTPUT,
            };
            let waits = match version {
                "drawn before it is acquired" => vec![],
                _ => vec![at(acquired, 0, stage)],
            };
            let signals = match version {
                "presented without a signal" => vec![],
                _ => vec![at(drawn, 0, Stages::ALL_COMMANDS)],
            };
            s.submit(queue, &waits, &signals);
            let work = s.work("present", &[]);
            s.call(HostCall::Present { resource: i, semaphore: drawn, work });
        }
    });
    let name = "three frames draw to the two images of a swapchain";
    let versions = [RIGHT, ("the third one waits for nothing", Some(Execution))];
    table.add(name, &versions, |s, version| {
        let (queue, images) = (s.queue("queue"), [s.image("a"), s.image("b")]);
        for frame in 0..3 {
            let i = images[frame % 2];
            let (acquired, drawn) =
                (s.semaphore(Semaphore::Binary), s.semaphore(Semaphore::Binary));
            s.call(HostCall::Acquire { resource: i, semaphore: acquired });
            let layout = Layout::PRESENT_SRC_KHR;
            s.barrier(&[change(i, (Layout::UNDEFINED, layout), COLOR, NONE)]);
            let waits = version == "right" || frame < 2;
            let wait = waits.then(|| at(acquired, 0, Stages::COLOR_ATTACHMENT_OUTPUT));
            s.submit(queue, wait.as_slice(), &[at(drawn, 0, Stages::ALL_COMMANDS)]);
            let work = s.work("present", &[]);
            s.call(HostCall::Present { resource: i, semaphore: drawn, work });
        }
    });
    let name = "presenting waits for the stage that writes";
    let versions = [RIGHT, ("signalled by another stage", Some(Execution))];
    table.add(name, &versions, |s, version| {
        let (queue, i) = (s.queue("queue"), s.image("screen"));
        let (acquired, drawn) = (s.semaphore(Semaphore::Binary), s.semaphore(Semaphore::Binary));
        s.call(HostCall::Acquire { resource: i, semaphore: acquired });
        let layout = Layout::PRESENT_SRC_KHR;
        s.barrier(&[change(i, (Layout::UNDEFINED, layout), COLOR, NONE)]);
        let stage = if version == "right" { Stages::ALL_COMMANDS } else { Stages::COPY };
        let wait = at(acquired, 0, Stages::COLOR_ATTACHMENT_OUTPUT);
        s.submit(queue, &[wait], &[at(drawn, 0, stage)]);
        let work = s.work("present", &[]);
        s.call(HostCall::Present { resource: i, semaphore: drawn, work });
    });
}

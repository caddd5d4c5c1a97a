//! Semaphores between queues, and ownership: "Transfers between queue families", "Timeline semaphores".

use vixen_plan::vk::{ImageLayout as Layout, PipelineStageFlags2 as Stages};

use super::script::{
    NONE, Script, at, change, memory, moving, part, read,
    side::{
        ATTRIBUTE, COMPUTE_READ, COMPUTE_WRITE, COPY_WRITE, FRAGMENT_SAMPLED, HOST_WRITE, UNIFORM,
    },
    write,
};
use super::{RIGHT, Table};
use crate::stream::{HostCall, Range, Semaphore};
use crate::verdict::Missing::{Execution, Ownership, Signal, Visibility};

const ALL: Stages = Stages::ALL_COMMANDS;

pub(super) fn cases(table: &mut Table) {
    timelines(table);
    signals(table);
    buffers(table);
    images(table);
}

/// Two queues and a timeline.
fn two(s: &mut Script) -> (usize, usize, usize) {
    (s.queue("graphics"), s.queue("compute"), s.semaphore(Semaphore::Timeline))
}

fn timelines(table: &mut Table) {
    let name = "a queue overwrites a buffer that another one reads";
    let versions = [
        RIGHT,
        ("without a wait", Some(Execution)),
        ("value lowered", Some(Execution)),
        ("another stage waits", Some(Execution)),
        ("another stage signals", Some(Execution)),
        ("never signalled", Some(Signal)),
    ];
    table.add(name, &versions, |s, version| {
        let (graphics, compute, t) = two(s);
        let b = s.buffer("b");
        s.run("write", &[write(b, COMPUTE_WRITE)]);
        s.submit(compute, &[], &[at(t, 1, ALL)]);
        s.barrier(&[memory(COMPUTE_WRITE, COMPUTE_READ)]);
        s.run("read", &[read(b, COMPUTE_READ)]);
        let stage = if version == "another stage signals" { Stages::COPY } else { ALL };
        s.submit(compute, &[], &[at(t, 2, stage)]);
        s.run("overwrite", &[write(b, COPY_WRITE)]);
        let waits = match version {
            "without a wait" => vec![],
            "value lowered" => vec![at(t, 1, ALL)],
            "another stage waits" => vec![at(t, 2, Stages::COMPUTE_SHADER)],
            "never signalled" => vec![at(t, 3, ALL)],
            _ => vec![at(t, 2, ALL)],
        };
        s.submit(graphics, &waits, &[]);
    });
    let name = "a wait that is submitted before its signal";
    table.add(name, &[RIGHT, ("each waits for the other", Some(Signal))], |s, version| {
        let (graphics, compute, t) = two(s);
        let other = s.semaphore(Semaphore::Timeline);
        s.submit(graphics, &[at(t, 1, ALL)], &[at(other, 1, ALL)]);
        let waits = if version == "right" { vec![] } else { vec![at(other, 1, ALL)] };
        s.submit(compute, &waits, &[at(t, 1, ALL)]);
    });
    let name = "a third queue is reached through a second one";
    table.add(name, &[RIGHT, ("the second one does not wait", Some(Execution))], |s, version| {
        let (first, second, t) = two(s);
        let (third, u) = (s.queue("transfer"), s.semaphore(Semaphore::Timeline));
        let b = s.buffer("b");
        s.run("write", &[write(b, COPY_WRITE)]);
        s.submit(first, &[], &[at(t, 1, ALL)]);
        let waits = if version == "right" { vec![at(t, 1, ALL)] } else { vec![] };
        s.submit(second, &waits, &[at(u, 1, ALL)]);
        s.run("overwrite", &[write(b, COPY_WRITE)]);
        s.submit(third, &[at(u, 1, ALL)], &[]);
    });
    // vkQueueSubmit's visibility operation has all of the device as its destination, whatever the signal made available.
    let name = "the host waits for a timeline, and what it submits next reads and overwrites what was written";
    let versions = [
        RIGHT,
        ("it does not wait", Some(Execution)),
        ("for an earlier value", Some(Execution)),
        ("for a signal that copies alone reach", Some(Execution)),
    ];
    table.add(name, &versions, |s, version| {
        let (queue, t) = (s.queue("queue"), s.semaphore(Semaphore::Timeline));
        let (b, c) = (s.buffer("b"), s.buffer("c"));
        s.submit(queue, &[], &[at(t, 1, ALL)]);
        s.run("first", &[write(b, COMPUTE_WRITE), write(c, COMPUTE_WRITE)]);
        let copies = version == "for a signal that copies alone reach";
        s.submit(queue, &[], &[at(t, 2, if copies { COPY_WRITE.0 } else { ALL })]);
        match version {
            "it does not wait" => {}
            "for an earlier value" => s.call(HostCall::Wait { semaphore: t, value: 1 }),
            _ => s.call(HostCall::Wait { semaphore: t, value: 2 }),
        }
        s.run("second", &[read(b, UNIFORM).sees("first"), write(c, COPY_WRITE)]);
        s.submit(queue, &[], &[]);
    });
    let name = "the host waits for a timeline and writes what was read";
    table.add(name, &[RIGHT, ("value lowered", Some(Execution))], |s, version| {
        let (queue, t) = (s.queue("queue"), s.semaphore(Semaphore::Timeline));
        let b = s.buffer("b");
        s.submit(queue, &[], &[at(t, 1, ALL)]);
        s.host("host", write(b, HOST_WRITE));
        s.run("read", &[read(b, UNIFORM)]);
        s.submit(queue, &[], &[at(t, 2, ALL)]);
        let value = if version == "right" { 2 } else { 1 };
        s.call(HostCall::Wait { semaphore: t, value });
        s.host("host again", write(b, HOST_WRITE));
    });
}

fn signals(table: &mut Table) {
    let name = "a binary semaphore";
    let versions = [RIGHT, ("waited for twice", Some(Signal)), ("signalled twice", Some(Signal))];
    table.add(name, &versions, |s, version| {
        let (graphics, compute, _) = two(s);
        let semaphore = s.semaphore(Semaphore::Binary);
        s.submit(compute, &[], &[at(semaphore, 0, ALL)]);
        if version == "signalled twice" {
            s.submit(compute, &[], &[at(semaphore, 0, ALL)]);
        }
        s.submit(graphics, &[at(semaphore, 0, ALL)], &[]);
        if version == "waited for twice" {
            s.submit(graphics, &[at(semaphore, 0, ALL)], &[]);
        }
    });
    let name = "a timeline's value grows";
    table.add(name, &[RIGHT, ("the same value again", Some(Signal))], |s, version| {
        let (graphics, _, t) = two(s);
        s.submit(graphics, &[], &[at(t, 1, ALL)]);
        s.submit(graphics, &[], &[at(t, if version == "right" { 2 } else { 1 }, ALL)]);
    });
}

fn buffers(table: &mut Table) {
    let name = "a buffer changes its queue family";
    let versions = [
        RIGHT,
        ("without a transfer", Some(Ownership)),
        ("not acquired", Some(Ownership)),
        ("not released", Some(Ownership)),
        ("another range acquired", Some(Ownership)),
        ("not awaited", Some(Execution)),
        ("awaited by one stage", Some(Execution)),
        ("acquired without access", Some(Visibility)),
        ("released before it is written", Some(Execution)),
    ];
    table.add(name, &versions, |s, version| {
        let (graphics, compute, t) = two(s);
        let b = s.buffer("b");
        let queues = (compute, graphics);
        s.run("write", &[write(b, COMPUTE_WRITE)]);
        let src =
            if version == "released before it is written" { COPY_WRITE } else { COMPUTE_WRITE };
        let release = moving(part(b, Range::Whole, src, NONE), queues);
        if !matches!(version, "without a transfer" | "not released") {
            s.barrier(&[release]);
        }
        s.submit(compute, &[], &[at(t, 1, ALL)]);
        let dst =
            if version == "acquired without access" { (ATTRIBUTE.0, NONE.1) } else { ATTRIBUTE };
        let range =
            if version == "another range acquired" { Range::Bytes(0, 128) } else { Range::Whole };
        if !matches!(version, "without a transfer" | "not acquired") {
            s.barrier(&[moving(part(b, range, NONE, dst), queues)]);
        }
        s.run("draw", &[read(b, ATTRIBUTE).sees("write")]);
        let waits = match version {
            "not awaited" => vec![],
            "awaited by one stage" => vec![at(t, 1, Stages::VERTEX_ATTRIBUTE_INPUT)],
            _ => vec![at(t, 1, ALL)],
        };
        s.submit(graphics, &waits, &[]);
    });
}

fn images(table: &mut Table) {
    let name = "an image changes its queue family and its layout";
    let versions = [RIGHT, ("layouts that differ", Some(Ownership)), ("content not wanted", None)];
    table.add(name, &versions, |s, version| {
        let (graphics, compute, t) = two(s);
        let i = s.image("i");
        let queues = (compute, graphics);
        let layouts = (Layout::GENERAL, Layout::SHADER_READ_ONLY_OPTIMAL);
        s.barrier(&[change(i, (Layout::UNDEFINED, Layout::GENERAL), NONE, COMPUTE_WRITE)]);
        s.run("write", &[write(i, COMPUTE_WRITE).layout(Layout::GENERAL)]);
        let discard = version == "content not wanted";
        if !discard {
            s.barrier(&[moving(change(i, layouts, COMPUTE_WRITE, NONE), queues)]);
        }
        s.submit(compute, &[], &[at(t, 1, ALL)]);
        if discard {
            // Whoever overwrites all of it need not own it before.
            let all = (ALL, NONE.1);
            s.barrier(&[change(i, (Layout::UNDEFINED, Layout::GENERAL), all, COPY_WRITE)]);
            s.run("overwrite", &[write(i, COPY_WRITE).layout(Layout::GENERAL)]);
        } else {
            let acquired = if version == "right" {
                layouts
            } else {
                (Layout::GENERAL, Layout::TRANSFER_SRC_OPTIMAL)
            };
            s.barrier(&[moving(change(i, acquired, NONE, FRAGMENT_SAMPLED), queues)]);
            s.run("draw", &[read(i, FRAGMENT_SAMPLED).layout(acquired.1).sees("write")]);
        }
        s.submit(graphics, &[at(t, 1, ALL)], &[]);
    });
}

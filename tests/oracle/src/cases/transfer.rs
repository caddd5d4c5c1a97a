//! "Transfer Dependencies": uploads, copies, readback, and the host's own accesses.

use vixen_plan::vk::{
    AccessFlags2 as Access, ImageLayout as Layout, PipelineStageFlags2 as Stages,
};

use super::script::{
    NONE, at, change, memory, read,
    side::{
        ATTRIBUTE, COMPUTE_WRITE, COPY, COPY_READ, COPY_WRITE, FRAGMENT_SAMPLED, HOST_READ,
        HOST_WRITE,
    },
    write,
};
use super::{RIGHT, Table};
use crate::stream::{HostCall, Semaphore};
use crate::verdict::Missing::{
    Availability, Contents, Execution, Layout as WrongLayout, Visibility,
};

pub(super) fn cases(table: &mut Table) {
    uploads(table);
    readback(table);
    transfers(table);
}

fn uploads(table: &mut Table) {
    let name = "upload data from the CPU to a vertex buffer";
    let versions = [
        RIGHT,
        ("without the barrier behind the copy", Some(Execution)),
        ("written after the submission", Some(Contents)),
    ];
    table.add(name, &versions, |s, version| {
        let (staging, vertices) = (s.buffer("staging"), s.buffer("vertices"));
        let queue = s.queue("queue");
        let late = version == "written after the submission";
        // A submission makes what the host wrote before visible, without a barrier.
        if !late {
            s.host("host", write(staging, HOST_WRITE));
        }
        s.run("copy", &[read(staging, COPY_READ), write(vertices, COPY_WRITE)]);
        if version != "without the barrier behind the copy" {
            s.barrier(&[memory(COPY_WRITE, ATTRIBUTE)]);
        }
        s.run("draw", &[read(vertices, ATTRIBUTE).sees("copy")]);
        s.submit(queue, &[], &[]);
        if late {
            s.host("host", write(staging, HOST_WRITE));
        }
    });
    let name = "upload data from the CPU to an image sampled in a fragment shader";
    let versions = [
        RIGHT,
        ("without the first transition", Some(WrongLayout)),
        ("copied before it is ready", Some(Execution)),
        ("not made available", Some(Availability)),
    ];
    table.add(name, &versions, |s, version| {
        let (staging, i) = (s.buffer("staging"), s.image("texture"));
        s.host("host", write(staging, HOST_WRITE));
        let (to, from) = (Layout::TRANSFER_DST_OPTIMAL, Layout::SHADER_READ_ONLY_OPTIMAL);
        let dst =
            if version == "copied before it is ready" { FRAGMENT_SAMPLED } else { COPY_WRITE };
        if version != "without the first transition" {
            s.barrier(&[change(i, (Layout::UNDEFINED, to), NONE, dst)]);
        }
        s.run("copy", &[read(staging, COPY_READ), write(i, COPY_WRITE).layout(to)]);
        let src = if version == "not made available" { COPY } else { COPY_WRITE };
        s.barrier(&[change(i, (to, from), src, FRAGMENT_SAMPLED)]);
        s.run("draw", &[read(i, FRAGMENT_SAMPLED).layout(from).sees("copy")]);
    });
    let name = "the host writes again what a copy reads";
    table.add(name, &[RIGHT, ("without waiting", Some(Execution))], |s, version| {
        let (staging, b) = (s.buffer("staging"), s.buffer("b"));
        let (queue, done) = (s.queue("queue"), s.semaphore(Semaphore::Timeline));
        s.host("host", write(staging, HOST_WRITE));
        s.run("copy", &[read(staging, COPY_READ), write(b, COPY_WRITE)]);
        s.submit(queue, &[], &[at(done, 1, Stages::ALL_COMMANDS)]);
        if version == "right" {
            s.call(HostCall::Wait { semaphore: done, value: 1 });
        }
        s.host("host again", write(staging, HOST_WRITE));
    });
}

fn readback(table: &mut Table) {
    let name = "CPU read back of data written by a compute shader";
    let versions = [
        RIGHT,
        ("without waiting", Some(Execution)),
        ("without a barrier to the host", Some(Visibility)),
        ("without a host access", Some(Visibility)),
    ];
    table.add(name, &versions, |s, version| {
        let b = s.buffer("b");
        let (queue, done) = (s.queue("queue"), s.semaphore(Semaphore::Timeline));
        s.run("dispatch", &[write(b, COMPUTE_WRITE)]);
        match version {
            "without a barrier to the host" => {}
            "without a host access" => s.barrier(&[memory(COMPUTE_WRITE, (HOST_READ.0, NONE.1))]),
            _ => s.barrier(&[memory(COMPUTE_WRITE, HOST_READ)]),
        }
        s.submit(queue, &[], &[at(done, 1, Stages::ALL_COMMANDS)]);
        if version != "without waiting" {
            s.call(HostCall::Wait { semaphore: done, value: 1 });
        }
        s.host("host", read(b, HOST_READ).sees("dispatch"));
    });
}

fn transfers(table: &mut Table) {
    let name = "a blit after a copy";
    let blit = (Stages::BLIT, Access::TRANSFER_READ);
    let every = (Stages::ALL_TRANSFER, Access::TRANSFER_READ);
    let versions =
        [RIGHT, ("ALL_TRANSFER as destination", None), ("another transfer stage", Some(Execution))];
    table.add(name, &versions, |s, version| {
        let i = s.image("i");
        let layouts = (Layout::UNDEFINED, Layout::GENERAL);
        s.barrier(&[change(i, layouts, NONE, COPY_WRITE)]);
        s.run("copy", &[write(i, COPY_WRITE).layout(Layout::GENERAL)]);
        let dst = match version {
            "right" => blit,
            "ALL_TRANSFER as destination" => every,
            _ => COPY_READ,
        };
        s.barrier(&[memory(COPY_WRITE, dst)]);
        s.run("blit", &[read(i, blit).layout(Layout::GENERAL).sees("copy")]);
    });
    let name = "a copy after a clear";
    let clear = (Stages::CLEAR, Access::TRANSFER_WRITE);
    table.add(name, &[RIGHT, ("from the copies", Some(Execution))], |s, version| {
        let b = s.buffer("b");
        s.run("fill", &[write(b, clear)]);
        s.barrier(&[memory(if version == "right" { clear } else { COPY_WRITE }, COPY_READ)]);
        s.run("copy", &[read(b, COPY_READ).sees("fill")]);
    });
}

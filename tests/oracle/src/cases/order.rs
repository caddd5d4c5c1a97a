//! Chains, the logical order of stages, what collective masks stand for, events, and what is read.

use vixen_plan::vk::{
    AccessFlags2 as Access, ImageLayout as Layout, PipelineStageFlags2 as Stages,
};

use super::script::{
    NONE, at, change, memory, read,
    side::{
        ATTRIBUTE, COLOR, COMPUTE, COMPUTE_READ, COMPUTE_WRITE, COPY, COPY_WRITE, FRAGMENT,
        UNIFORM, VERTEX, VERTEX_SAMPLED,
    },
    write,
};
use super::{RIGHT, Table};
use crate::stream::{HostCall, Semaphore};
use crate::verdict::Missing::{Availability, Contents, Execution, Meaning, Signal, Visibility};

pub(super) fn cases(table: &mut Table) {
    chains(table);
    stages(table);
    masks(table);
    events(table);
    contents(table);
    transitions(table);
}

fn chains(table: &mut Table) {
    let name = "a dependency by way of another stage";
    let versions = [
        RIGHT,
        ("both barriers in one call", Some(Execution)),
        ("stages that do not meet", Some(Execution)),
        ("made available by the second barrier alone", Some(Availability)),
        ("shown by the first barrier alone", Some(Visibility)),
    ];
    table.add(name, &versions, |s, version| {
        let b = s.buffer("b");
        s.run("write", &[write(b, COPY_WRITE)]);
        let (first, second) = match version {
            "stages that do not meet" => {
                (memory(COPY_WRITE, FRAGMENT), memory(VERTEX, COMPUTE_READ))
            }
            "made available by the second barrier alone" => {
                (memory(COPY, VERTEX), memory((VERTEX.0, COPY_WRITE.1), COMPUTE_READ))
            }
            "shown by the first barrier alone" => {
                (memory(COPY_WRITE, VERTEX_SAMPLED), memory(VERTEX, COMPUTE))
            }
            _ => (memory(COPY_WRITE, VERTEX), memory(FRAGMENT, COMPUTE_READ)),
        };
        if version == "both barriers in one call" {
            s.barrier(&[first, second]);
        } else {
            s.barrier(&[first]);
            s.barrier(&[second]);
        }
        s.run("read", &[read(b, COMPUTE_READ).sees("write")]);
    });
}

fn stages(table: &mut Table) {
    let name = "a destination includes logically later stages";
    let versions = [RIGHT, ("not earlier ones", Some(Execution))];
    table.add(name, &versions, |s, version| {
        let b = s.buffer("b");
        s.run("fill", &[write(b, COPY_WRITE)]);
        s.barrier(&[memory(COPY_WRITE, COMPUTE_READ)]);
        s.run("read", &[read(b, COMPUTE_READ)]);
        let dst = if version == "right" { VERTEX } else { COLOR };
        s.barrier(&[memory(COMPUTE, dst)]);
        s.run("write", &[write(b, (Stages::FRAGMENT_SHADER, Access::SHADER_STORAGE_WRITE))]);
    });
    let name = "a source includes logically earlier stages";
    let versions = [RIGHT, ("not later ones", Some(Execution))];
    table.add(name, &versions, |s, version| {
        let b = s.buffer("b");
        s.run("fill", &[write(b, COPY_WRITE)]);
        s.barrier(&[memory(COPY_WRITE, UNIFORM)]);
        s.run("draw", &[read(b, UNIFORM)]);
        s.barrier(&[memory(if version == "right" { COLOR } else { VERTEX }, COPY)]);
        s.run("write", &[write(b, COPY_WRITE)]);
    });
    let name = "accesses are of the stages that a mask names";
    let versions = [
        RIGHT,
        ("a later stage's read", Some(Visibility)),
        ("an earlier stage's write", Some(Availability)),
    ];
    table.add(name, &versions, |s, version| {
        let b = s.buffer("b");
        let writer = (Stages::VERTEX_SHADER, Access::SHADER_STORAGE_WRITE);
        let reader = (Stages::FRAGMENT_SHADER, Access::SHADER_STORAGE_READ);
        s.run("first", &[write(b, writer)]);
        let (src, dst) = match version {
            "a later stage's read" => (writer, (Stages::VERTEX_SHADER, reader.1)),
            "an earlier stage's write" => ((Stages::FRAGMENT_SHADER, writer.1), reader),
            _ => (writer, reader),
        };
        s.barrier(&[memory(src, dst)]);
        s.run("second", &[read(b, reader).sees("first")]);
    });
}

fn masks(table: &mut Table) {
    let all = Stages::ALL_COMMANDS;
    let either = Access::MEMORY_READ | Access::MEMORY_WRITE;
    let name = "collective masks";
    let versions = [
        ("ALL_COMMANDS and MEMORY", None),
        ("SHADER_WRITE and VERTEX_INPUT", None),
        ("ALL_GRAPHICS", None),
        ("ALL_GRAPHICS as source", Some(Execution)),
        ("MEMORY_READ as source access", Some(Availability)),
        ("MEMORY_WRITE as destination access", Some(Visibility)),
        ("PRE_RASTERIZATION_SHADERS", Some(Execution)),
    ];
    table.add(name, &versions, |s, version| {
        let b = s.buffer("b");
        s.run("dispatch", &[write(b, COMPUTE_WRITE)]);
        let compute = (Stages::COMPUTE_SHADER, Access::SHADER_WRITE);
        let attribute = Access::VERTEX_ATTRIBUTE_READ;
        let (src, dst) = match version {
            "ALL_COMMANDS and MEMORY" => ((all, Access::MEMORY_WRITE), (all, either)),
            "ALL_GRAPHICS" => (compute, (Stages::ALL_GRAPHICS, attribute)),
            "ALL_GRAPHICS as source" => ((Stages::ALL_GRAPHICS, either), (all, either)),
            "MEMORY_READ as source access" => ((all, Access::MEMORY_READ), (all, either)),
            "MEMORY_WRITE as destination access" => (compute, (all, Access::MEMORY_WRITE)),
            "PRE_RASTERIZATION_SHADERS" => {
                (compute, (Stages::PRE_RASTERIZATION_SHADERS, Access::MEMORY_READ))
            }
            _ => (compute, (Stages::VERTEX_INPUT, attribute)),
        };
        s.barrier(&[memory(src, dst)]);
        s.run("draw", &[read(b, ATTRIBUTE)]);
    });
}

fn events(table: &mut Table) {
    let name = "an event";
    let versions = [
        RIGHT,
        ("waited for and never set", Some(Signal)),
        ("set before the write", Some(Execution)),
        ("set and not waited for", Some(Execution)),
    ];
    table.add(name, &versions, |s, version| {
        let b = s.buffer("b");
        let barrier = [memory(COMPUTE_WRITE, COMPUTE_READ)];
        if version == "set before the write" {
            let dependency = s.set_event(&barrier);
            s.run("write", &[write(b, COMPUTE_WRITE)]);
            s.wait_event(0, dependency);
        } else {
            s.run("write", &[write(b, COMPUTE_WRITE)]);
            let dependency = s.set_event(&barrier);
            match version {
                "set and not waited for" => {}
                "waited for and never set" => s.wait_event(1, dependency),
                _ => s.wait_event(0, dependency),
            }
        }
        s.run("read", &[read(b, COMPUTE_READ)]);
    });
}

fn contents(table: &mut Table) {
    let name = "a read sees the last write declared before it";
    let versions = [RIGHT, ("writers exchanged", Some(Meaning)), ("nobody wrote", Some(Contents))];
    table.add(name, &versions, |s, version| {
        let b = s.buffer("b");
        let writers = match version {
            "writers exchanged" => vec!["second", "first"],
            "nobody wrote" => vec![],
            _ => vec!["first", "second"],
        };
        for writer in writers {
            s.run(writer, &[write(b, COMPUTE_WRITE)]);
            s.barrier(&[memory(COMPUTE_WRITE, (COMPUTE.0, COMPUTE_READ.1 | COMPUTE_WRITE.1))]);
        }
        s.run("read", &[read(b, COMPUTE_READ).sees("second")]);
    });
}

fn transitions(table: &mut Table) {
    let name = "a transition without source stages";
    let versions = [
        ("of what the host has waited for", None),
        ("of what a wait for all commands follows", None),
        ("of what nothing has waited for", Some(Execution)),
    ];
    table.add(name, &versions, |s, version| {
        let (queue, done) = (s.queue("queue"), s.semaphore(Semaphore::Timeline));
        let i = s.image("i");
        s.barrier(&[change(i, (Layout::UNDEFINED, Layout::GENERAL), NONE, COMPUTE_WRITE)]);
        s.run("write", &[write(i, COMPUTE_WRITE).layout(Layout::GENERAL)]);
        let all = Stages::ALL_COMMANDS;
        s.submit(queue, &[], &[at(done, 1, all)]);
        if version == "of what the host has waited for" {
            s.call(HostCall::Wait { semaphore: done, value: 1 });
        }
        s.barrier(&[change(i, (Layout::UNDEFINED, Layout::GENERAL), NONE, COPY_WRITE)]);
        s.run("copy", &[write(i, COPY_WRITE).layout(Layout::GENERAL)]);
        let waits = [at(done, 1, all)];
        let waits =
            if version == "of what a wait for all commands follows" { &waits[..] } else { &[] };
        s.submit(queue, waits, &[]);
    });
    let name = "transitions of a queue are in the order of submission";
    let versions = [RIGHT, ("what comes before them is not", Some(Execution))];
    table.add(name, &versions, |s, version| {
        let i = s.image("i");
        let (general, copied) = (Layout::GENERAL, Layout::TRANSFER_DST_OPTIMAL);
        s.barrier(&[change(i, (Layout::UNDEFINED, general), NONE, COMPUTE_WRITE)]);
        if version != "right" {
            s.run("write", &[write(i, COMPUTE_WRITE).layout(general)]);
        }
        s.barrier(&[change(i, (general, copied), NONE, COPY_WRITE)]);
        s.run("copy", &[write(i, COPY_WRITE).layout(copied)]);
    });
}

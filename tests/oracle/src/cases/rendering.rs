//! Dynamic rendering: load and store operations (Render Pass Load Operations, Render Pass Store Operations).

use vixen_plan::vk::{AccessFlags2 as Access, PipelineStageFlags2 as Stages};
use vixen_plan::vk::{AttachmentLoadOp as Load, AttachmentStoreOp as Store, ImageLayout as Layout};

use super::script::{
    NONE, attachment, change, memory, read,
    side::{COLOR_READ, COLOR_WRITE, EARLY_WRITE, FRAGMENT_SAMPLED, LATE_WRITE},
};
use super::{RIGHT, Table};
use crate::verdict::Missing::{Availability, Contents, Execution, Visibility};

const COLOR: Layout = Layout::COLOR_ATTACHMENT_OPTIMAL;
const DEPTH: Layout = Layout::DEPTH_STENCIL_ATTACHMENT_OPTIMAL;
const READ: Layout = Layout::SHADER_READ_ONLY_OPTIMAL;

pub(super) fn cases(table: &mut Table) {
    colors(table);
    relaxed(table);
    depths(table);
}

fn colors(table: &mut Table) {
    let name = "two passes render to a color attachment, the second one loads it";
    let versions = [
        RIGHT,
        ("shown to its writes", Some(Visibility)),
        ("without a barrier", Some(Execution)),
        ("load DONT_CARE", Some(Contents)),
        ("stored with DONT_CARE", Some(Contents)),
    ];
    table.add(name, &versions, |s, version| {
        let i = s.image("i");
        s.barrier(&[change(i, (Layout::UNDEFINED, COLOR), NONE, COLOR_WRITE)]);
        let store =
            if version == "stored with DONT_CARE" { Store::DONT_CARE } else { Store::STORE };
        s.run("first", &[attachment(i, false, (Load::CLEAR, store))]);
        match version {
            "without a barrier" => {}
            "shown to its writes" => s.barrier(&[memory(COLOR_WRITE, COLOR_WRITE)]),
            _ => s.barrier(&[memory(COLOR_WRITE, (COLOR_READ.0, COLOR_READ.1 | COLOR_WRITE.1))]),
        }
        let mut second = attachment(i, false, (Load::LOAD, Store::STORE)).sees("first");
        if version == "load DONT_CARE" {
            second = attachment(i, false, (Load::DONT_CARE, Store::STORE)).sees("first");
        }
        s.run("second", &[second]);
    });
}

/// No promise of a program orders one rendering after another.
fn relaxed(table: &mut Table) {
    let name = "two passes draw into an attachment, both relaxed";
    let versions = [RIGHT, ("without a barrier", Some(Execution))];
    table.add(name, &versions, |s, version| {
        let i = s.image("i");
        s.barrier(&[change(i, (Layout::UNDEFINED, COLOR), NONE, COLOR_WRITE)]);
        s.run("clear", &[attachment(i, false, (Load::CLEAR, Store::STORE))]);
        for name in ["first", "second"] {
            if version == "right" || name == "first" {
                s.barrier(&[memory(COLOR_WRITE, (COLOR_READ.0, COLOR_READ.1 | COLOR_WRITE.1))]);
            }
            s.run(name, &[attachment(i, false, (Load::LOAD, Store::STORE)).relaxed()]);
        }
    });
    let name = "two passes resolve into one image, both relaxed";
    let versions = [RIGHT, ("without a barrier", Some(Execution))];
    table.add(name, &versions, |s, version| {
        let i = s.image("resolved");
        s.barrier(&[change(i, (Layout::UNDEFINED, COLOR), NONE, COLOR_WRITE)]);
        s.run("first", &[super::script::write(i, COLOR_WRITE).layout(COLOR).relaxed()]);
        if version == "right" {
            s.barrier(&[memory(COLOR_WRITE, COLOR_WRITE)]);
        }
        s.run("second", &[super::script::write(i, COLOR_WRITE).layout(COLOR).relaxed()]);
    });
}

fn depths(table: &mut Table) {
    let name = "a pass clears a depth attachment that another one rendered to";
    let versions = [
        RIGHT,
        ("late tests as destination", Some(Execution)),
        ("shown to its reads", Some(Visibility)),
        ("early tests as source", Some(Execution)),
        ("no source access", Some(Availability)),
    ];
    table.add(name, &versions, |s, version| {
        let i = s.depth("depth");
        s.barrier(&[change(i, (Layout::UNDEFINED, DEPTH), NONE, EARLY_WRITE)]);
        s.run("first", &[attachment(i, true, (Load::CLEAR, Store::STORE))]);
        let reads = (Stages::EARLY_FRAGMENT_TESTS, Access::DEPTH_STENCIL_ATTACHMENT_READ);
        let (src, dst) = match version {
            "late tests as destination" => (LATE_WRITE, LATE_WRITE),
            "shown to its reads" => (LATE_WRITE, reads),
            "early tests as source" => (EARLY_WRITE, EARLY_WRITE),
            "no source access" => ((LATE_WRITE.0, NONE.1), EARLY_WRITE),
            _ => (LATE_WRITE, EARLY_WRITE),
        };
        s.barrier(&[memory(src, dst)]);
        s.run("second", &[attachment(i, true, (Load::CLEAR, Store::STORE))]);
    });
    let name = "a pass tests against a depth that is only read, then it is written";
    let versions = [RIGHT, ("from the early tests", Some(Execution))];
    table.add(name, &versions, |s, version| {
        let i = s.depth("depth");
        s.barrier(&[change(i, (Layout::UNDEFINED, DEPTH), NONE, EARLY_WRITE)]);
        s.run("first", &[attachment(i, true, (Load::CLEAR, Store::STORE))]);
        let reads = (Stages::EARLY_FRAGMENT_TESTS, Access::DEPTH_STENCIL_ATTACHMENT_READ);
        s.barrier(&[memory(LATE_WRITE, reads)]);
        s.run("test", &[attachment(i, true, (Load::LOAD, Store::NONE)).sees("first")]);
        let src = if version == "right" {
            Stages::LATE_FRAGMENT_TESTS
        } else {
            Stages::EARLY_FRAGMENT_TESTS
        };
        s.barrier(&[memory((src, Access::NONE), EARLY_WRITE)]);
        s.run("clear", &[attachment(i, true, (Load::CLEAR, Store::STORE))]);
    });
    let name = "a depth that is resolved is cleared by the next pass";
    let versions = [
        RIGHT,
        ("the resolve is not waited for", Some(Execution)),
        ("the clear is not shown what was stored", Some(Visibility)),
    ];
    table.add(name, &versions, |s, version| {
        let i = s.depth("depth");
        s.barrier(&[change(i, (Layout::UNDEFINED, DEPTH), NONE, EARLY_WRITE)]);
        s.run("first", &[attachment(i, true, (Load::CLEAR, Store::STORE)).resolved()]);
        let src = match version {
            "the resolve is not waited for" => LATE_WRITE,
            _ => (LATE_WRITE.0 | COLOR_WRITE.0, LATE_WRITE.1),
        };
        let dst = match version {
            "the clear is not shown what was stored" => (EARLY_WRITE.0, Access::NONE),
            _ => EARLY_WRITE,
        };
        s.barrier(&[memory(src, dst)]);
        s.run("second", &[attachment(i, true, (Load::CLEAR, Store::STORE))]);
    });
    let name = "what a resolve wrote is sampled";
    let versions = [RIGHT, ("as a resolve command", Some(Execution))];
    table.add(name, &versions, |s, version| {
        let i = s.image("resolved");
        s.barrier(&[change(i, (Layout::UNDEFINED, COLOR), NONE, COLOR_WRITE)]);
        s.run("pass", &[super::script::write(i, COLOR_WRITE).layout(COLOR)]);
        // The operation at the end of a pass is one of the colour output, not of vkCmdResolveImage2.
        let command = (Stages::RESOLVE, Access::TRANSFER_WRITE);
        let src = if version == "right" { COLOR_WRITE } else { command };
        s.barrier(&[change(i, (COLOR, READ), src, FRAGMENT_SAMPLED)]);
        s.run("sample", &[read(i, FRAGMENT_SAMPLED).layout(READ).sees("pass")]);
    });
}

//! Depth and stencil of one image: one layout, one order, two contents.

use vixen_plan::vk::{AccessFlags2 as Access, PipelineStageFlags2 as Stages};
use vixen_plan::vk::{
    AttachmentLoadOp as Load, AttachmentStoreOp as Store, ImageAspectFlags as Aspects,
    ImageLayout as Layout,
};

use super::script::{
    NONE, Script, Touch, attachment, change, memory, read,
    side::{CLEAR_WRITE, COPY, COPY_READ, COPY_WRITE, EARLY_WRITE, LATE_WRITE},
    write,
};
use super::{RIGHT, Table};
use crate::verdict::Missing::{Availability, Contents, Execution, Meaning, Visibility};

const TESTED: Layout = Layout::DEPTH_STENCIL_ATTACHMENT_OPTIMAL;
const WRITTEN: Layout = Layout::TRANSFER_DST_OPTIMAL;
const READ: Layout = Layout::TRANSFER_SRC_OPTIMAL;

fn depth(i: usize, operations: (Load, Store)) -> Touch {
    attachment(i, true, operations).aspect(Aspects::DEPTH)
}

fn stencil(i: usize, operations: (Load, Store)) -> Touch {
    attachment(i, true, operations).aspect(Aspects::STENCIL)
}

/// A pass that clears both aspects.
fn mark(s: &mut Script, i: usize) {
    s.barrier(&[change(i, (Layout::UNDEFINED, TESTED), NONE, EARLY_WRITE)]);
    let both = (Load::CLEAR, Store::STORE);
    s.run("mark", &[depth(i, both), stencil(i, both)]);
}

pub(super) fn cases(table: &mut Table) {
    portal(table);
    attachments(table);
    beside(table);
}

/// The stencil is marked, the depth wiped, and the inside drawn where the mark is.
fn portal(table: &mut Table) {
    let name = "a portal: the depth is cleared by a command, the stencil stays";
    let versions = [
        RIGHT,
        ("the clear enters from UNDEFINED", Some(Contents)),
        ("the stencil is not loaded", Some(Contents)),
        ("the stencil is not stored", Some(Contents)),
        ("the clear takes both aspects", Some(Meaning)),
        ("the clear takes the stencil", Some(Meaning)),
        ("the barrier names the depth alone", Some(Availability)),
    ];
    table.add(name, &versions, |s, version| {
        let i = s.depth_stencil("ds");
        s.barrier(&[change(i, (Layout::UNDEFINED, TESTED), NONE, EARLY_WRITE)]);
        let store = if version.ends_with("not stored") { Store::DONT_CARE } else { Store::STORE };
        let both = (Load::CLEAR, Store::STORE);
        s.run("mark", &[depth(i, both), stencil(i, (Load::CLEAR, store))]);
        let from = if version.ends_with("UNDEFINED") { Layout::UNDEFINED } else { TESTED };
        let mut first = change(i, (from, WRITTEN), LATE_WRITE, CLEAR_WRITE);
        if let (true, Some(target)) = (version.ends_with("depth alone"), &mut first.target) {
            target.range = read(i, NONE).aspect(Aspects::DEPTH).range();
        }
        s.barrier(&[first]);
        let wiped = match version {
            "the clear takes both aspects" => Aspects::DEPTH | Aspects::STENCIL,
            "the clear takes the stencil" => Aspects::STENCIL,
            _ => Aspects::DEPTH,
        };
        s.run("wipe", &[write(i, CLEAR_WRITE).layout(WRITTEN).aspect(wiped)]);
        let tests = (
            Stages::EARLY_FRAGMENT_TESTS,
            Access::DEPTH_STENCIL_ATTACHMENT_READ | Access::DEPTH_STENCIL_ATTACHMENT_WRITE,
        );
        s.barrier(&[change(i, (WRITTEN, TESTED), CLEAR_WRITE, tests)]);
        let load = if version.ends_with("not loaded") { Load::DONT_CARE } else { Load::LOAD };
        let depth = depth(i, (Load::LOAD, Store::STORE));
        let wiped = if version == "the clear takes the stencil" { "mark" } else { "wipe" };
        s.run("inside", &[stencil(i, (load, Store::NONE)).sees("mark"), depth.sees(wiped)]);
    });
}

/// A rendering has a load and a store operation for each aspect.
fn attachments(table: &mut Table) {
    let name = "a pass clears the depth and keeps the stencil, which is then copied";
    let versions = [
        RIGHT,
        ("the stencil is cleared, too", Some(Meaning)),
        ("no stencil attachment", None),
        ("without a barrier", Some(Execution)),
    ];
    table.add(name, &versions, |s, version| {
        let i = s.depth_stencil("ds");
        mark(s, i);
        if version != "without a barrier" {
            let both = Access::DEPTH_STENCIL_ATTACHMENT_READ;
            s.barrier(&[memory(LATE_WRITE, (EARLY_WRITE.0, EARLY_WRITE.1 | both))]);
        }
        let cleared = depth(i, (Load::CLEAR, Store::STORE));
        match version {
            "no stencil attachment" => s.run("again", &[cleared]),
            "the stencil is cleared, too" => {
                s.run("again", &[cleared, stencil(i, (Load::CLEAR, Store::STORE))]);
            }
            _ => {
                let kept = stencil(i, (Load::LOAD, Store::NONE)).sees("mark");
                s.run("again", &[cleared, kept]);
            }
        }
        s.barrier(&[change(i, (TESTED, READ), LATE_WRITE, COPY_READ)]);
        let copied = read(i, COPY_READ).layout(READ).aspect(Aspects::STENCIL);
        s.run("copy", &[copied.sees("mark")]);
    });
}

/// A write of one aspect may read and write back the other.
fn beside(table: &mut Table) {
    let name = "the depth is drawn after the stencil was copied out";
    let versions = [RIGHT, ("the copy is not waited for", Some(Execution))];
    table.add(name, &versions, |s, version| {
        let i = s.depth_stencil("ds");
        let general = Layout::GENERAL;
        s.barrier(&[change(i, (Layout::UNDEFINED, general), NONE, EARLY_WRITE)]);
        let both = (Load::CLEAR, Store::STORE);
        s.run("mark", &[depth(i, both).layout(general), stencil(i, both).layout(general)]);
        let after = (COPY_READ.0 | EARLY_WRITE.0, COPY_READ.1 | EARLY_WRITE.1);
        s.barrier(&[memory(LATE_WRITE, after)]);
        let copied = read(i, COPY_READ).layout(general).aspect(Aspects::STENCIL);
        s.run("copy", &[copied.sees("mark")]);
        if version == "right" {
            s.barrier(&[memory(COPY, (EARLY_WRITE.0, EARLY_WRITE.1))]);
        }
        s.run("draw", &[depth(i, both).layout(general)]);
    });
    let name = "the stencil is filled after the depth was";
    let versions = [RIGHT, ("no barrier", Some(Execution)), ("order alone", Some(Visibility))];
    table.add(name, &versions, |s, version| {
        let i = s.depth_stencil("ds");
        s.barrier(&[change(i, (Layout::UNDEFINED, WRITTEN), NONE, COPY_WRITE)]);
        let filled = |aspect| write(i, COPY_WRITE).layout(WRITTEN).aspect(aspect);
        s.run("depth", &[filled(Aspects::DEPTH)]);
        match version {
            "no barrier" => {}
            "order alone" => s.barrier(&[memory(COPY_WRITE, COPY)]),
            _ => s.barrier(&[memory(COPY_WRITE, COPY_WRITE)]),
        }
        s.run("stencil", &[filled(Aspects::STENCIL)]);
        s.barrier(&[change(i, (WRITTEN, READ), COPY_WRITE, COPY_READ)]);
        let copied = |aspect| read(i, COPY_READ).layout(READ).aspect(aspect);
        s.run("copy", &[copied(Aspects::DEPTH).sees("depth")]);
        s.run("copy too", &[copied(Aspects::STENCIL).sees("stencil")]);
    });
}

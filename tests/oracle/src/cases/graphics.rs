//! "Graphics to Compute Dependencies" and "Graphics to Graphics Dependencies".

use vixen_plan::vk::{AttachmentLoadOp as Load, AttachmentStoreOp as Store, ImageLayout as Layout};

use super::script::{
    NONE, Script, Side, attachment, change, read,
    side::{
        COLOR_WRITE, COMPUTE, COMPUTE_SAMPLED, EARLY_WRITE, FRAGMENT, FRAGMENT_SAMPLED, LATE_WRITE,
        VERTEX, VERTEX_SAMPLED,
    },
};
use super::{RIGHT, Table};
use crate::verdict::Missing::{Availability, Execution, Visibility};

pub(super) fn cases(table: &mut Table) {
    color(table);
    depth(table);
    after_sampling(table);
}

const COLOR: Layout = Layout::COLOR_ATTACHMENT_OPTIMAL;
const DEPTH: Layout = Layout::DEPTH_STENCIL_ATTACHMENT_OPTIMAL;
const READ: Layout = Layout::SHADER_READ_ONLY_OPTIMAL;

/// Clears and draws an image, brings it into a layout for reading, and reads it.
fn drawn(s: &mut Script, image: usize, is_depth: bool, (src, dst): (Side, Side), reader: Side) {
    let layout = if is_depth { DEPTH } else { COLOR };
    let first = if is_depth { EARLY_WRITE } else { COLOR_WRITE };
    s.barrier(&[change(image, (Layout::UNDEFINED, layout), NONE, first)]);
    s.run("draw", &[attachment(image, is_depth, (Load::CLEAR, Store::STORE))]);
    s.barrier(&[change(image, (layout, READ), src, dst)]);
    s.run("reader", &[read(image, reader).layout(READ).sees("draw")]);
}

fn color(table: &mut Table) {
    let name = "draw writes to a color attachment, dispatch samples from that image";
    let versions = [
        RIGHT,
        ("from the fragment shader", Some(Execution)),
        ("no source access", Some(Availability)),
        ("no destination access", Some(Visibility)),
    ];
    table.add(name, &versions, |s, version| {
        let i = s.image("i");
        let (mut src, mut dst) = (COLOR_WRITE, COMPUTE_SAMPLED);
        match version {
            "from the fragment shader" => src = FRAGMENT,
            "no source access" => src = (COLOR_WRITE.0, NONE.1),
            "no destination access" => dst = COMPUTE,
            _ => {}
        }
        drawn(s, i, false, (src, dst), COMPUTE_SAMPLED);
    });
    let name = "first pass writes to a color attachment, second one samples it";
    let versions = [RIGHT, ("in the vertex shader, shown to the fragment shader", Some(Execution))];
    table.add(name, &versions, |s, version| {
        let i = s.image("i");
        let reader = if version == "right" { FRAGMENT_SAMPLED } else { VERTEX_SAMPLED };
        drawn(s, i, false, (COLOR_WRITE, FRAGMENT_SAMPLED), reader);
    });
    let name = "first pass writes to a color attachment, second one samples it in both shaders";
    table.add(
        name,
        &[RIGHT, ("shown to the vertex shader alone", Some(Visibility))],
        |s, version| {
            let i = s.image("i");
            let both = (VERTEX_SAMPLED.0 | FRAGMENT_SAMPLED.0, VERTEX_SAMPLED.1);
            let dst = if version == "right" { both } else { VERTEX_SAMPLED };
            drawn(s, i, false, (COLOR_WRITE, dst), FRAGMENT_SAMPLED);
        },
    );
}

fn depth(table: &mut Table) {
    let name = "first pass writes to a depth attachment, second one samples it (shadow map)";
    let versions = [
        RIGHT,
        ("both tests as source", None),
        ("early tests as source", Some(Execution)),
        ("early tests' writes", Some(Availability)),
    ];
    table.add(name, &versions, |s, version| {
        let i = s.depth("shadow");
        let src = match version {
            "both tests as source" => (EARLY_WRITE.0 | LATE_WRITE.0, LATE_WRITE.1),
            "early tests as source" => EARLY_WRITE,
            "early tests' writes" => (LATE_WRITE.0, NONE.1),
            _ => LATE_WRITE,
        };
        drawn(s, i, true, (src, FRAGMENT_SAMPLED), FRAGMENT_SAMPLED);
    });
    let name = "draw writes to a depth attachment, dispatch samples from that image";
    table.add(name, &[RIGHT, ("from the color output", Some(Availability))], |s, version| {
        let i = s.depth("depth");
        // Colour output comes last in the pipeline, so that order is there.
        let src = if version == "right" { LATE_WRITE } else { COLOR_WRITE };
        drawn(s, i, true, (src, COMPUTE_SAMPLED), COMPUTE_SAMPLED);
    });
}

fn after_sampling(table: &mut Table) {
    let name = "first pass samples an image, second one writes to it as a color attachment";
    let versions = [
        RIGHT,
        ("from the vertex shader", Some(Execution)),
        ("no destination access", Some(Visibility)),
    ];
    table.add(name, &versions, |s, version| {
        let i = s.image("i");
        drawn(s, i, false, (COLOR_WRITE, FRAGMENT_SAMPLED), FRAGMENT_SAMPLED);
        let src = if version == "from the vertex shader" { VERTEX } else { FRAGMENT };
        let dst = if version == "no destination access" {
            super::script::side::COLOR
        } else {
            COLOR_WRITE
        };
        s.barrier(&[change(i, (READ, COLOR), src, dst)]);
        s.run("again", &[attachment(i, false, (Load::CLEAR, Store::STORE))]);
    });
}

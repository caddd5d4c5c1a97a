//! "Compute to Compute Dependencies", and what goes from compute to graphics.

use vixen_plan::vk::ImageLayout as Layout;
use vixen_plan::vk::{AccessFlags2 as Access, PipelineStageFlags2 as Stages};

use super::script::{
    NONE, change, memory, part, read,
    side::{
        ATTRIBUTE, COMPUTE, COMPUTE_READ, COMPUTE_SAMPLED, COMPUTE_WRITE, COPY, COPY_READ,
        COPY_WRITE, FRAGMENT_SAMPLED, INDEX, INDIRECT, UNIFORM,
    },
    update, write,
};
use super::{RIGHT, Table};
use crate::stream::Range;
use crate::verdict::Missing::{
    Availability, Contents, Execution, Layout as WrongLayout, Visibility,
};

pub(super) fn cases(table: &mut Table) {
    buffers(table);
    images(table);
    to_graphics(table);
}

fn buffers(table: &mut Table) {
    let versions = [
        RIGHT,
        ("with a buffer barrier", None),
        ("without a barrier", Some(Execution)),
        ("order alone", Some(Availability)),
        ("no destination access", Some(Visibility)),
        ("another destination access", Some(Visibility)),
        ("another destination stage", Some(Execution)),
        ("another source stage", Some(Execution)),
        ("a buffer barrier of another range", Some(Availability)),
    ];
    let name = "first dispatch writes to a storage buffer, second dispatch reads from it";
    table.add(name, &versions, |s, version| {
        let b = s.buffer("b");
        s.run("first", &[write(b, COMPUTE_WRITE)]);
        let barriers = match version {
            "without a barrier" => vec![],
            "with a buffer barrier" => vec![part(b, Range::Whole, COMPUTE_WRITE, COMPUTE_READ)],
            "order alone" => vec![memory(COMPUTE, COMPUTE)],
            "no destination access" => vec![memory(COMPUTE_WRITE, COMPUTE)],
            "another destination access" => vec![memory(COMPUTE_WRITE, COMPUTE_SAMPLED)],
            "another destination stage" => vec![memory(COMPUTE_WRITE, COPY_READ)],
            "another source stage" => vec![memory(COPY_WRITE, COMPUTE_READ)],
            "a buffer barrier of another range" => {
                vec![part(b, Range::Bytes(0, 16), COMPUTE_WRITE, COMPUTE_READ)]
            }
            _ => vec![memory(COMPUTE_WRITE, COMPUTE_READ)],
        };
        s.barrier(&barriers);
        s.run("second", &[read(b, COMPUTE_READ).sees("first").bytes(128, 64)]);
    });
    let name = "first dispatch reads from a storage buffer, second dispatch writes to it";
    let versions =
        [RIGHT, ("without a barrier", Some(Execution)), ("another source stage", Some(Execution))];
    table.add(name, &versions, |s, version| {
        let b = s.buffer("b");
        s.run("clear", &[write(b, COPY_WRITE)]);
        s.barrier(&[memory(COPY_WRITE, COMPUTE_READ)]);
        s.run("first", &[read(b, COMPUTE_READ)]);
        match version {
            "right" => s.barrier(&[memory(COMPUTE, COMPUTE)]),
            "another source stage" => s.barrier(&[memory(COPY, COMPUTE)]),
            _ => {}
        }
        s.run("second", &[write(b, COMPUTE_WRITE)]);
    });
    let name = "two dispatches write to a storage buffer, one after the other";
    let versions =
        [RIGHT, ("without a barrier", Some(Execution)), ("order alone", Some(Availability))];
    table.add(name, &versions, |s, version| {
        let b = s.buffer("b");
        s.run("first", &[write(b, COMPUTE_WRITE)]);
        match version {
            "right" => s.barrier(&[memory(COMPUTE_WRITE, COMPUTE_WRITE)]),
            "order alone" => s.barrier(&[memory(COMPUTE, COMPUTE)]),
            _ => {}
        }
        s.run("second", &[write(b, COMPUTE_WRITE)]);
    });
    let both = (Stages::COMPUTE_SHADER, Access::SHADER_STORAGE_READ | Access::SHADER_STORAGE_WRITE);
    let name = "a read-write after a write that an indirect draw has read";
    table.add(name, &[RIGHT, ("no barrier for its read", Some(Visibility))], |s, version| {
        let b = s.buffer("b");
        s.run("cull", &[write(b, COMPUTE_WRITE)]);
        s.barrier(&[memory(COMPUTE_WRITE, INDIRECT)]);
        s.run("draw", &[read(b, INDIRECT).sees("cull")]);
        let dst = if version == "right" { both } else { COMPUTE };
        s.barrier(&[memory((Stages::DRAW_INDIRECT, Access::NONE), dst)]);
        s.run("cull again", &[update(b, both).sees("cull")]);
    });
    let name = "atomics that need no order among themselves";
    let versions =
        [RIGHT, ("not relaxed", Some(Execution)), ("read without a barrier", Some(Execution))];
    table.add(name, &versions, |s, version| {
        let b = s.buffer("b");
        s.run("clear", &[write(b, COPY_WRITE)]);
        s.barrier(&[memory(COPY_WRITE, both)]);
        for name in ["first", "second"] {
            let touch = update(b, both);
            s.run(name, &[if version == "not relaxed" { touch } else { touch.relaxed() }]);
        }
        if version != "read without a barrier" {
            s.barrier(&[memory(COMPUTE_WRITE, COMPUTE_READ)]);
        }
        s.run("sum", &[read(b, COMPUTE_READ)]);
    });
}

fn images(table: &mut Table) {
    let name = "dispatch writes into a storage image, dispatch samples that image";
    let versions = [
        RIGHT,
        ("without the transition", Some(WrongLayout)),
        ("another old layout", Some(WrongLayout)),
        ("another new layout", Some(WrongLayout)),
        ("from UNDEFINED", Some(Contents)),
        ("no source access", Some(Availability)),
        ("no source stage", Some(Execution)),
        ("no destination access", Some(Visibility)),
    ];
    table.add(name, &versions, |s, version| {
        let i = s.image("i");
        s.barrier(&[change(i, (Layout::UNDEFINED, Layout::GENERAL), NONE, COMPUTE_WRITE)]);
        s.run("write", &[write(i, COMPUTE_WRITE).layout(Layout::GENERAL)]);
        let (mut old, mut new) = (Layout::GENERAL, Layout::SHADER_READ_ONLY_OPTIMAL);
        let (mut src, mut dst) = (COMPUTE_WRITE, COMPUTE_SAMPLED);
        match version {
            "another old layout" => old = Layout::TRANSFER_SRC_OPTIMAL,
            "another new layout" => new = Layout::TRANSFER_SRC_OPTIMAL,
            "from UNDEFINED" => old = Layout::UNDEFINED,
            "no source access" => src = COMPUTE,
            "no source stage" => src = NONE,
            "no destination access" => dst = COMPUTE,
            _ => {}
        }
        if version == "without the transition" {
            s.barrier(&[memory(src, dst)]);
        } else {
            s.barrier(&[change(i, (old, new), src, dst)]);
        }
        let layout = Layout::SHADER_READ_ONLY_OPTIMAL;
        s.run("sample", &[read(i, COMPUTE_SAMPLED).layout(layout).sees("write")]);
    });
}

fn to_graphics(table: &mut Table) {
    let name = "dispatch writes into a storage buffer, draw consumes it as an index buffer";
    let versions =
        [RIGHT, ("as vertex attributes", Some(Execution)), ("without a barrier", Some(Execution))];
    table.add(name, &versions, |s, version| {
        let b = s.buffer("indices");
        s.run("dispatch", &[write(b, COMPUTE_WRITE)]);
        match version {
            "right" => s.barrier(&[memory(COMPUTE_WRITE, INDEX)]),
            "as vertex attributes" => s.barrier(&[memory(COMPUTE_WRITE, ATTRIBUTE)]),
            _ => {}
        }
        s.run("draw", &[read(b, INDEX).sees("dispatch")]);
    });
    let name =
        "one dispatch writes an index buffer, another what a fragment shader reads as uniforms";
    table.add(name, &[RIGHT, ("indices alone", Some(Visibility))], |s, version| {
        let (i, u) = (s.buffer("indices"), s.buffer("uniforms"));
        s.run("first", &[write(i, COMPUTE_WRITE)]);
        s.run("second", &[write(u, COMPUTE_WRITE)]);
        let both = (INDEX.0 | UNIFORM.0, INDEX.1 | UNIFORM.1);
        s.barrier(&[memory(COMPUTE_WRITE, if version == "right" { both } else { INDEX })]);
        s.run("draw", &[read(i, INDEX).sees("first"), read(u, UNIFORM).sees("second")]);
    });
    let name = "dispatch writes a storage buffer, draw takes its arguments from it";
    table.add(name, &[RIGHT, ("shown to the vertex shader", Some(Execution))], |s, version| {
        let b = s.buffer("arguments");
        s.run("dispatch", &[write(b, COMPUTE_WRITE)]);
        let vertex = (Stages::VERTEX_SHADER, Access::SHADER_STORAGE_READ);
        s.barrier(&[memory(COMPUTE_WRITE, if version == "right" { INDIRECT } else { vertex })]);
        s.run("draw", &[read(b, INDIRECT)]);
    });
    let name = "dispatch writes into a storage image, draw samples that image in a fragment shader";
    table.add(name, &[RIGHT, ("shown to compute", Some(Execution))], |s, version| {
        let i = s.image("i");
        s.barrier(&[change(i, (Layout::UNDEFINED, Layout::GENERAL), NONE, COMPUTE_WRITE)]);
        s.run("dispatch", &[write(i, COMPUTE_WRITE).layout(Layout::GENERAL)]);
        let layout = Layout::SHADER_READ_ONLY_OPTIMAL;
        let dst = if version == "right" { FRAGMENT_SAMPLED } else { COMPUTE_SAMPLED };
        s.barrier(&[change(i, (Layout::GENERAL, layout), COMPUTE_WRITE, dst)]);
        s.run("draw", &[read(i, FRAGMENT_SAMPLED).layout(layout).sees("dispatch")]);
    });
}

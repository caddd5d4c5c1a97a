//! Memory that several resources share (Memory Aliasing), and parts of resources.

use vixen_plan::vk::{ImageAspectFlags, ImageLayout as Layout};

use super::script::{
    NONE, Script, change, memory, of_mip, part, read,
    side::{
        COMPUTE, COMPUTE_READ, COMPUTE_SAMPLED, COMPUTE_WRITE, COPY_WRITE, FRAGMENT,
        FRAGMENT_SAMPLED,
    },
    write,
};
use super::{RIGHT, Table};
use crate::stream::{Range, Shape};
use crate::verdict::Missing::{
    Availability, Contents, Execution, Layout as WrongLayout, Visibility,
};

pub(super) fn cases(table: &mut Table) {
    images(table);
    parts_of_memory(table);
    mips_of_memory(table);
    memory_of_mips(table);
    memory_behind_a_mip(table);
    memory_of_some_size(table);
    buffers(table);
    mips(table);
    ranges(table);
}

fn placed(s: &mut Script, name: &str, place: (u64, u64)) -> usize {
    let shape = Shape::Image { aspects: ImageAspectFlags::COLOR, mips: 1, layers: 1 };
    s.resource(name, shape, Some(place))
}

const FRESH: (Layout, Layout) = (Layout::UNDEFINED, Layout::GENERAL);

fn images(table: &mut Table) {
    let name = "an image takes over another one's memory";
    let versions = [
        RIGHT,
        ("no source stage", Some(Execution)),
        ("no source access", Some(Availability)),
        ("a barrier of the first one in the same call", Some(Availability)),
        ("a barrier of the first one before", None),
        ("not from UNDEFINED", Some(WrongLayout)),
        ("the first one is read again", Some(WrongLayout)),
    ];
    table.add(name, &versions, |s, version| {
        let (a, b) = (placed(s, "a", (0, 64)), placed(s, "b", (0, 64)));
        s.barrier(&[change(a, FRESH, NONE, COMPUTE_WRITE)]);
        s.run("first", &[write(a, COMPUTE_WRITE).layout(Layout::GENERAL)]);
        let kept = (Layout::GENERAL, Layout::GENERAL);
        let take = change(b, FRESH, COMPUTE, COPY_WRITE);
        match version {
            "no source stage" => s.barrier(&[change(b, FRESH, NONE, COPY_WRITE)]),
            "no source access" => s.barrier(&[take]),
            "a barrier of the first one in the same call" => {
                s.barrier(&[change(a, kept, COMPUTE_WRITE, COMPUTE), take]);
            }
            "a barrier of the first one before" => {
                s.barrier(&[change(a, kept, COMPUTE_WRITE, COMPUTE)]);
                s.barrier(&[take]);
            }
            "not from UNDEFINED" => {
                let old = (Layout::TRANSFER_DST_OPTIMAL, Layout::GENERAL);
                s.barrier(&[change(b, old, COMPUTE_WRITE, COPY_WRITE)]);
            }
            _ => s.barrier(&[change(b, FRESH, COMPUTE_WRITE, COPY_WRITE)]),
        }
        s.run("second", &[write(b, COPY_WRITE).layout(Layout::GENERAL)]);
        if version == "the first one is read again" {
            s.barrier(&[memory(COPY_WRITE, COMPUTE_READ)]);
            s.run("third", &[read(a, COMPUTE_READ).layout(Layout::GENERAL).sees("first")]);
        }
    });
    let name = "an image takes over memory that was read last";
    let versions = [RIGHT, ("from the writer's stage", Some(Execution))];
    table.add(name, &versions, |s, version| {
        let (a, b) = (placed(s, "a", (0, 64)), placed(s, "b", (32, 64)));
        s.barrier(&[change(a, FRESH, NONE, COMPUTE_WRITE)]);
        s.run("write", &[write(a, COMPUTE_WRITE).layout(Layout::GENERAL)]);
        s.barrier(&[memory(COMPUTE_WRITE, FRAGMENT_SAMPLED)]);
        s.run("read", &[read(a, FRAGMENT_SAMPLED).layout(Layout::GENERAL)]);
        let src = if version == "right" { FRAGMENT } else { COMPUTE };
        s.barrier(&[change(b, FRESH, src, COPY_WRITE)]);
        s.run("second", &[write(b, COPY_WRITE).layout(Layout::GENERAL)]);
    });
}

fn parts_of_memory(table: &mut Table) {
    let name = "two images take over a half each of another one's memory";
    let versions =
        [RIGHT, ("the second one relies on the first one's barrier", Some(Availability))];
    table.add(name, &versions, |s, version| {
        let a = placed(s, "a", (0, 64));
        let (b, c) = (placed(s, "b", (0, 32)), placed(s, "c", (32, 32)));
        s.barrier(&[change(a, FRESH, NONE, COMPUTE_WRITE)]);
        s.run("first", &[write(a, COMPUTE_WRITE).layout(Layout::GENERAL)]);
        s.barrier(&[change(b, FRESH, COMPUTE_WRITE, COMPUTE_WRITE)]);
        s.run("second", &[write(b, COMPUTE_WRITE).layout(Layout::GENERAL)]);
        let src = if version == "right" { COMPUTE_WRITE } else { COMPUTE };
        s.barrier(&[change(c, FRESH, src, COMPUTE_WRITE)]);
        s.run("third", &[write(c, COMPUTE_WRITE).layout(Layout::GENERAL)]);
    });
}

fn mips_of_memory(table: &mut Table) {
    let name = "the mips of an image take over memory one after the other";
    let versions =
        [RIGHT, ("the second one relies on the first one's barrier", Some(Availability))];
    table.add(name, &versions, |s, version| {
        let a = placed(s, "a", (0, 64));
        let shape = Shape::Image { aspects: ImageAspectFlags::COLOR, mips: 2, layers: 1 };
        let b = s.resource("b", shape, Some((0, 64)));
        s.barrier(&[change(a, FRESH, NONE, COMPUTE_WRITE)]);
        s.run("first", &[write(a, COMPUTE_WRITE).layout(Layout::GENERAL)]);
        let take = change(b, FRESH, COMPUTE_WRITE, COMPUTE_WRITE);
        s.barrier(&[of_mip(take, 0)]);
        s.run("mip 0", &[write(b, COMPUTE_WRITE).layout(Layout::GENERAL).mip(0)]);
        let src = if version == "right" { COMPUTE_WRITE } else { COMPUTE };
        s.barrier(&[of_mip(change(b, FRESH, src, COMPUTE_WRITE), 1)]);
        s.run("mip 1", &[write(b, COMPUTE_WRITE).layout(Layout::GENERAL).mip(1)]);
    });
}

/// The barriers of an image's mips, one after the other, together hold all of its memory.
fn memory_of_mips(table: &mut Table) {
    let name = "an image takes its memory back from another one's mips";
    let versions = [RIGHT, ("one of the mips is never used", Some(Availability))];
    table.add(name, &versions, |s, version| {
        let a = placed(s, "a", (0, 64));
        let shape = Shape::Image { aspects: ImageAspectFlags::COLOR, mips: 2, layers: 1 };
        let b = s.resource("b", shape, Some((0, 64)));
        s.barrier(&[change(a, FRESH, NONE, COPY_WRITE)]);
        s.run("first", &[write(a, COPY_WRITE).layout(Layout::GENERAL)]);
        for mip in 0..if version == "right" { 2 } else { 1 } {
            s.barrier(&[of_mip(change(b, FRESH, COPY_WRITE, COMPUTE_WRITE), mip)]);
            s.run("mip", &[write(b, COMPUTE_WRITE).layout(Layout::GENERAL).mip(mip)]);
        }
        s.barrier(&[change(a, FRESH, COMPUTE_WRITE, COPY_WRITE)]);
        s.run("again", &[write(a, COPY_WRITE).layout(Layout::GENERAL)]);
    });
}

/// What `b` made available of `a` is as much as it has of its bytes.
fn memory_of_some_size(table: &mut Table) {
    let name = "an image takes memory back from one that may be smaller";
    let versions = [
        RIGHT,
        ("the other one's barrier is thought to have been enough", Some(Availability)),
        ("it is enough where sizes are known", None),
    ];
    table.add(name, &versions, |s, version| {
        let (a, b) = (placed(s, "a", (0, 64)), placed(s, "b", (0, 64)));
        if version != "it is enough where sizes are known" {
            s.bounds_alone();
        }
        s.barrier(&[change(a, FRESH, NONE, COMPUTE_WRITE)]);
        s.run("first", &[write(a, COMPUTE_WRITE).layout(Layout::GENERAL)]);
        s.barrier(&[change(b, FRESH, COMPUTE_WRITE, COPY_WRITE)]);
        s.run("second", &[write(b, COPY_WRITE).layout(Layout::GENERAL)]);
        let both = (COMPUTE.0 | COPY_WRITE.0, COMPUTE_WRITE.1 | COPY_WRITE.1);
        let src = if version == "right" { both } else { COPY_WRITE };
        s.barrier(&[change(a, FRESH, src, COMPUTE_WRITE)]);
        s.run("again", &[write(a, COMPUTE_WRITE).layout(Layout::GENERAL)]);
    });
}

/// What a mip of an image wrote over is not known, so that what was there before it is still to be shown.
fn memory_behind_a_mip(table: &mut Table) {
    let name = "a buffer takes memory over, of which an image's mip was used in between";
    let versions = [RIGHT, ("as if the mip were all of it", Some(Visibility))];
    table.add(name, &versions, |s, version| {
        let a = placed(s, "a", (0, 64));
        let shape = Shape::Image { aspects: ImageAspectFlags::COLOR, mips: 2, layers: 1 };
        let b = s.resource("b", shape, Some((0, 64)));
        let c = s.resource("c", Shape::Buffer(64), Some((0, 64)));
        s.barrier(&[change(a, FRESH, NONE, COMPUTE_WRITE)]);
        s.run("first", &[write(a, COMPUTE_WRITE).layout(Layout::GENERAL)]);
        let take = of_mip(change(b, FRESH, COMPUTE_WRITE, COMPUTE_WRITE), 0);
        s.barrier(&[memory(COMPUTE_WRITE, COMPUTE_READ), take]);
        s.run("mip 0", &[write(b, COMPUTE_WRITE).layout(Layout::GENERAL).mip(0)]);
        s.barrier(&[memory(COMPUTE_WRITE, COMPUTE_READ)]);
        s.run("read", &[read(b, COMPUTE_READ).layout(Layout::GENERAL).mip(0).sees("mip 0")]);
        let writes = if version == "right" { COMPUTE_WRITE.1 } else { COMPUTE_READ.1 };
        s.barrier(&[memory(COMPUTE_WRITE, (COMPUTE.0, COMPUTE_READ.1 | writes))]);
        s.run("over", &[write(c, COMPUTE_WRITE)]);
    });
}

fn buffers(table: &mut Table) {
    let name = "a buffer takes over another one's memory";
    let versions = [
        RIGHT,
        ("with its own barrier", None),
        ("without a barrier", Some(Execution)),
        ("order alone", Some(Availability)),
        ("read before it is written", Some(Contents)),
    ];
    table.add(name, &versions, |s, version| {
        let shape = Shape::Buffer(64);
        let (a, b) =
            (s.resource("a", shape, Some((0, 64))), s.resource("b", shape, Some((16, 64))));
        s.run("first", &[write(a, COMPUTE_WRITE)]);
        match version {
            "without a barrier" => {}
            "order alone" => s.barrier(&[memory(COMPUTE, COMPUTE)]),
            "with its own barrier" => {
                s.barrier(&[part(b, Range::Whole, COMPUTE_WRITE, COMPUTE_WRITE)]);
            }
            _ => s.barrier(&[memory(COMPUTE_WRITE, (COMPUTE.0, COMPUTE_READ.1 | COMPUTE_WRITE.1))]),
        }
        if version == "read before it is written" {
            s.run("second", &[read(b, COMPUTE_READ)]);
        } else {
            s.run("second", &[write(b, COMPUTE_WRITE)]);
        }
    });
}

fn mips(table: &mut Table) {
    let name = "each mip is made from the one above";
    let versions = [
        RIGHT,
        ("a barrier of the wrong mip", Some(WrongLayout)),
        ("a barrier of the whole image", Some(WrongLayout)),
        ("without a barrier", Some(WrongLayout)),
    ];
    table.add(name, &versions, |s, version| {
        let i = s.image_of("chain", ImageAspectFlags::COLOR, 3, 1);
        s.barrier(&[change(i, FRESH, NONE, COMPUTE_WRITE)]);
        s.run("mip 0", &[write(i, COMPUTE_WRITE).layout(Layout::GENERAL).mip(0)]);
        let layout = Layout::SHADER_READ_ONLY_OPTIMAL;
        let shown = change(i, (Layout::GENERAL, layout), COMPUTE_WRITE, COMPUTE_SAMPLED);
        match version {
            "without a barrier" => {}
            "a barrier of the wrong mip" => s.barrier(&[of_mip(shown, 1)]),
            "a barrier of the whole image" => s.barrier(&[shown]),
            _ => s.barrier(&[of_mip(shown, 0)]),
        }
        s.run(
            "mip 1",
            &[
                read(i, COMPUTE_SAMPLED).layout(layout).mip(0).sees("mip 0"),
                write(i, COMPUTE_WRITE).layout(Layout::GENERAL).mip(1),
            ],
        );
    });
}

fn ranges(table: &mut Table) {
    let name = "two dispatches write to two halves of a buffer";
    let versions = [RIGHT, ("halves that overlap", Some(Execution))];
    table.add(name, &versions, |s, version| {
        let b = s.buffer("b");
        s.run("first", &[write(b, COMPUTE_WRITE).bytes(0, 128)]);
        let first = if version == "right" { 128 } else { 120 };
        s.run("second", &[write(b, COMPUTE_WRITE).bytes(first, 64)]);
    });
}

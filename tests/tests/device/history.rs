//! Earlier copies of a history that are written: what a frame leaves in `prev(k)`, its later passes and the next frames see.

use vixen::{Buffer, Image, bytemuck};

use crate::{Take, machine};

/// Frames that [`machine::read`] runs.
const FRAMES: u32 = 5;

/// What stands in each word of `prev(1)` is doubled, and one added.
#[derive(vixen::Pass)]
#[pass(compute, shader = "validate.comp")]
struct Validate {
    #[storage(read_write)]
    past: Buffer,
}

/// One more than the copy that is read.
#[derive(vixen::Pass)]
#[pass(compute, shader = "reuse.comp")]
struct Reuse {
    #[storage(read)]
    past: Buffer,
    #[storage(write, discard)]
    now: Buffer,
}

#[derive(vixen::Pass)]
#[pass(transfer)]
struct Copy {
    #[copy(read)]
    from: Buffer,
    #[copy(write)]
    to: Buffer,
}

/// Reservoirs validated in place, then reused; the validated ones are read once more, two frames old.
#[derive(vixen::Graph)]
#[graph(frames_in_flight = 2)]
struct Reservoirs {
    #[history(depth = 3, size = 4096)]
    kept: Buffer,
    #[readback(size = 4096)]
    before: Buffer,
    #[readback(size = 4096)]
    now: Buffer,
    #[readback(size = 4096)]
    older: Buffer,
    #[pass(from = "kept.prev(1)", to = before)]
    look: Copy,
    #[pass(past = "kept.prev(1)", groups = 16)]
    validate: Validate,
    #[pass(past = "kept.prev(1)", now = kept, groups = 16)]
    reuse: Reuse,
    #[pass(from = kept, to = now)]
    take: Copy,
    #[pass(from = "kept.prev(2)", to = older)]
    take_older: Copy,
}

/// The words of the copy that was current in each frame, as that frame left them and as the next one did.
fn expected() -> Vec<(u32, u32)> {
    let mut copies = vec![(0, 0)];
    for _ in 0..FRAMES {
        let last = copies.len() - 1;
        copies[last].1 = copies[last].0 * 2 + 1;
        copies.push((copies[last].1 + 1, 0));
    }
    copies
}

#[test]
fn reservoirs_are_validated_in_place() {
    let copies = expected();
    let [.., older, before, now] = &copies[..] else { unreachable!() };
    for (result, word) in
        [(Reservoirs::BEFORE, before.0), (Reservoirs::NOW, now.0), (Reservoirs::OLDER, older.1)]
    {
        let bytes = machine::read::<Reservoirs>(&[], result);
        let words: &[u32] = bytemuck::cast_slice(&bytes);
        assert_eq!(words, [word; 1024], "{result:?}");
    }
    assert!(before.0 != now.0 && older.1 != before.0);
}

/// A triangle over what the last frame left, which is kept elsewhere.
#[derive(vixen::Pass)]
#[pass(raster, vertex = "edge.vert", fragment = "white.frag")]
struct Stamp {
    #[color(load)]
    picture: Image,
}

#[derive(vixen::Pass)]
#[pass(transfer)]
struct Start {
    #[clear(value = [0.0, 0.0, 1.0, 1.0])]
    to: Image,
}

#[derive(vixen::Graph)]
struct Trails {
    #[history(depth = 2, format = "R8G8B8A8_UNORM", size = "[16, 16]")]
    kept: Image,
    #[readback(size = 1024)]
    stamped: Buffer,
    #[readback(size = 1024)]
    plain: Buffer,
    #[pass(picture = "kept.prev(1)", vertices = 3)]
    stamp: Stamp,
    #[pass(from = "kept.prev(1)", to = stamped)]
    take: Take,
    #[pass(to = kept)]
    start: Start,
    #[pass(from = kept, to = plain)]
    take_plain: Take,
}

/// An attachment that is an earlier copy loads what that frame left; the current copy has nothing of it.
#[test]
fn an_earlier_copy_is_drawn_over() {
    let blue = [0, 0, 255, 255];
    let stamped = machine::read::<Trails>(&[], Trails::STAMPED);
    for (y, x) in (0..16usize).flat_map(|y| (0..16usize).map(move |x| (y, x))) {
        let texel = &stamped[(y * 16 + x) * 4..][..4];
        match (x + y).cmp(&15) {
            std::cmp::Ordering::Less => assert_eq!(texel, [255; 4], "{x} {y}"),
            std::cmp::Ordering::Greater => assert_eq!(texel, blue, "{x} {y}"),
            std::cmp::Ordering::Equal => {}
        }
    }
    let plain = machine::read::<Trails>(&[], Trails::PLAIN);
    assert!(plain.chunks_exact(4).all(|texel| texel == blue));
}

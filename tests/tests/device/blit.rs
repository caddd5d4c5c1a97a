//! Blits: a chain of mips from an uploaded image, and copies of several mips at once.

use vixen::{Buffer, Image};

use crate::{Give, Take, machine};

/// One mip from the mip above.
#[derive(vixen::Pass)]
#[pass(transfer)]
struct Halve {
    #[blit(read)]
    from: Image,
    #[blit(write, filter = "linear")]
    to: Image,
}

#[derive(vixen::Pass)]
#[pass(transfer)]
struct Copy {
    #[copy(read)]
    from: Image,
    #[copy(write, discard)]
    to: Image,
}

/// 16 x 16 texels and their mips, which are copied whole and read back.
#[derive(vixen::Graph)]
struct Pyramid {
    #[upload(size = 1024)]
    texels: Buffer,
    #[transient(format = "R8G8B8A8_UNORM", size = "[16, 16]", mips = 5)]
    chain: Image,
    #[transient(format = "R8G8B8A8_UNORM", size = "[16, 16]", mips = 5)]
    copied: Image,
    #[readback(size = 1364)]
    taken: Buffer,
    #[pass(from = texels, to = "chain.mip(0)")]
    give: Give,
    #[pass(from = "chain.mip(i)", to = "chain.mip(i + 1)")]
    down: [Halve; 4],
    #[pass(from = chain, to = copied)]
    copy: Copy,
    #[pass(from = copied, to = taken)]
    take: Take,
}

/// A pattern whose neighbours differ.
fn texel(x: usize, y: usize, channel: usize) -> u8 {
    ((x * 13 + y * 29 + channel * 71) * (x + 2 * y + 1) % 256) as u8
}

#[test]
fn each_mip_is_the_average_of_the_mip_above() {
    let mut texels = Vec::new();
    for (y, x) in (0..16).flat_map(|y| (0..16).map(move |x| (y, x))) {
        texels.extend([0, 1, 2, 3].map(|channel| texel(x, y, channel)));
    }
    let bytes = machine::read::<Pyramid>(&[(Pyramid::TEXELS, &texels)], Pyramid::TAKEN);
    assert_eq!(bytes[..1024], texels);
    let mut above = 0;
    for side in [8usize, 4, 2, 1] {
        let below = above + side * side * 16;
        let at = |base: usize, width: usize, x: usize, y: usize, channel: usize| {
            i32::from(bytes[base + (y * width + x) * 4 + channel])
        };
        for (y, x) in (0..side).flat_map(|y| (0..side).map(move |x| (y, x))) {
            for channel in 0..4 {
                let four = [(0, 0), (1, 0), (0, 1), (1, 1)];
                let sum: i32 = four
                    .iter()
                    .map(|(dx, dy)| at(above, side * 2, 2 * x + dx, 2 * y + dy, channel))
                    .sum();
                let found = at(below, side, x, y, channel);
                // The filter's weights have eight bits, and the average is rounded either way.
                assert!((found * 4 - sum).abs() <= 6, "side {side}, {x} {y}: {found} of {sum} / 4");
            }
        }
        above = below;
    }
    assert_eq!(above + 4, bytes.len());
}

/// An image scaled up to the screen by its nearest texels.
#[derive(vixen::Pass)]
#[pass(transfer)]
struct Enlarge {
    #[blit(read)]
    from: Image,
    #[blit(write, filter = "nearest")]
    to: Image,
}

#[derive(vixen::Graph)]
struct Enlarged {
    #[upload(size = 16)]
    texels: Buffer,
    #[transient(format = "R8G8B8A8_UNORM", size = "[2, 2]")]
    small: Image,
    #[transient(format = "B8G8R8A8_UNORM", size = "[6, 4]")]
    large: Image,
    #[readback(size = 96)]
    taken: Buffer,
    #[pass(from = texels, to = small)]
    give: Give,
    #[pass(from = small, to = large)]
    enlarge: Enlarge,
    #[pass(from = large, to = taken)]
    take: Take,
}

#[test]
fn a_blit_scales_and_converts() {
    let texels: Vec<u8> = (0..16).map(|i| i * 16).collect();
    let bytes = machine::read::<Enlarged>(&[(Enlarged::TEXELS, &texels)], Enlarged::TAKEN);
    for (y, x) in (0..4usize).flat_map(|y| (0..6usize).map(move |x| (y, x))) {
        let source = &texels[(y / 2 * 2 + x / 3) * 4..][..4];
        let found = &bytes[(y * 6 + x) * 4..][..4];
        assert_eq!(found, [source[2], source[1], source[0], source[3]], "{x} {y}");
    }
}

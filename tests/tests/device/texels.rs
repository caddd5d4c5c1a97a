//! Buffers seen as texels of a format, uniform and storage.

use vixen::{Buffer, bytemuck};

use crate::machine;

/// Reads texels of four bytes, and writes one word for each.
#[derive(vixen::Pass)]
#[pass(compute, shader = "texels.comp")]
struct Words {
    #[texel(read, format = "R8G8B8A8_UNORM")]
    src: Buffer,
    #[texel(write)]
    dst: Buffer,
}

#[derive(vixen::Pass)]
#[pass(transfer)]
struct Out {
    #[copy(read)]
    from: Buffer,
    #[copy(write)]
    to: Buffer,
}

#[derive(vixen::Graph)]
struct Texels {
    #[upload(size = 512)]
    bytes: Buffer,
    #[transient(size = 64)]
    words: Buffer,
    #[readback(size = 64)]
    taken: Buffer,
    // Sixteen texels from byte 256 on.
    #[pass(src = "bytes.bytes(256..320)", dst = words, groups = 2)]
    convert: Words,
    #[pass(from = words, to = taken)]
    take: Out,
}

#[test]
fn a_shader_reads_and_writes_texels_of_a_buffer() {
    let bytes: Vec<u8> = (0..512u32).map(|i| (i * 7 % 251) as u8).collect();
    let taken = machine::read::<Texels>(&[(Texels::BYTES, &bytes)], Texels::TAKEN);
    let words: &[u32] = bytemuck::cast_slice(&taken);
    for (word, texel) in words.iter().zip(bytes[256..320].chunks_exact(4)) {
        let [x, y, z, _] = [0, 1, 2, 3].map(|channel| u32::from(texel[channel]));
        assert_eq!(*word, x + y * 1000 + z * 1_000_000);
    }
    assert_eq!(words.len(), 16);
}

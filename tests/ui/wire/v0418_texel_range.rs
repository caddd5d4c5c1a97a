// Four bytes a texel, and a view starts where every device can start one.
use vixen::Buffer;

#[derive(vixen::Pass)]
#[pass(compute, shader = "words.comp")]
struct Words {
    #[texel(read, format = "R8G8B8A8_UNORM")]
    src: Buffer,
    #[texel(write)]
    dst: Buffer,
}

#[derive(vixen::Graph)]
struct Frame {
    #[upload(size = 1024)]
    bytes: Buffer,
    #[readback(size = 1024)]
    words: Buffer,
    #[pass(src = "bytes.bytes(16..272)", dst = "words.bytes(0..250)", groups = 1)]
    convert: Words,
}

fn main() {}

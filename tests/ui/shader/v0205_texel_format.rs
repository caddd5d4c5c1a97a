// words.comp stores to an `r32ui` buffer.
use vixen::Buffer;

#[derive(vixen::Pass)]
#[pass(compute, shader = "words.comp")]
struct Words {
    #[texel(read, format = "R8G8B8A8_UNORM")]
    src: Buffer,
    #[texel(write, format = "R8G8B8A8_UINT")]
    dst: Buffer,
}

fn main() {}

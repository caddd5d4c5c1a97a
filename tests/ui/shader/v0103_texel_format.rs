// A `samplerBuffer` does not say what its texels are.
use vixen::Buffer;

#[derive(vixen::Pass)]
#[pass(compute, shader = "words.comp")]
struct Words {
    #[texel(read)]
    src: Buffer,
    #[texel(write)]
    dst: Buffer,
}

fn main() {}

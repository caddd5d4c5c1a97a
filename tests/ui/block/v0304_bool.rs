// A bool of Rust has one byte.
#[derive(vixen::Block, Clone, Copy)]
#[repr(C)]
struct Params {
    direction: [i32; 2],
    enabled: bool,
}

fn main() {}

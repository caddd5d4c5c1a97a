// The macro of a struct is called by its path, and takes no parameters.
#[derive(vixen::Block, Clone, Copy)]
#[repr(C)]
struct Params {
    direction: [i32; 2],
    weights: Pair<f32>,
}

fn main() {}

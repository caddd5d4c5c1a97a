#[derive(vixen::Block)]
#[repr(C)]
struct Params {
    pair: Pair<Pair<f32>>,
}

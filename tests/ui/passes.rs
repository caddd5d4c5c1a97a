//! Sound passes, which the cases wire into graphs that are not.
#![allow(dead_code, unreachable_pub)] // no case uses all of them, and `derive(Pass)` exports them

use vixen::{Buffer, Image};

#[derive(vixen::Pass)]
#[pass(compute, shader = "blur.comp")]
pub struct Blur {
    #[sampled(filter = "nearest")]
    src: Image,
    #[storage(write, discard)]
    dst: Image,
}

#[derive(vixen::Pass)]
#[pass(compute, shader = "fill.comp")]
pub struct Fill {
    #[storage(write, discard)]
    dst: Image,
}

#[derive(vixen::Pass)]
#[pass(compute, shader = "accumulate.comp")]
pub struct Accumulate {
    #[storage(read_write)]
    sum: Image,
}

#[derive(vixen::Pass)]
#[pass(compute, shader = "list.comp")]
pub struct List {
    #[storage(write)]
    list: Buffer,
}

#[derive(vixen::Pass)]
#[pass(compute, shader = "sum.comp")]
pub struct Sum {
    #[storage(read)]
    list: Buffer,
    #[storage(write)]
    sum: Buffer,
}

#[derive(vixen::Pass)]
#[pass(compute, shader = "spread.comp")]
pub struct Spread {
    #[storage(write, discard)]
    spread: Buffer,
}

#[derive(vixen::Pass)]
#[pass(raster, vertex = "triangle.vert", fragment = "flat.frag")]
pub struct Draw {
    #[color]
    color: Image,
}

#[derive(vixen::Pass)]
#[pass(transfer)]
pub struct Copy {
    #[copy(read)]
    from: Image,
    #[copy(write)]
    to: Image,
}

#[derive(vixen::Pass)]
#[pass(transfer)]
pub struct Zero {
    #[clear(value = 0.0)]
    target: Image,
}

// A device may ask for offsets that are multiples of 256.
use vixen::Buffer;

#[derive(vixen::Pass)]
#[pass(compute, shader = "sum.comp")]
struct Sum {
    #[storage(read)]
    list: Buffer,
    #[storage(write)]
    sum: Buffer,
}

#[derive(vixen::Graph)]
struct Frame {
    #[upload(size = 1024)]
    numbers: Buffer,
    #[readback(size = 4)]
    total: Buffer,
    #[pass(list = "numbers.bytes(272..1024)", sum = total, groups = 1)]
    add: Sum,
}

fn main() {}

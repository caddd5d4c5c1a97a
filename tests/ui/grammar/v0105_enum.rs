// A graph is a struct: its fields are what it has.
#[derive(vixen::Graph)]
enum Frame {
    Low,
    High,
}

fn main() {}

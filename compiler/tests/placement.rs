//! The placement search on instances that others find hard.
#![allow(clippy::unwrap_used)] // A test fails by panicking.

use vixen_compiler::memory::{Item, live_peak, search};

/// The instances. All are known to fit into [`CAPACITY`]; greedy by size needs 1.23 to 1.37 times as much.
const INSTANCES: [(&str, &str); 7] = [
    ("A", include_str!("minimalloc/A.csv")),
    ("B", include_str!("minimalloc/B.csv")),
    ("C", include_str!("minimalloc/C.csv")),
    ("D", include_str!("minimalloc/D.csv")),
    ("E", include_str!("minimalloc/E.csv")),
    ("F", include_str!("minimalloc/F.csv")),
    ("G", include_str!("minimalloc/G.csv")),
];
const CAPACITY: u64 = 1_048_576;

/// Buffers as `id,lower,upper,size`, dead at `upper`.
fn items(csv: &str) -> Vec<Item> {
    let item = |line: &str| {
        let mut numbers = line.split(',').skip(1).map(|number| number.parse::<u64>().unwrap());
        let mut next = || numbers.next().unwrap();
        let (lower, upper, size) = (next() as u32, next() as u32, next());
        Item { size, align: 1, levels: (lower, upper - 1) }
    };
    csv.lines().skip(1).map(item).collect()
}

#[test]
fn hard_instances_need_at_most_an_eighth_more_than_they_must() {
    for (name, csv) in INSTANCES {
        let items = items(csv);
        let found = search(&items, 600);
        assert!(found.bytes >= live_peak(&items), "{name} is placed below its lower bound");
        let thousandths = found.bytes * 1000 / CAPACITY;
        println!("{name}: {} items, {thousandths} thousandths of the capacity", items.len());
        assert!(thousandths <= 1_125, "{name} needs {thousandths} thousandths of the capacity");
    }
}

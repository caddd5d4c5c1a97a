//! The placement search on instances that others find hard.
#![allow(clippy::unwrap_used)] // A test fails by panicking.

use vixen_compiler::memory::{Found, Item, live_peak, search};

/// The instances, and the most bytes that a plan for them may need, in thousandths of the capacity of
/// 1,048,576 that they are known to fit in. Greedy by size needs 1,230 to 1,370.
const INSTANCES: [(&str, &str, u64); 7] = [
    ("A", include_str!("minimalloc/A.csv"), 1_200),
    ("B", include_str!("minimalloc/B.csv"), 1_200),
    ("C", include_str!("minimalloc/C.csv"), 1_200),
    ("D", include_str!("minimalloc/D.csv"), 1_200),
    ("E", include_str!("minimalloc/E.csv"), 1_200),
    ("F", include_str!("minimalloc/F.csv"), 1_200),
    ("G", include_str!("minimalloc/G.csv"), 1_200),
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
fn minimalloc() {
    for (name, csv, _) in INSTANCES {
        let items = items(csv);
        for steps in [0, 100, 1000, 4000, 20000] {
            let now = std::time::Instant::now();
            let found = search(&items, steps);
            eprintln!("{name} {} items steps {steps}: {:.3} bound {:.3} {:?}", items.len(), found.bytes as f64 / CAPACITY as f64, live_peak(&items) as f64/CAPACITY as f64, now.elapsed());
        }
    }
}

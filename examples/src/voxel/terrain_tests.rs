use super::*;

/// FNV-1a, so that the expected value does not depend on a hasher of the standard library.
fn digest(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn ground_digest(terrain: &Terrain) -> u64 {
    digest(terrain.heights.iter().flat_map(|h| h.to_le_bytes()).chain(terrain.tops.iter().copied()))
}

#[test]
fn the_same_seed_gives_the_same_world_and_another_seed_another() {
    let (one, again, other) = (Terrain::new(20), Terrain::new(20), Terrain::new(21));
    assert_eq!(ground_digest(&one), ground_digest(&again));
    assert_ne!(ground_digest(&one), ground_digest(&other));
}

#[test]
fn the_ground_is_an_island_with_a_mountain() {
    let terrain = Terrain::new(20);
    let rim = (0..SIZE.x).flat_map(|i| {
        [(i, 0), (i, SIZE.z - 1), (0, i), (SIZE.x - 1, i)].map(|(x, z)| terrain.height(x, z))
    });
    assert!(rim.max().unwrap() < SEA - 4, "the rim is sea");
    let highest = *terrain.heights.iter().max().unwrap();
    assert!((90..SIZE.y - 10).contains(&highest), "{highest}");
    let count = |wanted: &[MaterialId]| terrain.tops.iter().filter(|t| wanted.contains(t)).count();
    for kind in [&substance::GRASS[..], &substance::ROCK, &substance::SAND, &[substance::SNOW]] {
        assert!(count(kind) > 400, "{kind:?}: {}", count(kind));
    }
}

#[test]
fn the_store_holds_the_ground_and_the_sea() {
    let terrain = Terrain::new(20);
    let mut store = BrickStore::new(SIZE, CAPACITY).unwrap();
    terrain.fill(&mut store).unwrap();
    for step in 0..4000 {
        let hash = column_hash(step, 0, 77);
        let (x, z) = ((hash & 511) as i32, (hash >> 9 & 511) as i32);
        let height = terrain.height(x, z);
        assert_eq!(store.get(IVec3::new(x, height, z)), terrain.top(x, z));
        let above = if height + 1 < SEA { substance::WATER } else { 0 };
        assert_eq!(store.get(IVec3::new(x, height + 1, z)), above);
        assert_ne!(store.get(IVec3::new(x, height / 2, z)), 0);
        assert_eq!(store.get(IVec3::new(x, SEA.max(height + 1), z)), 0);
    }
}

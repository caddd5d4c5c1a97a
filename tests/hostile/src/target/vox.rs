//! Voxel scenes.

use vixen_examples::voxel::vox::{CAPACITY, LARGEST, read};

/// A `.vox` file to a store of bricks.
///
/// # Panics
///
/// Where something does not hold that must.
pub fn vox(input: &[u8]) {
    match read(input) {
        Ok(model) => {
            let size = model.store.size();
            assert!(size.cmple(LARGEST).all(), "a world of {size}");
            assert!(model.store.pool().len() <= CAPACITY as usize, "the pool is overfull");
            assert!(model.low.cmplt(model.high).all(), "an empty box");
        }
        Err(error) => assert!(!error.to_string().is_empty(), "an error without a text"),
    }
}

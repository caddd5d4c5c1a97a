//! Mutation.

use vixen_plan::Subresources;

/// A range with one of its edges one mip or layer further in, and the strip that each leaves out.
pub(crate) fn narrowed(range: Subresources) -> Vec<Subresources> {
    let mut all = Vec::new();
    if range.mips > 1 {
        all.push(Subresources { base_mip: range.base_mip + 1, mips: range.mips - 1, ..range });
        all.push(Subresources { mips: range.mips - 1, ..range });
    }
    if range.layers > 1 {
        all.push(Subresources {
            base_layer: range.base_layer + 1,
            layers: range.layers - 1,
            ..range
        });
        all.push(Subresources { layers: range.layers - 1, ..range });
    }
    all
}

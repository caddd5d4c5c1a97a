//! Fixed-function state of a raster pass: `#[pass(raster, cull = "back", stencil(compare = "equal"), ...)]`.

use super::attribute::{Entries, Value};
use super::value::literal_text;
use crate::syntax::ast::{PassKind, RasterDecl, StencilDecl};
use crate::vocabulary::{COMPARISONS, CULLS, FRONT_FACES, POLYGONS, STENCIL_OPS, TOPOLOGIES};

/// `maxTessellationPatchSize` that every device has (specification, "Required Limits").
const MAX_PATCH: u32 = 32;

/// The state; the default for passes of other kinds, which take none of its keys.
pub(super) fn state(kind: Option<PassKind>, entries: &mut Entries<'_>) -> RasterDecl {
    if kind != Some(PassKind::Raster) {
        return RasterDecl::default();
    }
    RasterDecl {
        topology: entries.word("topology", TOPOLOGIES).unwrap_or_default(),
        primitive_restart: entries.flag("primitive_restart"),
        patch_vertices: entries.count("patch_vertices", 1..=MAX_PATCH),
        cull: entries.word("cull", CULLS).unwrap_or_default(),
        front_face: entries.word("front_face", FRONT_FACES).unwrap_or_default(),
        polygon: entries.word("polygon", POLYGONS).unwrap_or_default(),
        depth_bias: depth_bias(entries),
        depth_clamp: entries.flag("depth_clamp"),
        stencil: stencil("stencil", entries),
        stencil_back: stencil("stencil_back", entries),
        sample_shading: entries.float("sample_shading", 0.0..=1.0),
        alpha_to_coverage: entries.flag("alpha_to_coverage"),
        alpha_to_one: entries.flag("alpha_to_one"),
        depth_compare: entries.word("depth_compare", COMPARISONS).unwrap_or_default(),
    }
}

/// `depth_bias(constant = 2, slope = 1.5, clamp = 0.01)`.
fn depth_bias(entries: &mut Entries<'_>) -> Option<[f32; 3]> {
    let mut list = entries.list("depth_bias", "depth_bias(constant = 2.0, slope = 1.5)")?;
    let any = f32::MIN..=f32::MAX;
    let found = ["constant", "slope", "clamp"].map(|key| list.float(key, any.clone()));
    list.finish();
    Some(found.map(Option::unwrap_or_default))
}

/// `stencil(compare = "equal", pass = "replace", read_mask = 15, reference = 1)`.
fn stencil(key: &'static str, entries: &mut Entries<'_>) -> Option<StencilDecl> {
    let mut list = entries.list(key, "stencil(compare = \"equal\", reference = 1)")?;
    let mask = 0..=u32::from(u8::MAX);
    let found = StencilDecl {
        compare: list.word("compare", COMPARISONS).unwrap_or_default(),
        fail: list.word("fail", STENCIL_OPS).unwrap_or_default(),
        pass: list.word("pass", STENCIL_OPS).unwrap_or_default(),
        depth_fail: list.word("depth_fail", STENCIL_OPS).unwrap_or_default(),
        read_mask: list.count("read_mask", mask.clone()),
        write_mask: list.count("write_mask", mask),
        reference: reference(&mut list),
    };
    list.finish();
    Some(found)
}

/// `reference = 1`, or `reference = "frame"` where the program gives it; 0 without a word.
fn reference(list: &mut Entries<'_>) -> Option<u32> {
    let Some(entry) = list.take("reference") else { return Some(0) };
    let Value::Is(value) = &entry.value else {
        list.malformed(&entry, "a number from 0 to 255, or `frame`", "reference = 1");
        return Some(0);
    };
    if literal_text(value).is_some_and(|text| text.text == "frame") {
        return None;
    }
    let number = super::value::whole(value).and_then(|number| u8::try_from(number).ok());
    if number.is_none() {
        list.malformed(&entry, "a number from 0 to 255, or `frame`", "reference = 1");
    }
    Some(number.map_or(0, u32::from))
}

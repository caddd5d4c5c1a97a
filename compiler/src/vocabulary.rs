//! The words of the grammar that stand for values of Vulkan: each list stands here, once. The grammar takes no other word,
//! and lowering looks the value up.

use ash::vk;
use vixen_plan as plan;

/// Words with their values; the first is meant where nothing is said.
pub type Words<T> = &'static [(&'static str, T)];

/// Comparisons of depth, stencil and shadow samplers.
pub const COMPARISONS: Words<vk::CompareOp> = &[
    ("less", vk::CompareOp::LESS),
    ("less_or_equal", vk::CompareOp::LESS_OR_EQUAL),
    ("greater", vk::CompareOp::GREATER),
    ("greater_or_equal", vk::CompareOp::GREATER_OR_EQUAL),
    ("equal", vk::CompareOp::EQUAL),
    ("not_equal", vk::CompareOp::NOT_EQUAL),
    ("always", vk::CompareOp::ALWAYS),
    ("never", vk::CompareOp::NEVER),
];
/// Primitive topologies.
pub const TOPOLOGIES: Words<vk::PrimitiveTopology> = &[
    ("triangle_list", vk::PrimitiveTopology::TRIANGLE_LIST),
    ("triangle_strip", vk::PrimitiveTopology::TRIANGLE_STRIP),
    ("triangle_fan", vk::PrimitiveTopology::TRIANGLE_FAN),
    ("line_list", vk::PrimitiveTopology::LINE_LIST),
    ("line_strip", vk::PrimitiveTopology::LINE_STRIP),
    ("point_list", vk::PrimitiveTopology::POINT_LIST),
    ("patch_list", vk::PrimitiveTopology::PATCH_LIST),
];
/// How polygons are filled.
pub const POLYGONS: Words<vk::PolygonMode> = &[
    ("fill", vk::PolygonMode::FILL),
    ("line", vk::PolygonMode::LINE),
    ("point", vk::PolygonMode::POINT),
];
/// What becomes of a stencil value.
pub const STENCIL_OPS: Words<vk::StencilOp> = &[
    ("keep", vk::StencilOp::KEEP),
    ("zero", vk::StencilOp::ZERO),
    ("replace", vk::StencilOp::REPLACE),
    ("increment_and_clamp", vk::StencilOp::INCREMENT_AND_CLAMP),
    ("decrement_and_clamp", vk::StencilOp::DECREMENT_AND_CLAMP),
    ("invert", vk::StencilOp::INVERT),
    ("increment_and_wrap", vk::StencilOp::INCREMENT_AND_WRAP),
    ("decrement_and_wrap", vk::StencilOp::DECREMENT_AND_WRAP),
];
/// Faces that are not drawn.
pub const CULLS: Words<vk::CullModeFlags> = &[
    ("none", vk::CullModeFlags::NONE),
    ("front", vk::CullModeFlags::FRONT),
    ("back", vk::CullModeFlags::BACK),
];
/// Which side of a triangle is its front.
pub const FRONT_FACES: Words<vk::FrontFace> = &[
    ("counter_clockwise", vk::FrontFace::COUNTER_CLOCKWISE),
    ("clockwise", vk::FrontFace::CLOCKWISE),
];
/// How a fragment's colour joins what is there.
pub const BLENDS: Words<plan::Blend> = &[
    ("replace", plan::Blend::Replace),
    ("alpha", plan::Blend::Alpha),
    ("premultiplied", plan::Blend::Premultiplied),
    ("add", plan::Blend::Add),
    ("multiply", plan::Blend::Multiply),
];
/// How samples become one.
pub const RESOLVE_MODES: Words<vk::ResolveModeFlags> = &[
    ("average", vk::ResolveModeFlags::AVERAGE),
    ("sample_zero", vk::ResolveModeFlags::SAMPLE_ZERO),
    ("min", vk::ResolveModeFlags::MIN),
    ("max", vk::ResolveModeFlags::MAX),
];
/// Filters of samplers and blits.
pub const FILTERS: Words<vk::Filter> =
    &[("linear", vk::Filter::LINEAR), ("nearest", vk::Filter::NEAREST)];
/// Filters between mips: the same words.
pub const MIPMAP_MODES: Words<vk::SamplerMipmapMode> =
    &[("linear", vk::SamplerMipmapMode::LINEAR), ("nearest", vk::SamplerMipmapMode::NEAREST)];
/// What a sampler sees beyond the edge.
pub const ADDRESS_MODES: Words<vk::SamplerAddressMode> = &[
    ("clamp_to_edge", vk::SamplerAddressMode::CLAMP_TO_EDGE),
    ("repeat", vk::SamplerAddressMode::REPEAT),
    ("mirrored_repeat", vk::SamplerAddressMode::MIRRORED_REPEAT),
    ("clamp_to_border", vk::SamplerAddressMode::CLAMP_TO_BORDER),
];

/// The words of a list.
#[must_use]
pub fn words<T>(list: &[(&'static str, T)]) -> Vec<&'static str> {
    list.iter().map(|(word, _)| *word).collect()
}

/// The value of a word; `None` for one that the list does not have.
#[must_use]
pub fn value<T: Copy>(list: &[(&'static str, T)], word: &str) -> Option<T> {
    list.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}

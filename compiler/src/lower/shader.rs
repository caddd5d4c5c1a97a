//! Slots against the bindings of their shaders.

use ash::vk;
use vixen_plan as plan;

use super::binding::{self, Found};
use super::context::Context;
use super::rules::stage_of;
use super::usage::effect;
use crate::block::{Declared, Disagreement, union};
use crate::ir::{self, Role};
use crate::reflect::{Binding, BindingKind, Block, Count, EntryPoint, ImageType, Stage};
use crate::syntax::ast::{PassDecl, ShaderDecl, SlotDecl, Usage};

/// Slots of a pass and the bindings that they fill.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matches<'p> {
    /// For each slot.
    pub(crate) slots: Vec<Option<Found<'p>>>,
    /// Bindings without a slot.
    pub(crate) rest: Vec<Found<'p>>,
}

/// The entry point that a shader of a pass names.
pub(crate) fn entry_point(shader: &ShaderDecl) -> Option<&EntryPoint> {
    let mut points = shader.interface.entry_points.iter();
    points.find(|point| point.name == shader.entry && point.stage == shader.stage)
}

/// Whether a slot is bound by descriptor.
pub(crate) fn is_bound(slot: &SlotDecl) -> bool {
    matches!(effect(&slot.usage).role, Role::Descriptor | Role::Input)
}

/// Matches slots with bindings: by number where a slot gives one, else by the name of a variable there, else by
/// a block's.
pub(crate) fn matches(pass: &PassDecl) -> Matches<'_> {
    let mut bindings = binding::bindings(pass);
    let mut take = |slot: &SlotDecl| {
        let mut all = bindings.iter();
        let by_name = || {
            let variable = bindings.iter().find(|(_, found)| found.has_variable(slot));
            let named = variable.or_else(|| all.find(|(_, found)| found.has_block(slot)));
            named.map(|(key, _)| *key)
        };
        let key = slot.binding.or_else(by_name)?;
        Some(bindings.remove(&key)?.seen_by(slot))
    };
    let slots =
        pass.slots.iter().map(|slot| is_bound(slot).then(|| take(slot)).flatten()).collect();
    Matches { slots, rest: bindings.into_values().collect() }
}

/// The name that a slot has in the shader.
pub(crate) fn shader_name(slot: &SlotDecl) -> &str {
    slot.shader_name.as_deref().unwrap_or(&slot.name)
}

/// The block of a buffer binding.
pub(crate) fn block(kind: &BindingKind) -> Option<&Block> {
    match kind {
        BindingKind::UniformBuffer(block) | BindingKind::StorageBuffer(block) => Some(block),
        _ => None,
    }
}

/// The image type of a binding.
pub(crate) fn image_type(kind: &BindingKind) -> Option<ImageType> {
    match kind {
        BindingKind::CombinedImageSampler(image)
        | BindingKind::SampledImage(image)
        | BindingKind::StorageImage(image)
        | BindingKind::UniformTexelBuffer(image)
        | BindingKind::StorageTexelBuffer(image)
        | BindingKind::InputAttachment { image, .. } => Some(*image),
        _ => None,
    }
}

/// Number of descriptors: a runtime array takes what the slot has.
pub(crate) fn count(binding: &Binding, slot: &SlotDecl) -> u32 {
    match binding.count {
        Count::One => 1,
        Count::Array(count) => count,
        Count::Specialized { default, .. } | Count::Computed { default } => default,
        Count::Runtime => slot.count.unwrap_or(1),
    }
}

/// The descriptor type of a binding.
pub(crate) fn descriptor_type(kind: &BindingKind) -> vk::DescriptorType {
    use vk::DescriptorType as T;
    match kind {
        BindingKind::Sampler => T::SAMPLER,
        BindingKind::CombinedImageSampler(_) => T::COMBINED_IMAGE_SAMPLER,
        BindingKind::SampledImage(_) => T::SAMPLED_IMAGE,
        BindingKind::StorageImage(_) => T::STORAGE_IMAGE,
        BindingKind::UniformTexelBuffer(_) => T::UNIFORM_TEXEL_BUFFER,
        BindingKind::StorageTexelBuffer(_) => T::STORAGE_TEXEL_BUFFER,
        BindingKind::UniformBuffer(_) => T::UNIFORM_BUFFER,
        BindingKind::StorageBuffer(_) => T::STORAGE_BUFFER,
        BindingKind::InputAttachment { .. } => T::INPUT_ATTACHMENT,
        BindingKind::AccelerationStructure => T::ACCELERATION_STRUCTURE_KHR,
    }
}

/// A stage as a descriptor's flag.
pub(crate) fn stage_flags(stage: Stage) -> vk::ShaderStageFlags {
    use vk::ShaderStageFlags as S;
    match stage {
        Stage::Vertex => S::VERTEX,
        Stage::TessellationControl => S::TESSELLATION_CONTROL,
        Stage::TessellationEvaluation => S::TESSELLATION_EVALUATION,
        Stage::Geometry => S::GEOMETRY,
        Stage::Fragment => S::FRAGMENT,
        Stage::Compute => S::COMPUTE,
        Stage::Task => S::TASK_EXT,
        Stage::Mesh => S::MESH_EXT,
        Stage::RayGeneration => S::RAYGEN_KHR,
        Stage::Intersection => S::INTERSECTION_KHR,
        Stage::AnyHit => S::ANY_HIT_KHR,
        Stage::ClosestHit => S::CLOSEST_HIT_KHR,
        Stage::Miss => S::MISS_KHR,
        Stage::Callable => S::CALLABLE_KHR,
    }
}

/// The pipeline stages in which shaders of these stages run.
pub(super) fn pipeline_stages(stages: vk::ShaderStageFlags) -> vk::PipelineStageFlags2 {
    use vk::PipelineStageFlags2 as P;
    use vk::ShaderStageFlags as S;
    let table = [
        (S::VERTEX, P::VERTEX_SHADER),
        (S::TESSELLATION_CONTROL, P::TESSELLATION_CONTROL_SHADER),
        (S::TESSELLATION_EVALUATION, P::TESSELLATION_EVALUATION_SHADER),
        (S::GEOMETRY, P::GEOMETRY_SHADER),
        (S::FRAGMENT, P::FRAGMENT_SHADER),
        (S::COMPUTE, P::COMPUTE_SHADER),
        (S::TASK_EXT, P::TASK_SHADER_EXT),
        (S::MESH_EXT, P::MESH_SHADER_EXT),
        (S::RAYGEN_KHR, P::RAY_TRACING_SHADER_KHR),
        (S::INTERSECTION_KHR, P::RAY_TRACING_SHADER_KHR),
        (S::ANY_HIT_KHR, P::RAY_TRACING_SHADER_KHR),
        (S::CLOSEST_HIT_KHR, P::RAY_TRACING_SHADER_KHR),
        (S::MISS_KHR, P::RAY_TRACING_SHADER_KHR),
        (S::CALLABLE_KHR, P::RAY_TRACING_SHADER_KHR),
    ];
    let named = table.iter().filter(|(flag, _)| stages.intersects(*flag));
    named.fold(P::NONE, |sum, (_, stage)| sum | *stage)
}

/// What a pass type's shaders give to each pass of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Bound {
    /// For each slot.
    pub(super) slots: Vec<Option<Slot>>,
    /// Stages, their specialization constants still empty.
    pub(super) stages: Vec<ir::Stage>,
    /// Push-constant ranges, each of other stages.
    pub(super) push: Vec<plan::Push>,
}

/// The binding that a slot fills.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub(super) set: u32,
    pub(super) binding: u32,
    pub(super) count: u32,
    pub(super) ty: vk::DescriptorType,
    pub(super) stages: vk::ShaderStageFlags,
    pub(super) name: String,
    pub(super) shader: u32,
    pub(super) image: Option<ImageType>,
}

/// Matches a pass type with its shaders, which are added to the graph's.
pub(super) fn bind(context: &mut Context<'_>, pass: &PassDecl) -> Bound {
    let shaders: Vec<u32> = pass.shaders.iter().map(|shader| module(context, shader)).collect();
    let slot = |(decl, found): (&SlotDecl, Option<Found<'_>>)| {
        found.map(|found| Slot {
            set: found.binding.set,
            binding: found.binding.binding,
            count: count(&found.binding, decl),
            ty: descriptor_type(&found.binding.kind),
            stages: found.stages,
            name: found.binding.name.clone(),
            shader: shaders.get(found.shader).copied().unwrap_or_default(),
            image: image_type(&found.binding.kind),
        })
    };
    let stages = pass.shaders.iter().zip(&shaders).map(|(decl, shader)| ir::Stage {
        stage: stage_flags(decl.stage),
        shader: *shader,
        entry: decl.entry.clone(),
        spec: Vec::new(),
        outputs: entry_point(decl).map(|point| point.outputs.clone()).unwrap_or_default(),
    });
    Bound {
        slots: pass.slots.iter().zip(matches(pass).slots).map(slot).collect(),
        stages: stages.collect(),
        push: push(pass),
    }
}

/// The number of a shader module, each kept once.
fn module(context: &mut Context<'_>, shader: &ShaderDecl) -> u32 {
    let is = |known: &plan::Shader| known.hash == shader.hash && known.name == shader.file;
    if let Some(known) = context.shaders.iter().position(is) {
        return known as u32;
    }
    context.shaders.push(plan::Shader { name: shader.file.clone().into(), hash: shader.hash });
    context.modules.push(ir::Module {
        capabilities: shader.interface.capabilities.clone(),
        extensions: shader.interface.extensions.clone(),
    });
    (context.shaders.len() - 1) as u32
}

/// A block as all stages declare it together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Union {
    /// The block.
    pub(crate) block: Block,
    /// The files that declare it.
    pub(crate) files: String,
    /// Specialization constants decide its size, so that this is the one of their defaults.
    pub(crate) sized: bool,
}

/// The push constants of all stages; `None` where no stage has any.
pub(crate) fn push_union(pass: &PassDecl) -> Result<Option<Union>, Disagreement> {
    let blocks = pass.shaders.iter().filter_map(|shader| {
        let block = entry_point(shader)?.push_constants.as_ref()?;
        Some((shader, block))
    });
    union_of(blocks)
}

/// The block that a slot's struct is held against; `None` where its binding has none, or several in one shader of
/// which the slot names none.
pub(crate) fn blocks_of_slot(
    pass: &PassDecl,
    slot: &SlotDecl,
    found: &Found<'_>,
) -> Result<Option<Union>, Disagreement> {
    let blocks = found.blocks(slot).into_iter();
    union_of(blocks.filter_map(|(shader, block)| Some((pass.shaders.get(shader)?, block))))
}

fn union_of<'p>(
    blocks: impl Iterator<Item = (&'p ShaderDecl, &'p Block)>,
) -> Result<Option<Union>, Disagreement> {
    let declared = blocks.map(|(shader, block)| Declared {
        shader: (shader.file.as_str(), stage_of(shader)),
        block,
    });
    let declared: Vec<Declared<'_>> = declared.collect();
    let files: Vec<&str> = declared.iter().map(|declared| declared.shader.0).collect();
    let sized = declared.iter().any(|declared| declared.block.is_sized());
    let block = match union(&declared) {
        // Under other constants than the defaults they may well agree.
        Err(_) if sized => declared.first().map(|declared| declared.block.clone()),
        found => found?,
    };
    Ok(block.map(|block| Union { block, files: files.join(" and "), sized }))
}

/// The push-constant ranges of the stages, each once: a stage's range contains what its block declares
/// (VUID-VkGraphicsPipelineCreateInfo-layout-07987), and a stage has one
/// (VUID-VkPipelineLayoutCreateInfo-pPushConstantRanges-00292).
fn push(pass: &PassDecl) -> Vec<plan::Push> {
    let mut ranges: Vec<plan::Push> = Vec::new();
    for shader in &pass.shaders {
        let block = entry_point(shader).and_then(|point| point.push_constants.as_ref());
        let Some(block) = block.filter(|block| block.size > 0) else { continue };
        // Offset and size of a range are multiples of 4.
        let offset = block.members.iter().map(|member| member.offset).min().unwrap_or(0) / 4 * 4;
        let size = block.size.next_multiple_of(4) - offset;
        let stages = stage_flags(shader.stage);
        match ranges.iter_mut().find(|range| (range.offset, range.size) == (offset, size)) {
            Some(range) => range.stages |= stages,
            None => ranges.push(plan::Push { stages, offset, size }),
        }
    }
    ranges
}

/// Stages of a pass that has no shader at hand, by its kind.
pub(super) fn stages_of_kind(kind: crate::syntax::ast::PassKind) -> vk::PipelineStageFlags2 {
    use crate::syntax::ast::PassKind;
    use vk::PipelineStageFlags2 as P;
    match kind {
        // What a transfer pass gives to a shader, a dispatch of its own reads: copies have no shader accesses.
        PassKind::Compute | PassKind::Transfer => P::COMPUTE_SHADER,
        // Nobody says which shader of a draw it is. Those of both features that a device may lack are named where they
        // are meant: a mask must not hold their stages without (VUID-vkCmdPipelineBarrier2-dstStageMask-03929, 03930).
        PassKind::Raster | PassKind::Present => P::VERTEX_SHADER | P::FRAGMENT_SHADER,
        PassKind::RayTracing => P::RAY_TRACING_SHADER_KHR,
        PassKind::Host => P::HOST,
    }
}

/// Whether a slot is a sampler alone.
pub(super) fn is_sampler(slot: &SlotDecl) -> bool {
    slot.usage == Usage::Sampler
}

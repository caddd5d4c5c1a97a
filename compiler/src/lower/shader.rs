//! Slots against the bindings of their shaders.

use std::collections::BTreeMap;

use ash::vk;
use vixen_plan as plan;

use super::context::Context;
use super::usage::effect;
use crate::ir::{self, Role};
use crate::reflect::{Access, Binding, BindingKind, Block, Count, EntryPoint, ImageType, Stage};
use crate::syntax::ast::{PassDecl, ShaderDecl, SlotDecl, Usage};

/// A binding, as all shaders of a pass together declare it.
#[derive(Clone, Debug)]
pub(crate) struct Found<'p> {
    /// Its declaration in the first shader that has it.
    pub(crate) binding: &'p Binding,
    /// Index of that shader in [`PassDecl::shaders`].
    pub(crate) shader: usize,
    /// Stages whose entry points use it.
    pub(crate) stages: vk::ShaderStageFlags,
    /// What they do to it together.
    pub(crate) access: Access,
}

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

/// Matches slots with bindings: by number where a slot gives one, else by the variable's name, else by
/// the block's.
pub(crate) fn matches(pass: &PassDecl) -> Matches<'_> {
    let mut bindings = bindings(pass);
    let mut take = |slot: &SlotDecl| {
        let key = bindings.iter().find(|(key, found)| by_number(slot, **key, found));
        let key = key.or_else(|| bindings.iter().find(|(_, found)| by_variable(slot, found)));
        let key = key.or_else(|| bindings.iter().find(|(_, found)| by_block(slot, found)));
        let key = key.map(|(key, _)| *key)?;
        bindings.remove(&key)
    };
    let slots =
        pass.slots.iter().map(|slot| is_bound(slot).then(|| take(slot)).flatten()).collect();
    Matches { slots, rest: bindings.into_values().collect() }
}

/// All bindings of a pass's shaders outside of the sets that the user owns.
fn bindings(pass: &PassDecl) -> BTreeMap<(u32, u32), Found<'_>> {
    let mut found: BTreeMap<(u32, u32), Found<'_>> = BTreeMap::new();
    for (shader, decl) in pass.shaders.iter().enumerate() {
        let Some(point) = entry_point(decl) else { continue };
        let ours = point.bindings.iter().filter(|b| !pass.external_sets.contains(&b.set));
        for binding in ours {
            let entry = found.entry((binding.set, binding.binding)).or_insert(Found {
                binding,
                shader,
                stages: vk::ShaderStageFlags::empty(),
                access: Access::default(),
            });
            entry.stages |= stage_flags(decl.stage);
            entry.access.read |= binding.access.read;
            entry.access.write |= binding.access.write;
        }
    }
    found
}

fn by_number(slot: &SlotDecl, key: (u32, u32), _: &Found<'_>) -> bool {
    slot.binding == Some(key)
}

fn by_variable(slot: &SlotDecl, found: &Found<'_>) -> bool {
    slot.binding.is_none() && found.binding.name == shader_name(slot)
}

fn by_block(slot: &SlotDecl, found: &Found<'_>) -> bool {
    let name = shader_name(slot);
    slot.binding.is_none()
        && block(&found.binding.kind)
            .is_some_and(|block| block.name == name || block.name.eq_ignore_ascii_case(name))
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
    /// Push constants.
    pub(super) push: Option<plan::Push>,
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
            count: count(found.binding, decl),
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

/// The push-constant range of all stages together.
fn push(pass: &PassDecl) -> Option<plan::Push> {
    let mut range: Option<plan::Push> = None;
    for shader in &pass.shaders {
        let Some(block) = entry_point(shader).and_then(|point| point.push_constants.as_ref())
        else {
            continue;
        };
        let known = range.get_or_insert(plan::Push {
            stages: vk::ShaderStageFlags::empty(),
            offset: 0,
            size: 0,
        });
        known.stages |= stage_flags(shader.stage);
        known.size = known.size.max(block.size.next_multiple_of(4));
    }
    range
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

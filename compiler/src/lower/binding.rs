//! What a binding is, by all of the variables that stand there.
//!
//! SPIR-V allows several variables with one set and binding: a module's own (aliases of one buffer, or the image and
//! the sampler that DXC and Slang write for a combined image sampler), and those of several stages. The layout has
//! one descriptor type for them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use ash::vk;

use super::shader::{block, entry_point, image_type, shader_name, stage_flags};
use crate::reflect::{Access, Binding, BindingKind, Block, Count, ImageType};
use crate::syntax::ast::{PassDecl, SlotDecl};

/// A variable of a shader.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Variable<'p> {
    /// Index of the shader in [`PassDecl::shaders`].
    pub(crate) shader: usize,
    /// Its declaration.
    pub(crate) binding: &'p Binding,
}

/// A binding, as all shaders of a pass together declare it.
#[derive(Clone, Debug)]
pub(crate) struct Found<'p> {
    /// The declaration that the slot names, else the first, with the kind and the number of descriptors that follow
    /// from all of them.
    pub(crate) binding: Cow<'p, Binding>,
    /// Index of its shader in [`PassDecl::shaders`].
    pub(crate) shader: usize,
    /// Stages whose entry points use it.
    pub(crate) stages: vk::ShaderStageFlags,
    /// What they do to it together.
    pub(crate) access: Access,
    /// All variables that stand there, by shader.
    pub(crate) variables: Vec<Variable<'p>>,
}

/// All bindings of a pass's shaders outside of the sets that the user owns.
pub(super) fn bindings(pass: &PassDecl) -> BTreeMap<(u32, u32), Found<'_>> {
    let mut found: BTreeMap<(u32, u32), Found<'_>> = BTreeMap::new();
    for (shader, decl) in pass.shaders.iter().enumerate() {
        let Some(point) = entry_point(decl) else { continue };
        let ours = point.bindings.iter().filter(|b| !pass.external_sets.contains(&b.set));
        for binding in ours {
            let entry = found.entry((binding.set, binding.binding)).or_insert_with(|| Found {
                binding: Cow::Borrowed(binding),
                shader,
                stages: vk::ShaderStageFlags::empty(),
                access: Access::default(),
                variables: Vec::new(),
            });
            entry.variables.push(Variable { shader, binding });
            entry.stages |= stage_flags(decl.stage);
            entry.access.read |= binding.access.read;
            entry.access.write |= binding.access.write;
        }
    }
    for found in found.values_mut() {
        found.show(0);
    }
    found
}

impl<'p> Found<'p> {
    /// Whether a variable there has the slot's name.
    pub(crate) fn has_variable(&self, slot: &SlotDecl) -> bool {
        self.variables.iter().any(|variable| is_variable(slot, variable.binding))
    }

    /// Whether a block there has the slot's name.
    pub(super) fn has_block(&self, slot: &SlotDecl) -> bool {
        self.variables.iter().any(|variable| is_block(slot, variable.binding))
    }

    /// The binding as a slot sees it: by the variable, else by the block of its name.
    pub(super) fn seen_by(mut self, slot: &SlotDecl) -> Self {
        let all = || self.variables.iter();
        let named = all().position(|variable| is_variable(slot, variable.binding));
        let named = named.or_else(|| all().position(|variable| is_block(slot, variable.binding)));
        if let Some(named) = named {
            self.show(named);
        }
        self
    }

    /// Takes a variable's declaration for that of the binding, with the kind and number of all.
    fn show(&mut self, variable: usize) {
        let Some(Variable { shader, binding }) = self.variables.get(variable).copied() else {
            return;
        };
        self.shader = shader;
        self.binding = Cow::Borrowed(binding);
        let (combined, count) = (self.combined(binding), self.count());
        if count != binding.count {
            self.binding.to_mut().count = count;
        }
        if let Some(image) = combined {
            self.binding.to_mut().kind = BindingKind::CombinedImageSampler(image);
        }
    }

    /// The image of a combined image sampler that the variables are together: "Shader Resource and Descriptor Type
    /// Correspondence" lets a sampled image and a sampler be one each.
    fn combined(&self, shown: &Binding) -> Option<ImageType> {
        let kinds = || self.variables.iter().map(|variable| &variable.binding.kind);
        let mixed =
            kinds().all(is_sampling) && kinds().any(|kind| word_of(kind) != word_of(&shown.kind));
        let image = image_type(&shown.kind).or_else(|| kinds().find_map(image_type));
        image.filter(|_| mixed)
    }

    /// The largest number that a variable declares: the layout's is no less (VUID
    /// VkGraphicsPipelineCreateInfo-layout-07991).
    fn count(&self) -> Count {
        let counts = self.variables.iter().map(|variable| variable.binding.count);
        let own = self.binding.count;
        counts.fold(own, |most, count| if length(count) > length(most) { count } else { most })
    }

    /// Two variables for which there is no one descriptor.
    pub(crate) fn clash(&self) -> Option<(Variable<'p>, Variable<'p>)> {
        let (first, rest) = self.variables.split_first()?;
        let pair = rest.iter().map(|other| (*first, *other));
        let images = self.variables.iter().filter(|v| image_type(&v.binding.kind).is_some());
        let images: Vec<_> = images.copied().collect();
        let views = images.split_first().into_iter();
        let views = views.flat_map(|(first, rest)| rest.iter().map(|other| (*first, *other)));
        pair.filter(|(a, b)| !one_descriptor(&a.binding.kind, &b.binding.kind))
            .chain(views.filter(|(a, b)| a.shader != b.shader && !one_view(a.binding, b.binding)))
            .next()
    }

    /// The blocks that a slot's struct is held against, each with its shader. Of several that one shader has there
    /// the slot's name picks one; without it, which is meant is not known, and none of them is.
    pub(crate) fn blocks(&self, slot: &SlotDecl) -> Vec<(usize, &'p Block)> {
        let mut shaders: Vec<usize> = self.variables.iter().map(|v| v.shader).collect();
        shaders.dedup();
        let of = |shader: usize| {
            let own: Vec<_> = self.variables.iter().filter(|v| v.shader == shader).collect();
            let named = own.iter().find(|v| is_variable(slot, v.binding));
            let named = named.or_else(|| own.iter().find(|v| is_block(slot, v.binding)));
            let only = if let [only] = own.as_slice() { Some(only) } else { None };
            let found = named.or(only)?;
            Some((shader, block(&found.binding.kind)?))
        };
        shaders.into_iter().filter_map(of).collect()
    }
}

fn is_variable(slot: &SlotDecl, binding: &Binding) -> bool {
    binding.name == shader_name(slot)
}

fn is_block(slot: &SlotDecl, binding: &Binding) -> bool {
    let name = shader_name(slot);
    block(&binding.kind)
        .is_some_and(|block| block.name == name || block.name.eq_ignore_ascii_case(name))
}

/// How many descriptors; a runtime array asks for none by itself.
fn length(count: Count) -> u32 {
    match count {
        Count::Runtime => 0,
        Count::One => 1,
        Count::Array(length)
        | Count::Specialized { default: length, .. }
        | Count::Computed { default: length } => length,
    }
}

fn is_sampling(kind: &BindingKind) -> bool {
    matches!(
        kind,
        BindingKind::Sampler | BindingKind::SampledImage(_) | BindingKind::CombinedImageSampler(_)
    )
}

fn word_of(kind: &BindingKind) -> std::mem::Discriminant<BindingKind> {
    std::mem::discriminant(kind)
}

fn one_descriptor(a: &BindingKind, b: &BindingKind) -> bool {
    word_of(a) == word_of(b) || is_sampling(a) && is_sampling(b)
}

/// Whether one view serves both: what a single descriptor shows has one dimension, one number of samples, and one
/// format.
fn one_view(a: &Binding, b: &Binding) -> bool {
    let single = |binding: &Binding| binding.count == Count::One;
    let (Some(one), Some(other)) = (image_type(&a.kind), image_type(&b.kind)) else { return true };
    let formats = one.format == 0 || other.format == 0 || one.format == other.format;
    let same = one.dimension == other.dimension
        && one.multisampled == other.multisampled
        && one.sample_type.kind == other.sample_type.kind
        && formats;
    same || !single(a) || !single(b)
}

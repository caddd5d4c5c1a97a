//! Global variables as descriptor bindings and push-constant blocks.

use spirq::spirv::{Decoration, StorageClass};

use super::annotations::Target;
use super::constants::Origin;
use super::error::{Fault, ReflectError};
use super::formula::Formula;
use super::image::Sampled;
use super::interface::{Access, Binding, BindingKind, Block, Count, Dimension};
use super::module::Module;
use super::types::Type;
use super::usage::Usage;

/// What a global variable is to Vulkan.
pub(super) enum Resource {
    Descriptor(Binding),
    PushConstants(Block),
}

impl Module<'_> {
    /// What the variable is, given how an entry point uses it; `None` for one that is neither a
    /// descriptor nor push constants.
    pub(super) fn resource(
        &self,
        variable: u32,
        usage: Usage,
    ) -> Result<Option<Resource>, ReflectError> {
        let declaration = self.expect(variable, "a variable", 0)?;
        let at = declaration.at;
        let (_, pointee) = self.pointer(declaration.operand(0)?, at)?;
        let class = declaration.operand(2)?;
        if class == StorageClass::PushConstant as u32 {
            return Ok(Some(Resource::PushConstants(self.block(pointee, at)?)));
        }
        let descriptor =
            [StorageClass::UniformConstant, StorageClass::Uniform, StorageClass::StorageBuffer];
        if descriptor.iter().all(|descriptor| *descriptor as u32 != class) {
            return Ok(None);
        }
        let (element, count, length) = self.descriptor_count(pointee, at)?;
        let kind = self.binding_kind(variable, element, class, at)?;
        let name = self.binding_name(variable, element)?;
        self.budget.output::<Binding>(&name).map_err(|fault| fault.at(at))?;
        let access = self.access(variable, element, &kind, usage, at)?;
        let set = self.decoration(Target::id(variable), Decoration::DescriptorSet, at)?;
        let binding = self.decoration(Target::id(variable), Decoration::Binding, at)?;
        let binding = binding.ok_or_else(|| {
            let subject = format!("variable {variable} `{name}`");
            Fault::Undecorated { subject, decoration: "Binding" }.at(at)
        })?;
        let set = set.unwrap_or(0);
        Ok(Some(Resource::Descriptor(Binding { set, binding, name, kind, count, length, access })))
    }

    fn binding_name(&self, variable: u32, element: u32) -> Result<String, ReflectError> {
        let name = self.name(Target::id(variable))?;
        if name.is_empty() { self.name(Target::id(element)) } else { Ok(name) }
    }

    /// Takes the arrays off a descriptor's type: what is left, and how many there are of it.
    fn descriptor_count(
        &self,
        mut id: u32,
        at: u32,
    ) -> Result<(u32, Count, Formula), ReflectError> {
        let mut count = Count::One;
        let mut formula = Formula::default();
        loop {
            let next = match self.type_of(id, at)? {
                Type::Array { element, length } => {
                    let inner = self.array_count(length, at)?;
                    formula = self.product_formula((count, formula), (inner, length), at)?;
                    (element, inner)
                }
                Type::RuntimeArray { element } => (element, Count::Runtime),
                _ => return Ok((id, count, formula)),
            };
            id = next.0;
            count = match (count, next.1) {
                (Count::One, inner) => inner,
                (Count::Runtime, _) | (_, Count::Runtime) => {
                    let what = "a runtime array of descriptors within or around another array";
                    return Err(Fault::Unsupported(what).at(at));
                }
                (Count::Array(outer), Count::Array(inner)) => {
                    Count::Array(product(outer, inner, at)?)
                }
                (outer, inner) => {
                    let default = product(length(outer), length(inner), at)?;
                    Count::Computed { default }
                }
            };
        }
    }

    /// What decides the length of arrays in an array, where specialization constants do.
    fn product_formula(
        &self,
        (outer, so_far): (Count, Formula),
        (inner, length): (Count, u32),
        at: u32,
    ) -> Result<Formula, ReflectError> {
        let own = self.formula(length, at)?;
        if own.is_fixed() && so_far.is_fixed() {
            return Ok(own);
        }
        let fixed = |formula: Formula, count: Count| {
            if formula.is_fixed() { Formula::of_count(self::length(count)) } else { formula }
        };
        Ok(match outer {
            Count::One => own,
            _ => fixed(so_far, outer).times(fixed(own, inner)),
        })
    }

    fn array_count(&self, length: u32, at: u32) -> Result<Count, ReflectError> {
        let constant = self.constant(length, at)?;
        let default = constant.count("the length of an array of descriptors", at)?;
        if default == 0 {
            return Err(Fault::Unsupported("an array of no descriptors").at(at));
        }
        Ok(match constant.origin {
            Origin::Fixed => Count::Array(default),
            Origin::Specialized(spec_id) => Count::Specialized { spec_id, default },
            Origin::Computed => Count::Computed { default },
        })
    }

    fn binding_kind(
        &self,
        variable: u32,
        element: u32,
        class: u32,
        at: u32,
    ) -> Result<BindingKind, ReflectError> {
        match self.type_of(element, at)? {
            Type::Struct { .. } => {
                let old = self.is_decorated(Target::id(element), Decoration::BufferBlock, at)?;
                let block = self.block(element, at)?;
                Ok(if old || class == StorageClass::StorageBuffer as u32 {
                    BindingKind::StorageBuffer(block)
                } else {
                    BindingKind::UniformBuffer(block)
                })
            }
            Type::Sampler => Ok(BindingKind::Sampler),
            Type::SampledImage { image } => {
                let (image, _) = self.image(image, at)?;
                // A buffer has no sampler: glslang declares it so until SPIR-V 1.5 all the same.
                Ok(match image.dimension {
                    Dimension::Buffer => BindingKind::UniformTexelBuffer(image),
                    _ => BindingKind::CombinedImageSampler(image),
                })
            }
            Type::Image(_) => self.image_kind(variable, element, at),
            Type::AccelerationStructure => Ok(BindingKind::AccelerationStructure),
            _ => Err(Fault::Unsupported("a descriptor of that type").at(at)),
        }
    }

    fn image_kind(&self, variable: u32, id: u32, at: u32) -> Result<BindingKind, ReflectError> {
        let (image, sampled) = self.image(id, at)?;
        Ok(match (image.dimension, sampled) {
            (Dimension::Subpass, _) => {
                let decoration = Decoration::InputAttachmentIndex;
                let index = self.decoration(Target::id(variable), decoration, at)?;
                let index = index.ok_or_else(|| {
                    let subject = format!("input attachment, variable {variable},");
                    Fault::Undecorated { subject, decoration: "InputAttachmentIndex" }.at(at)
                })?;
                BindingKind::InputAttachment { index, image }
            }
            (Dimension::Buffer, Sampled::Sampled) => BindingKind::UniformTexelBuffer(image),
            (Dimension::Buffer, Sampled::Storage) => BindingKind::StorageTexelBuffer(image),
            (_, Sampled::Sampled) => BindingKind::SampledImage(image),
            (_, Sampled::Storage) => BindingKind::StorageImage(image),
        })
    }

    /// What the instructions do, within what kind and decorations allow.
    fn access(
        &self,
        variable: u32,
        element: u32,
        kind: &BindingKind,
        usage: Usage,
        at: u32,
    ) -> Result<Access, ReflectError> {
        let writable = match kind {
            BindingKind::StorageImage(_) | BindingKind::StorageTexelBuffer(_) => true,
            BindingKind::StorageBuffer(block) => {
                !self.on_all_members(element, block, Decoration::NonWritable, at)?
            }
            _ => false,
        };
        let readable = match kind {
            BindingKind::StorageBuffer(block) => {
                !self.on_all_members(element, block, Decoration::NonReadable, at)?
            }
            _ => true,
        };
        let target = Target::id(variable);
        Ok(Access {
            read: usage.contains(Usage::READ)
                && readable
                && !self.is_decorated(target, Decoration::NonReadable, at)?,
            write: usage.contains(Usage::WRITE)
                && writable
                && !self.is_decorated(target, Decoration::NonWritable, at)?,
        })
    }

    fn on_all_members(
        &self,
        id: u32,
        block: &Block,
        decoration: Decoration,
        at: u32,
    ) -> Result<bool, ReflectError> {
        for index in 0..block.members.len() {
            if !self.is_decorated(Target::member(id, index), decoration, at)? {
                return Ok(false);
            }
        }
        Ok(!block.members.is_empty())
    }
}

fn length(count: Count) -> u32 {
    match count {
        Count::One | Count::Runtime => 1,
        Count::Array(length)
        | Count::Specialized { default: length, .. }
        | Count::Computed { default: length } => length,
    }
}

fn product(outer: u32, inner: u32, at: u32) -> Result<u32, ReflectError> {
    let product = outer.checked_mul(inner);
    product.ok_or_else(|| Fault::Overflow("the number of descriptors of a binding").at(at))
}

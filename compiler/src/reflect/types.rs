//! Types as their instructions declare them, one level at a time.

use spirq::spirv::{Op, StorageClass};

use super::error::{Fault, ReflectError};
use super::interface::{Scalar, ScalarKind};
use super::module::Module;

/// One type; what it contains is named by id.
#[derive(Clone, Copy, Debug)]
pub(super) enum Type<'a> {
    Scalar(Scalar),
    Vector {
        component: u32,
        count: u32,
    },
    Matrix {
        column: u32,
        count: u32,
    },
    /// All operands of `OpTypeImage` after the result: sampled type, Dim, Depth, Arrayed, MS,
    /// Sampled, format.
    Image([u32; 7]),
    Sampler,
    SampledImage {
        image: u32,
    },
    Array {
        element: u32,
        length: u32,
    },
    RuntimeArray {
        element: u32,
    },
    Struct {
        members: &'a [u32],
    },
    Pointer {
        class: u32,
        pointee: u32,
    },
    AccelerationStructure,
    /// A type that no interface can hold.
    Other,
}

impl<'a> Module<'a> {
    /// The type of that id, which the instruction at `at` uses.
    pub(super) fn type_of(&self, id: u32, at: u32) -> Result<Type<'a>, ReflectError> {
        let wanted = "a type that is known here";
        let declaration = self.expect(id, wanted, at)?;
        let operand = |index| declaration.operand(index);
        let Some(op) = declaration.op else { return Ok(Type::Other) };
        Ok(match op {
            Op::TypeBool => Type::Scalar(Scalar { kind: ScalarKind::Bool, bits: 1 }),
            Op::TypeInt => {
                let kind = if operand(2)? == 0 { ScalarKind::Uint } else { ScalarKind::Sint };
                Type::Scalar(Scalar { kind, bits: bits(operand(1)?, declaration.at)? })
            }
            Op::TypeFloat => {
                let bits = bits(operand(1)?, declaration.at)?;
                Type::Scalar(Scalar { kind: ScalarKind::Float, bits })
            }
            Op::TypeVector => Type::Vector { component: operand(1)?, count: operand(2)? },
            Op::TypeMatrix => Type::Matrix { column: operand(1)?, count: operand(2)? },
            Op::TypeImage => {
                let mut fields = [0; 7];
                for (index, field) in fields.iter_mut().enumerate() {
                    *field = operand(index + 1)?;
                }
                Type::Image(fields)
            }
            Op::TypeSampler => Type::Sampler,
            Op::TypeSampledImage => Type::SampledImage { image: operand(1)? },
            Op::TypeArray => Type::Array { element: operand(1)?, length: operand(2)? },
            Op::TypeRuntimeArray => Type::RuntimeArray { element: operand(1)? },
            Op::TypeStruct => Type::Struct { members: declaration.rest(1) },
            Op::TypePointer => Type::Pointer { class: operand(1)?, pointee: operand(2)? },
            Op::TypeAccelerationStructureKHR => Type::AccelerationStructure,
            Op::Constant | Op::Variable | Op::Function | Op::FunctionParameter => {
                return Err(Fault::Undeclared { id, wanted }.at(at));
            }
            _ => Type::Other,
        })
    }

    /// The scalar type of that id.
    pub(super) fn scalar(&self, id: u32, at: u32) -> Result<Scalar, ReflectError> {
        match self.type_of(id, at)? {
            Type::Scalar(scalar) => Ok(scalar),
            _ => Err(Fault::Undeclared { id, wanted: "a scalar type" }.at(at)),
        }
    }

    /// The component type and the number of components of a vector type.
    pub(super) fn vector(&self, id: u32, at: u32) -> Result<(Scalar, u8), ReflectError> {
        match self.type_of(id, at)? {
            Type::Vector { component, count: count @ 2..=4 } => {
                Ok((self.scalar(component, at)?, count as u8))
            }
            _ => Err(Fault::Undeclared { id, wanted: "a vector of 2 to 4 components" }.at(at)),
        }
    }

    /// The storage class and the pointee of a variable's type.
    pub(super) fn pointer(&self, id: u32, at: u32) -> Result<(u32, u32), ReflectError> {
        match self.type_of(id, at)? {
            Type::Pointer { class, pointee } => Ok((class, pointee)),
            _ => Err(Fault::Undeclared { id, wanted: "a pointer type" }.at(at)),
        }
    }
}

/// Whether descriptors, or push constants, stand in that storage class.
pub(super) fn is_resource(class: u32) -> bool {
    [
        StorageClass::UniformConstant,
        StorageClass::Uniform,
        StorageClass::StorageBuffer,
        StorageClass::PushConstant,
    ]
    .iter()
    .any(|resource| *resource as u32 == class)
}

fn bits(width: u32, at: u32) -> Result<u8, ReflectError> {
    match width {
        8 | 16 | 32 | 64 => Ok(width as u8),
        _ => Err(Fault::Unsupported("a number of other than 8, 16, 32 or 64 bits").at(at)),
    }
}

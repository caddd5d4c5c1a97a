//! Variables that the invocations of a workgroup share.

use spirq::spirv::StorageClass;

use super::constants::Origin;
use super::error::{Fault, ReflectError};
use super::interface::{Length, SharedVariable};
use super::module::Module;
use super::types::Type;

/// Types within each other.
const MAX_NESTING: u32 = 24;

/// Size and alignment in bytes.
#[derive(Clone, Copy)]
struct Extent {
    size: u64,
    align: u64,
}

impl Extent {
    /// From one element of an array to the next.
    fn stride(self) -> u64 {
        self.size.next_multiple_of(self.align)
    }
}

impl Module<'_> {
    /// The shared variables of an entry point. From SPIR-V 1.4 on it lists all that it uses; in an older module each
    /// counts.
    pub(super) fn shared_variables(
        &self,
        listed: &[u32],
    ) -> Result<Vec<SharedVariable>, ReflectError> {
        let lists_all = self.version() >= (1, 4);
        let mut found = Vec::new();
        for variable in &self.globals {
            self.budget.steps(1 + listed.len()).map_err(|fault| fault.at(0))?;
            if !lists_all || listed.contains(variable) {
                found.extend(self.shared(*variable)?);
            }
        }
        Ok(found)
    }

    /// The variable, where it is one of storage class Workgroup.
    fn shared(&self, variable: u32) -> Result<Option<SharedVariable>, ReflectError> {
        let declaration = self.expect(variable, "a variable", 0)?;
        let at = declaration.at;
        if declaration.operand(2)? != StorageClass::Workgroup as u32 {
            return Ok(None);
        }
        let (_, mut ty) = self.pointer(declaration.operand(0)?, at)?;
        let mut lengths = Vec::new();
        while let Type::Array { element, length } = self.type_of(ty, at)? {
            self.budget.output::<Length>("").map_err(|fault| fault.at(at))?;
            let constant = self.constant(length, at)?;
            let spec_id = match constant.origin {
                Origin::Specialized(id) => Some(id),
                Origin::Fixed | Origin::Computed => None,
            };
            let default = constant.count("the length of a shared array", at)?;
            lengths.push(Length { spec_id, default });
            ty = element;
        }
        self.budget.output::<SharedVariable>("").map_err(|fault| fault.at(at))?;
        let element = self.shared_extent(ty, at, 0)?;
        let bytes = if lengths.is_empty() { element.size } else { element.stride() };
        Ok(Some(SharedVariable { bytes, align: element.align as u32, lengths }))
    }

    /// By the standard storage buffer layout, booleans being 32-bit integers: so the specification counts them
    /// (`maxComputeSharedMemorySize`).
    fn shared_extent(&self, ty: u32, at: u32, depth: u32) -> Result<Extent, ReflectError> {
        self.budget.steps(1).map_err(|fault| fault.at(at))?;
        if depth > MAX_NESTING {
            let (found, limit) = (u64::from(depth), u64::from(MAX_NESTING));
            return Err(Fault::Limit { what: "the nesting of shared types", found, limit }.at(at));
        }
        let inner = |ty| self.shared_extent(ty, at, depth + 1);
        Ok(match self.type_of(ty, at)? {
            Type::Scalar(scalar) => {
                let size = if scalar.bits == 1 { 4 } else { u64::from(scalar.bits) / 8 };
                Extent { size, align: size }
            }
            Type::Vector { component, count } => vector(inner(component)?, u64::from(count)),
            Type::Matrix { column, count } => array(inner(column)?, u64::from(count)),
            Type::Array { element, length } => {
                let length =
                    self.constant(length, at)?.count("the length of a shared array", at)?;
                array(inner(element)?, u64::from(length))
            }
            Type::Struct { members } => {
                let mut whole = Extent { size: 0, align: 1 };
                for member in members {
                    let member = inner(*member)?;
                    let start = whole.size.next_multiple_of(member.align);
                    whole.size = start.saturating_add(member.size);
                    whole.align = whole.align.max(member.align);
                }
                Extent { size: whole.size.next_multiple_of(whole.align), ..whole }
            }
            // An address; what no variable can hold takes nothing.
            Type::Pointer { .. } => Extent { size: 8, align: 8 },
            _ => Extent { size: 0, align: 1 },
        })
    }
}

fn vector(component: Extent, count: u64) -> Extent {
    let size = component.size * count;
    Extent { size, align: component.size * count.next_power_of_two() }
}

fn array(element: Extent, length: u64) -> Extent {
    Extent { size: element.stride().saturating_mul(length), align: element.align }
}

//! Struct types with the offsets and strides that the module declares.

use spirq::spirv::{Decoration, StorageClass};

use super::MAX_BLOCK_NESTING;
use super::annotations::Target;
use super::error::{Fault, ReflectError};
use super::formula::Formula;
use super::interface::{Block, Member, MemberType, Scalar, ScalarKind};
use super::module::Module;
use super::types::Type;

/// How the matrices within a member lie; decorations of the member, not of the matrix type.
#[derive(Clone, Copy)]
struct MatrixLayout {
    stride: Option<u32>,
    row_major: bool,
}

impl Module<'_> {
    /// The block of that struct type, which the instruction at `at` uses.
    ///
    /// The guard has bounded the nesting, the budget bounds the number of members.
    pub(super) fn block(&self, id: u32, at: u32) -> Result<Block, ReflectError> {
        self.block_at(id, at, 1)
    }

    fn block_at(&self, id: u32, at: u32, depth: u32) -> Result<Block, ReflectError> {
        let Type::Struct { members } = self.type_of(id, at)? else {
            return Err(Fault::Undeclared { id, wanted: "a struct type" }.at(at));
        };
        let at = self.expect(id, "a struct type", at)?.at;
        let name = self.name(Target::id(id))?;
        self.budget.output::<Block>(&name).map_err(|fault| fault.at(at))?;
        let mut block = Block { name, size: 0, members: Vec::new() };
        for (index, ty) in members.iter().enumerate() {
            let member = self.member((id, index), *ty, at, depth)?;
            let end = member.offset.checked_add(member.size);
            let end = end.ok_or_else(|| Fault::Overflow("the size of a block").at(at))?;
            block.size = block.size.max(end);
            block.members.push(member);
        }
        Ok(block)
    }

    fn member(
        &self,
        (id, index): (u32, usize),
        ty: u32,
        at: u32,
        depth: u32,
    ) -> Result<Member, ReflectError> {
        let target = Target::member(id, index);
        let name = self.name(target)?;
        self.budget.output::<Member>(&name).map_err(|fault| fault.at(at))?;
        let offset = self.decoration(target, Decoration::Offset, at)?;
        let offset = offset.ok_or_else(|| {
            let subject = format!("member {index} `{name}` of block type {id}");
            Fault::Undecorated { subject, decoration: "Offset" }.at(at)
        })?;
        let matrix = MatrixLayout {
            stride: self.decoration(target, Decoration::MatrixStride, at)?,
            row_major: self.is_decorated(target, Decoration::RowMajor, at)?,
        };
        let (ty, size) = self.member_type(ty, matrix, at, depth)?;
        let size =
            u32::try_from(size).map_err(|_| Fault::Overflow("the size of a member").at(at))?;
        Ok(Member { name, offset, size, ty })
    }

    /// The type and its bytes, without the padding after its last element.
    fn member_type(
        &self,
        id: u32,
        matrix: MatrixLayout,
        at: u32,
        depth: u32,
    ) -> Result<(MemberType, u64), ReflectError> {
        if depth > MAX_BLOCK_NESTING {
            let (found, limit) = (u64::from(depth), u64::from(MAX_BLOCK_NESTING));
            return Err(
                Fault::Limit { what: "the nesting of a block's types", found, limit }.at(at)
            );
        }
        match self.type_of(id, at)? {
            Type::Scalar(scalar) => Ok((MemberType::Scalar(scalar), bytes(scalar, at)?)),
            Type::Vector { .. } => {
                let (scalar, components) = self.vector(id, at)?;
                let size = bytes(scalar, at)? * u64::from(components);
                Ok((MemberType::Vector { scalar, components }, size))
            }
            Type::Matrix { column, count } => self.matrix(column, count, matrix, at),
            Type::Array { element, length } => self.array(id, (element, length), matrix, at, depth),
            Type::RuntimeArray { element } => {
                let (element, _) = self.member_type(element, matrix, at, depth + 1)?;
                let stride = self.array_stride(id, at)?;
                self.budget.output::<MemberType>("").map_err(|fault| fault.at(at))?;
                Ok((self::array(element, 0, stride, Formula::default()), 0))
            }
            Type::Struct { .. } => {
                let block = self.block_at(id, at, depth + 1)?;
                let size = u64::from(block.size);
                Ok((MemberType::Struct(block), size))
            }
            Type::Pointer { class, .. } if class == StorageClass::PhysicalStorageBuffer as u32 => {
                Ok((MemberType::Address, 8))
            }
            _ => Err(Fault::Unsupported("a block member without a size in memory").at(at)),
        }
    }

    fn matrix(
        &self,
        column: u32,
        count: u32,
        matrix: MatrixLayout,
        at: u32,
    ) -> Result<(MemberType, u64), ReflectError> {
        let (scalar, rows) = self.vector(column, at)?;
        let columns = u8::try_from(count).ok().filter(|count| (2..=4).contains(count));
        let columns = columns
            .ok_or_else(|| Fault::Unsupported("a matrix of other than 2 to 4 columns").at(at))?;
        let stride = matrix.stride.ok_or_else(|| {
            let subject = "a matrix in a block".to_owned();
            Fault::Undecorated { subject, decoration: "MatrixStride" }.at(at)
        })?;
        let row_major = matrix.row_major;
        let (vectors, components) = if row_major { (rows, columns) } else { (columns, rows) };
        let last = bytes(scalar, at)? * u64::from(components);
        let size = u64::from(stride) * (u64::from(vectors) - 1) + last;
        Ok((MemberType::Matrix { scalar, columns, rows, stride, row_major }, size))
    }

    fn array(
        &self,
        id: u32,
        (element, length): (u32, u32),
        matrix: MatrixLayout,
        at: u32,
        depth: u32,
    ) -> Result<(MemberType, u64), ReflectError> {
        let formula = self.formula(length, at)?;
        let length = self.constant(length, at)?.count("the length of an array", at)?;
        if length == 0 {
            return Err(Fault::Unsupported("an array of no elements").at(at));
        }
        let stride = self.array_stride(id, at)?;
        let (element, last) = self.member_type(element, matrix, at, depth + 1)?;
        self.budget.output::<MemberType>("").map_err(|fault| fault.at(at))?;
        let size = u64::from(stride)
            .checked_mul(u64::from(length - 1))
            .and_then(|head| head.checked_add(last))
            .ok_or_else(|| Fault::Overflow("the size of an array").at(at))?;
        Ok((self::array(element, length, stride, formula), size))
    }

    fn array_stride(&self, id: u32, at: u32) -> Result<u32, ReflectError> {
        self.decoration(Target::id(id), Decoration::ArrayStride, at)?.ok_or_else(|| {
            let subject = format!("array type {id} in a block");
            Fault::Undecorated { subject, decoration: "ArrayStride" }.at(at)
        })
    }
}

fn array(element: MemberType, length: u32, stride: u32, formula: Formula) -> MemberType {
    MemberType::Array { element: Box::new(element), length, stride, formula }
}

/// Bytes of a scalar in memory.
fn bytes(scalar: Scalar, at: u32) -> Result<u64, ReflectError> {
    if scalar.kind == ScalarKind::Bool {
        return Err(Fault::Unsupported("OpTypeBool in a block, which has no size,").at(at));
    }
    Ok(u64::from(scalar.bits / 8))
}

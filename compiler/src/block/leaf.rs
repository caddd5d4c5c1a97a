//! Both sides taken apart into numbers with an offset.

use super::layout::{extent, layout};
use crate::reflect::{Block, MemberType, Scalar, ScalarKind};
use crate::syntax::tokens::{BlockDecl, FieldType};

/// Numbers beyond which a side is not taken apart further: more than a uniform block of 64 KiB holds. Of a
/// larger block the first ones are compared, and its size.
pub(super) const MAX_LEAVES: usize = 1 << 16;

/// A number at an offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    /// Bytes from the start of the block.
    pub(super) offset: u64,
    /// What it is.
    pub(super) scalar: Scalar,
    /// Index of the outermost field or member that it belongs to.
    pub(super) member: usize,
}

/// Types looked at, after which a side is not taken apart further: arrays of structs without members have no end.
const MAX_VISITS: usize = 4 * MAX_LEAVES;

/// Collects leaves up to [`MAX_LEAVES`].
struct Leaves {
    found: Vec<Leaf>,
    visits: usize,
    member: usize,
}

impl Leaves {
    fn new() -> Self {
        Self { found: Vec::new(), visits: 0, member: 0 }
    }

    fn full(&self) -> bool {
        self.found.len() >= MAX_LEAVES || self.visits >= MAX_VISITS
    }

    fn add(&mut self, offset: u64, scalar: Scalar) {
        if !self.full() {
            self.found.push(Leaf { offset, scalar, member: self.member });
        }
    }

    fn run(&mut self, offset: u64, scalar: Scalar, count: u64) {
        for index in 0..count {
            self.add(offset + index * u64::from(scalar.bits / 8), scalar);
        }
    }

    fn sorted(mut self) -> Vec<Leaf> {
        self.found.sort_by_key(|leaf| leaf.offset);
        self.found
    }

    fn field(&mut self, offset: u64, ty: &FieldType) {
        self.visits += 1;
        match ty {
            FieldType::Scalar(scalar) => self.add(offset, *scalar),
            FieldType::Vector(scalar, components, _) => {
                self.run(offset, *scalar, u64::from(*components));
            }
            FieldType::Array(element, length) => {
                let Some(stride) = extent(element) else { return };
                for index in (0..u64::from(*length)).take(MAX_LEAVES) {
                    if self.full() {
                        break;
                    }
                    self.field(offset + index * stride.size, element);
                }
            }
            FieldType::Struct(block) => {
                let Some(layout) = layout(block) else { return };
                let fields = block.fields.iter().zip(layout.offsets);
                for (field, at) in fields.filter(|(field, _)| !field.name.starts_with('_')) {
                    if self.full() {
                        break;
                    }
                    self.field(offset + at, &field.ty);
                }
            }
            FieldType::Named(_) => {}
        }
    }

    fn shader(&mut self, offset: u64, ty: &MemberType) {
        self.visits += 1;
        match ty {
            MemberType::Scalar(scalar) => self.add(offset, *scalar),
            MemberType::Vector { scalar, components } => {
                self.run(offset, *scalar, u64::from(*components));
            }
            MemberType::Matrix { scalar, columns, rows, stride, row_major } => {
                let (lines, length) =
                    if *row_major { (*rows, *columns) } else { (*columns, *rows) };
                for line in 0..u64::from(lines) {
                    self.run(offset + line * u64::from(*stride), *scalar, u64::from(length));
                }
            }
            MemberType::Array { element, length, stride, .. } => {
                for index in (0..u64::from(*length)).take(MAX_LEAVES) {
                    if self.full() {
                        break;
                    }
                    self.shader(offset + index * u64::from(*stride), element);
                }
            }
            MemberType::Struct(block) => {
                for member in &block.members {
                    if self.full() {
                        break;
                    }
                    self.shader(offset + u64::from(member.offset), &member.ty);
                }
            }
            MemberType::Address => self.add(offset, Scalar { kind: ScalarKind::Uint, bits: 64 }),
        }
    }
}

/// The numbers of a Rust struct, padding left out, by ascending offset.
pub(super) fn of_struct(block: &BlockDecl, offsets: &[u64]) -> Vec<Leaf> {
    let mut leaves = Leaves::new();
    for (index, (field, offset)) in block.fields.iter().zip(offsets).enumerate() {
        leaves.member = index;
        if !field.name.starts_with('_') {
            leaves.field(*offset, &field.ty);
        }
    }
    leaves.sorted()
}

/// The numbers of a shader's block, by ascending offset.
pub(super) fn of_shader(block: &Block) -> Vec<Leaf> {
    let mut leaves = Leaves::new();
    for (index, member) in block.members.iter().enumerate() {
        leaves.member = index;
        leaves.shader(u64::from(member.offset), &member.ty);
    }
    leaves.sorted()
}

//! Names and decorations, by the id that they belong to.

use spirq::spirv::{Decoration, Op};

use super::error::{Fault, ReflectError};
use super::words::Instruction;

/// Stands for "not a member" in keys.
const WHOLE: u32 = u32::MAX;
/// Decoration groups (deprecated since SPIR-V 1.3) on one id.
const MAX_GROUPS: usize = 64;

/// What a name or a decoration is attached to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Target {
    id: u32,
    member: u32,
}

impl Target {
    /// A whole type, variable or constant.
    pub(super) fn id(id: u32) -> Self {
        Self { id, member: WHOLE }
    }

    /// A member of a struct type.
    pub(super) fn member(id: u32, index: usize) -> Self {
        Self { id, member: index as u32 }
    }
}

/// All names and decorations of a module, sorted for look-up.
#[derive(Debug, Default)]
pub(super) struct Annotations {
    /// Target and offset of the naming instruction.
    names: Vec<(Target, u32)>,
    /// Target, decoration, and the first word after it (0 where there is none).
    decorations: Vec<(Target, u32, u32)>,
    /// Target and its decoration group.
    groups: Vec<(Target, u32)>,
}

/// The decorations that reflection asks for; others are not kept.
const KEPT: [Decoration; 19] = [
    Decoration::SpecId,
    Decoration::Block,
    Decoration::BufferBlock,
    Decoration::RowMajor,
    Decoration::ArrayStride,
    Decoration::MatrixStride,
    Decoration::BuiltIn,
    Decoration::Patch,
    Decoration::NonWritable,
    Decoration::NonReadable,
    Decoration::Location,
    Decoration::Component,
    Decoration::Index,
    Decoration::Binding,
    Decoration::DescriptorSet,
    Decoration::Offset,
    Decoration::InputAttachmentIndex,
    Decoration::PerVertexKHR,
    Decoration::PerPrimitiveNV,
];

impl Annotations {
    /// Takes up a debug or annotation instruction; others are no concern of this.
    pub(super) fn collect(&mut self, instruction: &Instruction<'_>) -> Result<(), ReflectError> {
        let id = || instruction.operand(0);
        let member = |index| instruction.operand(index).map(|member| member as usize);
        match instruction.op {
            Some(Op::Name) => self.names.push((Target::id(id()?), instruction.at)),
            Some(Op::MemberName) => {
                self.names.push((Target::member(id()?, member(1)?), instruction.at));
            }
            Some(Op::Decorate | Op::DecorateId) => {
                self.decorate(Target::id(id()?), instruction, 1)?;
            }
            Some(Op::MemberDecorate) => {
                self.decorate(Target::member(id()?, member(1)?), instruction, 2)?;
            }
            Some(Op::GroupDecorate) => {
                let group = id()?;
                let targets = instruction.rest(1).iter();
                self.groups.extend(targets.map(|target| (Target::id(*target), group)));
            }
            Some(Op::GroupMemberDecorate) => {
                let group = id()?;
                let (pairs, _) = instruction.rest(1).as_chunks::<2>();
                let targets =
                    pairs.iter().map(|[id, member]| Target::member(*id, *member as usize));
                self.groups.extend(targets.map(|target| (target, group)));
            }
            _ => {}
        }
        Ok(())
    }

    fn decorate(
        &mut self,
        target: Target,
        instruction: &Instruction<'_>,
        index: usize,
    ) -> Result<(), ReflectError> {
        let decoration = instruction.operand(index)?;
        if KEPT.iter().any(|kept| *kept as u32 == decoration) {
            let value = instruction.rest(index + 1).first().copied().unwrap_or(0);
            self.decorations.push((target, decoration, value));
        }
        Ok(())
    }

    /// Sorts what was collected; before this, nothing is found.
    pub(super) fn sort(&mut self) {
        self.names.sort_unstable();
        self.decorations.sort_unstable();
        self.decorations.dedup();
        self.groups.sort_unstable();
        self.groups.dedup();
    }

    /// Offset of the instruction that names the target.
    pub(super) fn name(&self, target: Target) -> Option<u32> {
        let first = self.names.partition_point(|(named, _)| *named < target);
        self.names.get(first).filter(|(named, _)| *named == target).map(|(_, at)| *at)
    }

    /// The decoration's first literal, 0 where it has none; `None` where the target lacks it.
    pub(super) fn value(
        &self,
        target: Target,
        decoration: Decoration,
    ) -> Result<Option<u32>, Fault> {
        let own = self.own(target, decoration as u32)?;
        if own.is_some() {
            return Ok(own);
        }
        let first = self.groups.partition_point(|(member, _)| *member < target);
        let groups = self.groups.get(first..).unwrap_or_default();
        for (index, (member, group)) in groups.iter().enumerate() {
            if *member != target {
                break;
            }
            if index >= MAX_GROUPS {
                let (found, limit) = (index as u64 + 1, MAX_GROUPS as u64);
                return Err(Fault::Limit { what: "decoration groups of one id", found, limit });
            }
            let value = self.own(Target::id(*group), decoration as u32)?;
            if value.is_some() {
                return Ok(value);
            }
        }
        Ok(None)
    }

    /// Whether the target has the decoration.
    pub(super) fn has(&self, target: Target, decoration: Decoration) -> Result<bool, Fault> {
        Ok(self.value(target, decoration)?.is_some())
    }

    fn own(&self, target: Target, decoration: u32) -> Result<Option<u32>, Fault> {
        let key = (target, decoration, 0);
        let first = self.decorations.partition_point(|entry| *entry < key);
        let mut found = self.decorations.get(first..).unwrap_or_default().iter();
        let same = |entry: &&(Target, u32, u32)| (entry.0, entry.1) == (target, decoration);
        let Some((.., value)) = found.next().filter(same) else { return Ok(None) };
        match found.next().filter(same) {
            Some(_) => Err(Fault::Contradiction { id: target.id, decoration }),
            None => Ok(Some(*value)),
        }
    }

    /// Ids that carry the decoration with that literal, by ascending id.
    pub(super) fn decorated(
        &self,
        decoration: Decoration,
        value: u32,
    ) -> impl Iterator<Item = u32> + '_ {
        let wanted = (decoration as u32, value);
        let entries = self.decorations.iter();
        entries
            .filter(move |(target, kind, literal)| {
                target.member == WHOLE && (*kind, *literal) == wanted
            })
            .map(|(target, ..)| target.id)
    }
}

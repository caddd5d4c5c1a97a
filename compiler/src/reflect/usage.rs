//! What instructions do to the pointers and handles that they name.

use spirq::spirv::Op;

use super::words::Instruction;

/// A set of ways to use a resource.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Usage(u8);

impl Usage {
    /// No instruction names it.
    pub(super) const NONE: Self = Self(0);
    /// An instruction names it: static use in the sense of the Vulkan specification.
    pub(super) const NAMED: Self = Self(1);
    /// Its contents are read.
    pub(super) const READ: Self = Self(3);
    /// Its contents are written.
    pub(super) const WRITE: Self = Self(5);
    /// It goes where it cannot be followed, so it is taken to be read and written.
    pub(super) const ESCAPE: Self = Self(7);

    /// Both together.
    pub(super) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` is in it.
    pub(super) fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// What an instruction does, with operands by index (result type and result included).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Nothing to a resource.
    None,
    /// Uses one operand.
    Uses(usize, Usage),
    /// Uses two operands.
    UsesTwo((usize, Usage), (usize, Usage)),
    /// The result stands for what the operands from the first index on, in that step, stand for, up to
    /// that many.
    Derives {
        /// Index of the first.
        first: usize,
        /// Distance to the next.
        step: usize,
        /// How many at most.
        most: usize,
    },
    /// A load: a handle if the result is one, else a reading of operand 2.
    Loads,
    /// `OpFunctionCall`.
    Calls,
    /// `OpReturnValue`.
    Returns,
    /// `OpExtInst`.
    Extended,
    /// An instruction of an extension that is not known here.
    Unknown,
}

const fn derives(first: usize, most: usize) -> Effect {
    Effect::Derives { first, step: 1, most }
}

/// The effect of an instruction, by its opcode.
pub(super) fn effect(instruction: &Instruction<'_>) -> Effect {
    let Some(op) = instruction.op else { return Effect::Unknown };
    memory_effect(op).or_else(|| image_effect(op)).unwrap_or_else(|| other_effect(op))
}

fn memory_effect(op: Op) -> Option<Effect> {
    Some(match op {
        Op::Load => Effect::Loads,
        Op::Store => Effect::UsesTwo((0, Usage::WRITE), (1, Usage::ESCAPE)),
        Op::CopyMemory | Op::CopyMemorySized => {
            Effect::UsesTwo((0, Usage::WRITE), (1, Usage::READ))
        }
        Op::AtomicLoad | Op::CooperativeMatrixLoadKHR | Op::CooperativeMatrixLoadNV => {
            Effect::Uses(2, Usage::READ)
        }
        Op::AtomicStore | Op::AtomicFlagClear => Effect::Uses(0, Usage::WRITE),
        Op::AtomicExchange
        | Op::AtomicCompareExchange
        | Op::AtomicCompareExchangeWeak
        | Op::AtomicIIncrement
        | Op::AtomicIDecrement
        | Op::AtomicIAdd
        | Op::AtomicISub
        | Op::AtomicSMin
        | Op::AtomicUMin
        | Op::AtomicSMax
        | Op::AtomicUMax
        | Op::AtomicAnd
        | Op::AtomicOr
        | Op::AtomicXor
        | Op::AtomicFlagTestAndSet
        | Op::AtomicFAddEXT
        | Op::AtomicFMinEXT
        | Op::AtomicFMaxEXT
        | Op::ConvertPtrToU => Effect::Uses(2, Usage::ESCAPE),
        Op::CooperativeMatrixStoreKHR | Op::CooperativeMatrixStoreNV => {
            Effect::Uses(0, Usage::WRITE)
        }
        Op::ArrayLength => Effect::Uses(2, Usage::NAMED),
        Op::PtrEqual | Op::PtrNotEqual | Op::PtrDiff => {
            Effect::UsesTwo((2, Usage::NAMED), (3, Usage::NAMED))
        }
        Op::Variable => Effect::Uses(3, Usage::ESCAPE),
        Op::AccessChain
        | Op::InBoundsAccessChain
        | Op::PtrAccessChain
        | Op::InBoundsPtrAccessChain
        | Op::ImageTexelPointer
        | Op::CopyObject
        | Op::CopyLogical
        | Op::CompositeExtract
        | Op::Bitcast => derives(2, 1),
        Op::CompositeInsert => derives(2, 2),
        Op::Select => derives(3, 2),
        Op::CompositeConstruct => derives(2, usize::MAX),
        Op::Phi => Effect::Derives { first: 2, step: 2, most: usize::MAX },
        _ => return None,
    })
}

fn image_effect(op: Op) -> Option<Effect> {
    Some(match op {
        Op::SampledImage => derives(2, 2),
        Op::Image => derives(2, 1),
        Op::ImageSampleImplicitLod
        | Op::ImageSampleExplicitLod
        | Op::ImageSampleDrefImplicitLod
        | Op::ImageSampleDrefExplicitLod
        | Op::ImageSampleProjImplicitLod
        | Op::ImageSampleProjExplicitLod
        | Op::ImageSampleProjDrefImplicitLod
        | Op::ImageSampleProjDrefExplicitLod
        | Op::ImageFetch
        | Op::ImageGather
        | Op::ImageDrefGather
        | Op::ImageRead
        | Op::ImageSparseSampleImplicitLod
        | Op::ImageSparseSampleExplicitLod
        | Op::ImageSparseSampleDrefImplicitLod
        | Op::ImageSparseSampleDrefExplicitLod
        | Op::ImageSparseFetch
        | Op::ImageSparseGather
        | Op::ImageSparseDrefGather
        | Op::ImageSparseRead
        | Op::FragmentMaskFetchAMD
        | Op::FragmentFetchAMD => Effect::Uses(2, Usage::READ),
        Op::ImageWrite => Effect::Uses(0, Usage::WRITE),
        Op::ImageQueryFormat
        | Op::ImageQueryOrder
        | Op::ImageQuerySizeLod
        | Op::ImageQuerySize
        | Op::ImageQueryLod
        | Op::ImageQueryLevels
        | Op::ImageQuerySamples => Effect::Uses(2, Usage::NAMED),
        Op::TraceRayKHR | Op::TraceNV | Op::TraceMotionNV | Op::TraceRayMotionNV => {
            Effect::Uses(0, Usage::READ)
        }
        Op::RayQueryInitializeKHR => Effect::Uses(1, Usage::READ),
        _ => return None,
    })
}

fn other_effect(op: Op) -> Effect {
    match op {
        Op::FunctionCall => Effect::Calls,
        Op::ReturnValue => Effect::Returns,
        Op::ExtInst => Effect::Extended,
        // Of these extensions none takes a resource, and their literals could be taken for ids.
        Op::TerminateInvocation
        | Op::SubgroupBallotKHR
        | Op::SubgroupFirstInvocationKHR
        | Op::SubgroupAllKHR
        | Op::SubgroupAnyKHR
        | Op::SubgroupAllEqualKHR
        | Op::SubgroupReadInvocationKHR
        | Op::GroupNonUniformRotateKHR
        | Op::SDot
        | Op::UDot
        | Op::SUDot
        | Op::SDotAccSat
        | Op::UDotAccSat
        | Op::SUDotAccSat
        | Op::CooperativeMatrixMulAddKHR
        | Op::CooperativeMatrixMulAddNV
        | Op::CooperativeMatrixLengthKHR
        | Op::CooperativeMatrixLengthNV => Effect::None,
        // The rest of the core instructions takes values alone.
        _ if (op as u32) < FIRST_EXTENSION => Effect::None,
        _ => Effect::Unknown,
    }
}

/// Opcodes from here on are of extensions.
const FIRST_EXTENSION: u32 = 4096;

//! Stages and accesses as atomic bits: what each mask stands for, which stage performs which access, and the
//! order in which a command goes through its stages.

mod order;

use vixen_plan::vk::{AccessFlags2 as Access, PipelineStageFlags2 as Stages};

pub(crate) use order::{with_earlier, with_later};

/// A set of atomic stages, one bit for each entry of [`STAGES`], and one for [`SYNC`].
pub(crate) type StageSet = u32;

/// A set of pairs of stage and access, one bit for each entry of [`PAIRS`].
pub(crate) type PairSet = u128;

/// The stages that no mask divides further.
pub(crate) const STAGES: [Stages; 22] = [
    Stages::DRAW_INDIRECT,
    Stages::INDEX_INPUT,
    Stages::VERTEX_ATTRIBUTE_INPUT,
    Stages::VERTEX_SHADER,
    Stages::TESSELLATION_CONTROL_SHADER,
    Stages::TESSELLATION_EVALUATION_SHADER,
    Stages::GEOMETRY_SHADER,
    Stages::TASK_SHADER_EXT,
    Stages::MESH_SHADER_EXT,
    Stages::EARLY_FRAGMENT_TESTS,
    Stages::FRAGMENT_SHADER,
    Stages::LATE_FRAGMENT_TESTS,
    Stages::COLOR_ATTACHMENT_OUTPUT,
    Stages::COMPUTE_SHADER,
    Stages::RAY_TRACING_SHADER_KHR,
    Stages::COPY,
    Stages::BLIT,
    Stages::RESOLVE,
    Stages::CLEAR,
    Stages::ACCELERATION_STRUCTURE_BUILD_KHR,
    Stages::ACCELERATION_STRUCTURE_COPY_KHR,
    Stages::HOST,
];

/// Number of bits of a [`StageSet`].
pub(crate) const STAGE_COUNT: usize = STAGES.len() + 1;

/// The operations of synchronization commands themselves: layout transitions, availability, ownership. "They
/// are not executed by a defined pipeline stage" (Pipeline Stages), so that only `ALL_COMMANDS`, "all
/// operations performed by all commands", has them in its scope.
pub(crate) const SYNC: usize = STAGES.len();

/// Index of the host's pseudo-stage.
pub(crate) const HOST: usize = STAGES.len() - 1;

/// Accesses that write; bit `n` of a write set stands for the `n`-th pair of [`PAIRS`] that writes.
const WRITES: [Access; 6] = [
    Access::SHADER_STORAGE_WRITE,
    Access::COLOR_ATTACHMENT_WRITE,
    Access::DEPTH_STENCIL_ATTACHMENT_WRITE,
    Access::TRANSFER_WRITE,
    Access::HOST_WRITE,
    Access::ACCELERATION_STRUCTURE_WRITE_KHR,
];

const READS: [Access; 13] = [
    Access::INDIRECT_COMMAND_READ,
    Access::INDEX_READ,
    Access::VERTEX_ATTRIBUTE_READ,
    Access::UNIFORM_READ,
    Access::INPUT_ATTACHMENT_READ,
    Access::SHADER_SAMPLED_READ,
    Access::SHADER_STORAGE_READ,
    Access::SHADER_BINDING_TABLE_READ_KHR,
    Access::COLOR_ATTACHMENT_READ,
    Access::DEPTH_STENCIL_ATTACHMENT_READ,
    Access::TRANSFER_READ,
    Access::HOST_READ,
    Access::ACCELERATION_STRUCTURE_READ_KHR,
];

/// Accesses of attachments.
pub(crate) const ATTACHMENT: Access = Access::from_raw(
    Access::COLOR_ATTACHMENT_READ.as_raw()
        | Access::COLOR_ATTACHMENT_WRITE.as_raw()
        | Access::DEPTH_STENCIL_ATTACHMENT_READ.as_raw()
        | Access::DEPTH_STENCIL_ATTACHMENT_WRITE.as_raw(),
);

const SHADERS: Stages = Stages::from_raw(
    Stages::VERTEX_SHADER.as_raw()
        | Stages::TESSELLATION_CONTROL_SHADER.as_raw()
        | Stages::TESSELLATION_EVALUATION_SHADER.as_raw()
        | Stages::GEOMETRY_SHADER.as_raw()
        | Stages::TASK_SHADER_EXT.as_raw()
        | Stages::MESH_SHADER_EXT.as_raw()
        | Stages::FRAGMENT_SHADER.as_raw()
        | Stages::COMPUTE_SHADER.as_raw()
        | Stages::RAY_TRACING_SHADER_KHR.as_raw(),
);

const TRANSFERS: Stages = Stages::from_raw(
    Stages::COPY.as_raw()
        | Stages::BLIT.as_raw()
        | Stages::RESOLVE.as_raw()
        | Stages::CLEAR.as_raw()
        | Stages::ACCELERATION_STRUCTURE_COPY_KHR.as_raw(),
);

const STRUCTURES: Stages = Stages::from_raw(
    Stages::ACCELERATION_STRUCTURE_BUILD_KHR.as_raw()
        | Stages::ACCELERATION_STRUCTURE_COPY_KHR.as_raw(),
);

const TESTS: Stages =
    Stages::from_raw(Stages::EARLY_FRAGMENT_TESTS.as_raw() | Stages::LATE_FRAGMENT_TESTS.as_raw());

/// The table of supported access types (Access Types): which stages perform an access.
const fn performers(access: Access) -> Stages {
    const fn or(a: Stages, b: Stages) -> Stages {
        Stages::from_raw(a.as_raw() | b.as_raw())
    }
    const STORAGE_WRITE: u64 = Access::SHADER_STORAGE_WRITE.as_raw();
    const UNIFORM: u64 = Access::UNIFORM_READ.as_raw();
    const SAMPLED: u64 = Access::SHADER_SAMPLED_READ.as_raw();
    const STORAGE_READ: u64 = Access::SHADER_STORAGE_READ.as_raw();
    const COLOR_WRITE: u64 = Access::COLOR_ATTACHMENT_WRITE.as_raw();
    const COLOR_READ: u64 = Access::COLOR_ATTACHMENT_READ.as_raw();
    const DEPTH_WRITE: u64 = Access::DEPTH_STENCIL_ATTACHMENT_WRITE.as_raw();
    const DEPTH_READ: u64 = Access::DEPTH_STENCIL_ATTACHMENT_READ.as_raw();
    const TRANSFER_WRITE: u64 = Access::TRANSFER_WRITE.as_raw();
    const TRANSFER_READ: u64 = Access::TRANSFER_READ.as_raw();
    const HOST_WRITE: u64 = Access::HOST_WRITE.as_raw();
    const HOST_READ: u64 = Access::HOST_READ.as_raw();
    const STRUCTURE_WRITE: u64 = Access::ACCELERATION_STRUCTURE_WRITE_KHR.as_raw();
    const STRUCTURE_READ: u64 = Access::ACCELERATION_STRUCTURE_READ_KHR.as_raw();
    const INDIRECT: u64 = Access::INDIRECT_COMMAND_READ.as_raw();
    const INDEX: u64 = Access::INDEX_READ.as_raw();
    const ATTRIBUTE: u64 = Access::VERTEX_ATTRIBUTE_READ.as_raw();
    const INPUT: u64 = Access::INPUT_ATTACHMENT_READ.as_raw();
    const TABLE: u64 = Access::SHADER_BINDING_TABLE_READ_KHR.as_raw();
    match access.as_raw() {
        STORAGE_WRITE | UNIFORM | SAMPLED => SHADERS,
        // `SHADER_READ` of a build reads its inputs.
        STORAGE_READ => or(SHADERS, Stages::ACCELERATION_STRUCTURE_BUILD_KHR),
        COLOR_WRITE | COLOR_READ => Stages::COLOR_ATTACHMENT_OUTPUT,
        DEPTH_WRITE | DEPTH_READ => TESTS,
        TRANSFER_WRITE => or(TRANSFERS, STRUCTURES),
        // A clear reads nothing.
        TRANSFER_READ => {
            Stages::from_raw(or(TRANSFERS, STRUCTURES).as_raw() & !Stages::CLEAR.as_raw())
        }
        HOST_WRITE | HOST_READ => Stages::HOST,
        STRUCTURE_WRITE => STRUCTURES,
        STRUCTURE_READ => or(SHADERS, STRUCTURES),
        INDIRECT => or(Stages::DRAW_INDIRECT, Stages::ACCELERATION_STRUCTURE_BUILD_KHR),
        INDEX => Stages::INDEX_INPUT,
        ATTRIBUTE => Stages::VERTEX_ATTRIBUTE_INPUT,
        INPUT => Stages::FRAGMENT_SHADER,
        TABLE => Stages::RAY_TRACING_SHADER_KHR,
        _ => Stages::NONE,
    }
}

/// A stage, as an index of [`STAGES`], that performs an access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) stage: usize,
    pub(crate) access: Access,
}

const fn pair_count(accesses: &[Access]) -> usize {
    let (mut count, mut index) = (0, 0);
    while index < accesses.len() {
        count += performers(accesses[index]).as_raw().count_ones() as usize;
        index += 1;
    }
    count
}

/// Number of pairs that write; they come first in [`PAIRS`].
pub(crate) const WRITE_PAIRS: usize = pair_count(&WRITES);
/// Number of pairs.
pub(crate) const PAIR_COUNT: usize = WRITE_PAIRS + pair_count(&READS);

/// The pairs that write.
pub(crate) const ALL_WRITES: PairSet = (1 << WRITE_PAIRS) - 1;

/// Every pair of a stage and an access that it performs: first those that write.
pub(crate) const PAIRS: [Pair; PAIR_COUNT] = pairs();

const fn pairs() -> [Pair; PAIR_COUNT] {
    let mut pairs = [Pair { stage: 0, access: Access::NONE }; PAIR_COUNT];
    let (mut count, mut index) = (0, 0);
    while index < WRITES.len() + READS.len() {
        let access = if index < WRITES.len() { WRITES[index] } else { READS[index - WRITES.len()] };
        let mut stage = 0;
        while stage < STAGES.len() {
            if performers(access).as_raw() & STAGES[stage].as_raw() != 0 {
                pairs[count] = Pair { stage, access };
                count += 1;
            }
            stage += 1;
        }
        index += 1;
    }
    pairs
}

const VERTEX_INPUT: Stages =
    Stages::from_raw(Stages::INDEX_INPUT.as_raw() | Stages::VERTEX_ATTRIBUTE_INPUT.as_raw());
const PRE_RASTERIZATION: Stages = Stages::from_raw(
    Stages::VERTEX_SHADER.as_raw()
        | Stages::TESSELLATION_CONTROL_SHADER.as_raw()
        | Stages::TESSELLATION_EVALUATION_SHADER.as_raw()
        | Stages::GEOMETRY_SHADER.as_raw()
        | Stages::TASK_SHADER_EXT.as_raw()
        | Stages::MESH_SHADER_EXT.as_raw(),
);
const GRAPHICS: Stages = Stages::from_raw(
    Stages::DRAW_INDIRECT.as_raw()
        | VERTEX_INPUT.as_raw()
        | PRE_RASTERIZATION.as_raw()
        | TESTS.as_raw()
        | Stages::FRAGMENT_SHADER.as_raw()
        | Stages::COLOR_ATTACHMENT_OUTPUT.as_raw(),
);

/// Bits of a mask that are none of the atomic stages and stand for no set of them here: extensions that this
/// model does not know, and the two legacy stages, whose meaning depends on the side that they stand on.
pub(crate) fn unknown_stages(mask: Stages) -> Stages {
    let known = STAGES.iter().fold(Stages::NONE, |all, stage| all | *stage)
        | Stages::VERTEX_INPUT
        | Stages::PRE_RASTERIZATION_SHADERS
        | Stages::ALL_GRAPHICS
        | Stages::ALL_TRANSFER
        | Stages::ALL_COMMANDS;
    mask & !known
}

/// Bits of an access mask that this model does not know.
pub(crate) fn unknown_access(mask: Access) -> Access {
    let known = WRITES.iter().chain(&READS).fold(Access::NONE, |all, access| all | *access)
        | Access::SHADER_READ
        | Access::SHADER_WRITE
        | Access::MEMORY_READ
        | Access::MEMORY_WRITE;
    mask & !known
}

/// A stage mask with every collective bit replaced by the atomic ones it stands for (Pipeline Stages); those
/// that no bit expresses are left out.
pub(crate) fn expand_stages(mask: Stages) -> Stages {
    let mut all = mask;
    let mut expand = |collective: Stages, atoms: Stages| {
        if all.intersects(collective) {
            all = (all & !collective) | atoms;
        }
    };
    let every = STAGES.iter().fold(Stages::NONE, |all, stage| all | *stage) & !Stages::HOST;
    expand(Stages::ALL_COMMANDS, every);
    expand(Stages::ALL_GRAPHICS, GRAPHICS);
    expand(Stages::VERTEX_INPUT, VERTEX_INPUT);
    expand(Stages::PRE_RASTERIZATION_SHADERS, PRE_RASTERIZATION);
    expand(Stages::ALL_TRANSFER, TRANSFERS);
    all
}

/// An access mask with every collective bit replaced by the atomic ones it stands for (Access Types).
pub(crate) fn expand_access(mask: Access) -> Access {
    let mut all = mask;
    let mut expand = |collective: Access, atoms: Access| {
        if all.intersects(collective) {
            all = (all & !collective) | atoms;
        }
    };
    let union = |list: &[Access]| list.iter().fold(Access::NONE, |all, access| all | *access);
    expand(Access::MEMORY_READ, union(&READS));
    expand(Access::MEMORY_WRITE, union(&WRITES));
    expand(
        Access::SHADER_READ,
        Access::SHADER_SAMPLED_READ
            | Access::SHADER_STORAGE_READ
            | Access::SHADER_BINDING_TABLE_READ_KHR,
    );
    expand(Access::SHADER_WRITE, Access::SHADER_STORAGE_WRITE);
    all
}

/// The atomic stages of a mask.
pub(crate) fn stage_set(mask: Stages) -> StageSet {
    let atoms = expand_stages(mask);
    let mut set = 0;
    for (index, stage) in STAGES.iter().enumerate() {
        if atoms.contains(*stage) {
            set |= 1 << index;
        }
    }
    // "All operations performed by all commands": those of synchronization commands too.
    if mask.contains(Stages::ALL_COMMANDS) { set | 1 << SYNC } else { set }
}

/// The pairs that the two masks of one side name.
pub(crate) fn pair_set(stages: Stages, access: Access) -> PairSet {
    let (stages, access) = (stage_set(stages), expand_access(access));
    let mut set = 0;
    for (index, pair) in PAIRS.iter().enumerate() {
        if stages >> pair.stage & 1 == 1 && access.contains(pair.access) {
            set |= 1 << index;
        }
    }
    set
}

/// The indices in a set.
pub(crate) fn each(set: StageSet) -> impl Iterator<Item = usize> {
    (0..STAGE_COUNT).filter(move |stage| set >> stage & 1 == 1)
}

/// The indices in a set of pairs.
pub(crate) fn each_pair(mut set: PairSet) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let index = set.trailing_zeros() as usize;
        (set != 0).then(|| {
            set &= set - 1;
            index
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_fit_their_set_and_writes_come_first() {
        const { assert!(PAIR_COUNT <= 128 && WRITE_PAIRS <= 32) };
        for (index, pair) in PAIRS.iter().enumerate() {
            assert_eq!(index < WRITE_PAIRS, WRITES.contains(&pair.access), "{pair:?}");
        }
    }

    #[test]
    fn collective_masks_expand() {
        let memory = pair_set(Stages::ALL_TRANSFER, Access::MEMORY_WRITE);
        let atoms = pair_set(
            Stages::COPY | Stages::BLIT | Stages::RESOLVE | Stages::CLEAR,
            Access::TRANSFER_WRITE,
        );
        assert_eq!(memory & atoms, atoms);
        assert_eq!(
            pair_set(Stages::COMPUTE_SHADER, Access::SHADER_READ),
            pair_set(
                Stages::COMPUTE_SHADER,
                Access::SHADER_SAMPLED_READ | Access::SHADER_STORAGE_READ
            )
        );
        assert!(stage_set(Stages::ALL_COMMANDS) >> SYNC & 1 == 1);
    }
}

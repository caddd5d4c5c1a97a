//! The order in which a command goes through its stages.

use vixen_plan::vk::PipelineStageFlags2 as Stages;

use super::{PRE_RASTERIZATION, STAGE_COUNT, STAGES, SYNC, StageSet, VERTEX_INPUT, each};

/// The stages of the graphics pipelines, primitive and mesh, with their place in the order.
const GRAPHICS_ORDER: [(Stages, u8); 13] = [
    (Stages::DRAW_INDIRECT, 0),
    (Stages::INDEX_INPUT, 1),
    (Stages::VERTEX_ATTRIBUTE_INPUT, 2),
    (Stages::VERTEX_SHADER, 3),
    (Stages::TESSELLATION_CONTROL_SHADER, 4),
    (Stages::TESSELLATION_EVALUATION_SHADER, 5),
    (Stages::GEOMETRY_SHADER, 6),
    (Stages::TASK_SHADER_EXT, 1),
    (Stages::MESH_SHADER_EXT, 2),
    (Stages::EARLY_FRAGMENT_TESTS, 7),
    (Stages::FRAGMENT_SHADER, 8),
    (Stages::LATE_FRAGMENT_TESTS, 9),
    (Stages::COLOR_ATTACHMENT_OUTPUT, 10),
];

/// Whether `a` is logically earlier than `b` in a pipeline that has both (Pipeline Stages).
const fn is_earlier(a: usize, b: usize) -> bool {
    const fn place(stage: u64) -> Option<u8> {
        let mut index = 0;
        while index < GRAPHICS_ORDER.len() {
            if GRAPHICS_ORDER[index].0.as_raw() == stage {
                return Some(GRAPHICS_ORDER[index].1);
            }
            index += 1;
        }
        None
    }
    const fn is_mesh(stage: u64) -> bool {
        stage == Stages::TASK_SHADER_EXT.as_raw() || stage == Stages::MESH_SHADER_EXT.as_raw()
    }
    const fn is_vertex(stage: u64) -> bool {
        (VERTEX_INPUT.as_raw() | PRE_RASTERIZATION.as_raw()) & stage != 0 && !is_mesh(stage)
    }
    let (a, b) = (STAGES[a].as_raw(), STAGES[b].as_raw());
    if a == Stages::DRAW_INDIRECT.as_raw() {
        let alone = Stages::COMPUTE_SHADER.as_raw() | Stages::RAY_TRACING_SHADER_KHR.as_raw();
        if b & alone != 0 {
            return true;
        }
    }
    // No pipeline has stages of both front ends.
    if (is_mesh(a) && is_vertex(b)) || (is_vertex(a) && is_mesh(b)) {
        return false;
    }
    match (place(a), place(b)) {
        (Some(a), Some(b)) => a < b,
        _ => false,
    }
}

/// For each stage, the set of itself and all logically earlier ones, or later ones.
const fn order(later: bool) -> [StageSet; STAGE_COUNT] {
    let mut sets = [0; STAGE_COUNT];
    let mut stage = 0;
    while stage < STAGES.len() {
        sets[stage] = 1 << stage;
        let mut other = 0;
        while other < STAGES.len() {
            let ordered = if later { is_earlier(stage, other) } else { is_earlier(other, stage) };
            if ordered {
                sets[stage] |= 1 << other;
            }
            other += 1;
        }
        stage += 1;
    }
    sets[SYNC] = 1 << SYNC;
    sets
}

const EARLIER: [StageSet; STAGE_COUNT] = order(false);
const LATER: [StageSet; STAGE_COUNT] = order(true);

/// A source scope: the stages and all that are logically earlier.
pub(crate) fn with_earlier(set: StageSet) -> StageSet {
    each(set).fold(set, |all, stage| all | EARLIER[stage])
}

/// A destination scope: the stages and all that are logically later.
pub(crate) fn with_later(set: StageSet) -> StageSet {
    each(set).fold(set, |all, stage| all | LATER[stage])
}

#[cfg(test)]
mod tests {
    use super::super::stage_set;
    use super::*;

    fn later(stage: Stages, other: Stages) -> bool {
        with_later(stage_set(stage)) & stage_set(other) != 0
    }

    #[test]
    fn the_order_of_stages_is_that_of_the_pipelines() {
        assert!(later(Stages::VERTEX_SHADER, Stages::FRAGMENT_SHADER));
        assert!(!later(Stages::FRAGMENT_SHADER, Stages::EARLY_FRAGMENT_TESTS));
        assert!(later(Stages::DRAW_INDIRECT, Stages::COMPUTE_SHADER));
        assert!(!later(Stages::COMPUTE_SHADER, Stages::COPY));
        assert!(!later(Stages::VERTEX_SHADER, Stages::MESH_SHADER_EXT));
        assert!(later(Stages::MESH_SHADER_EXT, Stages::COLOR_ATTACHMENT_OUTPUT));
        assert_eq!(
            with_earlier(stage_set(Stages::LATE_FRAGMENT_TESTS))
                & stage_set(Stages::COLOR_ATTACHMENT_OUTPUT),
            0
        );
    }
}

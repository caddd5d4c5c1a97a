//! Pipeline stages and accesses as the specification orders them.
//!
//! Sources: Vulkan 1.3, 7.1.2 "Pipeline Stages" (logical order, scopes of stage masks) and table
//! "Supported access types" in 7.1.3.

use ash::vk::{AccessFlags2 as A, PipelineStageFlags2 as S};

/// Stages of the graphics pipeline in logical order. Bits of one entry are not ordered among each other.
const GRAPHICS: [S; 13] = [
    S::DRAW_INDIRECT,
    S::INDEX_INPUT,
    S::VERTEX_ATTRIBUTE_INPUT,
    S::VERTEX_SHADER,
    S::TESSELLATION_CONTROL_SHADER,
    S::TESSELLATION_EVALUATION_SHADER,
    S::GEOMETRY_SHADER,
    S::TRANSFORM_FEEDBACK_EXT,
    S::FRAGMENT_SHADING_RATE_ATTACHMENT_KHR,
    S::EARLY_FRAGMENT_TESTS,
    S::FRAGMENT_SHADER,
    S::LATE_FRAGMENT_TESTS,
    S::COLOR_ATTACHMENT_OUTPUT,
];

/// Stages of the compute and ray-tracing pipelines in logical order.
const COMPUTE: [[S; 2]; 2] =
    [[S::DRAW_INDIRECT, S::COMPUTE_SHADER], [S::DRAW_INDIRECT, S::RAY_TRACING_SHADER_KHR]];

/// Stages that run shaders.
const SHADERS: S = S::from_raw(
    S::VERTEX_SHADER.as_raw()
        | S::TESSELLATION_CONTROL_SHADER.as_raw()
        | S::TESSELLATION_EVALUATION_SHADER.as_raw()
        | S::GEOMETRY_SHADER.as_raw()
        | S::FRAGMENT_SHADER.as_raw()
        | S::COMPUTE_SHADER.as_raw()
        | S::RAY_TRACING_SHADER_KHR.as_raw()
        | S::TASK_SHADER_EXT.as_raw()
        | S::MESH_SHADER_EXT.as_raw(),
);

/// Accesses that write.
pub(super) const WRITES: A = A::from_raw(
    A::SHADER_WRITE.as_raw()
        | A::SHADER_STORAGE_WRITE.as_raw()
        | A::COLOR_ATTACHMENT_WRITE.as_raw()
        | A::DEPTH_STENCIL_ATTACHMENT_WRITE.as_raw()
        | A::TRANSFER_WRITE.as_raw()
        | A::HOST_WRITE.as_raw()
        | A::MEMORY_WRITE.as_raw()
        | A::TRANSFORM_FEEDBACK_WRITE_EXT.as_raw()
        | A::TRANSFORM_FEEDBACK_COUNTER_WRITE_EXT.as_raw()
        | A::ACCELERATION_STRUCTURE_WRITE_KHR.as_raw(),
);

/// `mask` with the stages that are logically earlier: the first synchronization scope of a source mask.
pub(super) fn with_earlier(mask: S) -> S {
    let mut all = mask;
    let last = GRAPHICS.iter().skip(1).rposition(|s| mask.intersects(*s)).map(|at| at + 1);
    for stage in GRAPHICS.iter().take(last.unwrap_or(0)) {
        all |= *stage;
    }
    for [first, second] in COMPUTE {
        if mask.intersects(second) {
            all |= first;
        }
    }
    all
}

/// `mask` with the stages that are logically later: the second synchronization scope of a destination mask.
pub(super) fn with_later(mask: S) -> S {
    let mut all = mask;
    if let Some(first) = GRAPHICS.iter().position(|s| mask.intersects(*s)) {
        for stage in GRAPHICS.iter().skip(first + 1) {
            all |= *stage;
        }
    }
    for [first, second] in COMPUTE {
        if mask.intersects(first) {
            all |= second;
        }
    }
    all
}

/// The accesses of `access` that some stage of `stages` supports.
pub(super) fn supported(access: A, stages: S) -> A {
    bits_access(access).filter(|bit| stages.intersects(stages_of(*bit))).fold(A::NONE, |a, b| a | b)
}

/// The stages that support an access.
fn stages_of(access: A) -> S {
    match access {
        A::INDIRECT_COMMAND_READ => S::DRAW_INDIRECT,
        A::INDEX_READ => S::INDEX_INPUT | S::VERTEX_INPUT,
        A::VERTEX_ATTRIBUTE_READ => S::VERTEX_ATTRIBUTE_INPUT | S::VERTEX_INPUT,
        A::INPUT_ATTACHMENT_READ => S::FRAGMENT_SHADER,
        A::UNIFORM_READ | A::SHADER_SAMPLED_READ | A::SHADER_STORAGE_WRITE | A::SHADER_WRITE => {
            SHADERS
        }
        A::SHADER_STORAGE_READ | A::SHADER_READ => SHADERS | S::ACCELERATION_STRUCTURE_BUILD_KHR,
        A::COLOR_ATTACHMENT_READ | A::COLOR_ATTACHMENT_WRITE => S::COLOR_ATTACHMENT_OUTPUT,
        A::DEPTH_STENCIL_ATTACHMENT_READ | A::DEPTH_STENCIL_ATTACHMENT_WRITE => {
            S::EARLY_FRAGMENT_TESTS | S::LATE_FRAGMENT_TESTS
        }
        A::TRANSFER_READ => {
            S::COPY | S::BLIT | S::RESOLVE | S::ALL_TRANSFER | S::ACCELERATION_STRUCTURE_BUILD_KHR
        }
        A::TRANSFER_WRITE => {
            S::COPY
                | S::BLIT
                | S::RESOLVE
                | S::CLEAR
                | S::ALL_TRANSFER
                | S::ACCELERATION_STRUCTURE_BUILD_KHR
        }
        A::HOST_READ | A::HOST_WRITE => S::HOST,
        A::ACCELERATION_STRUCTURE_READ_KHR => {
            SHADERS | S::ACCELERATION_STRUCTURE_BUILD_KHR | S::ACCELERATION_STRUCTURE_COPY_KHR
        }
        A::ACCELERATION_STRUCTURE_WRITE_KHR => {
            S::ACCELERATION_STRUCTURE_BUILD_KHR | S::ACCELERATION_STRUCTURE_COPY_KHR
        }
        // What this table does not know is left to whoever declared it.
        _ => S::from_raw(u64::MAX),
    }
}

/// The single bits of a stage mask.
pub(super) fn bits(mask: S) -> impl Iterator<Item = S> {
    (0..64).map(|bit| S::from_raw(1 << bit)).filter(move |bit| mask.contains(*bit))
}

/// The single bits of an access mask.
pub(super) fn bits_access(mask: A) -> impl Iterator<Item = A> {
    (0..64).map(|bit| A::from_raw(1 << bit)).filter(move |bit| mask.contains(*bit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_mask_covers_what_is_logically_earlier() {
        let scope = with_earlier(S::FRAGMENT_SHADER);
        assert!(scope.contains(S::VERTEX_SHADER | S::EARLY_FRAGMENT_TESTS | S::DRAW_INDIRECT));
        assert!(!scope.intersects(S::LATE_FRAGMENT_TESTS | S::COMPUTE_SHADER | S::COPY));
        assert_eq!(with_earlier(S::COPY), S::COPY);
        assert_eq!(with_earlier(S::COMPUTE_SHADER), S::COMPUTE_SHADER | S::DRAW_INDIRECT);
        assert_eq!(with_earlier(S::NONE), S::NONE);
    }

    #[test]
    fn a_destination_mask_covers_what_is_logically_later() {
        let scope = with_later(S::FRAGMENT_SHADER);
        assert_eq!(scope, S::FRAGMENT_SHADER | S::LATE_FRAGMENT_TESTS | S::COLOR_ATTACHMENT_OUTPUT);
        assert!(with_later(S::DRAW_INDIRECT).contains(S::COMPUTE_SHADER | S::VERTEX_SHADER));
        assert_eq!(with_later(S::COMPUTE_SHADER), S::COMPUTE_SHADER);
    }

    #[test]
    fn an_access_belongs_to_its_stages() {
        let access = A::SHADER_SAMPLED_READ | A::TRANSFER_WRITE;
        assert_eq!(supported(access, S::COMPUTE_SHADER), A::SHADER_SAMPLED_READ);
        assert_eq!(supported(access, S::CLEAR), A::TRANSFER_WRITE);
    }
}

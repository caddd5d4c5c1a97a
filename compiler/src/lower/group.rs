//! Workgroups as a pipeline makes them: local size and shared memory under the graph's specialization constants.

use vixen_plan::SpecEntry;

use super::shader::entry_point;
use crate::ir;
use crate::reflect::{EntryPoint, Length, SharedVariable};
use crate::syntax::ast::PassDecl;

/// The workgroup of a pass's compute shader; `None` where it has none.
pub(super) fn of(pass: &PassDecl, stages: &[ir::Stage]) -> Option<ir::Group> {
    let shaders = pass.shaders.iter().zip(stages);
    let mut points = shaders.filter_map(|(shader, stage)| Some((entry_point(shader)?, stage)));
    points.find_map(|(point, stage)| group(point, &stage.spec))
}

fn group(point: &EntryPoint, spec: &[SpecEntry]) -> Option<ir::Group> {
    let declared = point.workgroup_size.as_ref()?;
    let axis = |axis: usize| {
        let (size, id) = (declared.size[axis], declared.spec_ids[axis]);
        set(spec, id).and_then(|value| u32::try_from(value).ok()).unwrap_or(size)
    };
    Some(ir::Group { size: [axis(0), axis(1), axis(2)], shared: shared(&point.shared, spec) })
}

/// Bytes of all shared variables. In whichever order an implementation lays them out, none starts later than the
/// largest alignment asks for.
fn shared(variables: &[SharedVariable], spec: &[SpecEntry]) -> u64 {
    let align =
        variables.iter().map(|variable| u64::from(variable.align)).max().unwrap_or(1).max(1);
    let bytes = variables.iter().map(|variable| {
        let lengths = variable.lengths.iter().map(|length| count(length, spec));
        let all = lengths.fold(variable.bytes, u64::saturating_mul);
        all.checked_next_multiple_of(align).unwrap_or(u64::MAX)
    });
    bytes.fold(0, u64::saturating_add)
}

fn count(length: &Length, spec: &[SpecEntry]) -> u64 {
    set(spec, length.spec_id).unwrap_or(u64::from(length.default))
}

/// The value that the graph sets a constant to.
fn set(spec: &[SpecEntry], id: Option<u32>) -> Option<u64> {
    let entry = spec.iter().find(|entry| Some(entry.id) == id)?;
    Some(entry.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_of_the_graph_decide_sizes() {
        let variable = |bytes, align, lengths| SharedVariable { bytes, align, lengths };
        let by_id = |id, default| Length { spec_id: Some(id), default };
        let variables = [
            variable(16, 16, vec![by_id(3, 64), Length { spec_id: None, default: 4 }]),
            variable(4, 4, Vec::new()),
        ];
        assert_eq!(shared(&variables, &[]), 16 * 64 * 4 + 16);
        let spec = [SpecEntry { id: 3, size: 4, value: 1024 }];
        assert_eq!(shared(&variables, &spec), 16 * 1024 * 4 + 16);
    }
}

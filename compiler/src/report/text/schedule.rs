//! Passes by level.

use std::fmt::Write as _;

use vixen_plan::{Access, Pass, Plan, Work};

use super::super::names;
use super::super::sizes::{AtMaximum, shown};
use super::columns;

pub(super) fn write(plan: &Plan, out: &mut String) {
    out.push_str("Schedule (passes of one level have no barrier between them)\n");
    let sizes = AtMaximum::new(plan);
    let head = ["level", "pass", "queue", "work", "reads", "writes"];
    let mut rows = vec![head.map(String::from).to_vec()];
    let mut level = None;
    for pass in &*plan.passes {
        let number = if level == Some(pass.level) { String::new() } else { pass.level.to_string() };
        level = Some(pass.level);
        rows.push(vec![
            number,
            pass.name.to_string(),
            names::queue(plan, pass.queue).into(),
            work(pass, &sizes),
            sides(plan, pass, |access| access.reads),
            sides(plan, pass, |access| access.writes),
        ]);
    }
    columns::write(&rows, 2, &[0], out);
    if !plan.culled.is_empty() {
        let _ = writeln!(
            out,
            "  culled, since nobody reads what they write: {}",
            plan.culled.iter().map(|pass| &*pass.name).collect::<Vec<_>>().join(", ")
        );
    }
    out.push('\n');
}

fn work(pass: &Pass, sizes: &AtMaximum<'_>) -> String {
    let word = names::work(&pass.work);
    match pass.work {
        Work::Dispatch(groups) => {
            let groups = sizes.of(groups).map_or("?".into(), shown);
            format!("{word} {groups}")
        }
        Work::DispatchDynamic { max: [x, y, z] } => {
            format!("{word} {}", shown([x.into(), y.into(), z.into()]))
        }
        Work::Draw { vertices: count, instances }
        | Work::DrawIndexed { indices: count, instances } => {
            let first = |expr| sizes.of(expr).map_or("?".into(), |value| value[0].to_string());
            format!("{word} {} x {}", first(count), first(instances))
        }
        Work::DrawDynamic { max_vertices: count, max_instances }
        | Work::DrawIndexedDynamic { max_indices: count, max_instances } => {
            format!("{word} {count} x {max_instances}")
        }
        _ => word.into(),
    }
}

/// The resources on one side of a pass, each once.
fn sides(plan: &Plan, pass: &Pass, side: impl Fn(&Access) -> bool) -> String {
    let mut names: Vec<String> = Vec::new();
    for access in pass.accesses.of(&plan.accesses).iter().filter(|access| side(access)) {
        let name = names::copy(plan, access.resource, access.ring)
            + &names::range(plan, access.resource, access.range);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() { "-".into() } else { names.join(", ") }
}

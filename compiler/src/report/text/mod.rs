//! The report as text, for a terminal.

mod barriers;
mod bindings;
mod columns;
mod memory;
mod schedule;

use std::fmt::Write as _;

use vixen_plan::{Family, Plan};

use super::measure::Figures;

/// Each plan of the family: schedule, barriers with their reasons, memory, pipelines and sets, reservation.
#[must_use]
pub fn text(family: &Family) -> String {
    let mut out = String::new();
    for (index, plan) in family.plans.iter().enumerate() {
        if family.plans.len() > 1 {
            let _ = writeln!(out, "Plan {} of {}", index + 1, family.plans.len());
        }
        out.push_str(&text_of(plan));
    }
    out
}

/// One plan.
#[must_use]
pub fn text_of(plan: &Plan) -> String {
    let mut out = String::new();
    head(plan, &mut out);
    schedule::write(plan, &mut out);
    barriers::write(plan, &mut out);
    memory::write(plan, &mut out);
    bindings::write(plan, &mut out);
    out
}

fn head(plan: &Plan, out: &mut String) {
    let figures = Figures::of(plan);
    let [width, height] = plan.max_extent;
    // Where sizes hold on every screen, there is nothing to say.
    let sound = match (plan.min_extent, vixen_plan::smallest(plan)) {
        (Some([width, height]), _) => format!(", from {width}x{height} on"),
        (None, [1, 1]) => String::new(),
        (None, [width, height]) => format!(", sizes hold from {width}x{height} on"),
    };
    let _ = writeln!(
        out,
        "{}: {}, {}, {}, {} in flight, planned for {width}x{height}{sound}\n",
        plan.name,
        count(figures.passes, "pass"),
        count(figures.levels as usize, "level"),
        count(plan.queues.len(), "queue"),
        count(plan.frames_in_flight as usize, "frame"),
    );
}

/// `1 pass`, `2 passes`.
fn count(number: usize, thing: &str) -> String {
    let plural = match thing {
        _ if number == 1 => "",
        "pass" | "batch" => "es",
        _ => "s",
    };
    format!("{number} {thing}{plural}")
}

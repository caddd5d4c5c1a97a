//! The barriers of each cut, and why they stand.

use std::fmt::Write as _;

use vixen_plan::{Cut, Plan, Scope, Span};

use super::super::measure::Figures;
use super::super::names;
use super::{columns, count};

/// A barrier in columns, with its reasons.
struct Line {
    cells: Vec<String>,
    reasons: Span,
}

pub(super) fn write(plan: &Plan, out: &mut String) {
    let figures = Figures::of(plan);
    let _ = writeln!(
        out,
        "Barriers: {} with {}, {} and {}",
        count(figures.barrier_batches, "batch"),
        count(figures.image_barriers, "image barrier"),
        count(figures.buffer_barriers, "buffer barrier"),
        count(figures.memory_barriers, "memory barrier"),
    );
    let last = plan.cuts.len().saturating_sub(1);
    for (level, cut) in plan.cuts.iter().enumerate().filter(|(_, cut)| !cut.is_empty()) {
        if level == last {
            out.push_str("  at the end of the frame\n");
        } else {
            let _ = writeln!(out, "  before level {level}");
        }
        self::cut(plan, cut, out);
    }
    out.push('\n');
}

fn cut(plan: &Plan, cut: &Cut, out: &mut String) {
    let mut lines: Vec<Line> = Vec::new();
    for barrier in cut.memory.of(&plan.memory_barriers) {
        lines.push(line("memory", String::new(), barrier.scope, String::new(), barrier.reasons));
    }
    for barrier in cut.buffers.of(&plan.buffer_barriers) {
        let name = names::copy(plan, barrier.resource, barrier.ring);
        let moved = moved(plan, barrier.queues);
        lines.push(line("buffer", name, barrier.scope, moved, barrier.reasons));
    }
    for barrier in cut.images.of(&plan.image_barriers) {
        let name = names::copy(plan, barrier.resource, barrier.ring)
            + &names::range(plan, barrier.resource, barrier.range);
        let mut change = names::layout(barrier.new_layout);
        if barrier.old_layout != barrier.new_layout {
            change = format!("{} -> {change}", names::layout(barrier.old_layout));
        }
        change += &moved(plan, barrier.queues);
        lines.push(line("image", name, barrier.scope, change, barrier.reasons));
    }
    let rows: Vec<_> = lines.iter().map(|line| line.cells.clone()).collect();
    let mut text = String::new();
    columns::write(&rows, 4, &[], &mut text);
    for (row, line) in text.lines().zip(&lines) {
        let _ = writeln!(out, "{row}");
        for reason in line.reasons.of(&plan.reasons) {
            let _ = writeln!(out, "        {}", names::reason(plan, reason));
        }
    }
}

fn line(kind: &str, name: String, scope: Scope, change: String, reasons: Span) -> Line {
    let side = |stages, access| {
        let (stages, access) = (names::stages(stages), names::access(access));
        if access.is_empty() { stages } else { format!("{stages} {access}") }
    };
    let cells = vec![
        kind.to_owned(),
        name,
        side(scope.src_stages, scope.src_access),
        format!("-> {}", side(scope.dst_stages, scope.dst_access)),
        change,
    ];
    Line { cells, reasons }
}

/// ` graphics => compute` where an owner changes.
fn moved(plan: &Plan, (from, to): (u32, u32)) -> String {
    if from == to {
        return String::new();
    }
    format!(" {} => {}", names::queue(plan, from), names::queue(plan, to))
}

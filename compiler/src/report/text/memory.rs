//! What memory the graph takes, and where transients lie.

use std::fmt::Write as _;

use ash::vk::ImageUsageFlags;
use vixen_plan::{Placement, Plan, Pool, Shape};

use super::super::measure::Figures;
use super::super::names;
use super::columns;

/// Columns of the chart: with more levels, several share a column.
const CHART_WIDTH: u32 = 64;

/// Rows of the chart: with more placements, the largest are shown.
const CHART_ROWS: usize = 48;

pub(super) fn write(plan: &Plan, out: &mut String) {
    let figures = Figures::of(plan);
    let [width, height] = plan.max_extent;
    let _ = writeln!(out, "Memory at {width}x{height}");
    let mut rows = vec![
        vec!["transient".into(), names::bytes(figures.transient_bytes), saved(&figures)],
        vec!["live peak".into(), names::bytes(figures.live_peak_bytes), "the lower bound".into()],
        vec![
            "persistent".into(),
            names::bytes(figures.persistent_bytes),
            "history included".into(),
        ],
        vec!["host".into(), names::bytes(plan.reservation.host_bytes), "all copies".into()],
    ];
    if let Some(budget) = plan.budget {
        rows.push(vec!["budget".into(), names::bytes(budget), "declared".into()]);
    }
    columns::write(&rows, 2, &[1], out);
    for pool in &*plan.pools {
        chart(plan, pool, out);
    }
    out.push('\n');
}

fn saved(figures: &Figures) -> String {
    let all = figures.transient_bytes_without_aliasing;
    let saved = all.saturating_sub(figures.transient_bytes);
    let percent = saved.saturating_mul(100).checked_div(all).unwrap_or(0);
    format!("{} without aliasing: {percent} % saved", names::bytes(all))
}

/// Name of a resource that lies in a pool, and whether it may need no memory there.
fn named(plan: &Plan, resource: u32) -> String {
    let name = names::resource(plan, resource).to_owned();
    let unstored = plan.resources.get(resource as usize).is_some_and(|entry| {
        matches!(entry.shape, Shape::Image(image)
            if image.usage.contains(ImageUsageFlags::TRANSIENT_ATTACHMENT))
    });
    if unstored { name + ", lazily allocated where the device can" } else { name }
}

/// A row for each placement by offset, a column for each level in which it is in use.
fn chart(plan: &Plan, pool: &Pool, out: &mut String) {
    let kind = if pool.images { "images" } else { "buffers" };
    let levels = plan.passes.last().map_or(1, |pass| pass.level + 1);
    let per_column = levels.div_ceil(CHART_WIDTH).max(1);
    let _ = writeln!(
        out,
        "  pool of {kind}, {}; a column is {}",
        names::bytes(pool.bytes),
        if per_column == 1 { "a level".into() } else { format!("{per_column} levels") }
    );
    let mut shown: Vec<&Placement> = pool.placements.of(&plan.placements).iter().collect();
    let left_out = shown.len().saturating_sub(CHART_ROWS);
    shown.sort_by_key(|placement| std::cmp::Reverse(placement.size));
    shown.truncate(CHART_ROWS);
    shown.sort_by_key(|placement| (placement.offset, placement.levels));
    let columns = levels.div_ceil(per_column);
    let mut rows = vec![vec!["offset".into(), "size".into(), "use".into(), String::new()]];
    for placement in shown {
        let (first, last) = (placement.levels.0 / per_column, placement.levels.1 / per_column);
        let used = |column| if (first..=last).contains(&column) { '#' } else { '.' };
        rows.push(vec![
            names::bytes(placement.offset),
            names::bytes(placement.size),
            (0..columns).map(used).collect(),
            named(plan, placement.resource),
        ]);
    }
    // The chart's own column is as wide as it is.
    let mut text = String::new();
    columns::write(&rows, 4, &[0, 1], &mut text);
    out.push_str(&text);
    if left_out > 0 {
        let _ = writeln!(out, "    and {left_out} smaller ones");
    }
}

//! Aligned columns.

/// Widest that a column grows; what is longer stands out.
const MAX_WIDTH: usize = 56;

/// Writes rows, each cell but the last padded to its column, every line indented. `right` names columns of
/// numbers.
pub(super) fn write(rows: &[Vec<String>], indent: usize, right: &[usize], out: &mut String) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let widths = cells.map(|cell| cell.chars().count()).filter(|width| *width <= MAX_WIDTH);
        widths.max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in rows {
        let mut line = " ".repeat(indent);
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            if column > 0 {
                line.push_str("  ");
            }
            let pad = " ".repeat(width.saturating_sub(cell.chars().count()));
            let (before, after) = if right.contains(&column) { (&*pad, "") } else { ("", &*pad) };
            line.push_str(before);
            line.push_str(cell);
            line.push_str(after);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

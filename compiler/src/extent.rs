//! V0422: from the declared smallest screen on, every size keeps the rules of the specification.

use vixen_plan::{Plan, counterexample, smallest};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::Graph;

/// Holds a plan's sizes against the smallest screen that its graph declares. A graph that declares none is asked at set-up.
pub fn check(graph: &Graph, plan: &Plan, diags: &Diagnostics) {
    let Some((least, site)) = graph.min_extent else { return };
    let [most_wide, most_high] = plan.max_extent;
    if least[0] > most_wide || least[1] > most_high {
        let message = format!(
            "`min_extent` is {} x {}, more than the `max_extent` of {most_wide} x {most_high}",
            least[0], least[1]
        );
        let help =
            format!("write a smaller one, such as `min_extent = \"{}\"`", shown(smallest(plan)));
        diags.push(Diagnostic::error(Code::MinExtent, site, message).help(help));
        return;
    }
    let Some(found) = counterexample(plan, least) else { return };
    let [width, height] = found.screen;
    let message = format!(
        "`min_extent` allows a screen of {width} x {height}, and there {} ({})",
        found.broken.what, found.broken.rule
    );
    diags.push(Diagnostic::error(Code::MinExtent, site, message).help(format!(
        "write `min_extent = \"{}\"`, from which on every size holds, or change the sizes",
        shown(smallest(plan))
    )));
}

fn shown([width, height]: [u32; 2]) -> String {
    format!("{width}x{height}")
}

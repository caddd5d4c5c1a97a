//! The smallest screen from which on a plan is sound at every size.

use alloc::vec::Vec;

use crate::at::At;
use crate::sound::{Rules, Unsound};
use crate::{Plan, SizeOp};

/// Values next to each end of an axis at which the rules are asked beside powers of two.
const NEAR_ENDS: u32 = 8;

/// How often a smallest screen that does not hold is tried to be raised.
const RAISES: usize = 64;

/// A screen at which a rule is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterexample {
    /// Extent of the screen.
    pub screen: [u32; 2],
    /// The rule.
    pub broken: Unsound,
}

/// The smallest screen from which on all rules hold up to the maximum, parameters being at their defaults or at their
/// maxima: all sizes but those of unusual expressions grow with the screen, so it is found by halving, and then held
/// against screens of either shape between it and the maximum. What is between those is asked at set-up.
#[must_use]
pub fn smallest(plan: &Plan) -> [u32; 2] {
    let mut asked = Screens::new(plan);
    let most = plan.max_extent;
    if !plan.size_ops.contains(&SizeOp::Swapchain) || asked.broken(most).is_some() {
        return [1, 1];
    }
    let mut least = asked.corner(most);
    for _ in 0..RAISES {
        let Some(found) = asked.counterexample(least) else { return least };
        let [width, height] = found.screen;
        // Where the widest screen of that height breaks a rule, too, it is the height.
        let low = asked.broken([most[0], height]).is_some();
        least = if low { [least[0], height + 1] } else { [width + 1, least[1]] };
        least = [least[0].min(most[0]), least[1].min(most[1])];
    }
    most
}

/// A screen from `least` to the maximum at which a rule is broken; the smallest of those that are looked at.
#[must_use]
pub fn counterexample(plan: &Plan, least: [u32; 2]) -> Option<Counterexample> {
    Screens::new(plan).counterexample(least)
}

/// A plan's rules at one screen after another.
struct Screens<'a> {
    rules: Rules<'a>,
    /// Sizes with the parameters at their defaults, and at their maxima.
    at: Vec<At<'a>>,
    most: [u32; 2],
}

impl<'a> Screens<'a> {
    fn new(plan: &'a Plan) -> Self {
        let most = plan.max_extent;
        let params = |value: fn(&crate::Param) -> [u64; 3]| plan.params.iter().map(value).collect();
        let mut at = Vec::from([At::new(plan, most, params(|param| param.max))]);
        if !plan.params.is_empty() {
            at.push(At::new(plan, most, params(|param| param.default)));
        }
        Self { rules: Rules::new(plan), at, most }
    }

    /// The rule that a screen breaks.
    fn broken(&mut self, screen: [u32; 2]) -> Option<Unsound> {
        let rules = &self.rules;
        self.at.iter_mut().find_map(|at| {
            at.set_screen(screen);
            rules.broken(at)
        })
    }

    /// The smallest screen at which the rules hold, if they hold at all larger ones: on the maximum's diagonal, then
    /// along each axis.
    fn corner(&mut self, most: [u32; 2]) -> [u32; 2] {
        let steps = most[0].max(most[1]);
        let part = |side: u32, step: u32| {
            let scaled = u64::from(side) * u64::from(step) / u64::from(steps);
            u32::try_from(scaled).unwrap_or(side).max(1)
        };
        let step = self.first(steps, |step| [part(most[0], step), part(most[1], step)]);
        let [width, height] = [part(most[0], step), part(most[1], step)];
        let height = self.first(height, |height| [width, height]);
        let width = self.first(width, |width| [width, height]);
        [width, height]
    }

    /// The first number from 1 to `most`, at which the rules hold, whose screen holds.
    fn first(&mut self, most: u32, screen: impl Fn(u32) -> [u32; 2]) -> u32 {
        let (mut low, mut high) = (1, most);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.broken(screen(middle)).is_none() {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        high
    }

    fn counterexample(&mut self, least: [u32; 2]) -> Option<Counterexample> {
        let most = self.most;
        let (widths, heights) = (values(least[0], most[0]), values(least[1], most[1]));
        let edges = widths.iter().flat_map(|&width| [[width, least[1]], [width, most[1]]]);
        let sides = heights.iter().flat_map(|&height| [[least[0], height], [most[0], height]]);
        let both = widths.iter().zip(&heights).map(|(&width, &height)| [width, height]);
        let mut screens: Vec<[u32; 2]> = edges.chain(sides).chain(both).collect();
        screens.sort_unstable();
        screens.dedup();
        screens
            .into_iter()
            .find_map(|screen| self.broken(screen).map(|broken| Counterexample { screen, broken }))
    }
}

/// Values of an axis: those next to its ends, powers of two, and what is beside them.
fn values(least: u32, most: u32) -> Vec<u32> {
    let low = least..=most.min(least.saturating_add(NEAR_ENDS));
    let high = most.saturating_sub(NEAR_ENDS).max(least)..=most;
    let powers = (0..32).map(|power| 1u32 << power).flat_map(|power| [power - 1, power, power + 1]);
    let powers = powers.filter(|value| (least..=most).contains(value));
    let mut values: Vec<u32> = low.chain(high).chain(powers).collect();
    values.sort_unstable();
    values.dedup();
    values
}

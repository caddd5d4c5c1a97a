//! Extents at the declared maximum, for reports.

use std::cell::RefCell;

use vixen_plan::{Expr, Plan, Shape, Sizes, evaluate};

/// Sizes that follow one another further than this are a circle.
const MAX_CHAIN: u32 = 64;

/// Evaluates the plan's expressions at its maximum extent and its parameters' maxima.
#[derive(Debug)]
pub(super) struct AtMaximum<'a> {
    plan: &'a Plan,
    depth: RefCell<u32>,
}

impl<'a> AtMaximum<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        Self { plan, depth: RefCell::new(0) }
    }

    /// `None` where the expression is malformed or too large.
    pub(super) fn of(&self, expr: Expr) -> Option<[u64; 3]> {
        evaluate(expr.0.of(&self.plan.size_ops), self)
    }

    /// Extent of mip 0, or `[bytes, 1, 1]`; zeros where it cannot be told.
    pub(super) fn resource_extent(&self, index: u32) -> [u64; 3] {
        let Some(resource) = self.plan.resources.get(index as usize) else { return [0; 3] };
        let (expr, buffer) = match resource.shape {
            Shape::Image(image) => (image.extent, false),
            Shape::Buffer(buffer) => (buffer.size, true),
            Shape::AccelerationStructure { size } => (size, true),
        };
        let extent = self.of(expr).unwrap_or([0; 3]);
        if buffer { [extent[0], 1, 1] } else { extent }
    }
}

impl Sizes for AtMaximum<'_> {
    fn swapchain(&self) -> [u64; 3] {
        let [width, height] = self.plan.max_extent;
        [width.into(), height.into(), 1]
    }

    fn resource(&self, index: u32) -> [u64; 3] {
        let depth = *self.depth.borrow();
        if depth >= MAX_CHAIN {
            return [0; 3];
        }
        self.depth.replace(depth + 1);
        let extent = self.resource_extent(index);
        self.depth.replace(depth);
        extent
    }

    fn param(&self, index: u32) -> [u64; 3] {
        self.plan.params.get(index as usize).map_or([0; 3], |param| param.max)
    }
}

/// `1920x1080`, `160x92x128`.
pub(super) fn shown(extent: [u64; 3]) -> String {
    match extent {
        [x, y, 1] => format!("{x}x{y}"),
        [x, y, z] => format!("{x}x{y}x{z}"),
    }
}

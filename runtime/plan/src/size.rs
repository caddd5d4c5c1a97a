//! Sizes as expressions of the swapchain, other resources and parameters.
//!
//! A size has three components; a single number stands for all three. Expressions are postfix
//! operations over a small stack of such triples, so that they evaluate in fixed memory. A division
//! rounds up, with a minimum of 1; a mip's size rounds down, with a minimum of 1.

use crate::{Span, Text};

/// A size expression: its operations in [`crate::Plan::size_ops`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Expr(pub Span);

/// One operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SizeOp {
    /// Push `[v, v, v]`.
    Scalar(u64),
    /// Push the triple.
    Vector([u64; 3]),
    /// Push the swapchain's extent, `[width, height, 1]`.
    Swapchain,
    /// Push the extent of mip `mip` of a resource (a buffer: `[bytes, 1, 1]`).
    Resource {
        /// Index of the resource.
        resource: u32,
        /// Mip level.
        mip: u32,
    },
    /// Push a parameter's value.
    Param(u32),
    /// Multiply each component by a rational `numerator / denominator`, rounding up, minimum 1.
    Scale([(u32, u32); 3]),
    /// `a + b`.
    Add,
    /// `a - b`, not below 0.
    Sub,
    /// `a * b`.
    Mul,
    /// `a / b`, rounded up, minimum 1.
    Div,
    /// The smaller of each component.
    Min,
    /// The larger of each component.
    Max,
    /// Replace `[x, y, z]` by its component of this index, 0 to 2, in all three.
    Component(u8),
    /// Replace `[x, y, z]` by `x * y * z` in all three.
    Product,
    /// Pop z, y and x (scalars) and push `[x, y, z]`.
    Compose,
}

/// A size parameter that the user sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Param {
    /// The field's name.
    pub name: Text,
    /// Value before the user sets one.
    pub default: [u64; 3],
    /// Declared maximum, for which memory was checked.
    pub max: [u64; 3],
}

/// Operands that an expression may have on its stack at once.
pub const MAX_DEPTH: usize = 16;

/// What the leaves of an expression read.
pub trait Sizes {
    /// Extent of the swapchain.
    fn swapchain(&self) -> [u64; 3];
    /// Extent of mip 0 of a resource, or a buffer's `[bytes, 1, 1]`.
    fn resource(&self, index: u32) -> [u64; 3];
    /// Value of a parameter.
    fn param(&self, index: u32) -> [u64; 3];
}

/// Evaluates the operations. `None` where they are malformed or a value exceeds 64 bits.
#[must_use]
pub fn evaluate(ops: &[SizeOp], sizes: &impl Sizes) -> Option<[u64; 3]> {
    let mut stack = [[0u64; 3]; MAX_DEPTH];
    let mut depth = 0usize;
    for op in ops {
        let (value, popped) = apply(*op, stack.get(..depth)?, sizes)?;
        depth = depth.checked_sub(popped)?;
        *stack.get_mut(depth)? = value;
        depth += 1;
    }
    if depth == 1 { Some(stack[0]) } else { None }
}

fn apply(op: SizeOp, stack: &[[u64; 3]], sizes: &impl Sizes) -> Option<([u64; 3], usize)> {
    let top = stack.last().copied();
    let pair = || {
        let [.., a, b] = stack else { return None };
        Some((*a, *b))
    };
    Some(match op {
        SizeOp::Scalar(v) => ([v; 3], 0),
        SizeOp::Vector(v) => (v, 0),
        SizeOp::Swapchain => (sizes.swapchain(), 0),
        SizeOp::Resource { resource, mip } => {
            (sizes.resource(resource).map(|v| v.checked_shr(mip).unwrap_or(0).max(1)), 0)
        }
        SizeOp::Param(index) => (sizes.param(index), 0),
        SizeOp::Scale(by) => (
            zip(top?, by, |v, (n, d)| {
                Some(v.checked_mul(u64::from(n))?.div_ceil(u64::from(d).max(1)).max(1))
            })?,
            1,
        ),
        SizeOp::Add => binary(pair()?, u64::checked_add)?,
        SizeOp::Sub => binary(pair()?, |a, b| Some(a.saturating_sub(b)))?,
        SizeOp::Mul => binary(pair()?, u64::checked_mul)?,
        SizeOp::Div => binary(pair()?, |a, b| (b != 0).then(|| a.div_ceil(b).max(1)))?,
        SizeOp::Min => binary(pair()?, |a, b| Some(a.min(b)))?,
        SizeOp::Max => binary(pair()?, |a, b| Some(a.max(b)))?,
        SizeOp::Component(c) => ([*top?.get(usize::from(c))?; 3], 1),
        SizeOp::Product => {
            let [x, y, z] = top?;
            ([x.checked_mul(y)?.checked_mul(z)?; 3], 1)
        }
        SizeOp::Compose => {
            let [.., x, y, z] = stack else { return None };
            ([x[0], y[0], z[0]], 3)
        }
    })
}

fn binary(
    (a, b): ([u64; 3], [u64; 3]),
    op: impl Fn(u64, u64) -> Option<u64>,
) -> Option<([u64; 3], usize)> {
    Some((zip(a, b, op)?, 2))
}

fn zip<B: Copy>(a: [u64; 3], b: [B; 3], op: impl Fn(u64, B) -> Option<u64>) -> Option<[u64; 3]> {
    Some([op(a[0], b[0])?, op(a[1], b[1])?, op(a[2], b[2])?])
}

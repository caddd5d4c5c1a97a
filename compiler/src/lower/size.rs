//! Size expressions: trees to postfix operations.

use std::collections::HashMap;

use vixen_plan::{self as plan, SizeOp};

use super::context::Context;
use super::scope::Named;
use crate::diagnostic::{Code, Site};
use crate::ir::ResourceId;
use crate::syntax::ast::{Expr, ExprKind, LifetimeDecl, Operator};

/// The table of operations, equal expressions kept once.
#[derive(Debug, Default)]
pub(super) struct Sizes {
    ops: Vec<SizeOp>,
    known: HashMap<Vec<SizeOp>, plan::Expr>,
}

impl Sizes {
    pub(super) fn into_ops(self) -> Vec<SizeOp> {
        self.ops
    }

    /// Whether a size is the same whatever is set at run time.
    pub(super) fn is_constant(&self, size: plan::Expr) -> bool {
        !size.0.of(&self.ops).iter().any(|op| reads_something(*op))
    }

    pub(super) fn intern(&mut self, ops: &[SizeOp]) -> plan::Expr {
        if let Some(known) = self.known.get(ops) {
            return *known;
        }
        let expr = plan::Expr(plan::Span::new(self.ops.len() as u32, ops.len() as u32));
        self.ops.extend_from_slice(ops);
        self.known.insert(ops.to_vec(), expr);
        expr
    }
}

/// A size in the making: its operations and its value at the declared maximum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) ops: Vec<SizeOp>,
    pub(super) max: [u64; 3],
}

impl Context<'_> {
    /// A size expression. `index` is the element's, for what stands in an array. `None` where an error was
    /// reported.
    pub(super) fn size(&self, expr: &Expr, index: Option<u64>) -> Option<Size> {
        let mut ops = Vec::new();
        self.push(expr, index, &mut ops)?;
        let max = self.maximum(&ops, expr.site)?;
        if !ops.iter().any(|op| reads_something(*op)) {
            let [x, y, z] = max;
            ops = vec![if x == y && y == z { SizeOp::Scalar(x) } else { SizeOp::Vector(max) }];
        }
        Some(Size { ops, max })
    }

    /// A number of work groups: a size, in which a single number counts along x alone.
    pub(super) fn groups(&self, expr: &Expr, index: Option<u64>) -> Option<Size> {
        let size = self.size(expr, index)?;
        if !self.is_number(expr) {
            return Some(size);
        }
        let [x, ..] = size.max;
        let max = [x, 1, 1];
        if !size.ops.iter().any(|op| reads_something(*op)) {
            return Some(Size { ops: vec![SizeOp::Vector(max)], max });
        }
        let mut ops = size.ops;
        ops.extend([SizeOp::Scalar(1), SizeOp::Scalar(1), SizeOp::Compose]);
        let max = self.maximum(&ops, expr.site)?;
        Some(Size { ops, max })
    }

    /// Whether an expression is a single number rather than an extent.
    fn is_number(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Number(_) => true,
            ExprKind::Name(name) => {
                self.scope.find(name).is_none() && matches!(name.as_str(), "i" | "width" | "height")
            }
            ExprKind::Member(_, member, _) => member != "mip",
            ExprKind::Binary(_, a, b) => self.is_number(a) && self.is_number(b),
            ExprKind::Scale(base, _) => self.is_number(base),
            ExprKind::Vector(_) | ExprKind::Index(..) | ExprKind::Range(..) => false,
        }
    }

    /// The value of operations at the declared maximum.
    pub(super) fn maximum(&self, ops: &[SizeOp], site: Site) -> Option<[u64; 3]> {
        let max = plan::evaluate(ops, self);
        if max.is_none() {
            self.error(
                Code::MalformedExpression,
                site,
                "the expression divides by zero, exceeds 64 bits or nests too deep",
                format!(
                    "keep every step below 2^64 at the declared maximum, and at most {} operands \
                     waiting at once",
                    plan::MAX_DEPTH
                ),
            );
        }
        max
    }

    fn push(&self, expr: &Expr, index: Option<u64>, ops: &mut Vec<SizeOp>) -> Option<()> {
        match &expr.kind {
            ExprKind::Number(value) => ops.push(SizeOp::Scalar(*value)),
            ExprKind::Vector(parts) => self.push_vector(expr, parts, index, ops)?,
            ExprKind::Name(name) => self.push_name(name, expr.site, index, ops)?,
            ExprKind::Index(..) => ops.push(self.extent(self.element(expr, index)?, 0)),
            ExprKind::Member(base, member, arguments) => {
                self.push_member(expr, (base, member, arguments), index, ops)?;
            }
            ExprKind::Binary(operator, a, b) => {
                self.push(a, index, ops)?;
                self.push(b, index, ops)?;
                ops.push(operation(*operator));
            }
            ExprKind::Scale(base, by) => {
                self.push(base, index, ops)?;
                ops.push(SizeOp::Scale(*by));
            }
            ExprKind::Range(..) => {
                self.not_a_size(expr.site, "a range");
                return None;
            }
        }
        Some(())
    }

    fn push_vector(
        &self,
        expr: &Expr,
        parts: &[Expr],
        index: Option<u64>,
        ops: &mut Vec<SizeOp>,
    ) -> Option<()> {
        if !(1..=3).contains(&parts.len()) {
            self.not_a_size(expr.site, "a vector of other than one to three components");
            return None;
        }
        for part in parts {
            self.push(part, index, ops)?;
        }
        for _ in parts.len()..3 {
            ops.push(SizeOp::Scalar(1));
        }
        ops.push(SizeOp::Compose);
        Some(())
    }

    fn push_name(
        &self,
        name: &str,
        site: Site,
        index: Option<u64>,
        ops: &mut Vec<SizeOp>,
    ) -> Option<()> {
        match (self.scope.find(name), name, index) {
            (Some(Named::Resource(family)), ..) => {
                ops.push(self.extent(self.only(family, name, site)?, 0));
            }
            (Some(Named::Param(param)), ..) => ops.push(SizeOp::Param(param)),
            (Some(Named::Broken), ..) => return None,
            (None, "i", Some(index)) => ops.push(SizeOp::Scalar(index)),
            (None, "swapchain", _) => ops.push(SizeOp::Swapchain),
            (None, "width", _) => ops.extend([SizeOp::Swapchain, SizeOp::Component(0)]),
            (None, "height", _) => ops.extend([SizeOp::Swapchain, SizeOp::Component(1)]),
            _ => {
                self.unknown(name, site);
                return None;
            }
        }
        Some(())
    }

    fn push_member(
        &self,
        expr: &Expr,
        (base, member, arguments): (&Expr, &str, &[Expr]),
        index: Option<u64>,
        ops: &mut Vec<SizeOp>,
    ) -> Option<()> {
        match (member, arguments) {
            ("mip", [level]) => {
                let resource = self.element(base, index)?;
                let level = self.constant(level, index)?;
                ops.push(self.extent(resource, u32::try_from(level).unwrap_or(u32::MAX)));
            }
            ("width" | "x", []) => self.push_then(base, index, ops, SizeOp::Component(0))?,
            ("height" | "y", []) => self.push_then(base, index, ops, SizeOp::Component(1))?,
            ("depth" | "z", []) => self.push_then(base, index, ops, SizeOp::Component(2))?,
            ("texels", []) => self.push_then(base, index, ops, SizeOp::Product)?,
            ("bytes", []) => self.push_bytes(base, index, ops)?,
            _ => {
                self.error(
                    Code::MalformedExpression,
                    expr.site,
                    format!("`.{member}` with {} arguments is no size", arguments.len()),
                    "a size may use `.mip(k)`, `.width`, `.height`, `.depth`, `.texels` and `.bytes`",
                );
                return None;
            }
        }
        Some(())
    }

    fn push_then(
        &self,
        base: &Expr,
        index: Option<u64>,
        ops: &mut Vec<SizeOp>,
        op: SizeOp,
    ) -> Option<()> {
        self.push(base, index, ops)?;
        ops.push(op);
        Some(())
    }

    /// Bytes of a buffer, or of mip 0 of an image's first layer.
    fn push_bytes(&self, base: &Expr, index: Option<u64>, ops: &mut Vec<SizeOp>) -> Option<()> {
        let id = self.element(base, index)?;
        ops.push(self.extent(id, 0));
        let image = self.resources.get(id.index()).and_then(crate::ir::Resource::image);
        let Some(image) = image else {
            ops.push(SizeOp::Component(0));
            return Some(());
        };
        let Some(info) = crate::format::info(image.format).filter(|info| !info.is_compressed())
        else {
            let what = "`.bytes` of an image without a plain format of its own";
            self.not_a_size(base.site, what);
            return None;
        };
        let texel = SizeOp::Scalar(u64::from(info.bytes));
        ops.extend([SizeOp::Product, texel, SizeOp::Mul]);
        Some(())
    }

    /// The operation that reads the extent of a resource.
    fn extent(&self, id: ResourceId, mip: u32) -> SizeOp {
        let decl = self.resources.get(id.index());
        match decl.map(|resource| resource.lifetime) {
            Some(plan::Lifetime::Swapchain) if mip == 0 => SizeOp::Swapchain,
            _ => SizeOp::Resource { resource: id.0, mip },
        }
    }

    pub(super) fn unknown(&self, name: &str, site: Site) {
        self.error(
            Code::UnknownName,
            site,
            format!("`{name}` names nothing in `{}`", self.graph().name),
            self.scope.help(name),
        );
    }

    pub(super) fn not_a_size(&self, site: Site, what: &str) {
        self.error(
            Code::MalformedExpression,
            site,
            format!("{what} cannot stand here"),
            "write numbers, names of images and buffers, `+ - * /`, `min` and `max`",
        );
    }
}

/// Names in an expression, for the order in which sizes depend on each other.
pub(super) fn names<'e>(expr: &'e Expr, found: &mut Vec<&'e str>) {
    match &expr.kind {
        ExprKind::Number(_) => {}
        ExprKind::Name(name) => found.push(name),
        ExprKind::Vector(parts) => {
            for part in parts {
                names(part, found);
            }
        }
        ExprKind::Index(a, b) | ExprKind::Binary(_, a, b) | ExprKind::Range(a, b) => {
            names(a, found);
            names(b, found);
        }
        ExprKind::Member(base, _, arguments) => {
            names(base, found);
            for argument in arguments {
                names(argument, found);
            }
        }
        ExprKind::Scale(base, _) => names(base, found),
    }
}

fn operation(operator: Operator) -> SizeOp {
    match operator {
        Operator::Add => SizeOp::Add,
        Operator::Sub => SizeOp::Sub,
        Operator::Mul => SizeOp::Mul,
        Operator::Div => SizeOp::Div,
        Operator::Min => SizeOp::Min,
        Operator::Max => SizeOp::Max,
    }
}

/// Whether an operation reads something that is set at run time.
pub(super) fn reads_something(op: SizeOp) -> bool {
    matches!(op, SizeOp::Swapchain | SizeOp::Resource { .. } | SizeOp::Param(_))
}

impl plan::Sizes for Context<'_> {
    fn swapchain(&self) -> [u64; 3] {
        let [width, height] = self.graph().max_extent;
        [u64::from(width), u64::from(height), 1]
    }

    fn resource(&self, index: u32) -> [u64; 3] {
        self.resources.get(index as usize).map_or([1; 3], |resource| resource.max_extent)
    }

    fn param(&self, index: u32) -> [u64; 3] {
        self.params.get(index as usize).map_or([1; 3], |param| param.max)
    }
}

/// Whether a resource's size is the swapchain's, whatever its expression says.
pub(super) fn is_swapchain(lifetime: &LifetimeDecl) -> bool {
    matches!(lifetime, LifetimeDecl::Swapchain)
}

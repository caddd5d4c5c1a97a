//! What a wire names: a resource, a copy of its ring, a range and a view.

use ash::vk;

use super::context::Context;
use super::resource::named_format;
use crate::diagnostic::{Code, Name, Site};
use crate::ir::ResourceId;
use crate::syntax::ast::{Expr, ExprKind};

/// What a wire names, as written.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) resource: ResourceId,
    pub(super) site: Site,
    pub(super) ring: u64,
    pub(super) mips: Option<(u64, u64)>,
    pub(super) layers: Option<(u64, u64)>,
    pub(super) bytes: Option<(u64, u64)>,
    pub(super) aspects: Option<vk::ImageAspectFlags>,
    pub(super) shape: Option<Shape>,
    pub(super) format: Option<vk::Format>,
}

/// A view's dimension, where the wire asks for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Cube,
    Array,
    Volume,
}

impl Shape {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Cube => "cube",
            Self::Array => "array",
            Self::Volume => "volume",
        }
    }
}

impl Context<'_> {
    /// The targets of a wire: one, or one for each element of an array slot.
    pub(super) fn targets(
        &self,
        expr: &Expr,
        index: Option<u64>,
        array: bool,
    ) -> Option<Vec<Target>> {
        match &expr.kind {
            ExprKind::Vector(parts) if array => {
                let targets = parts.iter().map(|part| self.target(part, index));
                // All are looked at, so that all errors are found.
                targets.collect::<Vec<_>>().into_iter().collect()
            }
            ExprKind::Name(name) if array => {
                let family = self.family(name, expr.site)?;
                let count = family.count.unwrap_or(1);
                let all = (0..u64::from(count)).filter_map(|at| family.element(at));
                Some(all.map(|resource| plain(resource, expr.site)).collect())
            }
            _ => Some(vec![self.target(expr, index)?]),
        }
    }

    fn target(&self, expr: &Expr, index: Option<u64>) -> Option<Target> {
        let ExprKind::Member(base, member, arguments) = &expr.kind else {
            return Some(plain(self.element(expr, index)?, expr.site));
        };
        let mut target = self.target(base, index)?;
        target.site = expr.site;
        self.narrow(&mut target, (member, arguments), expr.site, index)?;
        Some(target)
    }

    fn narrow(
        &self,
        target: &mut Target,
        (member, arguments): (&str, &[Expr]),
        site: Site,
        index: Option<u64>,
    ) -> Option<()> {
        match (member, arguments) {
            ("prev", []) => target.ring = 1,
            ("prev", [back]) => target.ring = self.constant(back, index)?,
            ("mip", [level]) => target.mips = Some(self.one(level, index)?),
            ("mips", [range]) => target.mips = Some(self.range(range, index)?),
            ("layer", [layer]) => target.layers = Some(self.one(layer, index)?),
            ("layers", [range]) => target.layers = Some(self.range(range, index)?),
            ("bytes", [range]) => target.bytes = Some(self.range(range, index)?),
            ("aspect", [aspect]) => target.aspects = Some(self.aspect(aspect)?),
            ("cube", []) => target.shape = Some(Shape::Cube),
            ("array", []) => target.shape = Some(Shape::Array),
            ("volume", []) => target.shape = Some(Shape::Volume),
            ("format", [Expr { kind: ExprKind::Name(name), site }]) => {
                let name = Name::new(name.clone(), *site);
                target.format = Some(named_format(self, &name, *site)?);
            }
            _ => {
                self.error(
                    Code::MalformedExpression,
                    site,
                    format!(
                        "`.{member}` with {} arguments is no view of a resource",
                        arguments.len()
                    ),
                    "a wire is a name, then any of `[i]`, `.prev(k)`, `.mip(k)`, `.mips(a..b)`, \
                     `.layer(k)`, `.layers(a..b)`, `.aspect(depth)`, `.cube()`, `.array()`, \
                     `.volume()`, `.format(F)`, `.bytes(a..b)`",
                );
                return None;
            }
        }
        Some(())
    }

    fn one(&self, expr: &Expr, index: Option<u64>) -> Option<(u64, u64)> {
        let start = self.constant(expr, index)?;
        Some((start, start.saturating_add(1)))
    }

    fn range(&self, expr: &Expr, index: Option<u64>) -> Option<(u64, u64)> {
        let ExprKind::Range(start, end) = &expr.kind else { return self.one(expr, index) };
        Some((self.constant(start, index)?, self.constant(end, index)?))
    }

    fn aspect(&self, expr: &Expr) -> Option<vk::ImageAspectFlags> {
        let name = match &expr.kind {
            ExprKind::Name(name) => name.as_str(),
            _ => "",
        };
        let aspect = match name {
            "color" => vk::ImageAspectFlags::COLOR,
            "depth" => vk::ImageAspectFlags::DEPTH,
            "stencil" => vk::ImageAspectFlags::STENCIL,
            _ => {
                self.error(
                    Code::MalformedValue,
                    expr.site,
                    format!("`{name}` is not an aspect of an image"),
                    "write `color`, `depth` or `stencil`",
                );
                return None;
            }
        };
        Some(aspect)
    }
}

fn plain(resource: ResourceId, site: Site) -> Target {
    Target {
        resource,
        site,
        ring: 0,
        mips: None,
        layers: None,
        bytes: None,
        aspects: None,
        shape: None,
        format: None,
    }
}

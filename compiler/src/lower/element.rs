//! Names with their indices: which resource of an array is meant.

use super::context::Context;
use super::scope::{Family, Named};
use crate::diagnostic::{Code, Site};
use crate::ir::ResourceId;
use crate::syntax::ast::{Expr, ExprKind, Operator};

impl Context<'_> {
    /// A constant of an index or a bound: numbers, `i` and plain whole-number arithmetic, in which a
    /// division rounds down. (The roundings of sizes would make `mips[i / 2]` start at 1.)
    pub(super) fn constant(&self, expr: &Expr, index: Option<u64>) -> Option<u64> {
        match fold(expr, index) {
            Folded::Value(value) => Some(value),
            Folded::NotConstant => {
                self.not_a_size(
                    expr.site,
                    "a value that is only known at run time, as an index or bound,",
                );
                None
            }
            Folded::OutOfRange => {
                self.error(
                    Code::ArrayIndex,
                    expr.site,
                    format!("the index is below zero or beyond 64 bits{}", at_index(index)),
                    "count so that the first element's index is 0: `a[i]` and `a[i + 1]`",
                );
                None
            }
        }
    }

    /// The resource that an expression of the form `a` or `a[i]` names.
    pub(super) fn element(&self, expr: &Expr, index: Option<u64>) -> Option<ResourceId> {
        match &expr.kind {
            ExprKind::Name(name) => {
                let family = self.family(name, expr.site)?;
                self.only(family, name, expr.site)
            }
            ExprKind::Index(base, at) => {
                let ExprKind::Name(name) = &base.kind else {
                    self.not_a_size(base.site, "an index on something without a name");
                    return None;
                };
                let family = self.family(name, base.site)?;
                self.indexed(family, name, self.constant(at, index)?, expr.site)
            }
            _ => {
                self.not_a_size(expr.site, "something other than a resource");
                None
            }
        }
    }

    /// The resources of a name. `None` where an error was reported, here or where the name is declared.
    pub(super) fn family(&self, name: &str, site: Site) -> Option<Family> {
        match self.scope.find(name) {
            Some(Named::Resource(family)) => return Some(family),
            Some(Named::Broken) => {}
            Some(Named::Param(_)) | None => self.unknown(name, site),
        }
        None
    }

    /// The resource of a name without an index.
    pub(super) fn only(&self, family: Family, name: &str, site: Site) -> Option<ResourceId> {
        if let Some(count) = family.count {
            self.error(
                Code::ArrayIndex,
                site,
                format!("`{name}` is an array of {count}, and no index says which one is meant"),
                format!("write `{name}[0]`, or `{name}[i]` in an array of passes"),
            );
            return None;
        }
        Some(family.first)
    }

    /// An element of an array of resources.
    pub(super) fn indexed(
        &self,
        family: Family,
        name: &str,
        at: u64,
        site: Site,
    ) -> Option<ResourceId> {
        let Some(count) = family.count else {
            self.error(
                Code::ArrayIndex,
                site,
                format!("`{name}` is not an array, and `[{at}]` asks for one of its elements"),
                format!(
                    "write `{name}`, or `{name}.mip(k)` and `{name}.layer(k)` for a part of it"
                ),
            );
            return None;
        };
        let found = family.element(at);
        if found.is_none() {
            self.error(
                Code::ArrayIndex,
                site,
                format!("`{name}[{at}]` is past the end: `{name}` has {count} elements"),
                "shorten the array of passes, or lengthen the array of resources",
            );
        }
        found
    }
}

/// The value of a constant.
enum Folded {
    Value(u64),
    NotConstant,
    OutOfRange,
}

fn fold(expr: &Expr, index: Option<u64>) -> Folded {
    match (&expr.kind, index) {
        (ExprKind::Number(value), _) => Folded::Value(*value),
        (ExprKind::Name(name), Some(index)) if name == "i" => Folded::Value(index),
        (ExprKind::Binary(operator, a, b), _) => match (fold(a, index), fold(b, index)) {
            (Folded::Value(a), Folded::Value(b)) => {
                let value = match operator {
                    Operator::Add => a.checked_add(b),
                    Operator::Sub => a.checked_sub(b),
                    Operator::Mul => a.checked_mul(b),
                    Operator::Div => a.checked_div(b),
                    Operator::Min => Some(a.min(b)),
                    Operator::Max => Some(a.max(b)),
                };
                value.map_or(Folded::OutOfRange, Folded::Value)
            }
            (Folded::OutOfRange, _) | (_, Folded::OutOfRange) => Folded::OutOfRange,
            _ => Folded::NotConstant,
        },
        _ => Folded::NotConstant,
    }
}

fn at_index(index: Option<u64>) -> String {
    index.map(|i| format!(" at i = {i}")).unwrap_or_default()
}

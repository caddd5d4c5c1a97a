//! Clear values as written.

use super::attribute::{Entries, Entry, Value};
use crate::syntax::ast::ClearDecl;

impl Entries<'_> {
    /// The clear value of `key`: a number for all components, `[r, g, b, a]`, or `(depth, stencil)`.
    pub(super) fn clear(&mut self, key: &'static str) -> Option<ClearDecl> {
        let entry = self.take(key)?;
        let found = value_of(&entry);
        if found.is_none() {
            self.malformed(
                &entry,
                "a number, four numbers in brackets, or `(depth, stencil)`",
                &format!("{key} = [0.0, 0.0, 0.0, 1.0]"),
            );
        }
        found
    }

    /// The clear value of a depth (and stencil) attachment: `1.0`, or `(1.0, 0)`.
    pub(super) fn depth_clear(&mut self, key: &'static str) -> Option<ClearDecl> {
        let entry = self.take(key)?;
        let found = match value_of(&entry) {
            Some(ClearDecl::Float([depth, ..])) => Some(ClearDecl::DepthStencil(depth, 0)),
            Some(both @ ClearDecl::DepthStencil(..)) => Some(both),
            _ => None,
        };
        let in_range = found.filter(
            |value| matches!(value, ClearDecl::DepthStencil(d, _) if (0.0..=1.0).contains(d)),
        );
        if in_range.is_none() {
            self.malformed(
                &entry,
                "a depth from 0.0 to 1.0, or `(depth, stencil)`",
                &format!("{key} = 1.0"),
            );
        }
        in_range
    }
}

impl Entries<'_> {
    /// The clear value of a stencil attachment: `1`.
    pub(super) fn stencil_clear(&mut self, key: &'static str) -> Option<ClearDecl> {
        let entry = self.take(key)?;
        let found = value_of(&entry).filter(
            |value| matches!(value, ClearDecl::Int([stencil, ..]) if (0..=255).contains(stencil)),
        );
        if found.is_none() {
            let wanted = "a stencil, a whole number from 0 to 255";
            self.malformed(&entry, wanted, &format!("{key} = 1"));
        }
        found
    }
}

fn value_of(entry: &Entry) -> Option<ClearDecl> {
    let Value::Is(value) = &entry.value else { return None };
    match value {
        syn::Expr::Array(array) if array.elems.len() == 4 => {
            let parts: Vec<Component> = array.elems.iter().map(component).collect::<Option<_>>()?;
            four(&parts)
        }
        syn::Expr::Tuple(tuple) if tuple.elems.len() == 2 => {
            let depth = component(&tuple.elems[0])?;
            let stencil = super::value::whole(&tuple.elems[1])?;
            Some(ClearDecl::DepthStencil(depth.float(), u32::try_from(stencil).ok()?))
        }
        one => four(&[component(one)?; 4]),
    }
}

/// A component keeps what it was written as: the format decides whether whole numbers fit.
#[derive(Clone, Copy)]
enum Component {
    Int(i64),
    Float(f64),
}

impl Component {
    #[allow(clippy::cast_precision_loss)] // clear values are small; f32 is what Vulkan takes in the end
    fn float(self) -> f64 {
        match self {
            Self::Int(v) => v as f64,
            Self::Float(v) => v,
        }
    }
}

fn four(parts: &[Component]) -> Option<ClearDecl> {
    let ints: Option<Vec<i64>> = parts
        .iter()
        .map(|part| match part {
            Component::Int(v) => Some(*v),
            Component::Float(_) => None,
        })
        .collect();
    if let Some(ints) = ints {
        Some(ClearDecl::Int(ints.try_into().ok()?))
    } else {
        let floats: Vec<f64> = parts.iter().map(|part| part.float()).collect();
        Some(ClearDecl::Float(floats.try_into().ok()?))
    }
}

fn component(value: &syn::Expr) -> Option<Component> {
    match value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(v), .. }) => {
            v.base10_parse().ok().map(Component::Int)
        }
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Float(v), .. }) => {
            v.base10_parse().ok().map(Component::Float)
        }
        syn::Expr::Unary(syn::ExprUnary { op: syn::UnOp::Neg(_), expr, .. }) => component(expr)
            .map(|part| match part {
                Component::Int(v) => Component::Int(-v),
                Component::Float(v) => Component::Float(-v),
            }),
        syn::Expr::Group(group) => component(&group.expr),
        _ => None,
    }
}

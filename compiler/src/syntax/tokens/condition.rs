//! Conditions on switches: `ssao`, `!ssao`, `quality == high`, `quality != high`.

use syn::spanned::Spanned;

use super::attribute::{Entries, Value};
use super::limit::parse_literal;
use crate::diagnostic::{Name, Site};
use crate::syntax::ast::Condition;

impl Entries<'_> {
    /// `when = "…"`.
    pub(super) fn when(&mut self) -> Option<Condition> {
        let entry = self.take("when")?;
        let found = match &entry.value {
            Value::Is(syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. })) => {
                parse_literal::<syn::Expr>(text).ok().as_ref().and_then(condition)
            }
            Value::Is(value) => condition(value),
            _ => None,
        };
        if found.is_none() {
            self.malformed(&entry, "a switch, `!switch` or `switch == value`", "when = \"ssao\"");
        }
        found
    }
}

fn condition(value: &syn::Expr) -> Option<Condition> {
    let name = |value: &syn::Expr| match value {
        syn::Expr::Path(path) => {
            path.path.get_ident().map(|i| Name::new(super::text(i), Site::Tokens(value.span())))
        }
        _ => None,
    };
    match value {
        syn::Expr::Unary(syn::ExprUnary { op: syn::UnOp::Not(_), expr, .. }) => {
            Some(Condition { switch: name(expr)?, value: "true".into(), negated: true })
        }
        syn::Expr::Binary(binary) => {
            let negated = match binary.op {
                syn::BinOp::Eq(_) => false,
                syn::BinOp::Ne(_) => true,
                _ => return None,
            };
            let value = name(&binary.right)?.text;
            Some(Condition { switch: name(&binary.left)?, value, negated })
        }
        other => Some(Condition { switch: name(other)?, value: "true".into(), negated: false }),
    }
}

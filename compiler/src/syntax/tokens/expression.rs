//! Sizes, indices and wires: Rust expressions of a small grammar to [`Expr`].

use syn::spanned::Spanned;

use super::limit::{Refused, TooLarge, parse_literal};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Site};
use crate::syntax::ast::{Expr, ExprKind, Operator};

/// Parts within each other in an expression: every later stage recurses over the tree.
pub(super) const MAX_NESTING: u32 = 64;

/// What the grammar has, for V0108.
const GRAMMAR: &str = "an expression has whole numbers, names, `[x, y, z]`, `a[i]`, `a.prev(1)`, `a.mip(k)`, \
                       `a.width`, `+ - * / <<`, `min(a, b)`, `max(a, b)`, `a..b` and parentheses";

/// What to do about an expression over a limit.
const SPLIT: &str = "take parentheses away, or give a part of it a name: a size parameter, or the size of another resource";

/// Reads an expression, or a string that holds one. V0108 where it cannot be read.
pub fn expression(value: &syn::Expr, diags: &Diagnostics) -> Option<Expr> {
    let read = match value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(literal), .. }) => {
            parse_literal::<syn::Expr>(literal).map_err(Fault::of).and_then(|inner| read(&inner, 0))
        }
        other => read(other, 0),
    };
    match read {
        Ok(expression) => Some(expression),
        Err(fault) => {
            let site = Site::Tokens(fault.span);
            let help = if fault.code == Code::TooLarge { SPLIT } else { GRAMMAR };
            diags.push(Diagnostic::error(fault.code, site, fault.what).help(help));
            None
        }
    }
}

/// What cannot be read, and where.
struct Fault {
    code: Code,
    span: proc_macro2::Span,
    what: String,
}

impl Fault {
    fn at(spanned: &impl Spanned, what: impl Into<String>) -> Self {
        Self { code: Code::MalformedExpression, span: spanned.span(), what: what.into() }
    }

    fn of(refused: Refused) -> Self {
        match refused {
            Refused::Syntax(error) => {
                let what = format!("this is no expression: {error}");
                Self { code: Code::MalformedExpression, span: error.span(), what }
            }
            Refused::TooLarge(TooLarge { span, message }) => {
                Self { code: Code::TooLarge, span, what: message }
            }
        }
    }
}

fn read(value: &syn::Expr, depth: u32) -> Result<Expr, Fault> {
    if depth > MAX_NESTING {
        return Err(Fault {
            code: Code::TooLarge,
            span: value.span(),
            what: format!("more than {MAX_NESTING} nested parts in one expression"),
        });
    }
    let deeper = |part: &syn::Expr| read(part, depth + 1);
    let boxed = |part: &syn::Expr| deeper(part).map(Box::new);
    let kind = match value {
        syn::Expr::Paren(inner) => return deeper(&inner.expr),
        syn::Expr::Group(inner) => return deeper(&inner.expr),
        syn::Expr::Lit(literal) => number(&literal.lit)?,
        syn::Expr::Path(path) => ExprKind::Name(single(path)?),
        syn::Expr::Index(index) => ExprKind::Index(boxed(&index.expr)?, boxed(&index.index)?),
        syn::Expr::Field(field) => {
            let syn::Member::Named(member) = &field.member else {
                return Err(Fault::at(field, "a member is a name: `a.width`"));
            };
            ExprKind::Member(boxed(&field.base)?, super::text(member), Vec::new())
        }
        syn::Expr::MethodCall(call) => ExprKind::Member(
            boxed(&call.receiver)?,
            super::text(&call.method),
            call.args.iter().map(deeper).collect::<Result<_, _>>()?,
        ),
        syn::Expr::Array(array) if (2..=3).contains(&array.elems.len()) => {
            ExprKind::Vector(array.elems.iter().map(deeper).collect::<Result<_, _>>()?)
        }
        syn::Expr::Range(range) => match (&range.start, &range.end, &range.limits) {
            (Some(start), Some(end), syn::RangeLimits::HalfOpen(_)) => {
                ExprKind::Range(boxed(start)?, boxed(end)?)
            }
            _ => {
                return Err(Fault::at(
                    range,
                    "a range has both ends and excludes the last: `a..b`",
                ));
            }
        },
        syn::Expr::Call(call) => call_of(call, deeper)?,
        syn::Expr::Binary(binary) => binary_of(binary, deeper)?,
        other => return Err(Fault::at(other, "this is not part of the expression grammar")),
    };
    Ok(Expr { kind, site: Site::Tokens(value.span()) })
}

fn number(literal: &syn::Lit) -> Result<ExprKind, Fault> {
    match literal {
        syn::Lit::Int(number) => number
            .base10_parse()
            .map(ExprKind::Number)
            .map_err(|_| Fault::at(number, "a whole number here has 64 bits and no sign")),
        syn::Lit::Float(float) => Err(Fault::at(
            float,
            "sizes are whole numbers; for a fraction multiply and divide: `screen * 3 / 4`",
        )),
        other => Err(Fault::at(other, "only whole numbers can be written here")),
    }
}

fn single(path: &syn::ExprPath) -> Result<String, Fault> {
    match path.path.get_ident() {
        Some(ident) => Ok(super::text(ident)),
        None => Err(Fault::at(path, "a name here is a field of the graph, not a path")),
    }
}

fn call_of(
    call: &syn::ExprCall,
    read: impl Fn(&syn::Expr) -> Result<Expr, Fault>,
) -> Result<ExprKind, Fault> {
    let operator = match call.func.as_ref() {
        syn::Expr::Path(path) => match single(path)?.as_str() {
            "min" => Some(Operator::Min),
            "max" => Some(Operator::Max),
            _ => None,
        },
        _ => None,
    };
    match (operator, call.args.len()) {
        (Some(operator), 2) => Ok(ExprKind::Binary(
            operator,
            Box::new(read(&call.args[0])?),
            Box::new(read(&call.args[1])?),
        )),
        _ => Err(Fault::at(call, "the functions are `min(a, b)` and `max(a, b)`")),
    }
}

fn binary_of(
    binary: &syn::ExprBinary,
    read: impl Fn(&syn::Expr) -> Result<Expr, Fault>,
) -> Result<ExprKind, Fault> {
    let operator = match binary.op {
        syn::BinOp::Add(_) => Operator::Add,
        syn::BinOp::Sub(_) => Operator::Sub,
        syn::BinOp::Mul(_) => Operator::Mul,
        syn::BinOp::Div(_) => Operator::Div,
        syn::BinOp::Shl(_) => return shift(binary, &read),
        _ => return Err(Fault::at(&binary.op, "the operators are `+ - * / <<`")),
    };
    Ok(ExprKind::Binary(operator, Box::new(read(&binary.left)?), Box::new(read(&binary.right)?)))
}

/// `a << 4` is `a * 16`.
fn shift(
    binary: &syn::ExprBinary,
    read: &impl Fn(&syn::Expr) -> Result<Expr, Fault>,
) -> Result<ExprKind, Fault> {
    let right = read(&binary.right)?;
    let ExprKind::Number(bits @ 0..=62) = right.kind else {
        return Err(Fault::at(&binary.right, "a shift is by a number from 0 to 62"));
    };
    let factor = Expr { kind: ExprKind::Number(1 << bits), site: right.site };
    Ok(ExprKind::Binary(Operator::Mul, Box::new(read(&binary.left)?), Box::new(factor)))
}

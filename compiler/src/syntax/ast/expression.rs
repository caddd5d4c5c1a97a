//! Expressions: sizes, counts, indices.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Site;

/// An expression of sizes, indices and bounds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub site: Site,
}

/// The kinds of expression.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ExprKind {
    /// A number.
    Number(u64),
    /// `[x, y]` or `[x, y, z]`.
    Vector(Vec<Expr>),
    /// A name: a resource (its extent), a parameter, `i` in a pass array.
    Name(String),
    /// `a[i]`.
    Index(Box<Expr>, Box<Expr>),
    /// `a.mip(k)`, `a.width`, `a.height`, `a.depth`, `a.bytes`.
    Member(Box<Expr>, String, Vec<Expr>),
    /// `a + b` and the like; `min(a, b)` and `max(a, b)`.
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// Scaled by a rational for each component, rounded up (graph JSON's `scale`).
    Scale(Box<Expr>, [(u32, u32); 3]),
    /// `a..b`.
    Range(Box<Expr>, Box<Expr>),
}

/// A binary operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // the names say it
pub enum Operator {
    Add,
    Sub,
    Mul,
    Div,
    Min,
    Max,
}

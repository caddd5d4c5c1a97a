//! Source to [`ast::Ast`]: derives, graph files, graph JSON.

pub mod ast;
pub mod json;
pub mod tokens;

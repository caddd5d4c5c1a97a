//! Plans as Rust source: one constant expression that holds the whole family.
//!
//! Every table becomes a constant of its own with a line of documentation, flags stand by their names,
//! and combinations of flags become constants that the tables share, so that `cargo expand` shows
//! something to read and rustc evaluates no calls in the tables.

mod entries;
mod pairs;
mod tables;
#[cfg(test)]
pub(crate) mod tests;
mod verify;
mod writer;

pub use verify::verify;

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;
use vixen_plan::Family;

use writer::{Emit, Writer};

/// The family as a constant expression. `plan` is the path of the plan's crate where the code will stand:
/// `::vixen::plan`, or `::vixen_plan`.
#[must_use]
pub fn tokens(family: &Family, plan: &TokenStream) -> TokenStream {
    let mut plans = String::new();
    let mut to = Writer::default();
    for (index, one) in family.plans.iter().enumerate() {
        let _ = writeln!(plans, "/// Plan {index}.\nconst PLAN_{index}: Plan = {{");
        tables::plan(one, &mut to);
        plans.push_str(&std::mem::take(&mut to.out));
        plans.push_str("};\n");
    }
    to.push("Family {name: ");
    family.name.emit(&mut to);
    to.push(", switches: Borrowed(&");
    to.list(&family.switches);
    to.push("), plans: Borrowed(&[");
    for index in 0..family.plans.len() {
        let _ = write!(to.out, "PLAN_{index}, ");
    }
    to.push("])}");
    let flags: String = to.flags.into_values().collect();
    let body = parsed(&format!("{flags}{plans}{}", to.out));
    quote! {
        {
            #[allow(unused_imports)]
            use #plan::*;
            #[allow(unused_imports)]
            use ::std::borrow::Cow::Borrowed;
            #body
        }
    }
}

/// What this module writes is Rust, so that it always parses; should it not, rustc shows where it stands.
fn parsed(source: &str) -> TokenStream {
    source.parse().unwrap_or_else(|error: proc_macro2::LexError| {
        let message = format!("vixen wrote source that is not Rust: {error}");
        quote! { ::core::compile_error!(#message) }
    })
}

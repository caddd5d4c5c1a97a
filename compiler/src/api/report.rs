//! Findings as Rust tokens: `compile_error!` at the place at fault; a warning through a deprecated constant,
//! since stable macros have no other.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Site};

/// All findings; those without a place stand at `whole`.
#[must_use]
pub fn report(diags: Diagnostics, whole: Span) -> TokenStream {
    diags.into_vec().iter().map(|diagnostic| tokens(diagnostic, whole)).collect()
}

fn tokens(diagnostic: &Diagnostic, whole: Span) -> TokenStream {
    let span = match diagnostic.site {
        Site::Tokens(span) => span,
        Site::Text { .. } | Site::Whole => whole,
    };
    let text = format!("{diagnostic}\n  see: docs/errors/{}.md", diagnostic.code);
    match diagnostic.severity {
        Severity::Error => quote_spanned!(span=> ::core::compile_error!(#text);),
        Severity::Warning => quote_spanned! {span=>
            const _: () = {
                #[deprecated(note = #text)]
                const VIXEN: () = ();
                VIXEN
            };
        },
    }
}

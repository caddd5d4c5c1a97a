//! The context of a pass with code: a method for each slot.

use proc_macro2::TokenStream;
use quote::quote;

use super::names::{identifier, number, with_suffix};
use crate::syntax::ast::{SlotDecl, Usage};
use crate::syntax::tokens::PassSource;

/// `HudContext` of `Hud`, and `CodedPass` for it.
pub(super) fn write(item: &syn::ItemStruct, pass: &PassSource) -> TokenStream {
    let (name, vis) = (&item.ident, &item.vis);
    let context = with_suffix(name, "Context");
    // A sampler is bound with its set, and there is nothing else to it.
    let resources = pass.decl.slots.iter().filter(|slot| slot.usage != Usage::Sampler);
    let slots = resources.map(slot);
    let doc = format!(
        " What the pass [`{name}`] records with: its slots, each in the state that the pass declared, and all of \
         [`vixen::RawPass`](::vixen::RawPass)."
    );
    quote! {
        #[doc = #doc]
        #[derive(Clone, Copy)]
        #vis struct #context<'a>(::vixen::RawPass<'a>);

        #[allow(dead_code)]
        impl #context<'_> {
            #(#slots)*
        }

        impl<'a> ::core::ops::Deref for #context<'a> {
            type Target = ::vixen::RawPass<'a>;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl ::vixen::CodedPass for #name {
            type Context<'a> = #context<'a>;

            fn context(raw: ::vixen::RawPass<'_>) -> Self::Context<'_> {
                #context(raw)
            }
        }
    }
}

fn slot(slot: &SlotDecl) -> TokenStream {
    let text = &slot.name;
    let method = identifier(text, proc_macro2::Span::call_site());
    let doc = format!(" Slot `{text}`, {}.", usage(&slot.usage));
    match slot.count {
        None => quote! {
            #[doc = #doc]
            #[must_use]
            pub fn #method(&self) -> ::vixen::Slot {
                self.0.slot(#text, 0).unwrap_or_default()
            }
        },
        Some(count) => {
            let count = number(count);
            quote! {
                #[doc = #doc]
                #[must_use]
                pub fn #method(&self) -> [::vixen::Slot; #count] {
                    ::core::array::from_fn(|element| self.0.slot(#text, element).unwrap_or_default())
                }
            }
        }
    }
}

fn usage(usage: &Usage) -> String {
    match usage {
        Usage::Raw { state, .. } => format!("used at `{}` for `{}`", state.stages, state.access),
        other => format!("used as `{other:?}`"),
    }
}

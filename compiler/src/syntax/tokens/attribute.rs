//! Attributes: a list of `key`, `key = value` and `key(…)`, each asked for by name.
//!
//! The keys that were asked for are the keys that exist, so the list in V0101 cannot lag behind the parser.

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;

use super::{Reader, suggestion};
use crate::diagnostic::Code;

/// One entry of an attribute.
pub(super) struct Entry {
    /// The key.
    pub(super) key: syn::Ident,
    /// What follows it.
    pub(super) value: Value,
}

/// What follows a key.
pub(super) enum Value {
    /// Nothing: `code`.
    Flag,
    /// `= expression`.
    Is(syn::Expr),
    /// `(…)`.
    List(TokenStream, Span),
}

impl Entry {
    /// The key's text.
    pub(super) fn name(&self) -> String {
        self.key.unraw().to_string()
    }

    /// The place of the value, or of the key where it has none.
    pub(super) fn span(&self) -> Span {
        match &self.value {
            Value::Flag => self.key.span(),
            Value::Is(value) => value.span(),
            Value::List(_, span) => *span,
        }
    }
}

impl Parse for Entry {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = input.call(syn::Ident::parse_any)?;
        let value = if input.peek(syn::Token![=]) {
            input.parse::<syn::Token![=]>()?;
            Value::Is(input.parse()?)
        } else if input.peek(syn::token::Paren) {
            let content;
            let parens = syn::parenthesized!(content in input);
            Value::List(content.parse()?, parens.span.join())
        } else {
            Value::Flag
        };
        Ok(Self { key, value })
    }
}

/// The entries of one attribute.
pub(super) struct Entries<'r> {
    pub(super) reader: Reader<'r>,
    /// The attribute as errors name it: `#[sampled]`.
    pub(super) title: String,
    /// The attribute's path.
    pub(super) span: Span,
    list: Vec<Entry>,
    known: Vec<&'static str>,
    /// Keys that were there.
    taken: Vec<&'static str>,
}

impl<'r> Entries<'r> {
    /// Reads `#[path]` or `#[path(entries)]`.
    pub(super) fn of_attribute(reader: Reader<'r>, attribute: &syn::Attribute) -> Self {
        let path = attribute.path();
        let title = format!("#[{}]", super::compact(path));
        match &attribute.meta {
            syn::Meta::List(list) => {
                Self::of_tokens(reader, title, path.span(), list.tokens.clone())
            }
            syn::Meta::Path(_) => Self::of_tokens(reader, title, path.span(), TokenStream::new()),
            syn::Meta::NameValue(_) => {
                reader.error(
                    Code::MalformedValue,
                    attribute.span(),
                    format!("{title} takes its values in parentheses"),
                    format!("write `#[{}(key = value)]`", super::compact(path)),
                );
                Self::of_tokens(reader, title, path.span(), TokenStream::new())
            }
        }
    }

    /// Reads the entries of a list.
    pub(super) fn of_tokens(
        reader: Reader<'r>,
        title: String,
        span: Span,
        tokens: TokenStream,
    ) -> Self {
        let parsed = Punctuated::<Entry, syn::Token![,]>::parse_terminated.parse2(tokens);
        let list: Vec<Entry> = match parsed {
            Ok(list) => list.into_iter().collect(),
            Err(error) => {
                let message = format!("{title} cannot be read: {error}");
                let help = "write `key`, `key = value` or `key(…)`, separated by commas";
                reader.error(Code::MalformedValue, error.span(), message, help);
                Vec::new()
            }
        };
        let mut entries =
            Self { reader, title, span, list: Vec::new(), known: Vec::new(), taken: Vec::new() };
        for entry in list {
            entries.add(entry);
        }
        entries
    }

    /// Keeps the first of two entries of one key.
    fn add(&mut self, entry: Entry) {
        let name = entry.name();
        if self.list.iter().any(|earlier| earlier.name() == name) {
            let message = format!("`{name}` is given twice in {}", self.title);
            let span = entry.key.span();
            self.reader.error(Code::DuplicateName, span, message, "keep one of the two");
        } else {
            self.list.push(entry);
        }
    }

    /// Whether a key was there: where it gave no value, that was reported.
    pub(super) fn refused(&self, key: &str) -> bool {
        self.taken.contains(&key)
    }

    /// Takes the entry of a key.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Entry> {
        self.known.push(key);
        let index = self.list.iter().position(|entry| entry.name() == key)?;
        self.taken.push(key);
        Some(self.list.remove(index))
    }

    /// Takes a key that stands alone.
    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        let Some(entry) = self.take(key) else { return false };
        if !matches!(entry.value, Value::Flag) {
            self.malformed(&entry, "nothing after it", key);
        }
        true
    }

    /// Takes the entries of `key(…)`.
    pub(super) fn list(&mut self, key: &'static str, example: &str) -> Option<Entries<'r>> {
        let entry = self.take(key)?;
        let Value::List(tokens, _) = &entry.value else {
            self.malformed(&entry, "a list in parentheses", example);
            return None;
        };
        let title = format!("`{key}(…)` of {}", self.title);
        Some(Entries::of_tokens(self.reader, title, entry.key.span(), tokens.clone()))
    }

    /// Says that a key is needed.
    pub(super) fn missing(&self, key: &str, example: &str) {
        self.reader.error(
            Code::MissingKey,
            self.span,
            format!("{} needs `{key}`", self.title),
            format!("write `{example}`"),
        );
    }

    /// Says that a value is of another kind than its key takes.
    pub(super) fn malformed(&self, entry: &Entry, wanted: &str, example: &str) {
        self.reader.error(
            Code::MalformedValue,
            entry.span(),
            format!("`{}` of {} takes {wanted}", entry.name(), self.title),
            format!("write `{example}`"),
        );
    }

    /// The entries that nobody took, where any key may stand (wires of a pass).
    pub(super) fn rest(&mut self) -> Vec<Entry> {
        std::mem::take(&mut self.list)
    }

    /// Refuses the entries that nobody took.
    pub(super) fn finish(self) {
        for entry in &self.list {
            let name = entry.name();
            let help = if self.known.is_empty() {
                format!("{} takes no keys", self.title)
            } else {
                suggestion(&name, "keys", &self.known)
            };
            let message = format!("{} has no key `{name}`", self.title);
            self.reader.error(Code::UnknownAttribute, entry.key.span(), message, help);
        }
    }
}

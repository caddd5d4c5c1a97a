//! Limits of what is parsed as Rust.
//!
//! `syn` descends into nested tokens and drops the trees that it makes by recursion, so that a few kilobytes
//! of parentheses, of minus signs or of `a + a + a` overflow the stack. What is parsed is therefore walked
//! here first, without recursion. In a derive rustc has parsed the struct before, but neither what stands in
//! attributes nor what stands in strings.

use std::str::FromStr;

use proc_macro2::{Delimiter, Spacing, Span, TokenStream, TokenTree};

/// Bytes of a graph file.
pub const MAX_TEXT_BYTES: usize = 4 << 20;
/// Bytes of an expression, path or condition in a string.
pub const MAX_LITERAL_BYTES: usize = 4096;
/// Tokens of a struct or of a graph file.
pub const MAX_TOKENS: usize = 1 << 20;
/// Bytes of an identifier: each element of an array of passes is named by it in the reports.
pub const MAX_IDENTIFIER_BYTES: usize = 256;
/// Brackets, braces and parentheses within each other.
pub const MAX_NESTING: usize = 48;
/// Tokens on the way to any token, between it and the start of what `syn` has to keep open for it: those since
/// the last separator, the same for each group around it, and 16 for each token that opens something
/// without a bracket (`-`, `&`, `<` and the like).
pub const MAX_RUN: usize = 1024;
/// What a token counts for that opens a part without a bracket.
const OPENING: usize = 16;
/// The same for `<`: between a type and the types that it is made of `syn` calls itself many times.
const ANGLE: usize = 28;

/// Words that open a part without a bracket.
const PREFIXES: &[&str] = &[
    "return", "break", "yield", "move", "async", "unsafe", "const", "static", "let", "ref", "mut",
    "dyn", "impl", "fn", "for", "else", "as", "if", "match", "while", "in", "raw", "extern",
    "where",
];

/// More than a limit allows.
#[derive(Clone, Debug)]
pub struct TooLarge {
    /// The token that is too much.
    pub span: Span,
    /// What there is too much of.
    pub message: String,
}

impl TooLarge {
    fn new(span: Span, what: &str, limit: usize) -> Self {
        Self { span, message: format!("{what}; the limit is {limit}") }
    }
}

/// Why a text is not parsed.
#[derive(Clone, Debug)]
pub enum Refused {
    /// Over a limit.
    TooLarge(TooLarge),
    /// Not Rust.
    Syntax(syn::Error),
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooLarge(error) => f.write_str(&error.message),
            Self::Syntax(error) => write!(f, "this is not Rust: {error}"),
        }
    }
}

impl Refused {
    /// Where.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::TooLarge(error) => error.span,
            Self::Syntax(error) => error.span(),
        }
    }
}

/// Parses a graph file.
pub fn parse_file(text: &str) -> Result<syn::File, Refused> {
    if text.len() > MAX_TEXT_BYTES {
        let what = format!("the file has {} bytes", text.len());
        return Err(Refused::TooLarge(TooLarge::new(Span::call_site(), &what, MAX_TEXT_BYTES)));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let tokens = TokenStream::from_str(text).map_err(|error| Refused::Syntax(error.into()))?;
    check(&tokens).map_err(Refused::TooLarge)?;
    syn::parse2(tokens).map_err(Refused::Syntax)
}

/// Parses what stands in a string.
pub(super) fn parse_literal<T: syn::parse::Parse>(literal: &syn::LitStr) -> Result<T, Refused> {
    let text = literal.value();
    if text.len() > MAX_LITERAL_BYTES {
        let what = format!("the text has {} bytes", text.len());
        return Err(Refused::TooLarge(TooLarge::new(literal.span(), &what, MAX_LITERAL_BYTES)));
    }
    let tokens = TokenStream::from_str(&text).map_err(|error| {
        // The error's own place is one of the text, not of the file.
        Refused::Syntax(syn::Error::new(literal.span(), error))
    })?;
    check(&tokens).map_err(|error| {
        Refused::TooLarge(TooLarge { span: literal.span(), message: error.message })
    })?;
    literal.parse().map_err(Refused::Syntax)
}

/// Whether tokens may be parsed.
pub fn check(tokens: &TokenStream) -> Result<(), TooLarge> {
    let mut open = vec![Level::new(tokens.clone(), 0)];
    let mut count = 0;
    while let Some(level) = open.last_mut() {
        let Some(token) = level.tokens.next() else {
            open.pop();
            continue;
        };
        count += 1;
        if count > MAX_TOKENS {
            return Err(TooLarge::new(token.span(), "there are too many tokens", MAX_TOKENS));
        }
        if let TokenTree::Ident(ident) = &token
            && ident.to_string().len() > MAX_IDENTIFIER_BYTES
        {
            let what = "an identifier has too many bytes";
            return Err(TooLarge::new(ident.span(), what, MAX_IDENTIFIER_BYTES));
        }
        level.step(&token);
        let run = level.base + level.run;
        if run > MAX_RUN {
            let what = "an expression, type or item has too many parts without a separator";
            return Err(TooLarge::new(token.span(), what, MAX_RUN));
        }
        if let TokenTree::Group(group) = token {
            if open.len() > MAX_NESTING {
                let what = "brackets, braces or parentheses are nested too deep";
                return Err(TooLarge::new(group.span_open(), what, MAX_NESTING));
            }
            open.push(Level::new(group.stream(), run + OPENING));
        }
    }
    Ok(())
}

/// A group that is being walked.
struct Level {
    tokens: proc_macro2::token_stream::IntoIter,
    /// The run of the tokens around the group.
    base: usize,
    /// The run since the last separator in it.
    run: usize,
    /// `<` that wait for their `>`; `|` counts too, since commas stand between a closure's parameters.
    angles: usize,
    closed: bool,
}

impl Level {
    fn new(tokens: TokenStream, base: usize) -> Self {
        Self { tokens: tokens.into_iter(), base, run: 0, angles: 0, closed: false }
    }

    fn step(&mut self, token: &TokenTree) {
        if std::mem::take(&mut self.closed) && begins(token) {
            self.separate();
        }
        self.run += 1;
        match token {
            TokenTree::Punct(punct) => match punct.as_char() {
                ';' => self.separate(),
                ',' if self.angles == 0 => self.separate(),
                '<' | '|' => {
                    self.angles += 1;
                    self.run += ANGLE;
                }
                '>' => self.angles = self.angles.saturating_sub(1),
                '-' | '!' | '*' | '&' | '=' => self.run += OPENING,
                '.' if punct.spacing() == Spacing::Joint => self.run += OPENING,
                _ => {}
            },
            TokenTree::Group(group) => self.closed = group.delimiter() == Delimiter::Brace,
            TokenTree::Ident(ident) if PREFIXES.iter().any(|word| ident == word) => {
                self.run += OPENING;
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {}
        }
    }

    fn separate(&mut self) {
        self.run = 0;
        self.angles = 0;
    }
}

/// Whether a token after `}` begins something new instead of going on with what ended there.
fn begins(token: &TokenTree) -> bool {
    match token {
        TokenTree::Ident(ident) => ident != "else" && ident != "as",
        TokenTree::Punct(punct) => punct.as_char() == '#',
        TokenTree::Literal(_) => true,
        TokenTree::Group(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        match parse_file(text) {
            Ok(_) => "parsed".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn what_people_write_is_parsed() {
        let field = "#[pass(src = \"steps[i]\", dst = \"steps[i + 1]\", groups = \"screen / 8\")] a: [Vec<u8>; 4],";
        let many = format!("struct Frame {{ {} }}", field.repeat(4000));
        assert_eq!(message(&many), "parsed");
        let functions =
            "fn f(x: u32) -> u32 { match x { 0 => { 1 } 1 => { 2 } _ => x + 1 } }".repeat(500);
        assert_eq!(message(&functions), "parsed");
        let sum = format!("const X: u32 = 1{};", " + 1".repeat(400));
        assert_eq!(message(&sum), "parsed");
    }

    /// What just passes is parsed, printed and dropped on a thread's usual stack, unoptimised as here.
    #[test]
    fn what_just_passes_fits_the_stack() {
        let shapes = [
            ("const X: u32 = ", "(", "1", ")", ";"),
            ("const X: u32 = ", "[", "1", "]", ";"),
            ("const X: u32 = ", "{", "1", "}", ";"),
            ("const X: u32 = ", "f(-", "1", ")", ";"),
            ("const X: u32 = ", "-", "1", "", ";"),
            ("const X: u32 = ", "a = ", "1", "", ";"),
            ("const X: u32 = ", "return ", "1", "", ";"),
            ("const X: u32 = ", "1 + ", "1", "", ";"),
            ("const X: u32 = ", "if a { } else ", "{ }", "", ";"),
            ("const X: u32 = ", "|a, b| ", "1", "", ";"),
            ("const X: u32 = ", "", "1", ".a", ";"),
            ("const X: u32 = ", "", "1", " as u8", ";"),
            ("const X: u32 = ", "", "1", "?", ";"),
            ("type X = ", "A<u8, ", "u8", ">", ";"),
            ("type X = ", "&", "u8", "", ";"),
            ("type X = ", "fn() -> ", "u8", "", ";"),
            ("type X = ", "[", "u8", "; 2]", ";"),
            ("", "mod a { ", "", "}", ""),
            ("const X: u32 = ", "match 1 { _ => ", "1", "}", ";"),
            ("const X: u32 = ", "unsafe { return -", "1", "}", ";"),
            ("const X: u32 = ", "&*!", "1", "", ";"),
            ("const X: u32 = ", "break ", "1", "", ";"),
            ("const X: u32 = ", "..", "1", "", ";"),
            ("const X: u32 = ", "async move || ", "1", "", ";"),
        ];
        for (before, open, inner, close, after) in shapes {
            let text =
                |n: usize| format!("{before}{}{inner}{}{after}", open.repeat(n), close.repeat(n));
            let passes = |n: usize| {
                TokenStream::from_str(&text(n)).is_ok_and(|tokens| check(&tokens).is_ok())
            };
            let most = (0..11).rev().fold(0, |most, bit| {
                let more = most + (1 << bit);
                if passes(more) { more } else { most }
            });
            assert!((8..1024).contains(&most), "{open}: {most}");
            if let Ok(file) = parse_file(&text(most)) {
                let _ = quote::ToTokens::to_token_stream(&file).to_string();
            }
        }
    }

    /// Each of these made `syn` overflow the stack, in parsing or in dropping.
    #[test]
    fn what_recursion_cannot_take_is_refused() {
        const N: usize = 100_000;
        let nested = |open: &str, close: &str| {
            format!("const X: u32 = {}1{};", open.repeat(N), close.repeat(N))
        };
        let texts = [
            nested("(", ")"),
            nested("[", "]"),
            nested("{", "}"),
            nested("-", ""),
            nested("!", ""),
            nested("&", ""),
            nested("a = ", ""),
            nested("1 + ", ""),
            nested("return ", ""),
            nested("if a { } else ", "{}"),
            nested("|a, b| ", ""),
            nested("S {} + ", ""),
            nested("1", ".a"),
            nested("1", " as u8"),
            nested("1", "(0)"),
            nested("1", "?"),
            format!("type X = {}u8{};", "A<u8, ".repeat(N), ">".repeat(N)),
            format!("type X = {}u8;", "&".repeat(N)),
            format!("type X = {}u8;", "fn() -> ".repeat(N)),
            format!("mod a {{ {} }}", "mod a { ".repeat(N) + &"}".repeat(N)),
        ];
        for text in texts {
            let message = message(&text);
            assert!(message.contains("the limit is"), "{message}: {}", &text[..40]);
        }
    }
}

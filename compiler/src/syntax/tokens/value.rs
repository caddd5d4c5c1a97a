//! Typed values of attributes. What cannot be read is V0102, with an example of what can.

use proc_macro2::Span;
use syn::spanned::Spanned;

use super::attribute::{Entries, Entry, Value};
use super::limit::MAX_LITERAL_BYTES;
use super::{suggestion, text};
use crate::diagnostic::{Code, Name, Site};
use crate::syntax::ast::{Expr, Rate};
use crate::vocabulary;

impl Entries<'_> {
    /// A text: a string, or a plain name.
    pub(super) fn text(&mut self, key: &'static str, example: &str) -> Option<Name> {
        let entry = self.take(key)?;
        self.entry_text(&entry, example)
    }

    /// One of several words.
    pub(super) fn choice(&mut self, key: &'static str, words: &[&str]) -> Option<String> {
        let found =
            self.text(key, &format!("{key} = \"{}\"", words.first().copied().unwrap_or_default()))?;
        if words.contains(&found.text.as_str()) {
            return Some(found.text);
        }
        self.reader.error(
            Code::MalformedValue,
            span_of(found.site, self.span),
            format!("`{key}` of {} cannot be `{}`", self.title, found.text),
            suggestion(&found.text, "values", words),
        );
        None
    }

    /// A word of a vocabulary.
    pub(super) fn word<T>(
        &mut self,
        key: &'static str,
        list: &[(&'static str, T)],
    ) -> Option<String> {
        self.choice(key, &vocabulary::words(list))
    }

    /// A whole number in a range.
    pub(super) fn number(
        &mut self,
        key: &'static str,
        range: std::ops::RangeInclusive<u64>,
    ) -> Option<u64> {
        let entry = self.take(key)?;
        let found = match &entry.value {
            Value::Is(value) => whole(value).filter(|v| range.contains(v)),
            _ => None,
        };
        if found.is_none() {
            let wanted = format!("a whole number from {} to {}", range.start(), range.end());
            self.malformed(&entry, &wanted, &format!("{key} = {}", range.start()));
        }
        found
    }

    /// A number with or without a fraction, in a range.
    pub(super) fn float(
        &mut self,
        key: &'static str,
        range: std::ops::RangeInclusive<f32>,
    ) -> Option<f32> {
        let entry = self.take(key)?;
        let found = match &entry.value {
            Value::Is(value) => float(value).filter(|number| range.contains(number)),
            _ => None,
        };
        if found.is_none() {
            let wanted = if *range.end() >= f32::MAX {
                "a number".to_owned()
            } else {
                format!("a number from {} to {}", range.start(), range.end())
            };
            self.malformed(&entry, &wanted, &format!("{key} = 0.5"));
        }
        found
    }

    /// As [`Self::number`], for counts of Vulkan objects.
    pub(super) fn count(
        &mut self,
        key: &'static str,
        range: std::ops::RangeInclusive<u32>,
    ) -> Option<u32> {
        let range = u64::from(*range.start())..=u64::from(*range.end());
        self.number(key, range).and_then(|v| u32::try_from(v).ok())
    }

    /// A size, index or wire.
    pub(super) fn expression(&mut self, key: &'static str, example: &str) -> Option<Expr> {
        let entry = self.take(key)?;
        self.entry_expression(&entry, example)
    }

    /// The expression of an entry: tokens, or a string that holds them.
    pub(super) fn entry_expression(&self, entry: &Entry, example: &str) -> Option<Expr> {
        if let Value::Is(value) = &entry.value {
            super::expression(value, self.reader.diags)
        } else {
            self.malformed(entry, "an expression", example);
            None
        }
    }

    /// An entry as a text.
    pub(super) fn entry_text(&self, entry: &Entry, example: &str) -> Option<Name> {
        let found = match &entry.value {
            Value::Is(value) => literal_text(value),
            _ => None,
        };
        if found.is_none() {
            self.malformed(entry, "a text", example);
        }
        if found.as_ref().is_some_and(|found| found.text.len() > MAX_LITERAL_BYTES) {
            let name = entry.name();
            let what = format!("`{name}` has more bytes than the limit of {MAX_LITERAL_BYTES}");
            self.reader.error(Code::TooLarge, entry.span(), what, format!("write `{example}`"));
            return None;
        }
        found
    }

    /// Up to three components: one number for the first, or `[x, y, z]`.
    pub(super) fn triple(&mut self, key: &'static str, rest: u64) -> Option<[u64; 3]> {
        let entry = self.take(key)?;
        let found = match &entry.value {
            Value::Is(syn::Expr::Array(array)) => {
                let parts: Option<Vec<u64>> = array.elems.iter().map(whole).collect();
                parts
                    .filter(|p| (1..=3).contains(&p.len()))
                    .map(|p| std::array::from_fn(|i| p.get(i).copied().unwrap_or(rest)))
            }
            Value::Is(value) => whole(value).map(|v| [v; 3]),
            _ => None,
        };
        if found.is_none() {
            self.malformed(&entry, "a whole number or `[x, y, z]`", &format!("{key} = 64"));
        }
        found
    }

    /// Two numbers in parentheses: `binding = (0, 1)`.
    pub(super) fn pair(&mut self, key: &'static str) -> Option<(u32, u32)> {
        let entry = self.take(key)?;
        let found = match &entry.value {
            Value::Is(syn::Expr::Tuple(tuple)) => {
                let parts: Option<Vec<u64>> = tuple.elems.iter().map(whole).collect();
                match parts.as_deref() {
                    Some([a, b]) => u32::try_from(*a).ok().zip(u32::try_from(*b).ok()),
                    _ => None,
                }
            }
            _ => None,
        };
        if found.is_none() {
            self.malformed(&entry, "two whole numbers", &format!("{key} = (0, 1)"));
        }
        found
    }

    /// `"3840x2160"`.
    pub(super) fn extent(&mut self, key: &'static str) -> Option<[u32; 2]> {
        self.extent_at(key).map(|(extent, _)| extent)
    }

    /// The same with the place.
    pub(super) fn extent_at(&mut self, key: &'static str) -> Option<([u32; 2], Site)> {
        let found = self.text(key, &format!("{key} = \"3840x2160\""))?;
        let parsed = found.text.split_once('x').and_then(|(w, h)| {
            let side = |t: &str| t.trim().parse::<u32>().ok().filter(|v| (1..=16384).contains(v));
            Some([side(w)?, side(h)?])
        });
        if parsed.is_none() {
            self.unreadable(
                &found,
                "width x height in pixels, 1 to 16384 each",
                &format!("{key} = \"3840x2160\""),
            );
        }
        parsed.map(|extent| (extent, found.site))
    }

    /// `"256 MiB"`, with the place.
    pub(super) fn bytes(&mut self, key: &'static str) -> Option<(u64, Site)> {
        let found = self.text(key, &format!("{key} = \"256 MiB\""))?;
        let parsed = bytes(&found.text);
        if parsed.is_none() {
            self.unreadable(
                &found,
                "a number with B, KiB, MiB or GiB",
                &format!("{key} = \"256 MiB\""),
            );
        }
        parsed.map(|v| (v, found.site))
    }

    /// `"1/60 s"`, `"2 frames"` or `2`.
    pub(super) fn rate(&mut self, key: &'static str) -> Option<(Rate, Site)> {
        let entry = self.take(key)?;
        let site = Site::Tokens(entry.span());
        let found = match &entry.value {
            Value::Is(value) => match (whole(value), literal_text(value)) {
                (Some(k), _) => u32::try_from(k).ok().filter(|k| *k > 0).map(Rate::Frames),
                (None, Some(text)) => rate(&text.text),
                (None, None) => None,
            },
            _ => None,
        };
        if found.is_none() {
            self.malformed(
                &entry,
                "a step in seconds or a number of frames",
                &format!("{key} = \"1/60 s\""),
            );
        }
        found.map(|rate| (rate, site))
    }

    /// Says that a text cannot be read.
    pub(super) fn unreadable(&self, found: &Name, wanted: &str, example: &str) {
        self.reader.error(
            Code::MalformedValue,
            span_of(found.site, self.span),
            format!("`{}` in {} is not {wanted}", found.text, self.title),
            format!("write `{example}`"),
        );
    }
}

/// The span of a site, or another one.
pub(super) fn span_of(site: Site, otherwise: Span) -> Span {
    match site {
        Site::Tokens(span) => span,
        _ => otherwise,
    }
}

/// The text of a string literal or of a plain name.
pub(super) fn literal_text(value: &syn::Expr) -> Option<Name> {
    match value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(literal), .. }) => {
            Some(Name::new(literal.value(), Site::Tokens(literal.span())))
        }
        syn::Expr::Path(path) => path
            .path
            .get_ident()
            .map(|ident| Name::new(text(ident), Site::Tokens(path.path.span()))),
        syn::Expr::Group(group) => literal_text(&group.expr),
        _ => None,
    }
}

/// A whole number.
pub(super) fn whole(value: &syn::Expr) -> Option<u64> {
    match value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(literal), .. }) => {
            literal.base10_parse().ok()
        }
        syn::Expr::Group(group) => whole(&group.expr),
        _ => None,
    }
}

/// A number with or without a fraction and a sign.
fn float(value: &syn::Expr) -> Option<f32> {
    match value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(literal), .. }) => {
            literal.base10_digits().parse().ok()
        }
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Float(literal), .. }) => {
            literal.base10_parse().ok()
        }
        syn::Expr::Unary(syn::ExprUnary { op: syn::UnOp::Neg(_), expr, .. }) => {
            float(expr).map(|number| -number)
        }
        syn::Expr::Group(group) => float(&group.expr),
        _ => None,
    }
}

fn bytes(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '_').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let number: u64 = number.replace('_', "").parse().ok()?;
    let shift = match unit.trim() {
        "" | "B" => 0,
        "KiB" => 10,
        "MiB" => 20,
        "GiB" => 30,
        _ => return None,
    };
    number.checked_mul(1 << shift)
}

fn rate(text: &str) -> Option<Rate> {
    let text = text.trim();
    if let Some(frames) = text.strip_suffix("frames") {
        return frames.trim().parse().ok().filter(|k| *k > 0).map(Rate::Frames);
    }
    let step = text.strip_suffix('s')?.trim();
    let (numerator, denominator) = step.split_once('/').unwrap_or((step, "1"));
    let part = |t: &str| t.trim().parse::<u32>().ok().filter(|v| *v > 0);
    Some(Rate::Seconds(part(numerator)?, part(denominator)?))
}

#[cfg(test)]
mod tests {
    use super::{bytes, rate};
    use crate::syntax::ast::Rate;

    #[test]
    fn bytes_need_a_known_unit_and_fit() {
        assert_eq!(bytes("256 MiB"), Some(256 << 20));
        assert_eq!(bytes("1_024"), Some(1024));
        assert_eq!(bytes("256 MB"), None);
        assert_eq!(bytes("99999999999 GiB"), None);
        assert_eq!(bytes("MiB"), None);
    }

    #[test]
    fn rates_are_steps_or_frames() {
        assert_eq!(rate("1/60 s"), Some(Rate::Seconds(1, 60)));
        assert_eq!(rate("2 s"), Some(Rate::Seconds(2, 1)));
        assert_eq!(rate("3 frames"), Some(Rate::Frames(3)));
        assert_eq!(rate("0 frames"), None);
        assert_eq!(rate("1/0 s"), None);
        assert_eq!(rate("60 Hz"), None);
    }
}

//! What a graph asks of the device: `profile`, `features`, `limits(…)`, `capabilities`.

use proc_macro2::{Span, TokenStream};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use vixen_plan::feature;

use super::attribute::{Entries, Entry, Value};
use super::suggestion;
use super::value::{literal_text, span_of, whole};
use crate::diagnostic::{Code, Name, Site, nearest};
use crate::profile::limit::{self, Sense};
use crate::profile::{Level, Profile, capability_name, features_of};
use crate::syntax::ast::ProfileDecl;

const FEATURES: &str = "features = \"shaderInt64, shaderFloat64\"";
const CAPABILITIES: &str = "capabilities = \"5394: cooperativeVector\"";

/// Takes the keys about the device.
pub(super) fn profile(entries: &mut Entries<'_>) -> ProfileDecl {
    let words = Level::NAMES.map(|(name, _)| name);
    let chosen = entries.choice("profile", &words);
    let level = chosen.and_then(|text| Level::NAMES.into_iter().find(|(name, _)| *name == text));
    let level = level.map(|(_, level)| level).unwrap_or_default();
    let features = features(entries);
    let known = Profile::new(level, features.iter().map(|name| name.text.clone()), [], []);
    ProfileDecl {
        level,
        limits: limits(entries, &known),
        features: features.into_iter().map(|name| name.text).collect(),
        capabilities: capabilities(entries),
    }
}

/// `features = "a, b"`, or `features("a", "b")`.
fn features(entries: &mut Entries<'_>) -> Vec<Name> {
    let Some(entry) = entries.take("features") else { return Vec::new() };
    let named = match &entry.value {
        Value::List(tokens, span) => listed(tokens, *span),
        Value::Is(_) => {
            let Some(text) = entries.entry_text(&entry, FEATURES) else { return Vec::new() };
            Some(split(&text))
        }
        Value::Flag => None,
    };
    let Some(named) = named else {
        entries.malformed(&entry, "a list of names", FEATURES);
        return Vec::new();
    };
    named.into_iter().filter(|name| is_feature(entries, name)).collect()
}

/// The names of a list in one text. Both a comma and a bar may stand between two.
fn split(text: &Name) -> Vec<Name> {
    let names = text.text.split([',', '|']).map(str::trim).filter(|name| !name.is_empty());
    names.map(|name| Name::new(name, text.site)).collect()
}

/// The names of a list in parentheses.
fn listed(tokens: &TokenStream, span: Span) -> Option<Vec<Name>> {
    let parsed = Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated.parse2(tokens.clone());
    let names: Option<Vec<Name>> = parsed.ok()?.iter().map(literal_text).collect();
    let name = |name: Name| Name::new(name.text.trim(), Site::Tokens(span_of(name.site, span)));
    Some(names?.into_iter().map(name).collect())
}

/// V0102 for what is no feature: the name that was meant, or how a list is written.
fn is_feature(entries: &Entries<'_>, name: &Name) -> bool {
    if feature::is_feature(&name.text) {
        return true;
    }
    let of_words = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let (what, help) = if name.text.chars().all(of_words) {
        ("is no feature that Vixen knows".to_owned(), meant(&name.text))
    } else {
        ("is no name of a feature".to_owned(), format!("write the names with commas: `{FEATURES}`"))
    };
    entries.reader.error(
        Code::MalformedValue,
        span_of(name.site, entries.span),
        format!("`{}` in `features` of {} {what}", name.text, entries.title),
        help,
    );
    false
}

/// The feature that was probably meant.
fn meant(name: &str) -> String {
    let extensions = || feature::EXTENSIONS.iter();
    let members = || extensions().flat_map(|extension| extension.members).copied();
    let plain = extensions().filter(|one| one.members.is_empty()).map(|one| one.name);
    let all = feature::CORE.iter().copied().chain(members()).chain(plain);
    let same = all.clone().find(|known| known.eq_ignore_ascii_case(name));
    // Each table apart: among too many names none is suggested.
    let near = same.or_else(|| nearest(name, feature::CORE.iter().copied()));
    match near.or_else(|| nearest(name, members())) {
        Some(near) => {
            format!("did you mean `{near}`? Names are those of Vulkan's structures' members")
        }
        None => format!(
            "names are those of Vulkan's structures' members, as in `{FEATURES}`; the program itself can turn on \
             what Vixen does not know (`Device::new_with`), and `{CAPABILITIES}` lets shaders use it"
        ),
    }
}

/// `limits(maxPushConstantsSize = 256, maxComputeWorkGroupSize = [512, 512, 64])`.
fn limits(entries: &mut Entries<'_>, known: &Profile) -> Vec<(String, u64)> {
    let example = "limits(maxPushConstantsSize = 256)";
    let Some(mut list) = entries.list("limits", example) else { return Vec::new() };
    let mut named = Vec::new();
    for name in limit::names() {
        if let Some(entry) = list.take(name) {
            named.extend(limit_values(&list, name, &entry, known));
        }
    }
    for entry in list.rest() {
        let name = entry.name();
        let all: Vec<&str> = limit::names().collect();
        list.reader.error(
            Code::UnknownAttribute,
            entry.key.span(),
            format!("{} knows no limit `{name}`", list.title),
            suggestion(&name, "limits", &all),
        );
    }
    named
}

/// The value of a limit, by its rows: an array has one for each of its elements.
fn limit_values(
    list: &Entries<'_>,
    name: &'static str,
    entry: &Entry,
    known: &Profile,
) -> Vec<(String, u64)> {
    let indexed = (0..3).map(|index| format!("{name}[{index}]"));
    let mut rows: Vec<String> = indexed.filter(|name| limit::row(name).is_some()).collect();
    if rows.is_empty() {
        rows.push(name.to_owned());
    }
    let values = numbers(entry).filter(|values| values.len() == rows.len());
    let Some(values) = values else {
        let (wanted, example) = match rows.len() {
            1 => ("a whole number".to_owned(), format!("{name} = {}", known.limit(name))),
            n => (
                format!("{n} whole numbers"),
                format!(
                    "{name} = {:?}",
                    rows.iter().map(|row| known.limit(row)).collect::<Vec<_>>()
                ),
            ),
        };
        list.malformed(entry, &wanted, &example);
        return Vec::new();
    };
    let pairs: Vec<(String, u64)> = rows.into_iter().zip(values).collect();
    pairs.into_iter().filter(|(row, value)| is_higher(list, entry, known, (row, *value))).collect()
}

fn numbers(entry: &Entry) -> Option<Vec<u64>> {
    match &entry.value {
        Value::Is(syn::Expr::Array(array)) => array.elems.iter().map(whole).collect(),
        Value::Is(value) => whole(value).map(|value| vec![value]),
        _ => None,
    }
}

/// A limit is named to have more than the profile promises, never less: V0102.
fn is_higher(
    list: &Entries<'_>,
    entry: &Entry,
    known: &Profile,
    (row, value): (&str, u64),
) -> bool {
    let promised = known.limit(row);
    let Some(found) = limit::row(row) else { return false };
    let (wrong, help) = match found.sense {
        Sense::Flags if value == 0 || value > 127 => (
            "is no sum of sample counts".to_owned(),
            format!("write a power of two up to 64: `{row} = 8`"),
        ),
        Sense::Most if !value.is_power_of_two() => {
            ("is no power of two".to_owned(), format!("write one below {promised}"))
        }
        Sense::Flags => return true,
        _ if value != promised && found.holds(promised, value) => (
            format!("asks for less than there is: {}", known.promise(row)),
            "leave it out: limits are named to have more".to_owned(),
        ),
        _ => return true,
    };
    list.reader.error(
        Code::MalformedValue,
        entry.span(),
        format!("`{row} = {value}` in {} {wrong}", list.title),
        help,
    );
    false
}

/// `capabilities = "5394: cooperativeVector"`: SPIR-V's number and the feature that allows it.
fn capabilities(entries: &mut Entries<'_>) -> Vec<(u32, String)> {
    let Some(text) = entries.text("capabilities", CAPABILITIES) else { return Vec::new() };
    let mut pairs = Vec::new();
    for name in split(&text) {
        let pair = name.text.split_once(':').and_then(|(number, feature)| {
            let number = number.trim().parse::<u32>().ok()?;
            let feature = feature.trim();
            let of_words = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let is_name = !feature.is_empty() && feature.chars().all(of_words);
            is_name.then(|| (number, feature.to_owned()))
        });
        match pair {
            None => entries.unreadable(&name, "a SPIR-V capability with its feature", CAPABILITIES),
            Some((number, _)) if features_of(number).is_some() => {
                let what = format!("new to Vixen, which knows it as {}", capability_name(number));
                entries.unreadable(&name, &what, FEATURES);
            }
            Some(pair) => pairs.push(pair),
        }
    }
    pairs
}

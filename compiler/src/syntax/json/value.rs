//! JSON values that know where they stand.
//!
//! `serde_json` reads; a [`RawValue`] is a slice of the text, so its address is its place. Each layer
//! of the schema is read when it is asked for.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use super::MAX_NAME_BYTES;
use super::place::Places;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Name, Site};

/// Findings reported for one file: the rest of a broken file teaches nothing.
const MAX_FINDINGS: u32 = 100;

/// The file being read.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    places: Places<'a>,
    diagnostics: &'a Diagnostics,
    findings: Cell<u32>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, diagnostics: &'a Diagnostics) -> Self {
        Self { places: Places::new(text), diagnostics, findings: Cell::new(0) }
    }

    pub(super) fn places(&self) -> &Places<'a> {
        &self.places
    }

    /// Whether so much was found that reading on teaches nothing.
    pub(super) fn exhausted(&self) -> bool {
        self.findings.get() >= MAX_FINDINGS
    }

    pub(super) fn push(&self, diagnostic: Diagnostic) {
        let findings = self.findings.get();
        if findings < MAX_FINDINGS {
            self.findings.set(findings + 1);
            self.diagnostics.push(diagnostic);
        }
    }

    pub(super) fn error(&self, code: Code, site: Site, message: impl Into<String>, help: &str) {
        self.push(Diagnostic::error(code, site, message).help(help));
    }
}

/// A value with the key (or the table) that it belongs to.
#[derive(Clone, Debug)]
pub(super) struct Value<'a> {
    label: Cow<'a, str>,
    raw: &'a str,
}

impl<'a> Value<'a> {
    pub(super) fn new(label: impl Into<Cow<'a, str>>, raw: &'a str) -> Self {
        Self { label: label.into(), raw }
    }

    pub(super) fn site(&self, reader: &Reader<'_>) -> Site {
        reader.places.of(self.raw)
    }

    /// The first byte: it tells the type of a value that is known to be JSON.
    fn first(&self) -> u8 {
        self.raw.as_bytes().first().copied().unwrap_or(b'n')
    }

    pub(super) fn is_string(&self) -> bool {
        self.first() == b'"'
    }

    pub(super) fn is_bool(&self) -> bool {
        matches!(self.first(), b't' | b'f')
    }

    /// What stands there, shortened for a message.
    fn shown(&self) -> String {
        match self.first() {
            b'{' => "an object".into(),
            b'[' => "an array".into(),
            _ if self.raw.chars().count() > 40 => {
                format!("`{}...`", self.raw.chars().take(40).collect::<String>())
            }
            _ => format!("`{}`", self.raw),
        }
    }

    /// Says that the value is not what the schema allows.
    pub(super) fn refuse(&self, reader: &Reader<'_>, allowed: &str) {
        let message = format!("`{}` is {}", self.label, self.shown());
        reader.error(
            Code::JsonSchema,
            self.site(reader),
            message,
            &format!("`{}` must be {allowed}", self.label),
        );
    }

    pub(super) fn object(&self, reader: &Reader<'_>) -> Option<Object<'a>> {
        let Ok(fields) = serde_json::from_str::<Fields<'a>>(self.raw) else {
            self.refuse(reader, "an object");
            return None;
        };
        let mut object = Object { site: self.site(reader), fields: Vec::new() };
        let mut seen = HashSet::new();
        for (key_raw, raw) in fields.0 {
            let key = Value::new("key", key_raw.get());
            let text = key.string(reader)?;
            if !seen.insert(text.clone()) {
                let message = format!("`{text}` is given twice");
                reader.error(Code::JsonSchema, key.site(reader), message, "keep one of them");
                continue;
            }
            object.fields.push((key, Value::new(text, raw.get())));
        }
        Some(object)
    }

    /// The elements; each has the array's label.
    pub(super) fn array(&self, reader: &Reader<'_>) -> Option<Vec<Value<'a>>> {
        if let Ok(elements) = serde_json::from_str::<Vec<&'a RawValue>>(self.raw) {
            let element = |raw: &'a RawValue| Value::new(self.label.clone(), raw.get());
            Some(elements.into_iter().map(element).collect())
        } else {
            self.refuse(reader, "an array");
            None
        }
    }

    pub(super) fn string(&self, reader: &Reader<'_>) -> Option<Cow<'a, str>> {
        if !self.is_string() {
            self.refuse(reader, "a string");
            return None;
        }
        match serde_json::from_str::<Text<'a>>(self.raw) {
            Ok(text) => Some(text.0),
            Err(error) => {
                let message = format!("the string cannot be read: {}", without_place(&error));
                reader.error(
                    Code::JsonSyntax,
                    self.site(reader),
                    message,
                    "escape it as JSON says (RFC 8259, section 7)",
                );
                None
            }
        }
    }

    /// A string that is not empty, with its place.
    pub(super) fn name(&self, reader: &Reader<'_>) -> Option<Name> {
        let text = self.string(reader)?;
        if text.is_empty() {
            self.refuse(reader, "a string that is not empty");
            return None;
        }
        if text.len() > MAX_NAME_BYTES {
            let message =
                format!("the name has {} bytes, the limit is {MAX_NAME_BYTES}", text.len());
            reader.error(Code::TooLarge, self.site(reader), message, "shorten it");
            return None;
        }
        Some(Name::new(text, self.site(reader)))
    }

    pub(super) fn flag(&self, reader: &Reader<'_>) -> Option<bool> {
        match self.raw {
            "true" => Some(true),
            "false" => Some(false),
            _ => {
                self.refuse(reader, "true or false");
                None
            }
        }
    }

    /// A whole number from `least` to `most`; above `most` it is over a limit (V0804).
    pub(super) fn number(&self, reader: &Reader<'_>, least: u64, most: u64) -> Option<u64> {
        let whole = !self.raw.is_empty() && self.raw.bytes().all(|byte| byte.is_ascii_digit());
        let parsed = self.raw.parse::<u64>().ok();
        match parsed {
            Some(value) if whole && (least..=most).contains(&value) => Some(value),
            Some(value) if whole && value < least => {
                self.refuse(reader, &format!("a whole number from {least} to {most}"));
                None
            }
            _ if whole => {
                let message = format!("`{}` is {}, the limit is {most}", self.label, self.shown());
                let help = format!("keep `{}` at {most} or below", self.label);
                reader.error(Code::TooLarge, self.site(reader), message, &help);
                None
            }
            _ => {
                self.refuse(reader, &format!("a whole number from {least} to {most}"));
                None
            }
        }
    }

    /// [`Value::number`] for limits that fit 32 bits.
    pub(super) fn small(&self, reader: &Reader<'_>, least: u32, most: u32) -> Option<u32> {
        self.number(reader, least.into(), most.into()).and_then(|value| u32::try_from(value).ok())
    }

    /// The text of a number as written; `None` for anything else, without a word.
    pub(super) fn decimal(&self) -> Option<&'a str> {
        matches!(self.first(), b'0'..=b'9' | b'-').then_some(self.raw)
    }
}

/// An object: its fields in the order of the file.
#[derive(Debug)]
pub(super) struct Object<'a> {
    pub(super) site: Site,
    fields: Vec<(Value<'a>, Value<'a>)>,
}

impl<'a> Object<'a> {
    /// The value of a key; `null` counts as absent.
    pub(super) fn get(&self, key: &str) -> Option<&Value<'a>> {
        let (_, value) = self.fields.iter().find(|(_, value)| value.label == key)?;
        (value.raw != "null").then_some(value)
    }

    /// The value of a key that must be there.
    pub(super) fn required(&self, reader: &Reader<'_>, key: &str, of: &str) -> Option<&Value<'a>> {
        let value = self.get(key);
        if value.is_none() {
            let message = format!("{of} has no `{key}`");
            reader.error(Code::JsonSchema, self.site, message, &format!("add `\"{key}\": ...`"));
        }
        value
    }

    /// Whether a flag is given and true.
    pub(super) fn flag(&self, reader: &Reader<'_>, key: &str) -> bool {
        self.get(key).and_then(|value| value.flag(reader)).unwrap_or(false)
    }

    /// Warns about keys that the schema does not have: one of them may be a slip of the pen.
    pub(super) fn known(&self, reader: &Reader<'_>, of: &str, keys: &[&str]) {
        for (key, value) in &self.fields {
            let name = &*value.label;
            let about = name.starts_with("note") || name.starts_with("expected");
            if about || keys.contains(&name) {
                continue;
            }
            let message = format!("{of} has a key `{name}` that the schema does not know");
            let help = format!("it is ignored; known are {}", keys.join(", "));
            reader
                .push(Diagnostic::warning(Code::JsonSchema, key.site(reader), message).help(help));
        }
    }
}

/// What `serde_json` says without the place it appends: the diagnostic has it.
pub(super) fn without_place(error: &serde_json::Error) -> String {
    let whole = error.to_string();
    whole.split(" at line ").next().unwrap_or_default().to_owned()
}

/// The fields of an object, unread.
struct Fields<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit<'a>(std::marker::PhantomData<&'a ()>);

        impl<'de: 'a, 'a> Visitor<'de> for Visit<'a> {
            type Value = Fields<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry::<&'de RawValue, &'de RawValue>()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(Visit(std::marker::PhantomData))
    }
}

/// A string, borrowed where it holds no escape.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

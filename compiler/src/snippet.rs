//! Findings in files, printed as rustc prints its own: the line at fault with a mark under it.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Code, Severity};

/// What is said.
#[derive(Clone, Copy, Debug)]
pub struct Finding<'a> {
    /// Error or warning.
    pub severity: Severity,
    /// The rule, where it is one's.
    pub code: Option<Code>,
    /// What is wrong.
    pub message: &'a str,
    /// What the other side says.
    pub notes: &'a [String],
    /// What to write instead; empty for nothing.
    pub help: &'a str,
}

/// Where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The file, as messages name it; empty for none.
    pub path: &'a str,
    /// Its text, where it could be read.
    pub text: Option<&'a str>,
    /// Line and column, from 1; 0 where unknown.
    pub start: (u32, u32),
    /// Line and column behind what is at fault; no later than `start` where unknown.
    pub end: (u32, u32),
}

/// The finding as rustc would print it, with a line break at its end. `styled` colours it for a terminal.
#[must_use]
pub fn render(finding: Finding<'_>, place: Place<'_>, styled: bool) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut title = level.primary_title(finding.message);
    if let Some(code) = finding.code {
        title = title.id(code.to_string());
    }
    let marked = place.text.and_then(|text| Some((text, span(text, place.start, place.end)?)));
    let mut group = match marked {
        Some((text, span)) => title.element(
            Snippet::source(text).path(place.path).annotation(AnnotationKind::Primary.span(span)),
        ),
        None if place.path.is_empty() => title.elements([] as [Origin<'_>; 0]),
        None => title.element(origin(place)),
    };
    for note in finding.notes {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    if !finding.help.is_empty() {
        group = group.element(Level::HELP.message(finding.help));
    }
    if let Some(code) = finding.code {
        group = group.element(Level::NOTE.message(format!("see docs/errors/{code}.md")));
    }
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group]) + "\n"
}

/// The place without the text.
fn origin(place: Place<'_>) -> Origin<'_> {
    let origin = Origin::path(place.path);
    match place.start {
        (0, _) => origin,
        (line, column) => origin.line(line as usize).char_column(column.max(1) as usize),
    }
}

/// The bytes between two places; from a place alone to the end of its word. `None` for a line that is not there.
fn span(text: &str, start: (u32, u32), end: (u32, u32)) -> Option<Range<usize>> {
    let (line, indent) = line_of(text, start.0)?;
    if start.1 == 0 {
        let content = indent.trim_end();
        let blank = content.len() - content.trim_start().len();
        return Some(line + blank..line + content.len());
    }
    let from = offset(text, start)?;
    if end > start {
        return Some(from..offset(text, end)?.max(from));
    }
    Some(from..from + word(&text[from..]))
}

/// Offset and content of a line, from 1.
fn line_of(text: &str, line: u32) -> Option<(usize, &str)> {
    let mut at = 0;
    let before = line.checked_sub(1)?;
    for (number, content) in (0u32..).zip(text.split('\n')) {
        if number == before {
            return Some((at, content));
        }
        at += content.len() + 1;
    }
    None
}

fn offset(text: &str, (line, column): (u32, u32)) -> Option<usize> {
    let (at, content) = line_of(text, line)?;
    let characters = column.saturating_sub(1) as usize;
    let within = content.char_indices().nth(characters).map_or(content.len(), |(byte, _)| byte);
    Some(at + within)
}

/// Bytes of the word, the number or the quoted text that a text begins with.
fn word(text: &str) -> usize {
    let line = text.split('\n').next().unwrap_or("");
    if let Some(quoted) = line.strip_prefix('"') {
        let mut escaped = false;
        let closing = quoted.char_indices().find(|(_, letter)| {
            let closes = *letter == '"' && !escaped;
            escaped = *letter == '\\' && !escaped;
            closes
        });
        return closing.map_or(line.len(), |(at, _)| at + 2);
    }
    let ends = |letter: char| letter.is_whitespace() || ",:;{}[]()".contains(letter);
    match line.find(ends) {
        Some(0) => line.chars().next().map_or(0, char::len_utf8),
        Some(at) => at,
        None => line.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_alone_marks_its_word() {
        let text = "{\n  \"kind\": \"ïmage\",\n  \"mips\": 12}";
        let marked = |start| span(text, start, (0, 0)).map(|span| &text[span]);
        assert_eq!(marked((2, 3)), Some("\"kind\""));
        assert_eq!(marked((2, 11)), Some("\"ïmage\""));
        assert_eq!(marked((2, 18)), Some(","));
        assert_eq!(marked((3, 11)), Some("12"));
        assert_eq!(marked((3, 0)), Some("\"mips\": 12}"));
        assert_eq!(marked((9, 1)), None);
        assert_eq!(span("", (1, 1), (0, 0)), Some(0..0));
        assert_eq!(
            span(text, (2, 3), (2, 99)).map(|span| &text[span]),
            Some("\"kind\": \"ïmage\",")
        );
    }
}

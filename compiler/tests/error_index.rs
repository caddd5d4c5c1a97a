//! The error index: every code that a stage emits has a page that says what the compiler says, and a case
//! of `tests/ui` that provokes it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test fails by panicking

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use vixen_compiler::diagnostic::Code;

/// Codes that no derive can provoke, each with the snapshot that shows it; none for a fault of the compiler, which
/// no known graph provokes.
const WITHOUT_CASE: &[(Code, Option<&str>)] = &[
    (Code::JsonSyntax, Some(OF_THE_TOOL)),
    (Code::JsonSchema, Some(OF_THE_TOOL)),
    (Code::TooLarge, Some(OF_THE_TOOL)),
    (Code::FileUnreadable, Some(OF_THE_TOOL)),
    (Code::GlslError, Some(OF_THE_BUILD)),
    (Code::Internal, None),
];

/// What `vixen-plan` prints.
const OF_THE_TOOL: &str =
    "compiler/tests/snapshots/plan_tool__mistakes_are_shown_in_their_lines.snap";
/// What a build script prints.
const OF_THE_BUILD: &str =
    "tests/tests/snapshots/build_door__failures_are_shown_as_rustc_shows_its_own.snap";

/// What files begin with that hold several mistakes at once.
const SEVERAL: &str = "SEVERAL";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All files of a folder and of those within it, by extension.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Codes that the sources name outside of their table and of tests.
fn emitted() -> Vec<Code> {
    let sources = files(&root().join("compiler/src"), "rs");
    let is_test = |path: &Path| {
        path.components().any(|part| part.as_os_str().to_string_lossy().starts_with("tests"))
    };
    let texts: Vec<String> = sources
        .iter()
        .filter(|path| !is_test(path) && !path.ends_with("diagnostic/code.rs"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let named = |code: &&Code| {
        let name = format!("Code::{code:?}");
        let whole = |text: &String| {
            text.match_indices(&name).any(|(at, _)| {
                !text[at + name.len()..].starts_with(|next: char| next.is_ascii_alphanumeric())
            })
        };
        texts.iter().any(whole)
    };
    Code::ALL.iter().filter(named).copied().collect()
}

/// The cases of each code, by the number that begins their file's name.
fn cases() -> BTreeMap<String, Vec<PathBuf>> {
    let mut cases: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for path in files(&root().join("tests/ui"), "stderr") {
        let stem = path.file_stem().unwrap().to_string_lossy().to_uppercase();
        let code = stem.split_once('_').map_or(stem.as_str(), |(code, _)| code);
        cases.entry(code.to_owned()).or_default().push(path);
    }
    cases
}

fn page(code: Code) -> String {
    let path = root().join(format!("docs/errors/{code}.md"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The block that begins with ```` ```text ````, without the indentation of its lines.
fn quoted(page: &str) -> Option<Vec<&str>> {
    let (_, after) = page.split_once("```text\n")?;
    let (block, _) = after.split_once("```")?;
    Some(block.lines().map(str::trim).collect())
}

#[test]
fn every_code_is_emitted() {
    let emitted = emitted();
    let idle: Vec<&Code> = Code::ALL.iter().filter(|code| !emitted.contains(code)).collect();
    assert_eq!(idle, [] as [&Code; 0], "no stage emits these");
}

#[test]
fn every_code_has_its_page_and_its_line_in_the_index() {
    let index = fs::read_to_string(root().join("docs/errors/README.md")).unwrap();
    for code in Code::ALL {
        let page = page(*code);
        assert_eq!(page.lines().next(), Some(format!("# {code}: {}", code.title()).as_str()));
        let line = format!("| [{code}]({code}.md) | {} |", code.title());
        assert!(index.contains(&line), "docs/errors/README.md lacks: {line}");
    }
}

#[test]
fn every_page_is_of_a_code() {
    for path in files(&root().join("docs/errors"), "md") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let known = Code::ALL.iter().any(|code| code.to_string() == name);
        assert!(known || name == "README", "{name}.md is no code's page");
    }
}

#[test]
fn every_code_has_a_case_that_says_it() {
    let cases = cases();
    for code in Code::ALL {
        let name = code.to_string();
        let excused = WITHOUT_CASE.iter().any(|(without, _)| without == code);
        assert_eq!(cases.contains_key(&name), !excused, "{name} and its cases in tests/ui");
    }
    for (name, paths) in cases.iter().filter(|(name, _)| *name != SEVERAL) {
        for path in paths {
            let said = fs::read_to_string(path).unwrap();
            assert!(said.contains(&format!("{name}: ")), "{} does not say {name}", path.display());
        }
    }
}

#[test]
fn several_mistakes_come_in_one_build() {
    for path in &cases()[SEVERAL] {
        let said = fs::read_to_string(path).unwrap();
        assert!(said.matches("error: V").count() >= 3, "{} has fewer than three", path.display());
    }
}

#[test]
fn what_has_no_case_has_a_snapshot() {
    for (code, snapshot) in WITHOUT_CASE {
        let Some(snapshot) = snapshot else { continue };
        let text = fs::read_to_string(root().join(snapshot)).unwrap();
        assert!(text.contains(&format!("error[{code}]: ")), "{snapshot} does not show {code}");
    }
}

/// A reader needs to know what to write instead, and where the rule is explained.
#[test]
fn every_message_has_a_remedy_and_names_its_page() {
    for path in files(&root().join("tests/ui"), "stderr") {
        let said = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = said.lines().collect();
        let own = lines.iter().enumerate().filter(|(_, line)| {
            line.split_once(": V").is_some_and(|(_, code)| {
                code.get(..4).is_some_and(|code| code.bytes().all(|b| b.is_ascii_digit()))
            })
        });
        for (at, line) in own {
            let rest = &lines[at + 1..];
            let end = rest.iter().position(|line| line.trim_start().starts_with("-->"));
            let below = &rest[..end.unwrap_or(rest.len())];
            let has = |word: &str| below.iter().any(|line| line.trim_start().starts_with(word));
            assert!(has("help: ") && has("see: docs/errors/V"), "{}: {line}", path.display());
        }
    }
}

#[test]
fn every_page_quotes_what_a_case_says() {
    let cases = cases();
    for code in Code::ALL {
        let Some(paths) = cases.get(&code.to_string()) else { continue };
        let page = page(*code);
        let quoted = quoted(&page).unwrap_or_else(|| panic!("{code}.md quotes no message"));
        let said = |path: &PathBuf| {
            let text = fs::read_to_string(path).unwrap();
            let lines: Vec<&str> = text.lines().map(str::trim).collect();
            quoted.iter().all(|quote| lines.iter().any(|line| line.ends_with(quote)))
        };
        assert!(paths.iter().any(said), "{code}.md quotes what no case says: {quoted:#?}");
    }
}

#[test]
fn no_case_names_a_path_of_this_machine() {
    let workspace = fs::canonicalize(root()).unwrap().display().to_string();
    for path in files(&root().join("tests/ui"), "stderr") {
        let text = fs::read_to_string(&path).unwrap();
        for sign in [workspace.as_str(), "/home/", "/root/", "/target/"] {
            assert!(!text.contains(sign), "{} contains {sign}", path.display());
        }
    }
}

//! `#include`: files beside the one that names them, or beside the shader.

use std::path::{Path, PathBuf};

use glslang::include::{IncludeHandler, IncludeResult, IncludeType};

use super::Failure;
use crate::diagnostic::Code;

/// Includes within includes beyond which a shader is refused; a cycle without guards ends here.
const MAX_DEPTH: usize = 32;
/// Bytes of one source file.
const MAX_BYTES: usize = 4 << 20;
/// Includes of one shader.
const MAX_FILES: usize = 4096;
/// Bytes that all includes of one shader bring in: a file counts as often as it is included.
const MAX_INCLUDED: usize = 64 << 20;

/// Answers glslang's requests and notes what was read.
pub(super) struct Includes {
    shader: PathBuf,
    asked: usize,
    included: usize,
    /// Files read, with their content.
    pub(super) read: Vec<(PathBuf, String)>,
    /// What could not be included.
    pub(super) failures: Vec<Failure>,
}

impl Includes {
    pub(super) fn new(shader: &Path) -> Self {
        Self {
            shader: shader.to_owned(),
            asked: 0,
            included: 0,
            read: Vec::new(),
            failures: Vec::new(),
        }
    }

    fn find(&self, header: &str, includer: &str) -> Option<PathBuf> {
        let includer = if includer.is_empty() { &self.shader } else { Path::new(includer) };
        let folders = [includer.parent(), self.shader.parent()];
        folders.into_iter().flatten().map(|folder| folder.join(header)).find(|path| path.is_file())
    }

    fn content(&mut self, path: &Path) -> Result<String, Failure> {
        if let Some((_, content)) = self.read.iter().find(|(known, _)| known == path) {
            return Ok(content.clone());
        }
        let content = read(path)?;
        self.read.push((path.to_owned(), content.clone()));
        Ok(content)
    }

    fn refuse(&mut self, code: Code, includer: &str, text: &str) {
        let at = if includer.is_empty() { self.shader.clone() } else { PathBuf::from(includer) };
        if self.failures.is_empty() {
            self.failures.push(Failure::at(&at, (0, 0), code, text));
        }
    }
}

impl IncludeHandler for Includes {
    fn include(
        &mut self,
        _: IncludeType,
        header: &str,
        includer: &str,
        depth: usize,
    ) -> Option<IncludeResult> {
        self.asked += 1;
        if depth > MAX_DEPTH || self.asked > MAX_FILES {
            let text = format!(
                "`#include \"{header}\"` nests more than {MAX_DEPTH} deep, or is one of more than {MAX_FILES}: \
                 a file that includes itself needs `#ifndef` around its content"
            );
            self.refuse(Code::TooLarge, includer, &text);
            return None;
        }
        let Some(path) = self.find(header, includer) else {
            let text = format!(
                "`#include \"{header}\"` names no file beside this one or beside the shader"
            );
            self.refuse(Code::FileUnreadable, includer, &text);
            return None;
        };
        match self.content(&path) {
            Ok(data) if self.included + data.len() > MAX_INCLUDED => {
                let text = format!(
                    "`#include \"{header}\"` brings the bytes of all includes over the limit of {MAX_INCLUDED}"
                );
                self.refuse(Code::TooLarge, includer, &text);
                None
            }
            Ok(data) => {
                self.included += data.len();
                Some(IncludeResult { name: path.to_string_lossy().into_owned(), data })
            }
            Err(failure) => {
                self.failures.push(failure);
                None
            }
        }
    }
}

/// A source file's text.
pub(super) fn read(path: &Path) -> Result<String, Failure> {
    let text = super::read_text(path, MAX_BYTES)?;
    // glslang takes C strings.
    match text.find('\0') {
        Some(at) => {
            let line = u32::try_from(text[..at].matches('\n').count() + 1).unwrap_or_default();
            Err(Failure::at(path, (line, 0), Code::GlslError, "a zero byte stands in the text"))
        }
        None => Ok(text),
    }
}

//! A walk over the chunks of a `.vox` file before `dot_vox` parses it.
//!
//! `dot_vox` descends into chunks of chunks without a limit, drops what it cannot read without a
//! word, and takes a scene node's place in the file for its id. So the frame of the file is checked
//! here first, and what is counted here is compared with what `dot_vox` found.

use super::vox::VoxError;

/// What a sound file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Contents {
    /// The number of models.
    pub(super) models: usize,
    /// The number of nodes of the scene's graph.
    pub(super) nodes: usize,
}

const HEADER: usize = 12;

/// Checks that the file is one MAIN chunk of chunks without children of their own.
pub(super) fn walk(bytes: &[u8]) -> Result<Contents, VoxError> {
    if bytes.get(..4) != Some(b"VOX ") {
        return Err(VoxError::NotVox);
    }
    let main = Chunk::at(bytes, 8)?;
    if main.id != *b"MAIN" {
        return Err(VoxError::NoMain);
    }
    let end = main.content_end + main.children;
    let mut contents = Contents::default();
    let mut place = main.content_end;
    while place < end {
        let chunk = Chunk::at(bytes.get(..end).unwrap_or(bytes), place)?;
        if chunk.children != 0 {
            return Err(VoxError::Nested { chunk: chunk.name(), at: place });
        }
        match &chunk.id {
            b"XYZI" => contents.models += 1,
            b"nTRN" | b"nGRP" | b"nSHP" => {
                let id = word(bytes, place + HEADER).filter(|_| chunk.content >= 4);
                if id != Some(contents.nodes) {
                    return Err(VoxError::NodeOrder { chunk: chunk.name(), at: place });
                }
                contents.nodes += 1;
            }
            _ => {}
        }
        place = chunk.content_end;
    }
    Ok(contents)
}

/// The header of a chunk whose content and children lie within the file.
struct Chunk {
    id: [u8; 4],
    content: usize,
    content_end: usize,
    children: usize,
}

impl Chunk {
    fn at(bytes: &[u8], place: usize) -> Result<Self, VoxError> {
        let truncated = || VoxError::Truncated { at: place };
        let id = bytes.get(place..place + 4).and_then(|id| id.try_into().ok());
        let id: [u8; 4] = id.ok_or_else(truncated)?;
        if !id.is_ascii() {
            return Err(VoxError::ChunkName { at: place });
        }
        let content = word(bytes, place + 4).ok_or_else(truncated)?;
        let children = word(bytes, place + 8).ok_or_else(truncated)?;
        let content_end = place + HEADER + content;
        if content_end + children > bytes.len() {
            return Err(truncated());
        }
        Ok(Self { id, content, content_end, children })
    }

    fn name(&self) -> String {
        String::from_utf8_lossy(&self.id).into_owned()
    }
}

/// The little-endian word at `place`.
fn word(bytes: &[u8], place: usize) -> Option<usize> {
    let word = bytes.get(place..place + 4)?.try_into().ok()?;
    Some(u32::from_le_bytes(word) as usize)
}

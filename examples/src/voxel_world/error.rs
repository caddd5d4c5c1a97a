//! Why the program ended early.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::voxel::{SceneError, StoreError};

/// Why the program ended early.
#[derive(Debug, Error)]
pub enum DemoError {
    /// There is no scene to show.
    #[error(transparent)]
    Scene(#[from] SceneError),
    /// What moves in the scene no longer fits into it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Vulkan, or the graph.
    #[error(transparent)]
    Vixen(#[from] vixen::Error),
    /// A file could not be written.
    #[error("{path}: cannot be written ({source}); name another folder with --out")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A picture could not be encoded or written.
    #[error("{path}: cannot be written ({source}); name another folder with --out")]
    Picture {
        /// The file.
        path: PathBuf,
        /// What the encoder said.
        source: image::ImageError,
    },
    /// The screen's pixels are not of eight bits a channel.
    #[error("the screen has the format {0:?}, which no picture is made of")]
    Format(vixen::ash::vk::Format),
    /// An upload is of another size than what goes into it.
    #[error(
        "upload `{name}` holds {bytes} bytes where {wanted} are written; change its size in the graph"
    )]
    Upload {
        /// The upload.
        name: &'static str,
        /// What it holds.
        bytes: usize,
        /// What is written.
        wanted: usize,
    },
}

impl DemoError {
    /// The error for a file that the system did not let us write.
    pub(super) fn write(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        |source| Self::Write { path, source }
    }
}

//! The file itself: read with bounds, written whole or not at all.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Identity, Loaded, MAX_BYTES, Refusal, Saved, encode, parse};

/// A pipeline-cache file that is read at the start of pipeline creation and written at its end.
#[derive(Debug)]
pub(crate) struct Store {
    path: PathBuf,
    identity: Identity,
}

impl Store {
    pub(crate) fn new(path: &Path, identity: Identity) -> Self {
        Self { path: path.to_owned(), identity }
    }

    /// The driver's data, empty where there is none that may be used.
    pub(crate) fn load(&self) -> (Vec<u8>, Loaded) {
        let loaded = match self.read() {
            Ok(Ok(bytes)) => match parse(&bytes, &self.identity) {
                Ok(data) => {
                    return (data.to_vec(), Loaded::Used { bytes: data.len() as u64 });
                }
                Err(refusal) => Loaded::Refused(refusal),
            },
            Ok(Err(refusal)) => Loaded::Refused(refusal),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Loaded::Missing,
            Err(error) => Loaded::Unreadable(error.to_string()),
        };
        (Vec::new(), loaded)
    }

    fn read(&self) -> io::Result<Result<Vec<u8>, Refusal>> {
        // Asked before opening: a pipe would be waited for.
        let found = fs::metadata(&self.path)?;
        if !found.is_file() {
            return Err(io::Error::other("it is not a file"));
        }
        if found.len() > MAX_BYTES {
            return Ok(Err(Refusal::Large(found.len())));
        }
        let mut bytes = Vec::new();
        // It may have grown since. One byte more than the most lets `parse` see that it is too large.
        File::open(&self.path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
        Ok(Ok(bytes))
    }

    /// Replaces the file by one with this data of the driver's.
    pub(crate) fn save(&self, data: &[u8]) -> Saved {
        let bytes = match encode(data, &self.identity) {
            Ok(bytes) => bytes,
            Err(refusal) => return Saved::Failed(refusal.to_string()),
        };
        match self.replace(&bytes) {
            Ok(()) => Saved::Written { bytes: data.len() as u64 },
            Err(error) => Saved::Failed(error.to_string()),
        }
    }

    /// Writes beside the file, under a name that nobody else has, to the disk, and renames.
    fn replace(&self, bytes: &[u8]) -> io::Result<()> {
        let folder = match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        // Dropped before `persist` has renamed it, it is removed.
        let mut file = tempfile::Builder::new().prefix(PREFIX).tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(&self.path)?;
        sweep(folder);
        sync_folder(folder);
        Ok(())
    }
}

/// What the names of files begin with that are not whole yet.
const PREFIX: &str = ".vixen-pipelines-";

/// Age at which nobody is writing such a file any more: a write takes seconds at most.
const ABANDONED: Duration = Duration::from_hours(1);

/// Removes what killed writers left. What cannot be looked at or removed stays, and harms nothing.
fn sweep(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let unfinished =
        entries.filter(|entry| entry.file_name().as_encoded_bytes().starts_with(PREFIX.as_bytes()));
    for entry in unfinished {
        let written = entry.metadata().and_then(|found| found.modified()).ok();
        if written.and_then(|time| time.elapsed().ok()).is_some_and(|age| age > ABANDONED) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Makes the rename outlive a loss of power. Where folders cannot be synced the file is the old one or the
/// new one all the same.
fn sync_folder(folder: &Path) {
    if cfg!(unix) {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a folder that is not made fails the test")]
    use super::super::HEADER_BYTES;
    use super::*;

    const IDENTITY: Identity = Identity { vendor: 1, device: 2, driver: 3, uuid: [4; 16] };

    fn data(body: u8) -> Vec<u8> {
        let words = [32u32, 1, IDENTITY.vendor, IDENTITY.device].map(u32::to_le_bytes).concat();
        words.into_iter().chain(IDENTITY.uuid).chain([body; 5000]).collect()
    }

    fn store(folder: &Path) -> Store {
        Store::new(&folder.join("pipelines"), IDENTITY)
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn what_was_saved_is_loaded_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        assert_eq!(store.load(), (Vec::new(), Loaded::Missing));
        for body in [1, 2] {
            assert_eq!(store.save(&data(body)), Saved::Written { bytes: 5032 });
            assert_eq!(store.load(), (data(body), Loaded::Used { bytes: 5032 }));
        }
        assert_eq!(names(folder.path()), ["pipelines"]);
    }

    #[test]
    fn what_a_killed_writer_left_is_not_taken_for_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        store.save(&data(1));
        let whole = fs::read(&store.path).unwrap();
        for cut in [0, HEADER_BYTES, whole.len() - 1, whole.len()] {
            let name = format!("{PREFIX}{cut}");
            fs::write(folder.path().join(name), &whole[..cut]).unwrap();
            assert_eq!(store.load().0, data(1));
        }
        fs::remove_file(&store.path).unwrap();
        assert_eq!(store.load().1, Loaded::Missing);
    }

    #[test]
    fn what_a_killed_writer_left_is_removed_in_time() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        let left = |name: &str, age: Duration| {
            let file = File::create(folder.path().join(name)).unwrap();
            file.set_modified(std::time::SystemTime::now() - age).unwrap();
        };
        left(&format!("{PREFIX}old"), ABANDONED * 2);
        left(&format!("{PREFIX}new"), ABANDONED / 2);
        left("mine", ABANDONED * 2);
        store.save(&data(1));
        let mut names = names(folder.path());
        names.sort();
        assert_eq!(names, [format!("{PREFIX}new"), "mine".to_owned(), "pipelines".to_owned()]);
    }

    #[test]
    fn several_writers_and_readers_see_whole_files_only() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        store.save(&data(0));
        std::thread::scope(|scope| {
            for body in 1..4 {
                let store = &store;
                scope.spawn(move || {
                    for _ in 0..20 {
                        assert!(matches!(store.save(&data(body)), Saved::Written { .. }));
                        let (found, loaded) = store.load();
                        assert_eq!(loaded, Loaded::Used { bytes: 5032 });
                        assert!((0..4).any(|body| found == data(body)));
                    }
                });
            }
        });
        assert_eq!(names(folder.path()), ["pipelines"]);
    }

    #[test]
    fn what_is_no_file_or_too_large_is_refused_unread() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        // As long as it says, and not a block of the disk taken.
        File::create(&store.path).unwrap().set_len(MAX_BYTES + 1).unwrap();
        assert_eq!(store.load().1, Loaded::Refused(Refusal::Large(MAX_BYTES + 1)));
        fs::remove_file(&store.path).unwrap();
        fs::create_dir(&store.path).unwrap();
        assert_eq!(store.load().1, Loaded::Unreadable("it is not a file".to_owned()));
        assert!(matches!(store.save(&data(1)), Saved::Failed(_)));
        assert_eq!(names(folder.path()), ["pipelines"], "the unfinished file is gone");
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_said_and_harms_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(&folder.path().join("missing/pipelines"), IDENTITY);
        assert_eq!(store.load().1, Loaded::Missing);
        assert!(matches!(store.save(&data(1)), Saved::Failed(_)));
    }
}

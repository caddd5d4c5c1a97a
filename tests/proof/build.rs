//! Embeds the kept regressions, so that the program runs where the sources are not.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=regressions");
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("regressions");
    let mut files: Vec<_> =
        fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let mut list = String::from("&[\n");
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let _ = writeln!(list, "({name:?}, include_str!({:?})),", file.display().to_string());
    }
    list += "]\n";
    let out = env::var("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&out).join("regressions.rs"), list)
}

//! Compiles the tree's shaders: seeds of the SPIR-V target, and what the token target's passes name.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::exit;

/// Folders of shaders, by the name under which the targets know them. Two of them have a `blur.comp`.
const FOLDERS: &[(&str, &str)] =
    &[("ui", "../ui/shaders"), ("post", "../../shaders/post"), ("voxel", "../../shaders/voxel")];

fn main() {
    let out = std::env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    let mut table = String::from("&[\n");
    for (name, folder) in FOLDERS {
        let built = vixen_compiler::build::shaders(*folder).out_dir(out.join(name)).compile();
        let outcome = built.unwrap_or_else(|failures| {
            for failure in failures {
                println!("cargo::error={failure}");
            }
            exit(1);
        });
        for path in &outcome.watched {
            println!("cargo::rerun-if-changed={}", path.display());
        }
        for module in &outcome.written {
            let shader = module.strip_prefix(out.join(name).join("vixen")).unwrap_or(module);
            // As a literal of Rust, whatever the path has in it.
            let path = module.display().to_string();
            // Writing to a string cannot fail.
            let _ = writeln!(table, "(\"{name}/{}\", include_bytes!({path:?})),", stem(shader));
        }
    }
    table.push(']');
    if let Err(error) = std::fs::write(out.join("modules.rs"), table) {
        println!("cargo::error=modules.rs cannot be written: {error}");
        exit(1);
    }
}

/// `blur.comp` of `blur.comp.spv`.
fn stem(module: &Path) -> String {
    module.with_extension("").display().to_string()
}

//! Prints what a SPIR-V module asks of Vulkan.
#![forbid(unsafe_code)]

use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;
use vixen_compiler::reflect::{MAX_BYTES, print, reflect};

/// Print the entry points of a SPIR-V module with their bindings, blocks, inputs and outputs.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The module, in binary form (.spv).
    file: PathBuf,
    /// Print JSON (its schema is in docs/vixen-reflect.md) instead of text.
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            // Where even this cannot be written there is nobody to tell.
            let _ = error.print();
            return if asked { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        }
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            let _ = writeln!(io::stderr(), "error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let file = &arguments.file;
    let bytes = read(file).map_err(|error| located(file, error))?;
    let interface = reflect(&bytes).map_err(|error| located(file, error))?;
    let mut out = BufWriter::new(io::stdout().lock());
    let printed = if arguments.json {
        print::print_json(&interface, &mut out)
    } else {
        print::print_text(&interface, &mut out)
    };
    printed.and_then(|()| out.flush()).map_err(|error| format!("standard output: {error}"))
}

fn located(file: &Path, error: impl Display) -> String {
    format!("{}: {error}", file.display())
}

/// The file's bytes, one more than the limit at most: enough for the library to refuse them. A pipe is
/// read as far as it goes, whatever its size is said to be.
fn read(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

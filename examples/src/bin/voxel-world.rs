//! A voxel world, drawn by a graph that was compiled while this program was.
//!
//!     cargo run --release -p vixen-examples --bin voxel-world -- --help
#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::Parser as _;
use vixen::tracker::CountingAllocator;
use vixen_examples::voxel_world::{Arguments, run};

// The program promises that frames allocate nothing, and counts to prove it.
#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // A closed terminal is no reason to end otherwise.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS };
        }
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("voxel-world: {error}");
            ExitCode::FAILURE
        }
    }
}

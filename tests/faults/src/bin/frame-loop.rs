//! A small headless program for `make valgrind`: set-up, frames, a resize, what they gave, and the end, without
//! the validation layer and without the shim. Exits with an error if anything fails.

use std::process::ExitCode;

fn main() -> ExitCode {
    match vixen_faults::frame_loop(8) {
        Ok(frames) => {
            println!("frame-loop: {frames} frames");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("frame-loop: {error}");
            ExitCode::FAILURE
        }
    }
}

//! Compiles the shaders of tests and benchmarks.

fn main() {
    vixen_compiler::build::shaders("shaders").run();
}

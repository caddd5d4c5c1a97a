//! Compiles the shaders that the cases name.

fn main() {
    vixen_compiler::build::shaders("shaders").run();
}

//! Compiles the shaders.

fn main() {
    vixen_compiler::build::shaders("../shaders/voxel").run();
}

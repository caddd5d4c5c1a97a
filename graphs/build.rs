//! Compiles the shaders, then the graph files that use them.

fn main() {
    vixen_compiler::build::shaders("../shaders/post").graph("graphs/post.rs").run();
}

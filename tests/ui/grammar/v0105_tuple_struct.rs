// Slots meet bindings by name, so they need names.
#[derive(vixen::Pass)]
#[pass(compute, shader = "blur.comp")]
struct Blur(Image, Image);

struct Image;

fn main() {}

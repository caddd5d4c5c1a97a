//! One source through both doors: what build.rs writes and what the derives write are the same plan.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test fails by panicking

use vixen::Graph;

#[allow(unreachable_pub)] // its structs are public where build.rs puts them
#[path = "../graphs/post.rs"]
mod derived;

use vixen_graphs::post as built;

#[test]
fn both_doors_give_the_same_family() {
    let (built, derived) = (built::Glow::FAMILY, derived::Glow::FAMILY);
    assert_eq!(built, derived);
    assert_eq!(built.plans.len(), 1);
    assert_eq!(built.plans[0].passes.len(), 9);
}

#[test]
fn both_doors_give_the_same_shaders() {
    assert_eq!(built::Glow::SHADERS, derived::Glow::SHADERS);
    assert_eq!(built::Glow::SHADERS.len(), built::Glow::FAMILY.plans[0].shaders.len());
}

#[test]
fn inputs_start_at_zero_and_reach_their_pass() {
    use vixen::Inputs;
    let mut inputs = derived::GlowInputs::default();
    inputs.blur_x.radius = 7;
    let plan = &derived::Glow::FAMILY.plans[0];
    let pass = plan.passes.iter().find(|pass| pass.name == "blur_x").unwrap();
    let bytes = inputs.push(pass.declared);
    assert_eq!(bytes.len(), pass.push.unwrap().size as usize);
    assert_eq!(bytes[8..12], 7u32.to_ne_bytes());
}

//! Every extent that is accepted is sound: what set-up takes runs under the validation layer, and what it refuses would
//! have broken the specification.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use vixen::{Executor, Image, Options};

use crate::machine::Machine;

#[derive(vixen::Pass)]
#[pass(transfer)]
struct Wipe {
    #[clear(value = [0.5, 0.25, 0.125, 1.0])]
    to: Image,
}

#[derive(vixen::Pass)]
#[pass(transfer)]
struct Scale {
    #[blit(read)]
    from: Image,
    #[blit(write)]
    to: Image,
}

/// Four mips of half the screen, and the screen without a border of ten pixels.
#[derive(vixen::Graph)]
#[graph(max_extent = "96x64")]
struct Shrinking {
    #[import(swapchain)]
    screen: Image,
    #[param(default = 2, max = 8)]
    parts: u32,
    #[transient(format = "R8G8B8A8_UNORM", size = "screen / 2", mips = 4)]
    half: Image,
    #[transient(format = "R8G8B8A8_UNORM", size = "screen - 10")]
    inner: Image,
    #[transient(format = "R8G8B8A8_UNORM", size = "[parts * 4, 16]", mips = 3)]
    strip: Image,
    #[pass(to = "half.mip(0)")]
    wipe: Wipe,
    #[pass(from = "half.mip(i)", to = "half.mip(i + 1)")]
    down: [Scale; 3],
    #[pass(from = "half.mip(3)", to = "strip.mip(0)")]
    spread: Scale,
    #[pass(from = "strip.mip(i)", to = "strip.mip(i + 1)")]
    thin: [Scale; 2],
    #[pass(from = "strip.mip(2)", to = inner)]
    grow: Scale,
    #[pass(from = inner, to = screen)]
    show: Scale,
}

/// What the specification says of the graph's sizes, worked out by hand: half of the larger side has three halvings
/// left, and the border leaves a pixel.
fn is_sound([width, height]: [u32; 2]) -> bool {
    width.max(height).div_ceil(2) >= 8 && width.min(height) > 10
}

fn frames(executor: &mut Executor<Shrinking>) {
    for _ in 0..2 {
        executor.begin().unwrap().submit(&ShrinkingInputs::default(), &mut ()).unwrap();
    }
    executor.wait_idle().unwrap();
}

#[test]
fn what_set_up_accepts_is_sound() {
    let machine = Machine::of::<Shrinking>();
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 96,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    // Half of the cases lie where the rules begin to hold.
    let side = |most: u32| prop_oneof![1..=24u32, 1..=most];
    runner
        .run(&(side(96), side(64), 1..=8u64), |(width, height, parts)| {
            let extent = [width, height];
            let params = vec![(Shrinking::PARTS, [parts; 3])];
            let options = Options { extent, params, ..Options::default() };
            let made = Executor::<Shrinking>::new(&machine.device, &options);
            prop_assert_eq!(made.is_ok(), is_sound(extent), "{:?} {:?}", extent, made.err());
            if let Ok(mut executor) = made {
                frames(&mut executor);
            }
            Ok(())
        })
        .unwrap();
    machine.finish();
}

/// At 20 x 16 six mips of half the screen broke VUID-VkImageCreateInfo-mipLevels-00958, at 100 x 144 the border of a hundred
/// pixels broke VUID-VkImageCreateInfo-extent-00944, and both were accepted.
#[test]
fn what_is_refused_names_the_resource_and_the_rule() {
    let machine = Machine::of::<Shrinking>();
    let refused = [
        ([14, 12], "`half`", "VUID-VkImageCreateInfo-mipLevels-00958"),
        ([9, 12], "`half`", "VUID-VkImageCreateInfo-mipLevels-00958"),
        ([10, 40], "`inner`", "VUID-VkImageCreateInfo-extent-00944"),
        ([40, 10], "`inner`", "VUID-VkImageCreateInfo-extent-00945"),
        ([40, 1], "`inner`", "VUID-VkImageCreateInfo-extent-00945"),
    ];
    for (extent, resource, rule) in refused {
        let options = Options { extent, ..Options::default() };
        let error = Executor::<Shrinking>::new(&machine.device, &options).err();
        let words = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(words.contains(resource) && words.contains(rule), "{extent:?}: {words}");
    }
    let options = Options { extent: [15, 11], ..Options::default() };
    frames(&mut Executor::<Shrinking>::new(&machine.device, &options).unwrap());
    machine.finish();
}

#[test]
fn a_resize_is_held_to_the_same_rules() {
    let machine = Machine::of::<Shrinking>();
    let options = Options { extent: [96, 64], ..Options::default() };
    let mut executor = Executor::<Shrinking>::new(&machine.device, &options).unwrap();
    frames(&mut executor);
    assert!(executor.resize([12, 12]).is_err());
    executor.resize([16, 16]).unwrap();
    frames(&mut executor);
    drop(executor);
    machine.finish();
}

/// From this screen on every one is accepted.
#[derive(vixen::Graph)]
#[graph(max_extent = "96x64", min_extent = "24x16")]
struct Declared {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R8G8B8A8_UNORM", size = "screen / 2", mips = 4)]
    half: Image,
    #[pass(to = half)]
    wipe: Wipe,
    #[pass(from = "half.mip(3)", to = screen)]
    show: Scale,
}

#[test]
fn below_the_declared_smallest_screen_nothing_is_accepted() {
    let machine = Machine::of::<Declared>();
    for (extent, accepted) in [([24, 16], true), ([23, 64], false), ([96, 15], false)] {
        let options = Options { extent, ..Options::default() };
        let made = Executor::<Declared>::new(&machine.device, &options);
        assert_eq!(made.is_ok(), accepted, "{extent:?} {:?}", made.err());
    }
    machine.finish();
}

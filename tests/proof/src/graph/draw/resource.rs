//! A resource: what it is, how large, and how long it lives.

use super::Choices;
use crate::graph::{Contract, Format, Graph, Life, Resource, Shape, Size};

pub(super) fn resource(graph: &Graph, choose: &mut Choices<'_>) -> Resource {
    const CONTRACTS: [Contract; 4] =
        [Contract::Storage, Contract::CopiedToRead, Contract::Fresh, Contract::None];
    let is_image = !choose.one_in(3);
    let screen_taken = graph.resources.iter().any(|resource| resource.life == Life::Screen);
    let life = match choose.below(16) {
        7 | 8 => Life::Persistent(choose.number(0, 200)),
        9 | 10 => Life::History(choose.number(2, 3)),
        11 | 12 => Life::Import(choose.of(&CONTRACTS).unwrap_or(Contract::Storage)),
        13 if is_image && !screen_taken => Life::Screen,
        13 | 14 if !is_image => choose.of(&[Life::Upload, Life::Readback]).unwrap_or(Life::Upload),
        _ => Life::Transient,
    };
    let shape = match life {
        Life::Screen => Shape::Image {
            format: Format::Unorm8,
            size: Size::Screen,
            mips: 1,
            layers: 1,
            depth: 1,
            samples: 1,
        },
        _ if is_image => image(graph, life, choose),
        _ => Shape::Buffer(choose.number(1, 8)),
    };
    Resource { life, shape }
}

fn image(graph: &Graph, life: Life, choose: &mut Choices<'_>) -> Shape {
    const FORMATS: [Format; 4] = [Format::R32, Format::Rgba8, Format::Rgba16, Format::Unorm8];
    const FIXED: [[u32; 2]; 4] = [[8, 8], [16, 16], [16, 8], [12, 20]];
    let ours = matches!(life, Life::Transient | Life::Persistent(_) | Life::History(_));
    let format = match choose.of(&FORMATS) {
        _ if ours && choose.one_in(5) => Format::Depth,
        color => color.unwrap_or(Format::R32),
    };
    let fixed = Size::Fixed(choose.of(&FIXED).unwrap_or([8, 8]));
    let size = choose.of(&[fixed, Size::Screen, Size::Half]).unwrap_or(fixed);
    let mips = if choose.one_in(3) { choose.number(2, 3) } else { 1 };
    let plain = Shape::Image { format, size, mips, layers: 1, depth: 1, samples: 1 };
    // What a multisampled image can be resolved into, or stand beside.
    let several = graph.resources.iter().rev().find_map(|resource| match resource.shape {
        Shape::Image { format, size, samples: 4, .. } => Some((format, size)),
        _ => None,
    });
    if let Some((like, size)) = several.filter(|_| choose.one_in(2)) {
        let samples = if life == Life::Transient && choose.one_in(3) { 4 } else { 1 };
        let format = match like {
            Format::Depth if ours => like,
            _ if samples > 1 && choose.one_in(2) => Format::Depth,
            _ => Format::Unorm8,
        };
        return Shape::Image { format, size, mips: 1, layers: 1, depth: 1, samples };
    }
    match (choose.below(12), fixed) {
        // Every device has several samples of these two formats.
        (0..=2, _) if life == Life::Transient && format.is_float() => Shape::Image {
            format,
            size,
            mips: 1,
            layers: choose.number(1, 2),
            depth: 1,
            samples: 4,
        },
        (3, _) if format != Format::Depth => {
            let depth = choose.number(2, 4);
            Shape::Image { format, size: fixed, mips, layers: 1, depth, samples: 1 }
        }
        (4, Size::Fixed([edge, _])) => {
            let size = Size::Fixed([edge, edge]);
            Shape::Image { format, size, mips, layers: 6, depth: 1, samples: 1 }
        }
        (5..=7, _) => {
            let layers = choose.number(2, 3);
            Shape::Image { format, size, mips, layers, depth: 1, samples: 1 }
        }
        _ => plain,
    }
}

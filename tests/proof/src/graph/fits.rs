//! Whether what a pass does fits what it does it to: formats, extents, ranges, samples, content.

use super::walk::{Access, in_range, touched};
use super::{
    CHUNK_WORDS, Depth, Format, Graph, Life, Load, MAX_SCREEN, Pass, Read, Shape, Size, State,
    Wire, Work, Write,
};

impl State {
    /// Whether the work of an element of a pass fits what the cells hold.
    pub(super) fn work_fits(&self, graph: &Graph, pass: &Pass, index: u32) -> bool {
        match &pass.work {
            Work::Compute { reads, writes, indirect, .. } => {
                reads.iter().all(|read| read_fits(graph, *read))
                    && indirect.is_none_or(|wire| self.holds_arguments(graph, wire, false))
                    && !writes.is_empty()
                    && writes.iter().all(|(how, wire)| {
                        let wire = wire.element(index);
                        let partial = *how == Write::Some && !self.holds(graph, wire);
                        write_fits(graph, *how, wire) && !partial
                    })
            }
            Work::Raster { reads, colors, depth, half, indirect, resolves, .. } => {
                let over = colors.iter().any(|(load, _)| *load == Load::Over);
                let covers = !half && depth.is_none() && indirect.is_none();
                reads.iter().all(|read| read_fits(graph, *read))
                    && indirect.is_none_or(|wire| self.holds_arguments(graph, wire, true))
                    && (covers || !over)
                    && attachments_fit(graph, colors, *depth)
                    && resolves.iter().all(|target| resolve_fits(graph, colors, *depth, *target))
            }
            Work::Copy { from, to } => {
                let side = |wire, writes: bool| {
                    in_range(graph, Access { wire, reads: !writes, writes, relaxed: false })
                };
                side(*from, false) && side(*to, true) && self.copy_fits(graph, *from, *to)
            }
            Work::Blit { from, to, linear } => blit_fits(graph, (*from, *to), *linear),
            Work::Clear { to, .. } => !is(graph, *to, Life::Upload),
        }
    }

    fn copy_fits(&self, graph: &Graph, from: Wire, to: Wire) -> bool {
        let shape = |wire: Wire| graph.resources.get(wire.resource).map(|r| r.shape);
        match (shape(from), shape(to)) {
            (
                Some(Shape::Image { format: a, size: x, .. }),
                Some(Shape::Image { format: b, size: y, .. }),
            ) => {
                let formats = if a == Format::Depth || b == Format::Depth {
                    a == b
                } else {
                    a.bytes() == b.bytes()
                };
                let samples =
                    graph.is_multisampled(from.resource) == graph.is_multisampled(to.resource);
                formats
                    && samples
                    && from.count == to.count
                    && same_extent(graph, (x, from), (y, to))
            }
            (Some(Shape::Buffer(_)), Some(Shape::Buffer(_))) => from.count == to.count,
            (Some(Shape::Image { .. }), Some(Shape::Buffer(_))) => {
                // A chunk that gets texels in its first bytes alone held something in the others.
                let whole = u64::from(CHUNK_WORDS * 4);
                packed(graph, from).is_some_and(|needed| {
                    needed <= to.bytes().1
                        && (needed.is_multiple_of(whole)
                            || self.holds(graph, touched(graph, from, to).1))
                })
            }
            (Some(Shape::Buffer(_)), Some(Shape::Image { .. })) => {
                packed(graph, to).is_some_and(|needed| needed <= from.bytes().1)
            }
            _ => false,
        }
    }
}

/// A blit converts within normalized formats or within whole numbers; depth is not every device's to blit.
fn blit_fits(graph: &Graph, (from, to): (Wire, Wire), linear: bool) -> bool {
    let formats = (graph.format(from.resource), graph.format(to.resource));
    let (Some(a), Some(b)) = formats else { return false };
    let depth = a == Format::Depth || b == Format::Depth;
    let single = !graph.is_multisampled(from.resource) && !graph.is_multisampled(to.resource);
    let volumes = graph.is_volume(from.resource) == graph.is_volume(to.resource);
    !depth
        && single
        && volumes
        && a.is_float() == b.is_float()
        && (!linear || a.is_float())
        && from.count == to.count
}

fn is(graph: &Graph, wire: Wire, life: Life) -> bool {
    graph.resources.get(wire.resource).is_some_and(|resource| resource.life == life)
}

fn read_fits(graph: &Graph, (how, wire): (Read, Wire)) -> bool {
    match (how, graph.format(wire.resource)) {
        (Read::Sampled, Some(_)) | (Read::Storage, None) => true,
        (Read::Cube, Some(_)) => graph.is_cube(wire.resource) && wire.count[1] == 6,
        (Read::Storage, Some(format)) => {
            format != Format::Depth
                && wire.count[0] == 1
                && !is(graph, wire, Life::Screen)
                && !graph.is_multisampled(wire.resource)
        }
        (Read::Uniform, None) => wire.count[0] == 1,
        _ => false,
    }
}

fn write_fits(graph: &Graph, how: Write, wire: Wire) -> bool {
    match graph.format(wire.resource) {
        Some(format) => {
            let screen = is(graph, wire, Life::Screen);
            let buffers = matches!(how, Write::Count | Write::Groups | Write::Draws);
            let image = format != Format::Depth && !graph.is_multisampled(wire.resource);
            !buffers && image && wire.count[0] == 1 && !screen
        }
        None => true,
    }
}

fn attachments_fit(graph: &Graph, colors: &[(Load, Wire)], depth: Option<(Depth, Wire)>) -> bool {
    let one = |wire: Wire| wire.count == [1, 1] && !graph.is_volume(wire.resource);
    let size = |wire: Wire| match graph.resources.get(wire.resource).map(|r| r.shape) {
        Some(Shape::Image { size, .. }) => Some((size, wire)),
        _ => None,
    };
    let color = |(load, wire): &(Load, Wire)| {
        let format = graph.format(wire.resource);
        one(*wire)
            && format.is_some_and(|format| format != Format::Depth)
            && (*load != Load::Add || format == Some(Format::Unorm8))
    };
    let depth_fits = depth
        .is_none_or(|(_, wire)| one(wire) && graph.format(wire.resource) == Some(Format::Depth));
    let mut wires = colors.iter().map(|(_, wire)| *wire).chain(depth.map(|(_, wire)| wire));
    let Some(first) = wires.next().and_then(size) else { return false };
    let samples = |wire: Wire| graph.is_multisampled(wire.resource);
    let same = wires.all(|wire| {
        samples(wire) == samples(first.1)
            && size(wire).is_some_and(|size| same_extent(graph, first, size))
    });
    !colors.is_empty() && colors.iter().all(color) && depth_fits && same
}

/// Whether a multisampled attachment can be resolved into an image. Which format the screen has is known at run time.
/// Layers other than the first, and of depth mips, are left out: lavapipe resolves the first one whatever the views
/// say (`resolve_color` and `resolve_ds` of its `lvp_execute.c`).
fn resolve_fits(
    graph: &Graph,
    colors: &[(Load, Wire)],
    depth: Option<(Depth, Wire)>,
    (of, to): (Option<usize>, Wire),
) -> bool {
    let source = match of {
        Some(index) => colors.get(index).map(|(_, wire)| *wire),
        None => depth.map(|(_, wire)| wire),
    };
    let size = |wire: Wire| match graph.resources.get(wire.resource)?.shape {
        Shape::Image { size, .. } => Some((size, wire)),
        Shape::Buffer(_) => None,
    };
    let sizes = source.and_then(size).zip(size(to));
    sizes.is_some_and(|(from, into)| {
        let first = from.1.first[1] == 0 && to.first[1] == 0 && (of.is_some() || to.first[0] == 0);
        first
            && graph.is_multisampled(from.1.resource)
            && !graph.is_multisampled(to.resource)
            && !graph.is_volume(to.resource)
            && !is(graph, to, Life::Screen)
            && to.count == [1, 1]
            && graph.format(from.1.resource) == graph.format(to.resource)
            && same_extent(graph, from, into)
    })
}

/// Whether two mips have one extent, whatever the screen's.
fn same_extent(graph: &Graph, (a, x): (Size, Wire), (b, y): (Size, Wire)) -> bool {
    let of = |wire: Wire| graph.extent(wire.resource, wire.first[0], [MAX_SCREEN; 2]);
    let deep = |wire: Wire| graph.depth(wire.resource, wire.first[0]);
    if deep(x) != deep(y) {
        return false;
    }
    match (a, b) {
        (Size::Fixed(_), Size::Fixed(_)) => of(x) == of(y),
        _ => a == b && x.first[0] == y.first[0],
    }
}

/// Bytes of the texels of a range, tightly packed; `None` where they depend on the screen.
pub(super) fn packed(graph: &Graph, wire: Wire) -> Option<u64> {
    let Shape::Image { format, size: Size::Fixed(_), samples: 1, .. } =
        graph.resources.get(wire.resource)?.shape
    else {
        return None;
    };
    let texels = wire.each().map(|[mip, _]| {
        let [width, height] = graph.extent(wire.resource, mip, [1, 1]);
        u64::from(width * height * graph.depth(wire.resource, mip))
    });
    Some(texels.sum::<u64>() * u64::from(format.bytes()))
}

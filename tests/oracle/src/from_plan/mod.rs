//! A plan as a stream: what the runtime does with it, from set-up over several frames in flight.

mod frame;
mod meaning;
mod setup;
mod work;

pub(crate) use frame::barriers_of;
use vixen_plan::{Lifetime, Plan, Shape as PlanShape, Subresources};

use crate::space::Space;
use crate::stream::{HostCall, Memory, Range, Resource, Semaphore, Shape, Stream};

/// Images of the swapchain: few, so that each is soon used again.
const SCREEN_IMAGES: u32 = 2;

/// Frames beyond those that the rings need are not judged: a frame is like the one before but for the copies
/// that it names, and so is its past.
const MAX_PERIOD: u32 = 12;

/// A stream with what is needed to change it.
#[derive(Clone, Debug)]
pub(crate) struct Lowered {
    pub(crate) stream: Stream,
    pub(crate) space: Space,
    pub(crate) layout: Layout,
    /// Frames that are judged.
    pub(crate) frames: u32,
    /// Index of the dependency of cut 0 of frame 0: those of a frame follow one another.
    pub(crate) first_cut: usize,
}

/// Which resources of the stream the copies of a plan's resources are.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// First copy of each resource, and number of copies.
    rings: Vec<(usize, u32)>,
}

impl Layout {
    /// The stream's resource for the copy that stands `back` frames behind `frame`.
    pub(crate) fn copy(&self, resource: u32, back: u32, frame: i64) -> usize {
        let (first, copies) = self.rings.get(resource as usize).copied().unwrap_or((0, 1));
        let copy = (frame - i64::from(back)).rem_euclid(i64::from(copies.max(1)));
        first + usize::try_from(copy).unwrap_or(0)
    }
}

/// Number of frames that show all that can happen between frames: until every ring is full and the host
/// waits, and then as many as it takes for all of them to stand where they stood.
pub(crate) fn frames(plan: &Plan) -> u32 {
    let rings = plan.accesses.iter().map(|access| access.ring.saturating_add(1));
    let copies = || plan.resources.iter().map(copies_of);
    let flight = plan.frames_in_flight.max(1);
    let warm = rings.chain(copies()).chain([flight]).max().unwrap_or(1);
    let period = copies()
        .chain([flight])
        .fold(1u32, |all, one| all.checked_div(gcd(all, one)).unwrap_or(1).saturating_mul(one));
    warm.min(64) + period.min(MAX_PERIOD)
}

/// Copies of a resource in the stream; images of a swapchain.
fn copies_of(resource: &vixen_plan::Resource) -> u32 {
    match resource.lifetime {
        Lifetime::Swapchain => SCREEN_IMAGES,
        _ => resource.copies.max(1),
    }
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Lowers a plan.
pub(crate) fn lower(plan: &Plan) -> Lowered {
    lower_frames(plan, frames(plan))
}

pub(crate) fn lower_frames(plan: &Plan, frames: u32) -> Lowered {
    let mut stream = Stream {
        queues: plan.queues.iter().map(|queue| format!("{:?} queue", queue.kind)).collect(),
        ..Stream::default()
    };
    if stream.queues.is_empty() {
        stream.queues.push("queue".to_owned());
    }
    let layout = resources(plan, &mut stream);
    let mut lowering = Lowering {
        plan,
        layout,
        stream,
        names: work::Names::default(),
        timelines: Vec::new(),
        works: Vec::new(),
    };
    lowering.names = work::Names::new(plan, &mut lowering.stream);
    lowering.timelines = (0..lowering.stream.queues.len())
        .map(|_| lowering.semaphore(Semaphore::Timeline))
        .collect();
    lowering.setup();
    let first_cut = lowering.stream.dependencies.len();
    for frame in 0..frames {
        lowering.frame(i64::from(frame));
    }
    lowering.finish(frames);
    let Lowering { mut stream, layout, works, .. } = lowering;
    let space = Space::new(&stream, &edges(plan, &layout));
    meaning::expect(plan, &mut stream, &space, &layout, &works);
    Lowered { stream, space, layout, frames, first_cut }
}

/// A plan on its way.
struct Lowering<'a> {
    plan: &'a Plan,
    layout: Layout,
    stream: Stream,
    names: work::Names,
    /// For each queue, its timeline.
    timelines: Vec<usize>,
    works: Vec<meaning::Placed>,
}

impl Lowering<'_> {
    fn semaphore(&mut self, kind: Semaphore) -> usize {
        self.stream.semaphores.push(kind);
        self.stream.semaphores.len() - 1
    }

    /// Index of the resource's range in the stream.
    fn range(&self, resource: u32, range: Subresources, bytes: (u64, u64)) -> Range {
        range_of(self.plan, resource, range, bytes)
    }

    fn call(&mut self, call: HostCall) {
        self.stream.program.push(call);
    }
}

/// A range of a plan's resource.
pub(crate) fn range_of(
    plan: &Plan,
    resource: u32,
    range: Subresources,
    bytes: (u64, u64),
) -> Range {
    match plan.resources.get(resource as usize).map(|resource| resource.shape) {
        Some(PlanShape::Image(_)) => Range::Image {
            aspects: range.aspects,
            mips: (range.base_mip, range.mips),
            layers: (range.base_layer, range.layers),
        },
        Some(PlanShape::Buffer(_)) => Range::Bytes(bytes.0, bytes.1),
        _ => Range::Whole,
    }
}

fn resources(plan: &Plan, stream: &mut Stream) -> Layout {
    let mut rings = Vec::with_capacity(plan.resources.len());
    for (index, resource) in plan.resources.iter().enumerate() {
        let shape = match resource.shape {
            PlanShape::Image(image) => {
                Shape::Image { aspects: image.aspects, mips: image.mips, layers: image.layers }
            }
            // Sizes are parameters; accesses cut a buffer where they need to.
            PlanShape::Buffer(_) | PlanShape::AccelerationStructure { .. } => {
                Shape::Buffer(u64::MAX)
            }
        };
        let copies = copies_of(resource);
        rings.push((stream.resources.len(), copies));
        for copy in 0..copies {
            let name = if copies > 1 {
                format!("{}[{copy}]", resource.name)
            } else {
                resource.name.to_string()
            };
            stream.resources.push(Resource { name, shape, memory: memory(plan, index) });
        }
    }
    Layout { rings }
}

fn memory(plan: &Plan, resource: usize) -> Option<Memory> {
    plan.pools.iter().enumerate().find_map(|(pool, entry)| {
        let mut placements = entry.placements.of(&plan.placements).iter();
        let placement = placements.find(|placement| placement.resource as usize == resource)?;
        Some(Memory {
            pool: pool as u32,
            offset: placement.offset,
            size: placement.size,
            exact: false,
        })
    })
}

/// Edges of the plan's ranges on every copy, and those one mip, layer or half a range further in, at which
/// mutants cut.
fn edges(plan: &Plan, layout: &Layout) -> Vec<(usize, Range)> {
    let mut edges = Vec::new();
    let mut add = |resource: u32, range: Range| {
        let (first, copies) = layout.rings.get(resource as usize).copied().unwrap_or((0, 0));
        edges.extend((first..first + copies as usize).map(|copy| (copy, range)));
    };
    for access in plan.accesses.iter().chain(plan.culled_accesses.iter()) {
        add(access.resource, range_of(plan, access.resource, access.range, access.bytes));
    }
    for barrier in plan.image_barriers.iter() {
        for range in crate::mutate::narrowed(barrier.range) {
            add(barrier.resource, range_of(plan, barrier.resource, range, (0, 0)));
        }
    }
    for barrier in plan.buffer_barriers.iter() {
        add(barrier.resource, Range::Bytes(barrier.bytes.0, barrier.bytes.1));
    }
    edges
}

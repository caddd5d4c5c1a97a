//! The mutants of a plan, one after the other.

use vixen_plan::vk::{
    AccessFlags2, AttachmentLoadOp, AttachmentStoreOp, ImageAspectFlags, ImageLayout,
    PipelineStageFlags2,
};
use vixen_plan::{ImageBarrier, Plan, Scope, Subresources, Wait};

use super::cut::{Barriers, Which};
use super::{Change, Edit, Kind};

/// All mutants of a plan: cut by cut, then waits, attachments and placements.
pub(super) fn edits(plan: &Plan) -> impl Iterator<Item = Edit> {
    let cuts = (0..plan.cuts.len()).flat_map(|cut| of_cut(plan, cut));
    let rest =
        waits(plan).into_iter().chain(attachments(plan)).chain(super::place::collisions(plan));
    cuts.chain(rest)
}

fn of_cut(plan: &Plan, cut: usize) -> Vec<Edit> {
    let barriers = Barriers::of(plan, &plan.cuts[cut]);
    let mut edits = Edits { plan, cut, barriers: &barriers, made: Vec::new() };
    for which in barriers.all() {
        edits.removed(which);
        edits.bits(which);
        edits.pairs(which);
        edits.moved(which);
        match which {
            Which::Image(index) => edits.image(index),
            Which::Buffer(index) => edits.buffer(index),
            Which::Memory(_) => {}
        }
    }
    edits.made
}

struct Edits<'a> {
    plan: &'a Plan,
    cut: usize,
    barriers: &'a Barriers,
    made: Vec<Edit>,
}

impl Edits<'_> {
    fn add(&mut self, kind: Kind, which: Which, what: &str, barriers: Barriers) {
        self.add_cuts(kind, which, what, vec![(self.cut, barriers)]);
    }

    fn add_cuts(&mut self, kind: Kind, which: Which, what: &str, cuts: Vec<(usize, Barriers)>) {
        let name = self.barriers.name(self.plan, which);
        let description = format!("cut {}: {name}: {what}", self.cut);
        self.made.push(Edit { kind, description, change: Change::Cuts(cuts) });
    }

    fn removed(&mut self, which: Which) {
        let mut barriers = self.barriers.clone();
        barriers.remove(which);
        let kind = if self.moves_owner(which) { Kind::Ownership } else { Kind::Barrier };
        self.add(kind, which, "removed", barriers);
    }

    fn moves_owner(&self, which: Which) -> bool {
        match which {
            Which::Memory(_) => false,
            Which::Buffer(index) => {
                self.barriers.buffers[index].queues.0 != self.barriers.buffers[index].queues.1
            }
            Which::Image(index) => {
                self.barriers.images[index].queues.0 != self.barriers.images[index].queues.1
            }
        }
    }

    /// Each bit of each mask taken away.
    fn bits(&mut self, which: Which) {
        let scope = self.barriers.scope(which);
        let (stages, access) = (each_stage, each_access);
        for bit in stages(scope.src_stages) {
            let scope = Scope { src_stages: scope.src_stages & !bit, ..scope };
            self.scope(Kind::SourceStage, which, &format!("source stage {bit:?} removed"), scope);
        }
        for bit in access(scope.src_access) {
            let scope = Scope { src_access: scope.src_access & !bit, ..scope };
            self.scope(Kind::SourceAccess, which, &format!("source access {bit:?} removed"), scope);
        }
        for bit in stages(scope.dst_stages) {
            let scope = Scope { dst_stages: scope.dst_stages & !bit, ..scope };
            self.scope(
                Kind::DestinationStage,
                which,
                &format!("destination stage {bit:?} removed"),
                scope,
            );
        }
        for bit in access(scope.dst_access) {
            let scope = Scope { dst_access: scope.dst_access & !bit, ..scope };
            self.scope(
                Kind::DestinationAccess,
                which,
                &format!("destination access {bit:?} removed"),
                scope,
            );
        }
    }

    fn scope(&mut self, kind: Kind, which: Which, what: &str, scope: Scope) {
        let mut barriers = self.barriers.clone();
        *barriers.scope_mut(which) = scope;
        self.add(kind, which, what, barriers);
    }

    /// Each pair of a source stage and a destination stage taken away: what is left needs two barriers.
    fn pairs(&mut self, which: Which) {
        let scope = self.barriers.scope(which);
        let several = |stages: PipelineStageFlags2| stages.as_raw().count_ones() > 1;
        // A layout changes once; its barrier cannot be split.
        if self.barriers.changes(which) || !several(scope.src_stages) || !several(scope.dst_stages)
        {
            return;
        }
        for src in each_stage(scope.src_stages) {
            for dst in each_stage(scope.dst_stages) {
                let mut barriers = self.barriers.clone();
                *barriers.scope_mut(which) = Scope { src_stages: scope.src_stages & !src, ..scope };
                let rest = Scope { src_stages: src, dst_stages: scope.dst_stages & !dst, ..scope };
                barriers.copy(which, rest);
                let what = format!("split, so that {dst:?} does not wait for {src:?}");
                self.add(Kind::Pair, which, &what, barriers);
            }
        }
    }

    /// One cut earlier, and one later.
    fn moved(&mut self, which: Which) {
        let neighbours = [(self.cut.checked_sub(1), "earlier"), (self.cut.checked_add(1), "later")];
        for (other, word) in neighbours {
            let Some((other, entry)) =
                other.and_then(|other| Some((other, self.plan.cuts.get(other)?)))
            else {
                continue;
            };
            let (mut here, mut there) = (self.barriers.clone(), Barriers::of(self.plan, entry));
            here.hand_over(which, &mut there);
            let mut cuts = vec![(self.cut, here), (other, there)];
            cuts.sort_by_key(|(cut, _)| *cut);
            self.add_cuts(Kind::Moved, which, &format!("moved one cut {word}"), cuts);
        }
    }

    fn image(&mut self, index: usize) {
        let which = Which::Image(index);
        let barrier = self.barriers.images[index];
        for range in super::narrowed(barrier.range) {
            let what = format!("narrowed to {}", in_words(range));
            self.with_image(Kind::Range, index, &what, ImageBarrier { range, ..barrier });
        }
        for aspect in each_aspect(barrier.range.aspects) {
            let aspects = barrier.range.aspects & !aspect;
            let range = Subresources { aspects, ..barrier.range };
            if !aspects.is_empty() {
                let what = format!("aspect {aspect:?} removed");
                self.with_image(Kind::Aspect, index, &what, ImageBarrier { range, ..barrier });
            }
        }
        if !self.barriers.changes(which) {
            return;
        }
        let wrong = |layout: ImageLayout| {
            if layout == ImageLayout::GENERAL {
                ImageLayout::SHADER_READ_ONLY_OPTIMAL
            } else {
                ImageLayout::GENERAL
            }
        };
        let (old, new) = (barrier.old_layout, barrier.new_layout);
        let other = ImageBarrier { new_layout: wrong(new), ..barrier };
        self.with_image(Kind::NewLayout, index, &format!("new layout {:?}", wrong(new)), other);
        if old != ImageLayout::UNDEFINED {
            let other = ImageBarrier { old_layout: wrong(old), ..barrier };
            self.with_image(Kind::OldLayout, index, &format!("old layout {:?}", wrong(old)), other);
            let other = ImageBarrier { old_layout: ImageLayout::UNDEFINED, ..barrier };
            self.with_image(Kind::Discard, index, "old layout UNDEFINED", other);
        }
    }

    fn with_image(&mut self, kind: Kind, index: usize, what: &str, barrier: ImageBarrier) {
        let mut barriers = self.barriers.clone();
        barriers.images[index] = barrier;
        self.add(kind, Which::Image(index), what, barriers);
    }

    /// A buffer's range without its first or last byte, which is as good as any part of it.
    fn buffer(&mut self, index: usize) {
        let (first, count) = self.barriers.buffers[index].bytes;
        if count < 2 {
            return;
        }
        for (bytes, what) in
            [((first + 1, count - 1), "first byte"), ((first, count - 1), "last byte")]
        {
            let mut barriers = self.barriers.clone();
            barriers.buffers[index].bytes = bytes;
            self.add(Kind::Range, Which::Buffer(index), &format!("without its {what}"), barriers);
        }
    }
}

fn waits(plan: &Plan) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (index, wait) in plan.waits.iter().enumerate() {
        let mut add = |kind, what: String, other: Option<Wait>| {
            let description = format!("wait {index} for batch {}: {what}", wait.batch);
            edits.push(Edit { kind, description, change: Change::Wait(index, other) });
        };
        add(Kind::Wait, "removed".to_owned(), None);
        for bit in each_stage(crate::bits::expand_stages(wait.stages)) {
            let stages = crate::bits::expand_stages(wait.stages) & !bit;
            add(Kind::WaitStage, format!("stage {bit:?} removed"), Some(Wait { stages, ..*wait }));
        }
        let lower = if let Some(batch) = wait.batch.checked_sub(1) {
            Wait { batch, ..*wait }
        } else {
            let batches = plan.queues.get(wait.queue as usize).map_or(1, |queue| queue.batches);
            let batch = batches.saturating_sub(1);
            Wait { batch, frames_back: wait.frames_back + 1, ..*wait }
        };
        add(Kind::WaitValue, "lowered by one".to_owned(), Some(lower));
    }
    for (index, batch) in plan.batches.iter().enumerate() {
        for bit in each_stage(crate::bits::expand_stages(batch.acquire)) {
            let stages = crate::bits::expand_stages(batch.acquire) & !bit;
            // Without any stage the runtime takes all of them, so the last one is exchanged for one that
            // nothing names.
            let stages = if stages.is_empty() { idle_stage(plan) } else { stages };
            let description = format!("batch {index}: acquire: stage {bit:?} removed");
            edits.push(Edit {
                kind: Kind::WaitStage,
                description,
                change: Change::Acquire(index, stages),
            });
        }
    }
    edits
}

/// A stage behind which no other one comes and that no barrier waits for.
fn idle_stage(plan: &Plan) -> PipelineStageFlags2 {
    let scopes = plan.memory_barriers.iter().map(|barrier| barrier.scope);
    let scopes = scopes.chain(plan.image_barriers.iter().map(|barrier| barrier.scope));
    let named = scopes.fold(PipelineStageFlags2::NONE, |all, scope| {
        all | crate::bits::expand_stages(scope.src_stages)
    });
    let idle = [
        PipelineStageFlags2::RESOLVE,
        PipelineStageFlags2::ACCELERATION_STRUCTURE_COPY_KHR,
        PipelineStageFlags2::BLIT,
        PipelineStageFlags2::CLEAR,
        PipelineStageFlags2::COPY,
    ];
    idle.into_iter().find(|stage| !named.contains(*stage)).unwrap_or(PipelineStageFlags2::RESOLVE)
}

fn attachments(plan: &Plan) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (index, attachment) in plan.attachments.iter().enumerate() {
        let view = plan.views.get(attachment.view as usize);
        let resource = view.and_then(|view| plan.resources.get(view.resource as usize));
        let name = resource.map_or("?", |resource| &*resource.name);
        if attachment.load == AttachmentLoadOp::LOAD {
            let description = format!("attachment {index}, `{name}`: load DONT_CARE");
            let change = Change::Load(index, AttachmentLoadOp::DONT_CARE);
            edits.push(Edit { kind: Kind::Discard, description, change });
        }
        if attachment.store == AttachmentStoreOp::STORE {
            let description = format!("attachment {index}, `{name}`: store DONT_CARE");
            let change = Change::Store(index, AttachmentStoreOp::DONT_CARE);
            edits.push(Edit { kind: Kind::Discard, description, change });
        }
    }
    edits
}

pub(super) fn each_stage(mask: PipelineStageFlags2) -> impl Iterator<Item = PipelineStageFlags2> {
    let bits = (0..u64::BITS).map(|bit| PipelineStageFlags2::from_raw(1 << bit));
    bits.filter(move |bit| mask.contains(*bit))
}

fn each_access(mask: AccessFlags2) -> impl Iterator<Item = AccessFlags2> {
    let bits = (0..u64::BITS).map(|bit| AccessFlags2::from_raw(1 << bit));
    bits.filter(move |bit| mask.contains(*bit))
}

fn each_aspect(mask: ImageAspectFlags) -> impl Iterator<Item = ImageAspectFlags> {
    let bits = (0..u32::BITS).map(|bit| ImageAspectFlags::from_raw(1 << bit));
    bits.filter(move |bit| mask.contains(*bit))
}

fn in_words(range: Subresources) -> String {
    let (mips, layers) = (range.base_mip + range.mips, range.base_layer + range.layers);
    format!("mips {}..{mips} layers {}..{layers}", range.base_mip, range.base_layer)
}

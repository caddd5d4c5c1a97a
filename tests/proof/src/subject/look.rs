//! What a subject's frames left, for the host.

use ash::vk;
use vixen::{Object, ResourceId, Result};
use vixen_plan::{Lifetime, Plan};

use super::Subject;
use crate::gpu::Piece;
use crate::graph::Observed;
use crate::reference::{Look, Place, piece_of};

/// What was seen, and what should have been there and was not.
#[derive(Debug, Default)]
pub struct Seen {
    /// By place.
    pub look: Look,
    /// Why a place cannot be looked at.
    pub missing: Vec<String>,
}

impl Subject<'_> {
    /// What can be seen of the frames so far. The device must be idle.
    pub fn look(&mut self, observed: &Observed) -> Result<Seen> {
        let mut seen = Seen::default();
        let mut pieces: Vec<(Place, Piece)> = Vec::new();
        let names = self.names.clone();
        for (index, name) in (0u32..).zip(names) {
            let Some(name) = name else { continue };
            let lifetime = self.executor.plan().resources.get(index as usize).map(|r| r.lifetime);
            match lifetime {
                Some(Lifetime::Persistent | Lifetime::History) => {
                    self.own((index, name), observed, &mut pieces, &mut seen);
                }
                Some(Lifetime::Readback) => self.readback((index, name), observed, &mut seen)?,
                Some(Lifetime::Swapchain) if observed.sees((name, [0, 0]), 0) => {
                    let bytes = self.executor.capture()?.bytes;
                    seen.look.insert((name, 0, [0, 0]), bytes);
                }
                _ => {}
            }
        }
        self.imported(observed, &mut pieces);
        let list: Vec<Piece> = pieces.iter().map(|(_, piece)| *piece).collect();
        let places = pieces.iter().map(|(place, _)| *place);
        seen.look.extend(places.zip(self.gpu.read(&list)?));
        Ok(seen)
    }

    /// Resources of the graph's own: in the layouts that the next frame expects.
    fn own(
        &self,
        (index, name): (u32, usize),
        observed: &Observed,
        pieces: &mut Vec<(Place, Piece)>,
        seen: &mut Seen,
    ) {
        let objects: Vec<Object> = self.executor.objects(ResourceId::new(index)).collect();
        let count = objects.len() as u64;
        let last = self.frame.saturating_sub(1);
        for age in 0..count.min(self.frame) {
            let Some(object) = objects.get(((last - age) % count) as usize) else { continue };
            for cell in self.graph.whole(name).each() {
                if !observed.sees((name, cell), age as u32) {
                    continue;
                }
                let place = (name, age as u32, cell);
                let (image, buffer) = match *object {
                    Object::Image { image, .. } => (image, vk::Buffer::null()),
                    Object::Buffer { buffer, .. } => (vk::Image::null(), buffer),
                };
                let is_image = image != vk::Image::null();
                let ring = ((age + 1) % count) as u32;
                let layout = layout(self.executor.plan(), (index, ring), cell);
                match layout.filter(|layout| !is_image || *layout != vk::ImageLayout::UNDEFINED) {
                    None if is_image => seen.missing.push(format!(
                        "r{name} {cell:?}: the next frame reads it, and the plan leaves it without a layout"
                    )),
                    layout => {
                        let object = (image, buffer, layout.unwrap_or_default());
                        let screen = self.executor.extent();
                        let piece = piece_of(self.graph, (name, cell), object, screen);
                        pieces.push((place, piece));
                    }
                }
            }
        }
        if objects.is_empty() && observed.cells.iter().any(|(resource, ..)| *resource == name) {
            seen.missing.push(format!("r{name} is read, and was not made"));
        }
    }

    fn readback(
        &self,
        (index, name): (u32, usize),
        observed: &Observed,
        seen: &mut Seen,
    ) -> Result<()> {
        let bytes = self.executor.readback(ResourceId::new(index))?;
        for cell in self.graph.whole(name).each() {
            if observed.sees((name, cell), 0) {
                let wire =
                    crate::graph::Wire { first: cell, count: [1, 1], ..self.graph.whole(name) };
                let (first, size) = wire.bytes();
                let part = bytes.get(first as usize..(first + size) as usize);
                seen.look.insert((name, 0, cell), part.unwrap_or_default().to_vec());
            }
        }
        Ok(())
    }

    fn imported(&self, observed: &Observed, pieces: &mut Vec<(Place, Piece)>) {
        for import in self.imports.all() {
            let Some(state) = import.contract.map(|contract| contract.exit) else { continue };
            let is_image = import.image != vk::Image::null();
            for cell in self.graph.whole(import.resource).each() {
                let seen = observed.sees((import.resource, cell), 0);
                if seen && !(is_image && state.layout == vk::ImageLayout::UNDEFINED) {
                    let piece = import.piece(self.graph, cell, state.layout);
                    pieces.push(((import.resource, 0, cell), piece));
                }
            }
        }
    }
}

/// The layout in which the next frame expects a cell of a copy.
fn layout(
    plan: &Plan,
    (resource, ring): (u32, u32),
    [mip, layer]: [u32; 2],
) -> Option<vk::ImageLayout> {
    let holds = |initial: &&vixen_plan::Initial| {
        let range = initial.range;
        (initial.resource, initial.ring) == (resource, ring)
            && (range.base_mip..range.base_mip + range.mips).contains(&mip)
            && (range.base_layer..range.base_layer + range.layers).contains(&layer)
    };
    plan.initial.iter().find(holds).map(|initial| initial.state.layout)
}

//! The reference: the passes of a description, one by one in order of declaration, with a full wait between.
//!
//! Nothing here knows a plan. Every image is in `GENERAL` for as long as it lives, every resource has memory of
//! its own, each pass is a submission between full barriers that is waited for, and what a frame must not find
//! is written over with noise before it.

mod objects;
mod passes;
mod pipelines;

use std::collections::BTreeMap;

use vixen::Result;

use crate::given::mixed;
use crate::gpu::{Gpu, Piece, full_barrier};
use crate::graph::{Graph, Life, Observed, Shape};

pub use pipelines::Pipelines;

pub(crate) use objects::{bytes_of, piece_of};

use objects::{Object, Views};

/// A cell of a copy of a resource: resource, frames since it was current, and mip and layer or chunk.
pub type Place = (usize, u32, [u32; 2]);

/// What can be seen at one time.
pub type Look = BTreeMap<Place, Vec<u8>>;

/// A description on its way through its frames.
pub struct Reference<'a> {
    gpu: &'a Gpu,
    graph: &'a Graph,
    pipelines: &'a mut Pipelines,
    views: Views,
    /// By resource, its copies.
    objects: Vec<Vec<Object>>,
    screen: [u32; 2],
    frame: u64,
}

impl<'a> Reference<'a> {
    /// Makes every resource, in the state that it has before the first frame.
    pub fn new(gpu: &'a Gpu, graph: &'a Graph, pipelines: &'a mut Pipelines) -> Result<Self> {
        let mut reference = Self {
            gpu,
            graph,
            pipelines,
            views: Views::default(),
            objects: graph.resources.iter().map(|_| Vec::new()).collect(),
            screen: graph.screen,
            frame: 0,
        };
        for resource in 0..graph.resources.len() {
            reference.make(resource)?;
        }
        Ok(reference)
    }

    fn make(&mut self, resource: usize) -> Result<()> {
        let copies = (0..self.graph.copies(resource))
            .map(|_| Object::new(self.gpu, self.graph, resource, self.screen))
            .collect::<Result<Vec<_>>>()?;
        for object in &copies {
            object.begin(self.gpu, self.graph, (resource, self.screen))?;
        }
        if let Some(slot) = self.objects.get_mut(resource) {
            for object in std::mem::replace(slot, copies) {
                object.destroy(self.gpu);
            }
        }
        Ok(())
    }

    /// Another extent of the screen: its own image starts anew, and what gets another size by it.
    pub fn resize(&mut self, screen: [u32; 2]) -> Result<()> {
        let before = std::mem::replace(&mut self.screen, screen);
        self.views.destroy(self.gpu);
        for (resource, entry) in self.graph.resources.iter().enumerate() {
            let image = matches!(entry.shape, Shape::Image { .. });
            let extent = |screen| self.graph.extent(resource, 0, screen);
            if image && (entry.life == Life::Screen || extent(before) != extent(screen)) {
                self.make(resource)?;
            }
        }
        Ok(())
    }

    /// The copy of a resource that was current `back` frames before the one that runs.
    fn object(&self, resource: usize, back: u32) -> Option<&Object> {
        let copies = self.objects.get(resource)?;
        let count = copies.len().max(1) as u64;
        copies.get(((self.frame + count - u64::from(back) % count) % count) as usize)
    }

    /// One frame.
    pub fn frame(&mut self) -> Result<()> {
        let current = |(resource, life)| Some((self.object(resource, 0)?, resource, life));
        let lives = self.graph.resources.iter().map(|resource| resource.life).enumerate();
        let current: Vec<_> = lives.filter_map(current).collect();
        self.gpu.run(|raw, commands| {
            full_barrier(raw, commands);
            for (object, resource, life) in &current {
                if matches!(life, Life::Transient | Life::Screen) {
                    let value = mixed(self.frame, *resource as u64) as u32;
                    object.noise(raw, commands, self.graph.format(*resource), value);
                }
            }
            full_barrier(raw, commands);
        })?;
        let uploads = current.iter().filter(|(.., life)| *life == Life::Upload);
        let uploads: Vec<_> = uploads
            .map(|(object, resource, _)| object.upload(self.graph, *resource, self.frame))
            .collect();
        self.gpu.write(&uploads)?;
        for element in self.graph.elements() {
            self.element(&element)?;
        }
        self.frame += 1;
        Ok(())
    }

    /// What can be seen of the frames so far.
    pub fn look(&self, observed: &Observed) -> Result<Look> {
        let Some(last) = self.frame.checked_sub(1) else { return Ok(Look::new()) };
        let mut places = Vec::new();
        let mut pieces: Vec<Piece> = Vec::new();
        for (resource, copies) in self.objects.iter().enumerate() {
            let count = copies.len() as u64;
            for age in 0..count.min(last + 1) {
                let Some(object) = copies.get(((last - age) % count) as usize) else { continue };
                for cell in self.graph.whole(resource).each() {
                    if observed.sees((resource, cell), age as u32) {
                        places.push((resource, age as u32, cell));
                        pieces.push(object.piece(self.graph, (resource, cell), self.screen));
                    }
                }
            }
        }
        Ok(places.into_iter().zip(self.gpu.read(&pieces)?).collect())
    }
}

impl Drop for Reference<'_> {
    fn drop(&mut self) {
        let _ = self.gpu.device().wait_idle();
        self.views.destroy(self.gpu);
        for object in self.objects.drain(..).flatten() {
            object.destroy(self.gpu);
        }
    }
}

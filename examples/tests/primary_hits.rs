//! The primary hits of the GPU against a ray march on the CPU: the same passes as the program's, in a graph
//! of this test's own that reads their images back.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up has failed")]

use std::sync::Arc;

use glam::{IVec3, Vec3};
use vixen::device::{DeviceOptions, Instance, InstanceOptions, Messages, Needs, Validation};
use vixen::{Buffer, Device, Executor, Image, Options};
use vixen_examples::voxel::march::{self, PrimaryHit};
use vixen_examples::voxel::passes::{Primary, Upload};
use vixen_examples::voxel::{FrameData, Scene, UploadBatch};

const WIDTH: u32 = 160;
const HEIGHT: u32 = 90;
/// A ray this close to an edge of a voxel, in voxels, may meet either of its neighbours.
const NEAR_EDGE: f32 = 1e-3;

/// An image's texels into a buffer.
#[derive(vixen::Pass)]
#[pass(transfer)]
struct Read {
    #[copy(read)]
    image: Image,
    #[copy(write)]
    buffer: Buffer,
}

/// The march of one frame, read back.
#[derive(vixen::Graph)]
#[graph(frames_in_flight = 2, max_extent = "160x90")]
struct Probe {
    #[param(default = 32768, max = 131072)]
    slots: u32,
    #[param(default = 65536, max = 1048576)]
    cells: u32,
    #[persistent(size = "slots * 512", clear = 0)]
    bricks: Buffer,
    #[persistent(size = "cells * 4", clear = 0)]
    grid: Buffer,
    #[persistent(size = "cells / 2048 * 4", clear = 0)]
    coarse: Buffer,
    #[upload(size = 139280)]
    batch: Buffer,
    #[upload(type = "FrameData")]
    frame: Buffer,
    #[transient(format = "R32_UINT", size = "[160, 90]")]
    voxel_id: Image,
    #[transient(format = "R32_SFLOAT", size = "[160, 90]")]
    hit_t: Image,
    #[transient(format = "R32_UINT", size = "[160, 90]")]
    surface: Image,
    #[readback(size = "160 * 90 * 4")]
    ids: Buffer,
    #[readback(size = "160 * 90 * 4")]
    distances: Buffer,
    #[readback(size = "160 * 90 * 4")]
    surfaces: Buffer,
    #[pass(batch = batch, bricks = bricks, grid = grid, coarse = coarse, groups = "[256, 1]")]
    upload: Upload,
    #[pass(
        frame = frame, bricks = bricks, grid = grid, coarse = coarse,
        voxel_id = voxel_id, hit_t = hit_t, surface = surface, groups = "voxel_id / 8"
    )]
    primary: Primary,
    #[pass(image = voxel_id, buffer = ids)]
    read_ids: Read,
    #[pass(image = hit_t, buffer = distances)]
    read_distances: Read,
    #[pass(image = surface, buffer = surfaces)]
    read_surfaces: Read,
}

struct Bench {
    executor: Executor<Probe>,
    scene: Scene,
    messages: Arc<Messages>,
}

impl Bench {
    /// A scene whose world is on the device.
    fn new(mut scene: Scene) -> Self {
        let options = InstanceOptions {
            name: "primary hits",
            validation: Validation::On,
            ..InstanceOptions::default()
        };
        let instance = Instance::new(&options).unwrap();
        let needs = Needs::of::<Probe>().unwrap();
        let device =
            Device::new(&instance, &DeviceOptions { needs, ..DeviceOptions::default() }).unwrap();
        let params = vec![
            (Probe::SLOTS, [scene.store.capacity().into(), 1, 1]),
            (Probe::CELLS, [scene.store.grid().len() as u64, 1, 1]),
        ];
        let executor = Executor::new(
            &device,
            &Options { extent: [WIDTH, HEIGHT], params, ..Options::default() },
        )
        .unwrap();
        scene.store.mark_all();
        Self { executor, scene, messages: instance.messages().clone() }
    }

    /// Draws frame `index` of a flight of 60, again and again until the device knows the whole world.
    fn draw(&mut self, index: u32) -> FrameData {
        self.scene.advance(index, 60).unwrap();
        loop {
            let mut frame = self.executor.begin().unwrap();
            let bytes = frame.upload(Probe::BATCH).unwrap();
            let batch: &mut UploadBatch = bytemuck::from_bytes_mut(bytes);
            batch.fill(&mut self.scene.store);
            let data = self.scene.frame(index, 60, [WIDTH, HEIGHT]);
            frame.submit(&ProbeInputs { frame: data }, &mut ()).unwrap();
            if self.scene.store.dirty_bricks() == 0 {
                self.executor.wait_idle().unwrap();
                return data;
            }
        }
    }

    /// What the GPU wrote for each pixel.
    fn hits(&self) -> Vec<PrimaryHit> {
        let words = |id| -> Vec<u32> {
            let bytes = self.executor.readback(id).unwrap();
            bytemuck::pod_collect_to_vec(bytes.bytes)
        };
        let (ids, distances) = (words(Probe::IDS), words(Probe::DISTANCES));
        let all = ids.into_iter().zip(distances).zip(words(Probe::SURFACES));
        all.map(|((id, t), surface)| PrimaryHit { id, t: f32::from_bits(t), surface }).collect()
    }

    /// Compares frame `index` with the CPU and returns how many pixels show a voxel.
    fn compare(&mut self, index: u32) -> usize {
        let frame = self.draw(index);
        let (mut differ, mut voxels) = (0, 0);
        for (pixel, gpu) in (0..).zip(self.hits()) {
            let (x, y) = (pixel % WIDTH, pixel / WIDTH);
            let cpu = march::primary(&self.scene.store, &frame, x, y);
            voxels += usize::from(cpu.id != 0);
            if gpu.id == cpu.id {
                let close = (gpu.t - cpu.t).abs() <= 1e-3 + 1e-5 * cpu.t;
                assert!(close && gpu.surface == cpu.surface, "({x}, {y}): {gpu:?} and {cpu:?}");
                continue;
            }
            differ += 1;
            let edge = self.edge_distance(&frame, (x, y), gpu, cpu);
            assert!(edge < NEAR_EDGE, "({x}, {y}): {gpu:?} and {cpu:?}, {edge} from an edge");
        }
        let pixels = WIDTH * HEIGHT;
        assert!(differ * 1000 <= pixels, "frame {index}: {differ} of {pixels} pixels differ");
        voxels
    }

    /// How far the ray passes from an edge of the nearer of two voxels, in voxels: where it enters that
    /// voxel's box, the second smallest distance to one of the box's planes.
    fn edge_distance(
        &self,
        frame: &FrameData,
        (x, y): (u32, u32),
        gpu: PrimaryHit,
        cpu: PrimaryHit,
    ) -> f32 {
        let nearer = if gpu.id != 0 && (cpu.id == 0 || gpu.t < cpu.t) { gpu } else { cpu };
        let voxel = self.voxel(nearer.id).as_vec3();
        let direction = march::ray(frame, x, y);
        let eye = Vec3::from_slice(&frame.eye);
        let point = eye + direction * (nearer.t / direction.length());
        let low = (point - voxel).abs();
        let high = (point - voxel - Vec3::ONE).abs();
        let mut planes = low.min(high).to_array();
        planes.sort_by(f32::total_cmp);
        planes[1]
    }

    /// The place of a voxel whose id is not 0.
    fn voxel(&self, id: u32) -> IVec3 {
        let size = self.scene.store.size();
        let index = id.checked_sub(1).unwrap().cast_signed();
        IVec3::new(index % size.x, index / size.x % size.y, index / (size.x * size.y))
    }

    /// Destroys everything, and fails if the validation layer said anything until then.
    fn finish(self) {
        drop(self.executor);
        self.messages.verify().unwrap();
    }
}

#[test]
fn the_gpu_meets_the_voxels_that_the_cpu_meets() {
    let mut bench = Bench::new(Scene::island().unwrap());
    for index in [0, 13, 29, 44, 59] {
        let voxels = bench.compare(index);
        assert!(voxels > 2000, "frame {index} shows {voxels} voxels: it proves nothing");
    }
    bench.finish();
}

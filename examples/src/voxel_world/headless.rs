//! The flight without a window: pictures, and a summary of what it took.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use image::{ColorType, ImageFormat};
use indicatif::{ProgressBar, ProgressStyle};
use vixen::device::{DeviceOptions, Instance, InstanceOptions, Messages, Needs};
use vixen::tracker::Tracker;
use vixen::{Device, Executor, Options, Pixels, Report};

use super::{Arguments, DemoError, Painter, Summary, instance_options, validation, world_params};
use crate::voxel::{Scene, VoxelWorld};

/// Extent of the frames that bring the world to the device: nobody sees them.
const TINY: [u32; 2] = [8, 8];

/// Flies through a scene, and fails where a frame allocated anything or the validation layer objected.
pub(super) fn fly(scene: Scene, arguments: &Arguments) -> Result<(), DemoError> {
    let out = arguments.out.as_path();
    fs::create_dir_all(out).map_err(DemoError::write(out))?;
    let options = InstanceOptions { validation: validation()?, ..instance_options() };
    let instance = Instance::new(&options)?;
    let (tracker, messages) = (instance.tracker().clone(), instance.messages().clone());
    let report = draw_flight(&instance, scene, arguments)?;
    // Destruction is watched too.
    drop(instance);
    conclude(&report, &tracker, &messages, arguments)
}

/// Draws all frames and writes the pictures; the graph and its device are gone when it returns.
fn draw_flight(
    instance: &Instance,
    scene: Scene,
    arguments: &Arguments,
) -> Result<Report, DemoError> {
    let needs = Needs::of::<VoxelWorld>()?;
    let device = Device::new(instance, &DeviceOptions { needs, ..DeviceOptions::default() })?;
    println!("Device: {}", device.name());
    let params = world_params(&scene.store);
    let mut executor = Executor::<VoxelWorld>::new(
        &device,
        &Options { extent: TINY, params, ..Options::default() },
    )?;
    let mut painter = Painter::new(scene);
    let frames = arguments.flight();
    prepare(&device, &mut executor, &mut painter, arguments)?;

    let bar = progress_bar(frames);
    for index in 0..frames {
        painter.draw_next(&device, &mut executor, index, frames)?;
        if arguments.writes(index, frames) {
            let path = arguments.out.join(format!("frame_{index:04}.png"));
            write_picture(&path, &executor.capture()?)?;
        }
        bar.inc(1);
    }
    executor.wait_idle()?;
    bar.finish();
    Ok(executor.report())
}

/// Brings the world to the device in frames that cost next to nothing, takes the picture's size, and draws
/// the first frame until every ring has been used: from then on frames allocate nothing.
fn prepare(
    device: &Arc<Device>,
    executor: &mut Executor<VoxelWorld>,
    painter: &mut Painter,
    arguments: &Arguments,
) -> Result<(), DemoError> {
    let frames = arguments.flight();
    while painter.waiting() > 0 {
        painter.draw_next(device, executor, 0, frames)?;
    }
    executor.resize(arguments.extent())?;
    while !executor.core().is_steady() {
        painter.draw_next(device, executor, 0, frames)?;
    }
    Ok(())
}

fn progress_bar(frames: u32) -> ProgressBar {
    let bar = ProgressBar::new(frames.into());
    let template = "{bar:40} frame {pos} of {len}, {per_sec}, {eta} left";
    // The template is a constant; where it cannot be read the bar is drawn as indicatif does.
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn write_picture(path: &Path, pixels: &Pixels) -> Result<(), DemoError> {
    let bytes = pixels.rgba8().ok_or(DemoError::Format(pixels.format))?;
    // Opaque: what blending left in alpha is nobody's business.
    let rgb: Vec<u8> = bytes.chunks_exact(4).flat_map(|texel| &texel[..3]).copied().collect();
    let [width, height] = pixels.extent;
    image::save_buffer_with_format(path, &rgb, width, height, ColorType::Rgb8, ImageFormat::Png)
        .map_err(|source| DemoError::Picture { path: path.to_owned(), source })
}

/// Prints and writes what the flight took, and holds the graph to its promises.
fn conclude(
    report: &Report,
    tracker: &Tracker,
    messages: &Messages,
    arguments: &Arguments,
) -> Result<(), DemoError> {
    let summary = Summary::new(report, arguments.flight(), tracker, messages);
    let path = arguments.out.join("summary.json");
    fs::write(&path, format!("{:#}\n", summary.to_json())).map_err(DemoError::write(&path))?;
    println!("\n{report}");
    println!(
        "Validation: {} messages, and {} that are faults of the layer itself",
        summary.validation_messages, summary.layer_faults
    );
    println!("Pictures and summary.json are in {}", arguments.out.display());
    tracker.verify_execute()?;
    messages.verify()?;
    Ok(())
}

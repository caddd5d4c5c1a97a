//! The program `voxel-world`: flies through a scene and writes pictures, or shows it in a window.

mod arguments;
mod draw;
mod error;
mod headless;
mod live;
mod summary;

use vixen::device::{Instance, InstanceOptions, Validation};
use vixen_compiler::report;

use crate::voxel::{LAYER_FAULTS, Scene, VoxelWorld};
use vixen::Graph as _;

pub use arguments::Arguments;
pub use draw::{Painter, world_params};
pub use error::DemoError;
pub use summary::Summary;

/// Does what the arguments ask for.
pub fn run(arguments: &Arguments) -> Result<(), DemoError> {
    println!("{}", report::text(VoxelWorld::FAMILY));
    let scene = match &arguments.file {
        Some(path) => Scene::load(path)?,
        None => Scene::island()?,
    };
    let [x, y, z] = scene.store.size().to_array();
    println!("World of {x} x {y} x {z} voxels in {} bricks", scene.store.pool().len());
    if arguments.window { live::show(scene, arguments) } else { headless::fly(scene, arguments) }
}

/// Whether the validation layer watches: where it is installed, unless the environment forbids it.
fn validation() -> Result<Validation, DemoError> {
    if std::env::var_os("VIXEN_VALIDATION").is_some_and(|value| value == "0") {
        println!("Validation layer: off, as VIXEN_VALIDATION=0 says");
        return Ok(Validation::Off);
    }
    match Instance::new(&InstanceOptions { validation: Validation::On, ..instance_options() }) {
        Ok(_) => {
            println!("Validation layer: on, synchronization validation too");
            Ok(Validation::On)
        }
        Err(error @ vixen::Error::MissingLayer { .. }) => {
            println!("Validation layer: off ({error})");
            Ok(Validation::Off)
        }
        Err(error) => Err(error.into()),
    }
}

fn instance_options() -> InstanceOptions<'static> {
    InstanceOptions {
        name: "voxel-world",
        layer_faults: LAYER_FAULTS,
        ..InstanceOptions::default()
    }
}

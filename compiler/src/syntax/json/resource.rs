//! Resources of graph JSON.

use super::access::{KINDS, Rect};
use super::scale;
use super::value::{Object, Reader, Value};
use super::{
    Index, MAX_BYTES, MAX_COPIES, MAX_EXTENT, MAX_HISTORY, MAX_LAYERS, MAX_MIPS, MAX_RESOURCES,
};
use crate::diagnostic::{Code, Diagnostic, Name, Site};
use crate::syntax::ast::{ClearDecl, ImageDimension};

/// A resource as the file has it.
#[derive(Clone, Debug)]
pub(super) struct Resource {
    pub(super) name: Name,
    pub(super) shape: Shape,
    pub(super) lifetime: Lifetime,
    pub(super) mips: u32,
    pub(super) layers: u32,
    pub(super) samples: u32,
    /// Copies that the author counts, one for each frame that may hold one.
    pub(super) temporal_layers: Option<u32>,
    /// The pair that it belongs to, and its part in it.
    pub(super) pingpong: Option<(String, String)>,
    /// Previous contents kept.
    pub(super) history_frames: Option<u32>,
    pub(super) initial: Option<Initial>,
    pub(super) host_visible: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Shape {
    Image { dimension: ImageDimension, format: Name, extent: Extent },
    Buffer { bytes: u64, site: Site },
    AccelerationStructure { bytes: u64, site: Site },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lifetime {
    Transient,
    History,
    Persistent,
    Imported,
    Swapchain,
}

#[derive(Clone, Debug)]
pub(super) struct Extent {
    pub(super) mode: Mode,
    pub(super) site: Site,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Rationals of the swapchain's extent, rounded up or down.
    Swapchain {
        scale: [(u32, u32); 2],
        up: bool,
    },
    Absolute([u32; 3]),
}

/// What a resource holds before the first frame.
#[derive(Clone, Debug)]
pub(super) enum Initial {
    Clear(ClearDecl),
    /// The use before the graph: an access kind's index in [`KINDS`].
    Use(usize),
}

impl Resource {
    pub(super) fn is_image(&self) -> bool {
        matches!(self.shape, Shape::Image { .. })
    }

    /// All of it.
    pub(super) fn rect(&self) -> Rect {
        Rect { mips: (0, self.mips), layers: (0, self.layers) }
    }
}

const KEYS: &[&str] = &[
    "name",
    "kind",
    "format",
    "extent",
    "bytes",
    "lifetime",
    "mips",
    "layers",
    "samples",
    "temporal_layers",
    "aspects",
    "pingpong",
    "role",
    "history_frames",
    "initial",
    "host_visible",
    "group_of_external_images",
];

/// Reads the table, with an index by name.
pub(super) fn read_all(reader: &Reader<'_>, table: &Value<'_>) -> Option<(Vec<Resource>, Index)> {
    let values = table.array(reader)?;
    if values.len() > MAX_RESOURCES {
        let message = format!("{} resources, the limit is {MAX_RESOURCES}", values.len());
        reader.error(Code::TooLarge, table.site(reader), message, "split the graph");
        return None;
    }
    let (mut resources, mut index) = (Vec::with_capacity(values.len()), Index::new());
    for value in values {
        if reader.exhausted() {
            return None;
        }
        let Some(resource) = read(reader, &value) else { continue };
        if index.insert(resource.name.text.clone(), resources.len()).is_some() {
            let message = format!("two resources are named `{}`", resource.name);
            reader.error(Code::JsonSchema, resource.name.site, message, "rename one of them");
        }
        resources.push(resource);
    }
    Some((resources, index))
}

fn read(reader: &Reader<'_>, value: &Value<'_>) -> Option<Resource> {
    let object = value.object(reader)?;
    let name = object.required(reader, "name", "the resource")?.name(reader)?;
    let of = format!("resource `{name}`");
    object.known(reader, &of, KEYS);
    let kind = object.required(reader, "kind", &of)?;
    let lifetime = lifetime(reader, object.required(reader, "lifetime", &of)?);
    let shape = shape(reader, &object, kind, &of, lifetime);
    // Each problem of the resource is told in one run, so that nothing returns before this point.
    let number = |key: &str, least, most| match object.get(key) {
        Some(value) => value.small(reader, least, most).map(Some),
        None => Some(None),
    };
    let mips = number("mips", 1, MAX_MIPS);
    let layers = number("layers", 1, MAX_LAYERS);
    let samples = samples(reader, &object);
    let temporal_layers = number("temporal_layers", 1, MAX_COPIES);
    let history_frames = number("history_frames", 0, MAX_HISTORY);
    let pingpong = pingpong(reader, &object);
    let initial = object.get("initial").and_then(|value| initial(reader, value));
    let host_visible = object.flag(reader, "host_visible");
    let shape = shape?;
    let layers = layers?.unwrap_or(1);
    let cube = matches!(shape, Shape::Image { dimension: ImageDimension::Cube, .. });
    Some(Resource {
        name,
        shape,
        lifetime: lifetime?,
        mips: mips?.unwrap_or(1),
        // `layers` of a cube counts faces; a number that six does not divide counts cubes.
        layers: if cube && !layers.is_multiple_of(6) { layers * 6 } else { layers },
        samples: samples?,
        temporal_layers: temporal_layers?,
        pingpong,
        history_frames: history_frames?,
        initial,
        host_visible,
    })
}

fn lifetime(reader: &Reader<'_>, value: &Value<'_>) -> Option<Lifetime> {
    Some(match &*value.string(reader)? {
        "transient" => Lifetime::Transient,
        "history" => Lifetime::History,
        "persistent" => Lifetime::Persistent,
        "imported" => Lifetime::Imported,
        "swapchain" => Lifetime::Swapchain,
        _ => {
            value.refuse(reader, "transient, history, persistent, imported or swapchain");
            return None;
        }
    })
}

fn shape(
    reader: &Reader<'_>,
    object: &Object<'_>,
    kind: &Value<'_>,
    of: &str,
    lifetime: Option<Lifetime>,
) -> Option<Shape> {
    let dimension = match &*kind.string(reader)? {
        "image2d" => ImageDimension::D2,
        "image3d" => ImageDimension::D3,
        "imagecube" => ImageDimension::Cube,
        "buffer" => {
            let value = object.required(reader, "bytes", of)?;
            let bytes = value.number(reader, 1, MAX_BYTES)?;
            return Some(Shape::Buffer { bytes, site: value.site(reader) });
        }
        "acceleration-structure" => {
            let bytes = match (object.get("bytes"), lifetime) {
                (Some(value), _) => value.number(reader, 1, MAX_BYTES)?,
                // The caller's: its size is not the graph's business. 256 is the least that Vulkan aligns to.
                (None, Some(Lifetime::Imported)) => 256,
                (None, _) => object.required(reader, "bytes", of)?.number(reader, 1, MAX_BYTES)?,
            };
            return Some(Shape::AccelerationStructure { bytes, site: kind.site(reader) });
        }
        _ => {
            let allowed = "image2d, image3d, imagecube, buffer or acceleration-structure";
            kind.refuse(reader, allowed);
            return None;
        }
    };
    let format = match object.get("format") {
        Some(value) => value.name(reader),
        None if lifetime == Some(Lifetime::Swapchain) => Some(Name::default()),
        None => object.required(reader, "format", of)?.name(reader),
    };
    let extent = extent(reader, object.required(reader, "extent", of)?);
    Some(Shape::Image { dimension, format: format?, extent: extent? })
}

fn extent(reader: &Reader<'_>, value: &Value<'_>) -> Option<Extent> {
    let object = value.object(reader)?;
    object.known(reader, "the extent", &["mode", "scale", "round", "size"]);
    let mode_value = object.required(reader, "mode", "the extent")?;
    let mode = match &*mode_value.string(reader)? {
        "swapchain" => Mode::Swapchain { scale: scale(reader, &object)?, up: up(reader, &object)? },
        "absolute" => Mode::Absolute(size(reader, &object)?),
        _ => {
            mode_value.refuse(reader, "swapchain or absolute");
            return None;
        }
    };
    Some(Extent { mode, site: value.site(reader) })
}

fn scale(reader: &Reader<'_>, object: &Object<'_>) -> Option<[(u32, u32); 2]> {
    let Some(value) = object.get("scale") else { return Some([(1, 1); 2]) };
    let elements = value.array(reader)?;
    let one = |value: &Value<'_>| {
        let rational = value.decimal().and_then(scale::rational);
        if rational.is_none() {
            value.refuse(reader, "a number above 0 that a ratio of 32-bit numbers can hold");
        }
        rational
    };
    let [x, y] = elements.as_slice() else {
        value.refuse(reader, "two numbers, for width and height");
        return None;
    };
    Some([one(x)?, one(y)?])
}

fn up(reader: &Reader<'_>, object: &Object<'_>) -> Option<bool> {
    let Some(value) = object.get("round") else { return Some(true) };
    match &*value.string(reader)? {
        "up" => Some(true),
        "down" => Some(false),
        _ => {
            value.refuse(reader, "up or down");
            None
        }
    }
}

fn size(reader: &Reader<'_>, object: &Object<'_>) -> Option<[u32; 3]> {
    let value = object.required(reader, "size", "the extent")?;
    let elements = value.array(reader)?;
    if !(1..=3).contains(&elements.len()) {
        value.refuse(reader, "one to three whole numbers");
        return None;
    }
    let mut size = [1; 3];
    for (to, from) in size.iter_mut().zip(&elements) {
        *to = from.small(reader, 1, MAX_EXTENT)?;
    }
    Some(size)
}

fn samples(reader: &Reader<'_>, object: &Object<'_>) -> Option<u32> {
    let Some(value) = object.get("samples") else { return Some(1) };
    let samples = value.small(reader, 1, 64)?;
    if !samples.is_power_of_two() {
        value.refuse(reader, "1, 2, 4, 8, 16, 32 or 64");
        return None;
    }
    Some(samples)
}

/// `pingpong` names the partner, or the pair; `role` tells the two apart.
fn pingpong(reader: &Reader<'_>, object: &Object<'_>) -> Option<(String, String)> {
    let value = object.get("pingpong")?;
    let pair = match value.decimal() {
        Some(number) => number.to_owned(),
        None => value.string(reader)?.into_owned(),
    };
    let role = object.get("role").and_then(|role| role.string(reader)).unwrap_or_default();
    Some((pair, role.into_owned()))
}

fn initial(reader: &Reader<'_>, value: &Value<'_>) -> Option<Initial> {
    if let Some(number) = value.decimal() {
        let component = number.parse::<f64>().ok()?;
        return Some(Initial::Clear(ClearDecl::Float([component; 4])));
    }
    if value.is_string() {
        let word = value.string(reader)?;
        let found = KINDS.iter().position(|kind| kind.name == word).map(Initial::Use);
        if found.is_none() && word != "undefined" {
            let message =
                format!("`initial` is \"{word}\", which says nothing known; it is ignored");
            let help = "write \"undefined\", an access kind, a number or four numbers";
            let site = value.site(reader);
            reader.push(Diagnostic::warning(Code::JsonSchema, site, message).help(help));
        }
        return found;
    }
    if value.is_bool() {
        return value.flag(reader)?.then_some(Initial::Clear(ClearDecl::Float([0.0; 4])));
    }
    let mut components = [0.0; 4];
    let elements = value.array(reader)?;
    for (to, from) in components.iter_mut().zip(&elements) {
        *to = from.decimal().and_then(|number| number.parse().ok())?;
    }
    Some(Initial::Clear(ClearDecl::Float(components)))
}

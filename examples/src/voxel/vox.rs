//! Scenes from `MagicaVoxel` `.vox` files: several models, each placed by the scene's graph.
//!
//! The file's z points up; here y does, so (x, y, z) of the file becomes (x, z, -y).

use dot_vox::{DotVoxData, SceneNode};
use glam::{IVec3, Mat3, Vec3};
use thiserror::Error;

use super::bricks::{BLOCK, BRICK, MAX_BRICKS};
use super::material::{Material, Palette, empty_palette};
use super::vox_chunks::{self, Contents};
use super::{BrickStore, StoreError};

/// The bricks that the pool of a loaded scene may hold: 64 MiB.
pub const CAPACITY: u32 = 131_072;
/// The largest world: width, height, depth in voxels.
pub const LARGEST: IVec3 = IVec3::new(1024, 512, 1024);
/// Room around the models, for their shadows.
const MARGIN: i32 = 16;
/// The most nodes visited and models placed: a graph may refer to a node from several others.
const MOST_VISITS: usize = 65_536;
/// The most voxels placed, counting a model as often as it is placed.
const MOST_VOXELS: usize = 1 << 26;

/// What is wrong with a `.vox` file, where, and what to do about it.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum VoxError {
    /// Another kind of file.
    #[error("does not begin with \"VOX \"; give a file that MagicaVoxel saved as .vox")]
    NotVox,
    /// No MAIN chunk at its place.
    #[error("no MAIN chunk at byte 8; the file is damaged, save it again")]
    NoMain,
    /// A chunk reaches past the end of what holds it.
    #[error(
        "the chunk at byte {at} reaches past the end; the file is cut off, copy or save it again"
    )]
    Truncated {
        /// The chunk's place in the file.
        at: usize,
    },
    /// A chunk whose name is not ASCII.
    #[error("the chunk at byte {at} has no readable name; the file is damaged, save it again")]
    ChunkName {
        /// The chunk's place in the file.
        at: usize,
    },
    /// A chunk below MAIN has children.
    #[error(
        "chunk {chunk} at byte {at} holds other chunks, which only MAIN may; save the file again"
    )]
    Nested {
        /// The chunk's name.
        chunk: String,
        /// The chunk's place in the file.
        at: usize,
    },
    /// Scene nodes are not numbered in the order of the file.
    #[error(
        "scene node {chunk} at byte {at} is out of order; save the file again with MagicaVoxel"
    )]
    NodeOrder {
        /// The chunk's name.
        chunk: String,
        /// The chunk's place in the file.
        at: usize,
    },
    /// A chunk has a sound frame and unreadable content.
    #[error("{found} of {there} {what} can be read; the file is damaged, save it again")]
    Unreadable {
        /// Models or scene nodes.
        what: &'static str,
        /// How many `dot_vox` could read.
        found: usize,
        /// How many the file has.
        there: usize,
    },
    /// The library refused the file.
    #[error("{0}; the file is damaged, save it again")]
    Parse(&'static str),
    /// A rotation byte that is no rotation.
    #[error(
        "scene node {node} has the rotation {value:?}, which is none; set it again in MagicaVoxel"
    )]
    Rotation {
        /// The node's id.
        node: u32,
        /// The attribute `_r`.
        value: String,
    },
    /// A node or model that does not exist.
    #[error(
        "scene node {node} refers to {what} {index}, which does not exist; save the file again"
    )]
    Missing {
        /// The node's id.
        node: u32,
        /// A node or a model.
        what: &'static str,
        /// The id that it refers to.
        index: u32,
    },
    /// The graph has a cycle, or far too many instances.
    #[error(
        "the scene visits more than {MOST_VISITS} nodes: a cycle, or too many copies; remove some"
    )]
    TooManyNodes,
    /// Too many voxels.
    #[error("the scene places more than {MOST_VOXELS} voxels; show a part of it")]
    TooManyVoxels,
    /// Nothing to see.
    #[error("the scene has no visible voxel; unhide a layer, or give another file")]
    Empty,
    /// The models lie too far apart.
    #[error(
        "the models span {0} x {1} x {2} voxels, with room for shadows at most {max} fit; \
         show a part of the scene", max = LARGEST
    )]
    TooLarge(i64, i64, i64),
    /// More bricks than the pool holds.
    #[error("{0}: the scene has too much surface; show a part of it")]
    Store(#[from] StoreError),
}

/// A scene as it was read.
#[derive(Debug)]
pub struct Model {
    /// The voxels, their lowest at height 0.
    pub store: BrickStore,
    /// The file's palette: material n is the colour with the number n in `MagicaVoxel`.
    pub palette: Box<Palette>,
    /// The lowest corner of the box around all voxels.
    pub low: IVec3,
    /// The highest corner of that box.
    pub high: IVec3,
}

/// Reads a file. Whatever the bytes are, the answer is a model or an error.
pub fn read(bytes: &[u8]) -> Result<Model, VoxError> {
    let contents = vox_chunks::walk(bytes)?;
    let data = dot_vox::load_bytes(bytes).map_err(VoxError::Parse)?;
    compare(contents, &data)?;
    let instances = instances(&data)?;
    let voxels = instances.iter().map(|i| data.models[i.model].voxels.len()).sum::<usize>();
    if voxels > MOST_VOXELS {
        return Err(VoxError::TooManyVoxels);
    }
    let (low, high) = bounds(&data, &instances).ok_or(VoxError::Empty)?;
    let origin = [low[0] - i64::from(MARGIN), low[1], low[2] - i64::from(MARGIN)];
    let size = world_size(low, high)?;
    let mut store = BrickStore::new(size, CAPACITY)?;
    for (place, color) in placed(&data, &instances) {
        let voxel = IVec3::from([0, 1, 2].map(|axis| (place[axis] - origin[axis]) as i32));
        store.set(voxel, color.saturating_add(1))?;
    }
    let corner = IVec3::new(MARGIN, 0, MARGIN);
    let extent = IVec3::from([0, 1, 2].map(|axis| (high[axis] - low[axis] + 1) as i32));
    Ok(Model { store, palette: palette(&data), low: corner, high: corner + extent })
}

fn compare(contents: Contents, data: &DotVoxData) -> Result<(), VoxError> {
    let check = |what, found, there| {
        if found == there { Ok(()) } else { Err(VoxError::Unreadable { what, found, there }) }
    };
    check("models", data.models.len(), contents.models)?;
    check("scene nodes", data.scenes.len(), contents.nodes)
}

/// A model in its place: a voxel's doubled place about the model's middle is turned, then moved.
struct Instance {
    model: usize,
    place: Placement,
}

#[derive(Clone, Copy)]
struct Placement {
    /// A signed permutation of the axes.
    turn: Mat3,
    /// In whole voxels; 64 bits, for chains of moves cannot overflow them.
    shift: [i64; 3],
}

impl Placement {
    const IDENTITY: Self = Self { turn: Mat3::IDENTITY, shift: [0; 3] };

    /// First `inner`, then `self`.
    fn after(&self, inner: &Self) -> Self {
        let shift = turned(self.turn, inner.shift);
        Self {
            turn: self.turn * inner.turn,
            shift: [0, 1, 2].map(|axis| shift[axis] + self.shift[axis]),
        }
    }
}

/// `vector` turned by a signed permutation, in whole numbers.
fn turned(turn: Mat3, vector: [i64; 3]) -> [i64; 3] {
    [0, 1, 2].map(|row| (0..3).map(|column| turn.col(column)[row] as i64 * vector[column]).sum())
}

/// Every model that the scene's graph shows, with its place.
fn instances(data: &DotVoxData) -> Result<Vec<Instance>, VoxError> {
    if data.scenes.is_empty() {
        let all = 0..data.models.len();
        return Ok(all.map(|model| Instance { model, place: Placement::IDENTITY }).collect());
    }
    let mut found = Vec::new();
    let mut open = vec![(0_u32, Placement::IDENTITY)];
    let mut visits = 0;
    while let Some((node, place)) = open.pop() {
        visits += 1;
        if visits + open.len() + found.len() > MOST_VISITS {
            return Err(VoxError::TooManyNodes);
        }
        let missing = |what, index| VoxError::Missing { node, what, index };
        match data.scenes.get(node as usize).ok_or_else(|| missing("node", node))? {
            SceneNode::Transform { child, layer_id, attributes, frames } => {
                let layer = data.layers.get(*layer_id as usize);
                let hidden = attributes.get("_hidden").is_some_and(|hidden| hidden == "1");
                if hidden || layer.is_some_and(dot_vox::Layer::hidden) {
                    continue;
                }
                if *child as usize >= data.scenes.len() {
                    return Err(missing("node", *child));
                }
                let inner = frames.first().map(|frame| placement(node, frame)).transpose()?;
                open.push((*child, place.after(&inner.unwrap_or(Placement::IDENTITY))));
            }
            SceneNode::Group { children, .. } => {
                if let Some(&child) = children.iter().find(|c| **c as usize >= data.scenes.len()) {
                    return Err(missing("node", child));
                }
                if children.len() > MOST_VISITS {
                    return Err(VoxError::TooManyNodes);
                }
                open.extend(children.iter().map(|child| (*child, place)));
            }
            SceneNode::Shape { models, .. } => {
                // Further models of a shape are later frames of an animation.
                let Some(model) = models.first().map(|model| model.model_id) else { continue };
                if model as usize >= data.models.len() {
                    return Err(missing("model", model));
                }
                found.push(Instance { model: model as usize, place });
            }
        }
    }
    Ok(found)
}

fn placement(node: u32, frame: &dot_vox::Frame) -> Result<Placement, VoxError> {
    let shift = frame.position().map_or([0; 3], |p| [p.x, p.y, p.z].map(i64::from));
    let turn = match frame.attributes.get("_r") {
        None => Mat3::IDENTITY,
        Some(value) => value
            .parse()
            .ok()
            .and_then(rotation)
            .ok_or_else(|| VoxError::Rotation { node, value: value.clone() })?,
    };
    Ok(Placement { turn, shift })
}

/// The matrix of a rotation byte: bits 0-1 and 2-3 name the column that the first and the second row
/// take, bits 4 to 6 are the rows' signs. (`dot_vox::Rotation::from_byte` panics on a bad byte.)
fn rotation(byte: u8) -> Option<Mat3> {
    let (first, second) = (usize::from(byte & 3), usize::from(byte >> 2 & 3));
    if first == second || first == 3 || second == 3 {
        return None;
    }
    let sign = |bit: u8| if byte >> bit & 1 == 0 { 1.0 } else { -1.0 };
    let row = |column: usize, bit: u8| Vec3::AXES[column] * sign(bit);
    let rows = [row(first, 4), row(second, 5), row(3 - first - second, 6)];
    Some(Mat3::from_cols(rows[0], rows[1], rows[2]).transpose())
}

/// Every voxel in the scene's place, y up, with its colour's index.
fn placed<'a>(
    data: &'a DotVoxData,
    instances: &'a [Instance],
) -> impl Iterator<Item = ([i64; 3], u8)> + 'a {
    instances.iter().flat_map(|instance| {
        let model = &data.models[instance.model];
        let size = [model.size.x, model.size.y, model.size.z].map(i64::from);
        model.voxels.iter().map(move |voxel| {
            let local = [voxel.x, voxel.y, voxel.z].map(i64::from);
            // Doubled, so that the voxel's middle is a whole number: turning keeps it odd.
            let doubled = [0, 1, 2].map(|axis| 2 * local[axis] + 1 - 2 * (size[axis] / 2));
            let turned = turned(instance.place.turn, doubled);
            let [x, y, z] =
                [0, 1, 2].map(|axis| turned[axis].div_euclid(2) + instance.place.shift[axis]);
            ([x, z, -1 - y], voxel.i)
        })
    })
}

/// The lowest and the highest voxel, if there is any.
fn bounds(data: &DotVoxData, instances: &[Instance]) -> Option<([i64; 3], [i64; 3])> {
    placed(data, instances).map(|(place, _)| (place, place)).reduce(|(low, high), (place, _)| {
        let fold = |other: [i64; 3], pick: fn(i64, i64) -> i64| {
            [0, 1, 2].map(|axis| pick(other[axis], place[axis]))
        };
        (fold(low, i64::min), fold(high, i64::max))
    })
}

/// The smallest world that the store takes for voxels from `low` to `high`.
fn world_size(low: [i64; 3], high: [i64; 3]) -> Result<IVec3, VoxError> {
    let edge = i64::from(BRICK * BLOCK);
    let room = [2 * i64::from(MARGIN), 0, 2 * i64::from(MARGIN)];
    let span = [0, 1, 2].map(|axis| high[axis] - low[axis] + 1);
    let size = [0, 1, 2].map(|axis| (span[axis] + room[axis] + edge - 1) / edge * edge);
    let largest = LARGEST.to_array();
    let count: i64 = size.iter().map(|edge| edge.min(&2048) / i64::from(BRICK)).product();
    if (0..3).any(|axis| size[axis] > i64::from(largest[axis])) || count > MAX_BRICKS {
        return Err(VoxError::TooLarge(span[0], span[1], span[2]));
    }
    Ok(IVec3::from(size.map(|edge| edge as i32)))
}

/// Material n from colour n of the file, glowing where the file says so.
fn palette(data: &DotVoxData) -> Box<Palette> {
    let mut palette = empty_palette();
    for (entry, color) in palette[1..].iter_mut().zip(&data.palette) {
        *entry = Material::matt([color.r, color.g, color.b]).varied(0.03);
    }
    for material in &data.materials {
        let glow = material.emission().unwrap_or(0.0);
        let shines = material.material_type() == Some("_emit") && glow > 0.0;
        if let Some(entry) = palette.get_mut(material.id as usize).filter(|_| shines) {
            let flux = material.radiant_flux().unwrap_or(0.0).clamp(0.0, 4.0);
            *entry = entry.glowing(glow.clamp(0.0, 1.0) * 4.0 * (1.0 + flux));
        }
    }
    palette
}

#[cfg(test)]
#[path = "vox_tests.rs"]
mod tests;

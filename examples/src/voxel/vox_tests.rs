use super::*;
use dot_vox::{Color, Dict, Frame, ShapeModel, Size, Voxel};
use proptest::prelude::*;

fn voxel(x: u8, y: u8, z: u8, i: u8) -> Voxel {
    Voxel { x, y, z, i }
}

fn dict(pairs: &[(&str, &str)]) -> Dict {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn transform(child: u32, attributes: &[(&str, &str)]) -> SceneNode {
    SceneNode::Transform {
        attributes: Dict::default(),
        frames: vec![Frame::new(dict(attributes))],
        child,
        layer_id: 0,
    }
}

fn group(children: &[u32]) -> SceneNode {
    SceneNode::Group { attributes: Dict::default(), children: children.to_vec() }
}

fn shape(model_id: u32) -> SceneNode {
    SceneNode::Shape {
        attributes: Dict::default(),
        models: vec![ShapeModel { model_id, attributes: Dict::default() }],
    }
}

/// Two models, placed by the given scene.
fn data(scenes: Vec<SceneNode>) -> DotVoxData {
    let palette = (0..=255).map(|n| Color { r: n, g: 255 - n, b: 7, a: 255 }).collect();
    let bar = (0..5).map(|x| voxel(x, 0, 0, 3)).collect();
    DotVoxData {
        version: 150,
        index_map: Vec::new(),
        models: vec![
            dot_vox::Model { size: Size { x: 2, y: 2, z: 2 }, voxels: vec![voxel(0, 1, 1, 200)] },
            dot_vox::Model { size: Size { x: 5, y: 1, z: 1 }, voxels: bar },
        ],
        palette,
        materials: Vec::new(),
        scenes,
        layers: Vec::new(),
    }
}

fn bytes(data: &DotVoxData) -> Vec<u8> {
    let mut bytes = Vec::new();
    data.write_vox(&mut bytes).unwrap();
    bytes
}

fn placed_scene() -> Vec<SceneNode> {
    vec![
        transform(1, &[]),
        group(&[2, 4]),
        transform(3, &[("_t", "10 20 30")]),
        shape(0),
        transform(5, &[("_t", "0 0 2"), ("_r", "17")]),
        shape(1),
    ]
}

/// Every voxel of a model that is not air.
fn solid(model: &Model) -> Vec<(IVec3, u8)> {
    let size = model.store.size();
    let mut all = Vec::new();
    for z in 0..size.z {
        for y in 0..size.y {
            for x in 0..size.x {
                let place = IVec3::new(x, y, z);
                let material = model.store.get(place);
                if material != 0 {
                    all.push((place, material));
                }
            }
        }
    }
    all
}

#[test]
fn models_stand_where_the_scene_puts_them() {
    let model = read(&bytes(&data(placed_scene()))).unwrap();
    let voxels = solid(&model);
    assert_eq!(voxels.len(), 6);
    let bar: Vec<IVec3> = voxels.iter().filter(|v| v.1 == 4).map(|v| v.0).collect();
    let dot = voxels.iter().find(|v| v.1 == 201).unwrap().0;
    // Rotation 17 takes the file's y as the first row, negated, and its x as the second: the bar,
    // along the file's x, comes to lie along the file's y, which is this world's z.
    assert!(bar.windows(2).all(|pair| pair[1] - pair[0] == IVec3::Z), "{bar:?}");
    // In the file the single voxel's middle is (9.5, 20.5, 30.5), the bar's is (-0.5, 0.5, 2.5).
    assert_eq!(dot - bar[2], IVec3::new(10, 28, -20));
    assert_eq!(model.low, IVec3::new(MARGIN, 0, MARGIN));
    assert_eq!(bar[0].y, 0, "the lowest voxel stands on the floor");
    assert!(
        (model.palette[201].albedo[0] - super::super::material::linear_from_srgb(200)).abs() < 1e-6
    );
}

#[test]
fn a_file_without_a_scene_shows_its_models() {
    let model = read(&bytes(&data(Vec::new()))).unwrap();
    // Both about the same middle, where the single voxel is one of the bar's.
    assert_eq!(solid(&model).len(), 5);
}

#[test]
fn hidden_nodes_are_left_out() {
    let mut scene = placed_scene();
    let SceneNode::Transform { attributes, .. } = &mut scene[4] else { panic!("a transform") };
    attributes.insert("_hidden".into(), "1".into());
    assert_eq!(solid(&read(&bytes(&data(scene))).unwrap()).len(), 1);
}

/// The error of a file, whose text must name a remedy after what is wrong.
fn refused(bytes: &[u8]) -> VoxError {
    let error = read(bytes).unwrap_err();
    let text = error.to_string();
    assert!(text.contains(", ") || text.contains("; ") || text.contains(": "), "{text}");
    error
}

#[test]
fn scenes_that_make_no_sense_are_refused() {
    let scene = |nodes: Vec<SceneNode>| refused(&bytes(&data(nodes)));
    assert_eq!(scene(vec![transform(0, &[])]), VoxError::TooManyNodes);
    let missing = |what, index| VoxError::Missing { node: 0, what, index };
    assert_eq!(scene(vec![transform(9, &[])]), missing("node", 9));
    assert_eq!(scene(vec![shape(7)]), missing("model", 7));
    assert_eq!(scene(vec![group(&[u32::MAX])]), missing("node", u32::MAX));
    assert_eq!(scene(vec![group(&[])]), VoxError::Empty);
    for byte in ["0", "3", "12", "15", "255", "999", "x"] {
        let nodes = vec![transform(1, &[("_r", byte)]), shape(0)];
        assert!(matches!(scene(nodes), VoxError::Rotation { node: 0, .. }), "{byte}");
    }
    // Each group shows the next one twice: 2^40 models.
    let doubling = (0..40).map(|n| group(&[n + 1, n + 1])).chain([shape(0)]).collect();
    assert_eq!(scene(doubling), VoxError::TooManyNodes);
    let far = vec![group(&[1, 3]), transform(2, &[("_t", "2147483647 0 0")]), shape(0), shape(1)];
    assert!(matches!(scene(far), VoxError::TooLarge(2_147_483_646.., 1, 1 | 2)));
}

#[test]
fn chains_of_moves_do_not_overflow() {
    let mut nodes: Vec<SceneNode> =
        (0..60).map(|n| transform(n + 1, &[("_t", "2147483647 -2147483648 2147483647")])).collect();
    nodes.push(shape(0));
    assert_eq!(solid(&read(&bytes(&data(nodes))).unwrap()).len(), 1);
}

#[test]
fn damaged_frames_are_refused() {
    let good = bytes(&data(placed_scene()));
    assert_eq!(refused(b""), VoxError::NotVox);
    assert_eq!(refused(b"PNG and more"), VoxError::NotVox);
    for length in 4..good.len() {
        assert!(read(&good[..length]).is_err(), "cut at {length}");
    }
    let mut chunk = good.clone();
    chunk[8..12].copy_from_slice(b"SIZE");
    assert_eq!(refused(&chunk), VoxError::NoMain);
}

#[test]
fn chunks_in_chunks_do_not_exhaust_the_stack() {
    let depth = 200_000_u32;
    let mut file = b"VOX \x96\0\0\0".to_vec();
    for level in (0..depth).rev() {
        let name = if level == depth - 1 { b"MAIN" } else { b"DEEP" };
        file.extend_from_slice(name);
        file.extend_from_slice(&0_u32.to_le_bytes());
        file.extend_from_slice(&(12 * level).to_le_bytes());
    }
    assert!(matches!(refused(&file), VoxError::Nested { .. }));
}

#[test]
fn content_that_the_library_drops_is_noticed() {
    let good = bytes(&data(placed_scene()));
    let at = good.windows(4).position(|w| w == b"XYZI").unwrap();
    let mut voxels = good.clone();
    voxels[at + 12..at + 16].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(refused(&voxels), VoxError::Unreadable { what: "models", found: 1, there: 2 });
    let at = good.windows(4).position(|w| w == b"nGRP").unwrap();
    let mut node = good;
    node[at + 16..at + 20].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(matches!(refused(&node), VoxError::Unreadable { what: "scene nodes", .. }));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1500) })]

    /// Whatever bytes are changed, cut or doubled: an answer, never a panic.
    #[test]
    fn damaged_bytes_get_an_answer(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        word in any::<prop::sample::Index>(),
        value in prop::option::of(prop::sample::select(vec![0, 1, 2, 255, 65_536, 1 << 31, u32::MAX])),
    ) {
        let mut file = bytes(&data(placed_scene()));
        for (place, byte) in changes {
            let place = place.index(file.len());
            file[place] = byte;
        }
        if let Some(value) = value {
            let place = word.index(file.len() - 4);
            file[place..place + 4].copy_from_slice(&value.to_le_bytes());
        }
        if let Err(error) = read(&file) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}

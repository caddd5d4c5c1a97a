//! Inputs to start from: what lies in the tree.

use std::path::{Path, PathBuf};

use dot_vox::{Color, Dict, DotVoxData, Frame, Model, SceneNode, ShapeModel, Size, Voxel};

use crate::modules::MODULES;
use crate::target::Target;

/// The inputs of the tree for a target, in an order that does not change.
#[must_use]
pub fn seeds(target: Target) -> Vec<Vec<u8>> {
    match target {
        Target::Spirv => MODULES.iter().map(|(_, module)| module.to_vec()).collect(),
        Target::GraphJson => files("tests/graphs", "json", SMALL),
        Target::Tokens => graph_files(),
        Target::Vox => scenes(),
        Target::ShaderFolder => shader_folders(),
        Target::PipelineCache => caches(),
    }
}

/// Inputs that broke something once, with their names: they are tried before all others.
#[must_use]
pub fn regressions(target: Target) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = root().join("tests/hostile/regressions").join(target.name());
    read(&folder, |_| true)
}

/// Graphs beyond this size are tested elsewhere; here many small inputs find more than few large ones.
const SMALL: usize = 40_000;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(folder: &str, extension: &str, most: usize) -> Vec<Vec<u8>> {
    let all = read(&root().join(folder), |path| path.extension().is_some_and(|e| e == extension));
    all.into_iter().map(|(_, bytes)| bytes).filter(|bytes| bytes.len() <= most).collect()
}

/// The files of a folder for which `wanted` holds, by name. A folder that is not there has none: the program
/// may be run far from the tree.
fn read(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Vec<(PathBuf, Vec<u8>)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file() && wanted(path))
        .collect();
    paths.sort();
    let bytes = |path: PathBuf| std::fs::read(&path).ok().map(|bytes| (path, bytes));
    paths.into_iter().filter_map(bytes).collect()
}

/// The graph file of the library; the compile-fail cases, each with the passes that it takes from beside it.
fn graph_files() -> Vec<Vec<u8>> {
    // Both folders have a `blur.comp`, and the library's is not the first.
    let post = files("graphs/graphs", "rs", usize::MAX).into_iter().map(|text| {
        let text = String::from_utf8_lossy(&text).into_owned();
        text.replace("\"blur.comp\"", "\"post/blur.comp\"").into_bytes()
    });
    let mut all: Vec<Vec<u8>> = post.collect();
    all.extend(files("examples/src/voxel", "rs", SMALL).into_iter().filter(|text| {
        let text = String::from_utf8_lossy(text);
        text.contains("vixen::Pass") || text.contains("vixen::Graph")
    }));
    let passes = std::fs::read(root().join("tests/ui/passes.rs")).unwrap_or_default();
    let passes = String::from_utf8_lossy(&passes);
    let folders =
        ["block", "grammar", "hazard", "memory", "raster", "shader", "unsupported", "wire"];
    for case in folders.iter().flat_map(|name| files(&format!("tests/ui/{name}"), "rs", SMALL)) {
        let case = String::from_utf8_lossy(&case).into_owned();
        let beside = "#[path = \"../passes.rs\"]\nmod passes;";
        // Inner attributes stand at the start of a file alone.
        let lines =
            passes.lines().filter(|line| !line.starts_with("#![") && !line.starts_with("//!"));
        let own: Vec<&str> = lines.filter(|line| !line.starts_with("use ")).collect();
        all.push(if case.contains(beside) {
            let case = case.replace(beside, &own.join("\n"));
            let kept = case.lines().filter(|line| !line.starts_with("use passes"));
            kept.collect::<Vec<_>>().join("\n").into_bytes()
        } else {
            case.into_bytes()
        });
    }
    all
}

/// The shaders of the tree, each with what it includes.
fn shader_folders() -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for folder in ["shaders/post", "shaders/voxel", "tests/ui/shaders"] {
        let files = read(&root().join(folder), Path::is_file);
        let part = |path: &Path, bytes: &[u8]| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            [format!("//// {name}\n").as_bytes(), bytes, b"\n"].concat()
        };
        let is_header = |path: &Path| path.extension().is_some_and(|e| e == "glsl");
        let (headers, shaders): (Vec<_>, Vec<_>) =
            files.iter().partition(|(path, _)| is_header(path));
        let headers: Vec<u8> = headers.iter().flat_map(|(path, text)| part(path, text)).collect();
        for (path, bytes) in shaders {
            let mut input = part(path, bytes);
            if String::from_utf8_lossy(bytes).contains("#include") {
                input.extend(&headers);
            }
            all.push(input);
        }
    }
    all
}

/// A scene without a graph, and one with two models in a group, one of them turned.
fn scenes() -> Vec<Vec<u8>> {
    let data = |scenes| DotVoxData {
        version: 150,
        index_map: Vec::new(),
        models: models(),
        palette: (0..=255).map(|n| Color { r: n, g: 255 - n, b: 7, a: 255 }).collect(),
        materials: Vec::new(),
        scenes,
        layers: Vec::new(),
    };
    let dict = |pairs: &[(&str, &str)]| -> Dict {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    };
    let transform = |child, pairs: &[(&str, &str)]| SceneNode::Transform {
        attributes: Dict::default(),
        frames: vec![Frame::new(dict(pairs))],
        child,
        layer_id: 0,
    };
    let shape = |model_id| SceneNode::Shape {
        attributes: Dict::default(),
        models: vec![ShapeModel { model_id, attributes: Dict::default() }],
    };
    let group = SceneNode::Group { attributes: Dict::default(), children: vec![2, 4] };
    let placed = vec![
        transform(1, &[]),
        group,
        transform(3, &[("_t", "3 -4 5"), ("_r", "17")]),
        shape(0),
        transform(5, &[("_t", "0 0 9")]),
        shape(1),
    ];
    let scenes = [data(Vec::new()), data(placed)];
    let written = |data: &DotVoxData| {
        let mut bytes = Vec::new();
        data.write_vox(&mut bytes).ok().map(|()| bytes)
    };
    scenes.iter().filter_map(written).collect()
}

fn models() -> Vec<Model> {
    let voxels = (0..40).map(|n| Voxel { x: n % 5, y: n / 5 % 4, z: n / 20, i: n }).collect();
    let one = vec![Voxel { x: 0, y: 0, z: 0, i: 9 }];
    vec![
        Model { size: Size { x: 5, y: 4, z: 2 }, voxels },
        Model { size: Size { x: 1, y: 1, z: 1 }, voxels: one },
    ]
}

/// Files of the device that reads them, with more and with less in them than a driver's header.
fn caches() -> Vec<Vec<u8>> {
    let identity = crate::target::pipeline_cache::identity();
    let header = |bytes: u32| {
        let words = [32, 1, identity.vendor, identity.device];
        let mut data: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        data.extend(identity.uuid);
        data.extend((0..bytes).map(|byte| byte as u8));
        data
    };
    let all = [header(0), header(4096), Vec::new()];
    all.iter().filter_map(|data| vixen::pipeline_cache::encode(data, &identity).ok()).collect()
}

//! Random graphs of one shape: each pass writes one image and samples one to three that were written before it.
#![forbid(unsafe_code)]

use fastrand::Rng;
use serde_json::{Value, json};

/// How graphs are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Passes, and images.
    pub passes: usize,
    /// A pass samples what one of so many passes before it wrote; of any of them where this is 0.
    pub window: usize,
}

impl Shape {
    /// The name of its graph of a seed.
    #[must_use]
    pub fn name(self, seed: u64) -> String {
        format!("random-{}-w{}-{seed}", self.passes, self.window)
    }

    /// Its graph of a seed, as graph JSON. The same seed gives the same graph everywhere.
    #[must_use]
    pub fn draw(self, seed: u64) -> Value {
        let mut rng = Rng::with_seed(seed);
        let mut resources: Vec<Value> = (0..self.passes).map(|at| image(at, &mut rng)).collect();
        let Some(last) = resources.last_mut() else { return Value::Null };
        last["lifetime"] = "imported".into();
        let mut read = vec![false; self.passes];
        let mut nodes: Vec<Value> =
            (0..self.passes).map(|at| self.node(at, &mut read, &mut rng)).collect();
        // What nobody reads would be culled.
        for (node, _) in nodes.iter_mut().zip(&read).filter(|(_, read)| !**read) {
            node["side_effect"] = true.into();
        }
        json!({
            "schema": "neutral-graph/1", "name": self.name(seed),
            "swapchain": {"width": 1920, "height": 1080},
            "resources": resources, "nodes": nodes, "outputs": [format!("r{}", self.passes - 1)],
        })
    }

    fn node(self, at: usize, read: &mut [bool], rng: &mut Rng) -> Value {
        let graphics = rng.bool();
        let (queue, write) = if graphics {
            ("graphics", "color-attachment-write")
        } else {
            ("compute", "storage-write")
        };
        let mut accesses = vec![json!({"resource": format!("r{at}"), "access": write})];
        let low = if self.window == 0 { 0 } else { at.saturating_sub(self.window) };
        let count = rng.usize(1..=3);
        let mut sources = rng.choose_multiple(low..at, count);
        sources.sort_unstable();
        for source in sources {
            read[source] = true;
            accesses.push(json!({"resource": format!("r{source}"), "access": "sampled-read"}));
        }
        json!({"id": at, "name": format!("n{at}"), "queue": queue, "accesses": accesses})
    }
}

/// A transient image of full, half or quarter size.
fn image(at: usize, rng: &mut Rng) -> Value {
    const FORMATS: [&str; 4] =
        ["R8G8B8A8_UNORM", "R16_SFLOAT", "B10G11R11_UFLOAT_PACK32", "R16G16B16A16_SFLOAT"];
    const SIZES: [[u32; 3]; 4] = [[1920, 1080, 1], [1920, 1080, 1], [960, 540, 1], [480, 270, 1]];
    let (format, size) = (FORMATS[rng.usize(..4)], SIZES[rng.usize(..4)]);
    json!({
        "name": format!("r{at}"), "kind": "image2d", "format": format, "lifetime": "transient",
        "extent": {"mode": "absolute", "size": size},
    })
}

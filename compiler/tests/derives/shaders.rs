//! Shaders of the tests, compiled where they are asked for.

use glslang::ShaderStage;
use proc_macro2::Span;
use quote::quote;
use vixen_compiler::syntax::ast::Origin;
use vixen_compiler::syntax::tokens::{ShaderFile, ShaderLookup, Source};

use crate::spirv::spirv;

const BLUR: &str = "#version 460
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0) uniform sampler2D src;
layout(set = 0, binding = 1, rgba16f) uniform writeonly image2D dst;
layout(push_constant) uniform BlurParams { ivec2 direction; uint radius; float sigma; } params;
void main() {
    imageStore(dst, ivec2(gl_GlobalInvocationID.xy), texelFetch(src, params.direction, 0) * params.sigma * float(params.radius));
}";

const CAMERA: &str = "#version 460
layout(local_size_x = 8) in;
struct Sun { vec3 direction; float strength; };
layout(set = 0, binding = 0) uniform Camera { mat4 view; vec3 eye; float near; Sun sun; float steps[2]; } camera;
layout(set = 0, binding = 1, std430) buffer List { uint entries[]; } list;
void main() {
    list.entries[gl_GlobalInvocationID.x] = uint(camera.near + camera.view[0][0] + camera.eye.x + camera.sun.strength + camera.steps[1]);
}";

const SCENE_VERT: &str = "#version 460
void main() { gl_Position = vec4(float(gl_VertexIndex), 0.0, 0.0, 1.0); }";

const SCENE_FRAG: &str = "#version 460
layout(location = 0) out vec4 color;
void main() { color = vec4(1.0); }";

/// `blur.comp`, `camera.comp`, `scene.vert` and `scene.frag`; `broken.comp` is no SPIR-V.
pub(crate) struct Shaders;

impl Source for Shaders {
    fn origin(&self, span: Span) -> Origin {
        Origin { file: "src/passes.rs".into(), line: u32::try_from(span.start().line).unwrap() }
    }

    fn shader(&self, file: &str, _: Span) -> ShaderLookup {
        let bytes = match file {
            "blur.comp" => spirv(BLUR, ShaderStage::Compute),
            "camera.comp" => spirv(CAMERA, ShaderStage::Compute),
            "scene.vert" => spirv(SCENE_VERT, ShaderStage::Vertex),
            "scene.frag" => spirv(SCENE_FRAG, ShaderStage::Fragment),
            "broken.comp" => b"not SPIR-V at all".to_vec(),
            "unbuilt.comp" => return ShaderLookup::NoBuildScript,
            _ => {
                return ShaderLookup::Missing {
                    looked_for: format!("OUT_DIR/vixen/{file}.spv"),
                    present: vec!["blur.comp".into(), "camera.comp".into()],
                };
            }
        };
        let within = format!("/vixen/{file}.spv");
        let include = quote!(include_bytes!(concat!(env!("OUT_DIR"), #within)));
        ShaderLookup::Found(ShaderFile { bytes, include })
    }
}

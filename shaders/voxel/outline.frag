#version 460
#extension GL_GOOGLE_include_directive : require
// Colours the box's edges where nothing that the rays met is nearer, and the two bars.
#include "frame.glsl"

layout(set = 0, binding = 1) uniform sampler2D hit_t;

layout(location = 0) in vec3 offset;
layout(location = 1) in float across;
layout(location = 2) flat in uint kind;
layout(location = 0) out vec4 color;

const vec3 BARS[4] = vec3[](
    vec3(0.02, 0.025, 0.04), vec3(1.6, 1.1, 0.45), vec3(0.02, 0.025, 0.04), vec3(0.35, 0.9, 1.5));

void main() {
    if (kind != 0u) {
        color = vec4(BARS[kind - 1u], (kind & 1u) == 1u ? 0.45 : 0.9);
        return;
    }
    float t = length(offset);
    float met = texelFetch(hit_t, ivec2(gl_FragCoord.xy), 0).r;
    // The box's faces are faces of voxels too: half a voxel of grace.
    if (met < t - 0.5) {
        discard;
    }
    float soft = 1.0 - across * across;
    float far = exp(-t / 900.0);
    color = vec4(vec3(1.3, 1.05, 0.7), 0.55 * soft * far);
}

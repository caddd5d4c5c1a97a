#version 460
#extension GL_GOOGLE_include_directive : require
// The twelve edges of the world's box as thin ribbons that face the eye, then two bars at the foot
// of the picture: how far the flight is, and how many bricks were uploaded. 72 + 24 vertices, no
// vertex buffer.
#include "frame.glsl"

layout(location = 0) out vec3 offset;
layout(location = 1) out float across;
layout(location = 2) flat out uint kind;

const uint BOX_VERTICES = 72u;
const vec2 CORNERS[6] = vec2[](
    vec2(0, -1), vec2(1, -1), vec2(1, 1), vec2(0, -1), vec2(1, 1), vec2(0, 1));
// Nearest depth in front of the eye at which a ribbon is still drawn.
const float NEAREST = 0.5;

vec4 project(vec3 from_eye) {
    float depth = dot(from_eye, frame.forward.xyz);
    return vec4(dot(from_eye, frame.right.xyz), -dot(from_eye, frame.up.xyz), 0.5 * depth, depth);
}

// The end points of edge 0 to 11 as offsets from the eye: four along each axis.
void edge(uint index, out vec3 from, out vec3 to) {
    uint axis = index >> 2;
    vec3 along = vec3(axis == 0u, axis == 1u, axis == 2u);
    vec2 corner = vec2(index & 1u, (index >> 1) & 1u);
    vec3 rest = axis == 0u ? vec3(0.0, corner) : (axis == 1u ? vec3(corner.x, 0.0, corner.y)
        : vec3(corner, 0.0));
    from = rest * frame.world.xyz - frame.eye.xyz;
    to = (rest + along) * frame.world.xyz - frame.eye.xyz;
}

// Moves the end behind the eye up to where the edge comes into view; false if none of it does.
bool clip(inout vec3 from, inout vec3 to) {
    float a = dot(from, frame.forward.xyz);
    float b = dot(to, frame.forward.xyz);
    if (max(a, b) <= NEAREST) {
        return false;
    }
    if (a < NEAREST) {
        from = mix(from, to, (NEAREST - a) / (b - a));
    } else if (b < NEAREST) {
        to = mix(to, from, (NEAREST - b) / (a - b));
    }
    return true;
}

void box_vertex(uint vertex) {
    vec3 from;
    vec3 to;
    edge(vertex / 6u, from, to);
    vec2 corner = CORNERS[vertex % 6u];
    kind = 0u;
    across = corner.y;
    offset = vec3(0.0);
    gl_Position = vec4(0.0, 0.0, -1.0, 1.0);
    if (!clip(from, to)) {
        return;
    }
    vec4 a = project(from);
    vec4 b = project(to);
    vec2 pixels = vec2(frame.size.xy) * 0.5;
    vec2 run = (b.xy / b.w - a.xy / a.w) * pixels;
    vec2 side = normalize(vec2(-run.y, run.x) + vec2(1e-6, 0.0));
    float width = max(1.1, float(frame.size.y) / 500.0);
    gl_Position = mix(a, b, corner.x);
    gl_Position.xy += side * corner.y * width / pixels * gl_Position.w;
    offset = mix(from, to, corner.x);
}

void bar_vertex(uint vertex) {
    uint bar = vertex / 6u;
    vec2 corner = CORNERS[vertex % 6u];
    float full = (bar & 1u) == 0u ? 1.0
        : (bar < 2u ? frame.forward.w : min(float(frame.grid.w) / 256.0, 1.0));
    float foot = bar < 2u ? 0.945 : 0.915;
    gl_Position = vec4(mix(-0.94, -0.94 + 0.5 * full, corner.x), foot + 0.009 * corner.y, 0.0, 1.0);
    kind = 1u + bar;
    across = 0.0;
    offset = vec3(0.0);
}

void main() {
    uint vertex = uint(gl_VertexIndex);
    if (vertex < BOX_VERTICES) {
        box_vertex(vertex);
    } else {
        bar_vertex(vertex - BOX_VERTICES);
    }
}

#version 460

layout(local_size_x = 8, local_size_y = 4) in;
layout(constant_id = 2) const float STRENGTH = 0.5;

struct Light {
    vec3 position;
    float radius;
    mat3 frame;
};

layout(set = 0, binding = 0, std140) uniform Frame {
    mat4 view;
    layout(row_major) mat2x3 skew;
    float weights[3];
    Light lights[2];
    ivec2 corner;
} frame;

layout(set = 0, binding = 1, std430) readonly buffer Particles {
    uint count;
    float weights[3];
    Light items[];
} particles;

layout(set = 1, binding = 0, std430) writeonly buffer Result {
    layout(offset = 32) vec2 late;
    vec4 values[];
} result;

layout(set = 1, binding = 1, rgba8) uniform writeonly image2D target;

layout(push_constant) uniform Push {
    layout(offset = 16) vec3 origin;
    uint flags;
} push;

void main() {
    vec4 value = frame.view[0] * frame.weights[1] + frame.lights[1].position.xyzx;
    value.xyz += frame.skew[1] + particles.items[particles.count].position + push.origin;
    value *= STRENGTH * float(frame.corner.x + int(push.flags)) * particles.weights[2];
    result.values[gl_GlobalInvocationID.x] = value;
    result.late = value.xy;
    imageStore(target, ivec2(0), value);
}

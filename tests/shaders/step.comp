// One link of a chain: reads a buffer, writes the next one.
#version 460

layout(local_size_x = 64) in;

layout(set = 0, binding = 0, std430) readonly buffer Source { uint src[]; };
layout(set = 0, binding = 1, std430) writeonly buffer Target { uint dst[]; };

layout(push_constant) uniform StepParams {
    uint add;
} params;

void main() {
    dst[gl_GlobalInvocationID.x] = src[gl_GlobalInvocationID.x] + params.add;
}

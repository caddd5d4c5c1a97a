// One link of a chain: copies a buffer into the next one.
#version 460

layout(local_size_x = 64) in;

layout(set = 0, binding = 0, std430) readonly buffer Source { uint src[]; };
layout(set = 0, binding = 1, std430) writeonly buffer Target { uint dst[]; };

void main() {
    dst[gl_GlobalInvocationID.x] = src[gl_GlobalInvocationID.x];
}

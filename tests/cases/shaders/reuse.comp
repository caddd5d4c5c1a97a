// This frame's reservoirs from the last one's.
#version 460
layout(local_size_x = 64) in;
layout(set = 0, binding = 0, std430) readonly buffer Past { uint past[]; };
layout(set = 0, binding = 1, std430) writeonly buffer Now { uint now[]; };
void main() { now[gl_GlobalInvocationID.x] = past[gl_GlobalInvocationID.x] + 1; }

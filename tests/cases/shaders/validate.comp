// Reservoirs validated where they are.
#version 460
layout(local_size_x = 64) in;
layout(set = 0, binding = 0, std430) buffer Past { uint past[]; };
void main() { past[gl_GlobalInvocationID.x] = past[gl_GlobalInvocationID.x] * 2 + 1; }

// Writes seed + index to every word.
#version 460
layout(local_size_x = 64) in;
layout(set = 0, binding = 0, std430) writeonly buffer Data { uint data[]; };
layout(push_constant) uniform Push { uint seed; };
void main() {
    if (gl_GlobalInvocationID.x < data.length()) data[gl_GlobalInvocationID.x] = seed + gl_GlobalInvocationID.x;
}

// One step of a history: every word is its predecessor and one more.
#version 460
layout(local_size_x = 64) in;
layout(set = 0, binding = 0, std430) readonly buffer Before { uint before[]; };
layout(set = 0, binding = 1, std430) writeonly buffer After { uint after[]; };
void main() {
    if (gl_GlobalInvocationID.x < after.length()) after[gl_GlobalInvocationID.x] = before[gl_GlobalInvocationID.x] + 1;
}

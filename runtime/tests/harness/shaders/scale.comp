// Multiplies every word by the factor that the program uploads.
#version 460
layout(local_size_x = 64) in;
layout(set = 0, binding = 0, std140) uniform Factor { uint factor; };
layout(set = 0, binding = 1, std430) writeonly buffer After { uint after[]; };
void main() {
    if (gl_GlobalInvocationID.x < after.length()) after[gl_GlobalInvocationID.x] = factor * gl_GlobalInvocationID.x;
}

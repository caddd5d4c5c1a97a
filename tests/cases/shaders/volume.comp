#version 460
layout(local_size_x = 1) in;
layout(set = 0, binding = 0, r8) uniform writeonly image3D dst;
void main() { imageStore(dst, ivec3(gl_GlobalInvocationID), vec4(1.0)); }

#version 460
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0, rgba16f) uniform image2D sum;

void main() {
    ivec2 at = ivec2(gl_GlobalInvocationID.xy);
    imageStore(sum, at, imageLoad(sum, at) + 1.0);
}

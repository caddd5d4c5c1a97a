#version 460
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0) uniform sampler2DArray src;
layout(set = 0, binding = 1, rgba16f) uniform writeonly image2D dst;

void main() {
    ivec2 at = ivec2(gl_GlobalInvocationID.xy);
    imageStore(dst, at, texelFetch(src, ivec3(at, 1), 0));
}

// One step of a mip chain: each texel is the mean of the four above it.
#version 460

layout(local_size_x = 8, local_size_y = 8) in;

layout(set = 0, binding = 0) uniform sampler2D src;
layout(set = 0, binding = 1, rgba16f) uniform writeonly image2D dst;

void main() {
    ivec2 size = imageSize(dst);
    ivec2 texel = ivec2(gl_GlobalInvocationID.xy);
    if (any(greaterThanEqual(texel, size))) {
        return;
    }
    // The linear filter takes the mean where the source is twice as large.
    imageStore(dst, texel, textureLod(src, (vec2(texel) + 0.5) / vec2(size), 0.0));
}

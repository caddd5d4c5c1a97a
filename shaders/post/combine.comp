// A blurred image over a sharp one.
#version 460

layout(local_size_x = 8, local_size_y = 8) in;

layout(set = 0, binding = 0) uniform sampler2D sharp;
layout(set = 0, binding = 1) uniform sampler2D soft;
layout(set = 0, binding = 2, rgba16f) uniform writeonly image2D dst;

layout(push_constant) uniform CombineParams {
    float strength; // 0 leaves the sharp image, 1 the soft one
} params;

void main() {
    ivec2 size = imageSize(dst);
    ivec2 texel = ivec2(gl_GlobalInvocationID.xy);
    if (any(greaterThanEqual(texel, size))) {
        return;
    }
    vec2 at = (vec2(texel) + 0.5) / vec2(size);
    vec4 colour = mix(textureLod(sharp, at, 0.0), textureLod(soft, at, 0.0), params.strength);
    imageStore(dst, texel, colour);
}

// One direction of a separable Gaussian blur.
#version 460

layout(local_size_x = 8, local_size_y = 8) in;

layout(set = 0, binding = 0) uniform sampler2D src;
layout(set = 0, binding = 1, rgba16f) uniform writeonly image2D dst;

layout(push_constant) uniform BlurParams {
    ivec2 direction; // (1, 0) or (0, 1)
    uint radius;     // in texels; 0 copies
    float sigma;     // in texels
} params;

void main() {
    ivec2 size = imageSize(dst);
    ivec2 texel = ivec2(gl_GlobalInvocationID.xy);
    if (any(greaterThanEqual(texel, size))) {
        return;
    }
    float spread = 2.0 * max(params.sigma * params.sigma, 1e-6);
    vec4 sum = vec4(0.0);
    float weights = 0.0;
    int radius = int(min(params.radius, 64u));
    for (int step = -radius; step <= radius; ++step) {
        float weight = exp(-float(step * step) / spread);
        ivec2 at = clamp(texel + step * params.direction, ivec2(0), size - 1);
        sum += weight * texelFetch(src, at, 0);
        weights += weight;
    }
    imageStore(dst, texel, sum / weights);
}

// Linear light to a display's 8 bits: exposure, Narkowicz' fit of the ACES curve, sRGB.
#version 460

layout(local_size_x = 8, local_size_y = 8) in;

layout(set = 0, binding = 0) uniform sampler2D src;
layout(set = 0, binding = 1, rgba8) uniform writeonly image2D dst;

layout(push_constant) uniform ToneMapParams {
    float exposure; // a factor; 1 leaves the light as it is
} params;

vec3 aces(vec3 x) {
    return clamp((x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14), 0.0, 1.0);
}

vec3 srgb(vec3 x) {
    return mix(1.055 * pow(x, vec3(1.0 / 2.4)) - 0.055, 12.92 * x, lessThan(x, vec3(0.0031308)));
}

void main() {
    ivec2 size = imageSize(dst);
    ivec2 texel = ivec2(gl_GlobalInvocationID.xy);
    if (any(greaterThanEqual(texel, size))) {
        return;
    }
    vec3 light = texelFetch(src, texel, 0).rgb * params.exposure;
    imageStore(dst, texel, vec4(srgb(aces(light)), 1.0));
}

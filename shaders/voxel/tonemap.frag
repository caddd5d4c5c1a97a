#version 460
#extension GL_GOOGLE_include_directive : require
// From radiance to what a screen shows: exposure, a film-like curve, a vignette, sRGB.
#include "frame.glsl"
#include "noise.glsl"

layout(set = 0, binding = 1) uniform sampler2D color;
layout(location = 0) out vec4 screen;

// ACES, as fitted by Stephen Hill: into its working space, the curve, and back to sRGB's primaries.
vec3 film(vec3 c) {
    const mat3 into = mat3(
        0.59719, 0.07600, 0.02840, 0.35458, 0.90834, 0.13383, 0.04823, 0.01566, 0.83777);
    const mat3 back = mat3(
        1.60475, -0.10208, -0.00327, -0.53108, 1.10813, -0.07276, -0.07367, -0.00605, 1.07602);
    vec3 v = into * c;
    vec3 a = v * (v + 0.0245786) - 0.000090537;
    vec3 b = v * (0.983729 * v + 0.4329510) + 0.238081;
    return clamp(back * (a / b), 0.0, 1.0);
}

vec3 to_srgb(vec3 c) {
    return mix(1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, c * 12.92, lessThan(c, vec3(0.0031308)));
}

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    vec2 place = (vec2(pixel) + 0.5) / vec2(frame.size.xy) - 0.5;
    float vignette = 1.0 - 0.55 * dot(place, place);
    vec3 shown = texelFetch(color, pixel, 0).rgb * frame.prev_eye.w * vignette;
    // Half a step of noise hides the bands of 8 bits in the sky.
    float grain = (pixel_noise(pixel, frame.size.z) - 0.5) / 255.0;
    screen = vec4(to_srgb(film(shown)) + grain, 1.0);
}

#version 460
#extension GL_GOOGLE_include_directive : require
// At half resolution: how much of the sun's disc is seen (red) and how open the surroundings are
// (green), from few rays a frame; `shade.comp` smooths them over space, `temporal.comp` over time.
layout(local_size_x = 8, local_size_y = 8) in;

#include "frame.glsl"
#include "surface.glsl"
#include "voxels.glsl"
#include "noise.glsl"
#include "half.glsl"

layout(set = 0, binding = 4) uniform sampler2D hit_t;
layout(set = 0, binding = 5) uniform usampler2D surface;
layout(set = 0, binding = 6, rg16f) uniform writeonly image2D visibility;

const uint OPEN_RAYS = 2u;
const float OPEN_RANGE = 40.0;

// Two unit vectors at right angles to `axis` and to each other (Duff et al. 2017).
void tangents(vec3 axis, out vec3 a, out vec3 b) {
    float side = axis.z >= 0.0 ? 1.0 : -1.0;
    float k = -1.0 / (side + axis.z);
    float m = axis.x * axis.y * k;
    a = vec3(1.0 + side * axis.x * axis.x * k, side * m, -side * axis.x);
    b = vec3(m, side + axis.y * axis.y * k, -axis.y);
}

float sun_seen(vec3 point, vec3 normal, vec2 random) {
    if (dot(normal, frame.sun.xyz) <= 0.0) {
        return 0.0;
    }
    vec3 a;
    vec3 b;
    tangents(frame.sun.xyz, a, b);
    float angle = 6.2831853 * random.x;
    vec2 place = sqrt(random.y) * frame.sun.w * vec2(cos(angle), sin(angle));
    Hit hit;
    return march(point, frame.sun.xyz + a * place.x + b * place.y, 600.0, hit) ? 0.0 : 1.0;
}

float openness(vec3 point, vec3 normal, vec2 random) {
    vec3 a;
    vec3 b;
    tangents(normal, a, b);
    float open = 0.0;
    for (uint i = 0u; i < OPEN_RAYS; i++) {
        vec2 place = square_point(i + OPEN_RAYS * frame.size.z, random);
        float angle = 6.2831853 * place.x;
        float radius = sqrt(place.y);
        vec3 ray = a * radius * cos(angle) + b * radius * sin(angle) + normal * sqrt(1.0 - place.y);
        Hit hit;
        bool met = march(point, ray, OPEN_RANGE, hit);
        open += met ? 0.7 * hit.t / OPEN_RANGE : 1.0;
    }
    return open / float(OPEN_RAYS);
}

void main() {
    ivec2 pixel = ivec2(gl_GlobalInvocationID.xy);
    if (any(greaterThanEqual(pixel, half_size()))) {
        return;
    }
    ivec2 full = full_pixel(pixel);
    float t = texelFetch(hit_t, full, 0).r;
    uint seen = texelFetch(surface, full, 0).r;
    vec2 result = vec2(1.0);
    if (seen != SURFACE_SKY && t < 2000.0) {
        vec3 normal = surface_normal(seen);
        vec3 direction = normalize(pixel_ray(full));
        vec3 point = frame.eye.xyz + direction * t + normal * 0.02;
        float noise = pixel_noise(pixel, frame.size.z);
        vec2 random = vec2(noise, unit_hash(mix_bits(uint(pixel.x) + 8192u * uint(pixel.y))));
        result.x = sun_seen(point, normal, square_point(frame.size.z, random));
        result.y = openness(point, normal, random.yx);
    }
    imageStore(visibility, pixel, vec4(result, 0.0, 0.0));
}

#version 460
#extension GL_GOOGLE_include_directive : require
// The light that each pixel sends to the eye: sun, sky and haze on what `primary.comp` met, with
// shadow and openness taken up from half resolution along surfaces, and water that mirrors.
layout(local_size_x = 8, local_size_y = 8) in;

#include "frame.glsl"
#include "surface.glsl"
#include "voxels.glsl"
#include "noise.glsl"
#include "half.glsl"
#include "sky.glsl"

struct Material {
    vec3 albedo;
    float emission;
    float mirror;
    float variation;
    uint water;
    uint padding;
};

layout(std430, set = 0, binding = 4) readonly buffer Palette { Material materials[256]; } palette;
layout(set = 0, binding = 5) uniform usampler2D voxel_id;
layout(set = 0, binding = 6) uniform sampler2D hit_t;
layout(set = 0, binding = 7) uniform usampler2D surface;
layout(set = 0, binding = 8) uniform sampler2D visibility;
layout(set = 0, binding = 9, rgba16f) uniform writeonly image2D radiance;

const float MIRROR_RANGE = 260.0;
const vec3 SHALLOW = vec3(0.06, 0.34, 0.36);
const vec3 DEEP = vec3(0.008, 0.060, 0.105);

// Shadow and openness at a point, from the nine half-resolution pixels around it that lie on the
// same plane.
vec2 gather_visibility(ivec2 pixel, vec3 point, uint seen) {
    vec3 normal = surface_normal(seen);
    ivec2 center = pixel / 2;
    ivec2 last = half_size() - 1;
    vec2 sum = vec2(0.0);
    float total = 0.0;
    for (int y = -1; y <= 1; y++) {
        for (int x = -1; x <= 1; x++) {
            ivec2 tap = clamp(center + ivec2(x, y), ivec2(0), last);
            ivec2 full = full_pixel(tap);
            float t = texelFetch(hit_t, full, 0).r;
            uint other = texelFetch(surface, full, 0).r;
            vec3 place = frame.eye.xyz + normalize(pixel_ray(full)) * t;
            bool same_face = ((other ^ seen) & 0x700u) == 0u;
            float off_plane = abs(dot(normal, place - point));
            vec2 apart = vec2(full - pixel);
            float weight = exp(-0.18 * dot(apart, apart)) * exp(-4.0 * off_plane)
                * (same_face ? 1.0 : 0.02) + 1e-5;
            sum += weight * texelFetch(visibility, tap, 0).rg;
            total += weight;
        }
    }
    return sum / total;
}

// The reflectance of a voxel's face: the material's, with a small step from voxel to voxel.
vec3 face_color(uint material, uint id) {
    Material m = palette.materials[material];
    float step_of_voxel = 2.0 * unit_hash(id) - 1.0;
    return m.albedo * (1.0 + m.variation * step_of_voxel);
}

vec3 lit(vec3 albedo, vec3 normal, float sun_seen, float open) {
    float facing = max(dot(normal, frame.sun.xyz), 0.0);
    return albedo * (SUN_LIGHT * facing * sun_seen + sky_light(normal) * open);
}

// What a mirror shows along a ray: the world if it is near, else the sky.
vec3 mirrored(vec3 point, vec3 direction) {
    Hit hit;
    if (!march(point, direction, MIRROR_RANGE, hit)) {
        return sky(direction);
    }
    vec3 normal = vec3(hit.normal);
    ivec3 world = ivec3(frame.grid.xyz) * 8;
    uint id = 1u + uint(hit.voxel.x + world.x * (hit.voxel.y + world.y * hit.voxel.z));
    vec3 albedo = face_color(hit.material, id);
    vec3 color = lit(albedo, normal, 0.75, 0.7) + albedo * palette.materials[hit.material].emission;
    return haze(color, direction, hit.t);
}

// The normal of the waves on level water, flatter far away where they are smaller than a pixel.
vec3 wave_normal(vec2 place, float t) {
    float time = frame.eye.w;
    vec2 slope = vec2(0.0);
    vec2 along = vec2(0.8, 0.6);
    float length_of_wave = 19.0;
    for (int i = 0; i < 5; i++) {
        float k = 6.2831853 / length_of_wave;
        float visible = exp(-pow(t * frame.ray_origin.w * 2.5 / length_of_wave, 2.0));
        slope += along * cos(k * dot(along, place) + sqrt(9.8 * k) * time) * 0.018 * visible;
        along = mat2(0.36, 0.93, -0.93, 0.36) * along;
        length_of_wave *= 0.62;
    }
    return normalize(vec3(-slope.x, 1.0, -slope.y));
}

// How many voxels of water lie under the water voxel `cell`, and what lies below them.
float water_depth(ivec3 cell, out uint bottom) {
    for (int depth = 1; depth < 14; depth++) {
        bottom = voxel_at(cell - ivec3(0, depth, 0));
        if (palette.materials[bottom].water == 0u) {
            return float(depth);
        }
    }
    return 14.0;
}

vec3 water(vec3 point, vec3 direction, float t, float depth, vec3 bottom, vec2 seen) {
    vec3 normal = wave_normal(point.xz, t);
    float cosine = max(-dot(normal, direction), 0.0);
    float mirror = 0.02 + 0.98 * pow(1.0 - cosine, 5.0);
    vec3 up = reflect(direction, normal);
    up = normalize(vec3(up.x, abs(up.y) + 0.002, up.z));
    float clear = exp(-0.28 * depth);
    vec3 scattered = mix(DEEP, SHALLOW, exp(-0.16 * depth));
    vec3 light = SUN_LIGHT * frame.sun.y * (0.25 + 0.75 * seen.x) * 0.55 + sky_light(vec3(0, 1, 0));
    vec3 below = light * mix(scattered, bottom * vec3(0.55, 0.8, 0.78), clear) * seen.y;
    float glint = pow(max(dot(up, frame.sun.xyz), 0.0), 700.0) * 14.0 * seen.x;
    return mix(below, mirrored(point + vec3(0.0, 0.02, 0.0), up), mirror) + SUN_LIGHT * glint * mirror;
}

// A matt face; its rim is a little darker, where a pixel is small enough to show it.
vec3 solid(uint id, uint seen, vec3 point, float t, vec2 visible) {
    uint material = surface_material(seen);
    vec3 normal = surface_normal(seen);
    vec3 albedo = face_color(material, id);
    vec3 place = abs(fract(point) - 0.5) * (1.0 - abs(normal));
    float rim = smoothstep(0.40, 0.5, max(max(place.x, place.y), place.z));
    albedo *= 1.0 - 0.22 * rim * exp(-t * frame.ray_origin.w * 8.0);
    return lit(albedo, normal, visible.x, visible.y) + albedo * palette.materials[material].emission;
}

vec3 ground(vec3 point, vec2 visible) {
    vec2 tile = floor(point.xz / 16.0);
    float shade = mod(tile.x + tile.y, 2.0) < 0.5 ? 0.42 : 0.36;
    return lit(vec3(shade, shade * 0.97, shade * 0.92), vec3(0.0, 1.0, 0.0), visible.x, visible.y);
}

void main() {
    ivec2 pixel = ivec2(gl_GlobalInvocationID.xy);
    if (any(greaterThanEqual(pixel, ivec2(frame.size.xy)))) {
        return;
    }
    uint seen = texelFetch(surface, pixel, 0).r;
    float t = texelFetch(hit_t, pixel, 0).r;
    vec3 direction = normalize(pixel_ray(pixel));
    vec3 color;
    if (seen == SURFACE_SKY) {
        color = sky(direction);
    } else {
        vec3 point = frame.eye.xyz + direction * t;
        vec2 visible = gather_visibility(pixel, point, seen);
        uint id = texelFetch(voxel_id, pixel, 0).r;
        bool level = surface_normal(seen).y > 0.5;
        if ((seen & SURFACE_FLOOR) != 0u) {
            color = frame.size.w == FLOOR_SEA
                ? water(point, direction, t, 14.0, vec3(0.0), visible) : ground(point, visible);
        } else if (palette.materials[surface_material(seen)].water != 0u && level) {
            uint bottom;
            float depth = water_depth(ivec3(floor(point - vec3(0.0, 0.5, 0.0))), bottom);
            color = water(point, direction, t, depth, palette.materials[bottom].albedo, visible);
        } else {
            color = solid(id, seen, point, t, visible);
        }
        color = haze(color, direction, t);
    }
    imageStore(radiance, pixel, vec4(min(color, vec3(60.0)), 1.0));
}

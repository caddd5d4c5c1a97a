#version 460
#extension GL_GOOGLE_include_directive : require
// The first thing that the ray through each pixel meets: which voxel, how far, which face.
// `primary` in examples/src/voxel/march.rs does the same on the CPU.
layout(local_size_x = 8, local_size_y = 8) in;

#include "frame.glsl"
#include "surface.glsl"
#include "voxels.glsl"

layout(set = 0, binding = 4, r32ui) uniform writeonly uimage2D voxel_id;
layout(set = 0, binding = 5, r32f) uniform writeonly image2D hit_t;
layout(set = 0, binding = 6, r32ui) uniform writeonly uimage2D surface;

void main() {
    ivec2 pixel = ivec2(gl_GlobalInvocationID.xy);
    if (any(greaterThanEqual(pixel, ivec2(frame.size.xy)))) {
        return;
    }
    precise vec3 eye = frame.eye.xyz;
    precise vec3 direction = nudge(pixel_ray(pixel));
    precise float rise = 1.0 / direction.y;
    precise float floor_t = (frame.world.w - eye.y) * rise;
    float length_of_ray = ray_length(direction);

    uint id = 0u;
    precise float distance_to = FAR;
    uint seen = SURFACE_SKY;
    Hit hit;
    bool found = march(eye, direction, 3.402823466e38, hit);
    if (found && (floor_t <= 0.0 || hit.t <= floor_t)) {
        ivec3 world = ivec3(frame.grid.xyz) * 8;
        id = 1u + uint(hit.voxel.x + world.x * (hit.voxel.y + world.y * hit.voxel.z));
        distance_to = hit.t * length_of_ray;
        seen = SURFACE_VOXEL | hit.material | (face_of(hit.normal) << 8);
    } else {
        precise float floor_distance = floor_t * length_of_ray;
        if (floor_t > 0.0 && floor_distance < FAR) {
            distance_to = floor_distance;
            seen = SURFACE_FLOOR | (direction.y < 0.0 ? 3u << 8 : 2u << 8);
        }
    }
    imageStore(voxel_id, pixel, uvec4(id));
    imageStore(hit_t, pixel, vec4(distance_to));
    imageStore(surface, pixel, uvec4(seen));
}

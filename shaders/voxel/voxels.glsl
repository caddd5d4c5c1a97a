// The world's bricks and the march of a ray through them: operation for operation that of
// examples/src/voxel/march.rs, whose text explains both. `precise` keeps each product and each sum
// rounded by itself, as the CPU rounds them.
layout(std430, set = 0, binding = 1) readonly buffer Bricks { uint words[]; } bricks;
layout(std430, set = 0, binding = 2) readonly buffer Grid { uint entries[]; } grid;
layout(std430, set = 0, binding = 3) readonly buffer Coarse { uint words[]; } coarse;

const uint UNIFORM = 1u << 31;
const float SMALLEST = 1e-7;

struct Hit {
    ivec3 voxel;
    uint material;
    float t;
    ivec3 normal;
};

vec3 nudge(vec3 direction) {
    bvec3 large = greaterThanEqual(abs(direction), vec3(SMALLEST));
    bvec3 negative = lessThan(direction, vec3(0.0));
    return mix(mix(vec3(SMALLEST), vec3(-SMALLEST), negative), direction, large);
}

uint grid_entry(ivec3 cell) {
    uvec3 brick = uvec3(cell >> 3);
    return grid.entries[brick.x + frame.grid.x * (brick.y + frame.grid.y * brick.z)];
}

bool block_occupied(ivec3 cell) {
    uvec3 block = uvec3(cell >> 5);
    uvec3 blocks = frame.grid.xyz >> 2;
    uint index = block.x + blocks.x * (block.y + blocks.y * block.z);
    return ((coarse.words[index >> 5] >> (index & 31u)) & 1u) != 0u;
}

uint material_of(uint entry, ivec3 cell) {
    if (entry == 0u || (entry & UNIFORM) != 0u) {
        return entry & 0xffu;
    }
    uvec3 local = uvec3(cell) & 7u;
    uint index = (entry - 1u) * 512u + (local.x + 8u * (local.y + 8u * local.z));
    return (bricks.words[index >> 2] >> (8u * (index & 3u))) & 0xffu;
}

uint voxel_at(ivec3 cell) {
    if (any(lessThan(cell, ivec3(0))) || any(greaterThanEqual(cell, ivec3(frame.grid.xyz) * 8))) {
        return 0u;
    }
    return material_of(grid_entry(cell), cell);
}

bool march(vec3 origin, vec3 towards, float limit, out Hit hit) {
    precise vec3 direction = nudge(towards);
    precise vec3 inverse = 1.0 / direction;
    ivec3 ahead = ivec3(greaterThan(direction, vec3(0.0)));
    ivec3 world = ivec3(frame.grid.xyz) * 8;
    hit = Hit(ivec3(0), 0u, 0.0, ivec3(0));

    precise vec3 near = (vec3(world * (1 - ahead)) - origin) * inverse;
    precise vec3 far = (vec3(world * ahead) - origin) * inverse;
    precise float t = max(max(max(near.x, near.y), near.z), 0.0);
    precise float end = min(min(min(far.x, far.y), far.z), limit);
    if (!(t < end)) {
        return false;
    }
    ivec3 axis = near.x >= near.y && near.x >= near.z ? ivec3(1, 0, 0)
        : (near.y >= near.z ? ivec3(0, 1, 0) : ivec3(0, 0, 1));
    precise vec3 entry_point = origin + direction * t;
    ivec3 cell = clamp(ivec3(floor(entry_point)), ivec3(0), world - 1);

    int most = world.x + world.y + world.z;
    for (int i = 0; i < most; i++) {
        uint entry = grid_entry(cell);
        uint material = material_of(entry, cell);
        if (material != 0u) {
            hit = Hit(cell, material, t, axis * (1 - 2 * ahead));
            return true;
        }
        int edge = entry != 0u ? 1 : (block_occupied(cell) ? 8 : 32);
        ivec3 corner = cell & ivec3(-edge);
        precise vec3 exit = (vec3(corner + ahead * edge) - origin) * inverse;
        t = max(t, min(min(exit.x, exit.y), exit.z));
        axis = exit.x <= exit.y && exit.x <= exit.z ? ivec3(1, 0, 0)
            : (exit.y <= exit.z ? ivec3(0, 1, 0) : ivec3(0, 0, 1));
        if (t >= end) {
            return false;
        }
        // Never back: rounding must not undo a step.
        ivec3 lowest = corner + ahead * (cell - corner);
        ivec3 highest = cell + ahead * (corner + (edge - 1) - cell);
        precise vec3 point = origin + direction * t;
        ivec3 inside = clamp(ivec3(floor(point)), lowest, highest);
        ivec3 beyond = corner + ahead * (edge + 1) - 1;
        cell = inside * (1 - axis) + beyond * axis;
    }
    return false;
}

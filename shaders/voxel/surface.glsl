// How `primary.comp` packs what a pixel shows: the material in bits 0 to 7, the face in bits 8 to
// 10 (-x, +x, -y, +y, -z, +z are 0 to 5), what was hit in bits 12 and 13.
const uint SURFACE_SKY = 0u;
const uint SURFACE_VOXEL = 1u << 12;
const uint SURFACE_FLOOR = 1u << 13;

uint face_of(ivec3 normal) {
    uint axis = normal.x != 0 ? 0u : (normal.y != 0 ? 1u : 2u);
    return 2u * axis + (normal.x + normal.y + normal.z > 0 ? 1u : 0u);
}

uint surface_material(uint surface) {
    return surface & 0xffu;
}

vec3 surface_normal(uint surface) {
    uint face = (surface >> 8) & 7u;
    float side = (face & 1u) != 0u ? 1.0 : -1.0;
    uint axis = face >> 1;
    return side * vec3(axis == 0u, axis == 1u, axis == 2u);
}

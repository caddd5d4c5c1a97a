#version 460
#extension GL_EXT_shader_16bit_storage : require
layout(local_size_x = 4) in;
struct Mark { float16_t x, y, z; uint16_t tag; };
layout(std430, set = 0, binding = 0) readonly buffer Marks { Mark marks[]; } marks;
layout(std430, set = 0, binding = 1) writeonly buffer Sums { float sums[]; } sums;
void main() {
    uint i = gl_GlobalInvocationID.x;
    float x = float(marks.marks[i].x), y = float(marks.marks[i].y), z = float(marks.marks[i].z);
    sums.sums[i] = x + y * 2.0 + z * 4.0 + float(uint(marks.marks[i].tag));
}

#version 460
layout(local_size_x = 64) in;
layout(set = 0, binding = 0, std430) readonly buffer List { uint entries[]; } list;
layout(set = 0, binding = 1, std430) writeonly buffer Sum { uint total; } sum;

void main() {
    sum.total = list.entries[gl_GlobalInvocationID.x];
}

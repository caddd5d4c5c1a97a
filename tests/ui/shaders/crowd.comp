#version 460
layout(local_size_x = 1024) in;
layout(set = 0, binding = 0, std430) writeonly buffer List { uint entries[]; } list;

void main() {
    list.entries[gl_GlobalInvocationID.x] = 1;
}

#version 460
layout(constant_id = 0) const uint SIDE = 8;
layout(local_size_x_id = 0) in;
layout(std430, set = 0, binding = 1) writeonly buffer Sum { float total[]; };
shared vec4 partial[SIDE];
void main() {
    partial[gl_LocalInvocationIndex] = vec4(1.0);
    barrier();
    total[gl_GlobalInvocationID.x] = partial[SIDE - 1 - gl_LocalInvocationIndex].x;
}

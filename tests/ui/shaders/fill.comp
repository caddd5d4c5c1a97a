#version 460
layout(local_size_x = 8, local_size_y = 8) in;
layout(constant_id = 0) const uint RADIUS = 1;
layout(set = 0, binding = 0, rgba16f) uniform writeonly image2D dst;

void main() {
    imageStore(dst, ivec2(gl_GlobalInvocationID.xy), vec4(RADIUS));
}

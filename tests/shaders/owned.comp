#version 460
layout(local_size_x = 4, local_size_y = 4) in;
layout(set = 0, binding = 0, rgba8) uniform writeonly image2D dst;
layout(set = 1, binding = 0) uniform Material { vec4 color; };

void main() {
    imageStore(dst, ivec2(gl_GlobalInvocationID.xy), color);
}

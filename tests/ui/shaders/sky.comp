#version 460
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0) uniform samplerCube sky;
layout(set = 0, binding = 1, rgba16f) uniform writeonly image2D dst;

void main() {
    imageStore(dst, ivec2(gl_GlobalInvocationID.xy), textureLod(sky, vec3(1.0, 0.0, 0.0), 0.0));
}

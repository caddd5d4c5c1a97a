#version 460
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0, rgba16f) uniform writeonly image2D dst;
layout(push_constant) uniform Params { mat4 now; mat4 before; vec4 tint; } params;

void main() {
    imageStore(dst, ivec2(gl_GlobalInvocationID.xy), params.now * params.before * params.tint);
}

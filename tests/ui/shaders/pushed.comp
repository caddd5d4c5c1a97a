#version 460
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0, rgba16f) uniform writeonly image2D dst;
layout(push_constant) uniform Params { ivec2 direction; uint radius; float sigma; } params;

void main() {
    ivec2 at = ivec2(gl_GlobalInvocationID.xy) + params.direction;
    imageStore(dst, at, vec4(params.sigma * float(params.radius)));
}

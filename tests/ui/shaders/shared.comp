#version 460
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0) uniform sampler2D src;
layout(set = 0, binding = 0, rgba8) uniform writeonly image2D dst;
void main() { imageStore(dst, ivec2(gl_GlobalInvocationID.xy), textureLod(src, vec2(0.5), 0.0)); }

#version 460
layout(local_size_x = 64) in;
layout(set = 0, binding = 0) uniform samplerBuffer src;
layout(set = 0, binding = 1, r32ui) uniform writeonly uimageBuffer dst;

void main() {
    int at = int(gl_GlobalInvocationID.x);
    imageStore(dst, at, uvec4(texelFetch(src, at).x * 255.0));
}

#version 460
layout(local_size_x = 8) in;
layout(set = 0, binding = 0) uniform samplerBuffer src;
layout(set = 0, binding = 1, r32ui) uniform writeonly uimageBuffer dst;

void main() {
    int at = int(gl_GlobalInvocationID.x);
    uvec4 texel = uvec4(round(texelFetch(src, at) * 255.0));
    imageStore(dst, at, uvec4(texel.x + texel.y * 1000 + texel.z * 1000000));
}

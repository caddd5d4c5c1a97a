#version 460

layout(set = 0, binding = 0) uniform usampler2D seen;
layout(location = 0) out uint color;

void main() {
    color = texelFetch(seen, ivec2(gl_FragCoord.xy), 0).r;
}

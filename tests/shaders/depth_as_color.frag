#version 460
layout(set = 0, binding = 0) uniform sampler2D seen;
layout(location = 0) out vec4 color;

void main() {
    color = vec4(texelFetch(seen, ivec2(gl_FragCoord.xy), 0).r, 0.0, 0.0, 1.0);
}

#version 460
layout(local_size_x = 1) in;
layout(constant_id = 0) const uint N = 1;
layout(set = 0, binding = 0) uniform Scene { uint count; vec4 lights[N * 2]; };
layout(set = 0, binding = 1) uniform sampler2D images[N];
layout(std430, set = 0, binding = 2) writeonly buffer Out { vec4 sum; };
void main() {
    vec4 s = vec4(0);
    for (uint i = 0; i < N; i++) s += lights[i] + textureLod(images[i], vec2(0.5), 0.0);
    sum = s * count;
}

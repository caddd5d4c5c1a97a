#version 460
layout(local_size_x = 1) in;
layout(constant_id = 0) const uint N = 2;
layout(push_constant) uniform Lights { vec4 light[N]; } lights;
layout(set = 0, binding = 0) uniform sampler2D images[N];
layout(std430, set = 0, binding = 1) writeonly buffer Sum { vec4 total; } sum;
void main() {
    vec4 total = vec4(0);
    for (uint i = 0; i < N; i++) { total += lights.light[i] + textureLod(images[i], vec2(0.5), 0.0); }
    sum.total = total;
}

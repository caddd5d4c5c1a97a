#version 460
layout(push_constant) uniform P { uvec2 flags; } p;
layout(location = 0) out vec4 color;
void main() { color = vec4(p.flags, 0, 1); }

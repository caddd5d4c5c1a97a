#version 460
layout(set = 0, binding = 0) uniform Scene { layout(offset = 16) vec4 tint; } s;
layout(location = 0) out vec4 color;
void main() { color = s.tint; }

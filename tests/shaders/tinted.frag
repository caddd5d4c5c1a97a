#version 460
layout(push_constant) uniform Params { layout(offset = 16) vec4 tint; } params;
layout(location = 0) out vec4 color;
void main() { color = params.tint; }

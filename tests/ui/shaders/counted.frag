#version 460
layout(push_constant) uniform Params { uint count; } params;
layout(location = 0) out vec4 color;
void main() { color = vec4(params.count); }

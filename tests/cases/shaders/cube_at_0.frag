#version 460
layout(set = 0, binding = 0) uniform samplerCube tex;
layout(location = 0) out vec4 color;
void main() { color = texture(tex, vec3(1, 0, 0)); }

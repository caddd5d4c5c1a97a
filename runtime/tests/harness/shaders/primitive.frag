// Red for the two triangles in front, green for the one behind.
#version 460
layout(location = 0) out vec4 color;
void main() { color = gl_FragCoord.z < 0.6 ? vec4(1, 0, 0, 1) : vec4(0, 1, 0, 1); }

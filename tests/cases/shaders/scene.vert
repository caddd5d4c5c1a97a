#version 460
layout(set = 0, binding = 0) uniform Scene { vec4 place; } s;
void main() { gl_Position = s.place; }

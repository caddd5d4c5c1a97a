#version 460
layout(push_constant) uniform Params { vec4 place; } params;
void main() { gl_Position = params.place; }

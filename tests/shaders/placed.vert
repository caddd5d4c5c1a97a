#version 460
layout(location = 0) in vec2 position;
layout(location = 1) in vec3 color;
layout(location = 2) in mat2 turn;
layout(location = 4) in vec2 offset;
layout(location = 0) out vec3 tint;

void main() {
    tint = color;
    gl_Position = vec4(turn * position + offset, 0.0, 1.0);
}

#version 460
// A triangle over all of the picture, moved by what this stage alone reads of the push constants.
layout(push_constant) uniform Params { vec4 place; } params;
void main() {
    vec2 corner = vec2((gl_VertexIndex << 1) & 2, gl_VertexIndex & 2) * 2.0 - 1.0;
    gl_Position = vec4(corner + params.place.xy, 0.5, 1.0);
}

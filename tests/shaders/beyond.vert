#version 460
// A triangle over the whole target, behind the far plane.
void main() {
    vec2 corner = vec2(gl_VertexIndex & 1, gl_VertexIndex >> 1) * 4.0 - 1.0;
    gl_Position = vec4(corner, 1.5, 1.0);
}

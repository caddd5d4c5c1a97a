#version 460
// A triangle over the whole target, whose depth grows from 0.4 at the left to 0.6 at the right.
void main() {
    vec2 corner = vec2(gl_VertexIndex & 1, gl_VertexIndex >> 1) * 4.0 - 1.0;
    gl_Position = vec4(corner, 0.5 + 0.1 * corner.x, 1.0);
}

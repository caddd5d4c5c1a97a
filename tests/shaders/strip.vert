#version 460
// Vertices 0 to 2 in the left quarter, 3 to 5 in the right one.
void main() {
    int corner = gl_VertexIndex % 3;
    float left = gl_VertexIndex < 3 ? -1.0 : 0.5;
    vec2 place = vec2(left + (corner == 1 ? 0.5 : 0.0), corner == 2 ? 3.0 : -1.0);
    gl_Position = vec4(place, 0.5, 1.0);
}

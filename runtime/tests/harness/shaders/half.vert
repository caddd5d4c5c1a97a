// Two triangles over the left half of the screen, at depth 0.5; a third, behind them, over all of it.
#version 460
void main() {
    vec2 left[6] = vec2[](vec2(-1, -1), vec2(0, -1), vec2(0, 1), vec2(-1, -1), vec2(0, 1), vec2(-1, 1));
    vec2 all[3] = vec2[](vec2(-1, -1), vec2(3, -1), vec2(-1, 3));
    if (gl_VertexIndex < 6) gl_Position = vec4(left[gl_VertexIndex], 0.5, 1);
    else gl_Position = vec4(all[gl_VertexIndex - 6], 0.75, 1);
}

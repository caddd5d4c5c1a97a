#version 460
layout(location = 0) out vec4 color;

// White in the right of a pixel: samples tell, the centre does not.
void main() {
    color = vec4(step(0.6, fract(gl_FragCoord.x)));
}

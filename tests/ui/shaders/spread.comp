#version 460
layout(local_size_x = 1) in;
layout(constant_id = 0) const uint TAPS = 4;
layout(set = 0, binding = 0) writeonly buffer Spread { float weights[TAPS]; } spread;
void main() { spread.weights[gl_LocalInvocationIndex] = 1.0 / TAPS; }

#version 460
layout(local_size_x = 1) in;
layout(set = 0, binding = 0) writeonly buffer B0 { float x; } b0;
layout(set = 0, binding = 1) writeonly buffer B1 { float x; } b1;
layout(set = 0, binding = 2) writeonly buffer B2 { float x; } b2;
layout(set = 0, binding = 3) writeonly buffer B3 { float x; } b3;
layout(set = 0, binding = 4) writeonly buffer B4 { float x; } b4;
void main() { b0.x = 1.0; b1.x = 1.0; b2.x = 1.0; b3.x = 1.0; b4.x = 1.0; }

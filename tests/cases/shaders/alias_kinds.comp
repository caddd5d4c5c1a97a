#version 460
layout(local_size_x = 64) in;
layout(std430, set = 0, binding = 0) readonly buffer Draws { uint draws[]; };
layout(std140, set = 0, binding = 1) uniform Tasks { uvec4 tasks; };
layout(std430, set = 0, binding = 1) writeonly buffer Commands { uint commands[]; };
void main() { commands[gl_GlobalInvocationID.x] = draws[0] + tasks.x; }

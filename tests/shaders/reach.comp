#version 460
#extension GL_EXT_buffer_reference : require
layout(local_size_x = 16) in;
layout(buffer_reference, std430, buffer_reference_align = 4) writeonly buffer Words { uint words[]; };
layout(push_constant) uniform Reach { Words target; uint scale; uint unused; };

void main() {
    target.words[gl_GlobalInvocationID.x] = gl_GlobalInvocationID.x * scale + unused;
}

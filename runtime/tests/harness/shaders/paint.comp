// A gradient, or the index of the frame in every texel.
#version 460
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0, rgba8) writeonly uniform image2D target;
void main() {
    uvec2 at = gl_GlobalInvocationID.xy;
    if (all(lessThan(at, imageSize(target)))) imageStore(target, ivec2(at), vec4(at / 255.0, 0, 1));
}

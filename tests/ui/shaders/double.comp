#version 460
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0, rgba16f) uniform writeonly image2D dst;

void main() {
    double x = double(gl_GlobalInvocationID.x) / 3.0lf;
    imageStore(dst, ivec2(gl_GlobalInvocationID.xy), vec4(float(x)));
}

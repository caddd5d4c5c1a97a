// What changes from frame to frame: `FrameData` in examples/src/voxel/frame.rs, which says what
// each member means.
layout(std140, set = 0, binding = 0) uniform Frame {
    vec4 eye;
    vec4 ray_origin;
    vec4 ray_dx;
    vec4 ray_dy;
    vec4 right;
    vec4 up;
    vec4 forward;
    vec4 prev_eye;
    vec4 prev_right;
    vec4 prev_up;
    vec4 prev_forward;
    vec4 sun;
    vec4 world;
    uvec4 size;
    uvec4 grid;
} frame;

const uint FLOOR_SEA = 1u;

// The distance at which the sky is said to be; what is nearer was hit.
const float FAR = 60000.0;

// The direction of the ray through a pixel, not normalised.
vec3 pixel_ray(ivec2 pixel) {
    precise vec3 direction = (frame.ray_origin.xyz + frame.ray_dx.xyz * float(pixel.x))
        + frame.ray_dy.xyz * float(pixel.y);
    return direction;
}

// The square root of the sum of the squares, summed from x to z.
float ray_length(vec3 direction) {
    precise vec3 square = direction * direction;
    precise float sum = (square.x + square.y) + square.z;
    return sqrt(sum);
}

// Work for a driver's compiler: noise of several octaves, unrolled. The benchmark of set-up makes many modules of this one, each
// with another seed.
#version 460

layout(local_size_x = 64) in;

layout(set = 0, binding = 0, std430) readonly buffer Source { float src[]; };
layout(set = 0, binding = 1, std430) writeonly buffer Target { float dst[]; };

const float SEED = 0.73828125;

float hash(vec3 at) {
    return fract(sin(dot(at, vec3(12.9898, 78.233, 37.719)) + SEED) * 43758.5453);
}

float noise(vec3 at) {
    vec3 cell = floor(at), part = smoothstep(0.0, 1.0, fract(at));
    float sum = 0.0;
    for (int corner = 0; corner < 8; corner++) {
        vec3 offset = vec3(corner & 1, (corner >> 1) & 1, corner >> 2);
        vec3 weight = mix(1.0 - part, part, offset);
        sum += hash(cell + offset) * weight.x * weight.y * weight.z;
    }
    return sum;
}

void main() {
    vec3 at = vec3(src[gl_GlobalInvocationID.x], gl_GlobalInvocationID.xy);
    float sum = 0.0, scale = 1.0;
    for (int octave = 0; octave < 8; octave++) {
        sum += noise(at * scale) / scale;
        scale *= 2.0;
    }
    dst[gl_GlobalInvocationID.x] = sum;
}

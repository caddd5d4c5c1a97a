// Bright discs on a dark ground: something to blur where no scene is at hand.
#version 460

layout(local_size_x = 8, local_size_y = 8) in;

layout(set = 0, binding = 0, rgba16f) uniform writeonly image2D dst;

layout(push_constant) uniform PatternParams {
    float time; // in seconds
} params;

void main() {
    ivec2 size = imageSize(dst);
    ivec2 texel = ivec2(gl_GlobalInvocationID.xy);
    if (any(greaterThanEqual(texel, size))) {
        return;
    }
    vec2 at = (vec2(texel) + 0.5) / float(size.y) * 6.0;
    vec2 cell = fract(at + vec2(params.time * 0.25, 0.0)) - 0.5;
    float disc = smoothstep(0.21, 0.19, length(cell));
    vec3 tint = 0.5 + 0.5 * cos(floor(at.x) + floor(at.y) * 1.7 + vec3(0.0, 2.1, 4.2));
    imageStore(dst, texel, vec4(disc * tint * 8.0 + 0.02, 1.0));
}

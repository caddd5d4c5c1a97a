#version 460
#extension GL_GOOGLE_include_directive : require
// Blends this frame's radiance with that of the frames before, looked up where the same point was
// then. History keeps the distance in its alpha, to tell whether it was the same point.
layout(local_size_x = 8, local_size_y = 8) in;

#include "frame.glsl"

layout(set = 0, binding = 1) uniform sampler2D radiance;
layout(set = 0, binding = 2) uniform sampler2D hit_t;
layout(set = 0, binding = 3) uniform sampler2D history;
layout(set = 0, binding = 4, rgba16f) uniform writeonly image2D accumulated;
layout(set = 0, binding = 5, rgba16f) uniform writeonly image2D color;

const float NEW = 0.09;

// Luma and two chromas: the box around the neighbours' colours is tighter there than in RGB.
vec3 to_luma(vec3 c) {
    return vec3(0.25 * c.r + 0.5 * c.g + 0.25 * c.b, 0.5 * (c.r - c.b), 0.5 * c.g - 0.25 * (c.r + c.b));
}

vec3 from_luma(vec3 c) {
    float rest = c.x - c.z;
    return vec3(rest + c.y, c.x + c.z, rest - c.y);
}

// Bright values count less, so that a glint does not outweigh its surroundings for many frames.
vec3 compress(vec3 c) {
    return c / (1.0 + max(max(c.r, c.g), c.b));
}

vec3 expand(vec3 c) {
    return c / max(1.0 - max(max(c.r, c.g), c.b), 1e-3);
}

// Catmull-Rom from five bilinear samples (Jimenez 2016): history that is looked up between its
// pixels again and again would blur under a bilinear filter.
vec3 sample_history(vec2 uv, vec2 size) {
    vec2 place = uv * size;
    vec2 center = floor(place - 0.5) + 0.5;
    vec2 f = place - center;
    vec2 w0 = f * (-0.5 + f * (1.0 - 0.5 * f));
    vec2 w1 = 1.0 + f * f * (-2.5 + 1.5 * f);
    vec2 w2 = f * (0.5 + f * (2.0 - 1.5 * f));
    vec2 w3 = f * f * (-0.5 + 0.5 * f);
    vec2 w12 = w1 + w2;
    vec2 low = (center - 1.0) / size;
    vec2 middle = (center + w2 / w12) / size;
    vec2 high = (center + 2.0) / size;
    vec4 sum = vec4(textureLod(history, middle, 0.0).rgb, 1.0) * w12.x * w12.y;
    sum += vec4(textureLod(history, vec2(low.x, middle.y), 0.0).rgb, 1.0) * w0.x * w12.y;
    sum += vec4(textureLod(history, vec2(high.x, middle.y), 0.0).rgb, 1.0) * w3.x * w12.y;
    sum += vec4(textureLod(history, vec2(middle.x, low.y), 0.0).rgb, 1.0) * w12.x * w0.y;
    sum += vec4(textureLod(history, vec2(middle.x, high.y), 0.0).rgb, 1.0) * w12.x * w3.y;
    return max(sum.rgb / sum.a, vec3(0.0));
}

// The mean and the spread of the nine pixels around, as luma and chroma of compressed radiance.
void neighbours(ivec2 pixel, out vec3 mean, out vec3 spread) {
    ivec2 last = ivec2(frame.size.xy) - 1;
    vec3 sum = vec3(0.0);
    vec3 squares = vec3(0.0);
    for (int y = -1; y <= 1; y++) {
        for (int x = -1; x <= 1; x++) {
            ivec2 tap = clamp(pixel + ivec2(x, y), ivec2(0), last);
            vec3 c = to_luma(compress(texelFetch(radiance, tap, 0).rgb));
            sum += c;
            squares += c * c;
        }
    }
    mean = sum / 9.0;
    spread = sqrt(max(squares / 9.0 - mean * mean, vec3(0.0)));
}

// Where the point of this pixel was in the frame before, 0 to 1 over the picture, and how far away.
vec2 before(ivec2 pixel, float t, out float distance_then) {
    vec3 point = frame.eye.xyz + normalize(pixel_ray(pixel)) * t;
    vec3 offset = point - frame.prev_eye.xyz;
    distance_then = length(offset);
    float depth = dot(offset, frame.prev_forward.xyz);
    if (depth <= 0.0) {
        return vec2(-1.0);
    }
    vec2 place = vec2(dot(offset, frame.prev_right.xyz), -dot(offset, frame.prev_up.xyz)) / depth;
    vec2 jitter = vec2(frame.right.w, frame.up.w) / vec2(frame.size.xy);
    return place * 0.5 + 0.5 - jitter;
}

void main() {
    ivec2 pixel = ivec2(gl_GlobalInvocationID.xy);
    if (any(greaterThanEqual(pixel, ivec2(frame.size.xy)))) {
        return;
    }
    vec2 size = vec2(frame.size.xy);
    float t = texelFetch(hit_t, pixel, 0).r;
    vec3 now = compress(texelFetch(radiance, pixel, 0).rgb);

    float distance_then;
    vec2 uv = before(pixel, t, distance_then);
    bool inside = all(greaterThanEqual(uv, vec2(0.0))) && all(lessThan(uv, vec2(1.0)));
    vec3 blended = now;
    if (inside) {
        // The history of the first frame is cleared: distance 0, which nothing has.
        float kept = texelFetch(history, ivec2(uv * size), 0).a;
        bool known = kept > 0.0 && abs(kept - distance_then) < 0.06 * distance_then + 1.0;
        vec3 mean;
        vec3 spread;
        neighbours(pixel, mean, spread);
        vec3 old = to_luma(compress(sample_history(uv, size)));
        // Where the distance differs, history may still be right at an edge, but in a tighter box.
        float box = known ? 1.6 : 0.5;
        old = clamp(old, mean - box * spread, mean + box * spread);
        float weight = kept > 0.0 ? (known ? NEW : 0.35) : 1.0;
        blended = mix(max(from_luma(old), vec3(0.0)), now, weight);
    }
    vec3 result = expand(blended);
    imageStore(accumulated, pixel, vec4(result, min(t, FAR)));
    imageStore(color, pixel, vec4(result, 1.0));
}

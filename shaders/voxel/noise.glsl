// Hashes and noise without a texture.

// A well-mixed integer (PCG, Jarzynski and Olano 2020).
uint mix_bits(uint value) {
    uint state = value * 747796405u + 2891336453u;
    uint word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
    return (word >> 22u) ^ word;
}

// 0 to 1 from an integer.
float unit_hash(uint value) {
    return float(mix_bits(value) >> 8) * (1.0 / 16777216.0);
}

// Interleaved gradient noise (Jimenez 2014): neighbouring pixels differ the most, frames differ too.
float pixel_noise(ivec2 pixel, uint frame_index) {
    vec2 place = vec2(pixel) + 5.588238 * float(frame_index & 63u);
    return fract(52.9829189 * fract(dot(place, vec2(0.06711056, 0.00583715))));
}

// The k-th point of a sequence that fills the square evenly (R2, Roberts 2018), moved by `start`.
vec2 square_point(uint k, vec2 start) {
    return fract(start + vec2(0.7548776662, 0.5698402910) * float(k & 1023u));
}

float lattice(ivec2 p) {
    return unit_hash(uint(p.x) * 1597334677u ^ uint(p.y) * 3812015801u);
}

// Value noise, 0 to 1, with a continuous gradient.
float value_noise(vec2 p) {
    ivec2 cell = ivec2(floor(p));
    vec2 f = fract(p);
    f = f * f * (3.0 - 2.0 * f);
    float low = mix(lattice(cell), lattice(cell + ivec2(1, 0)), f.x);
    float high = mix(lattice(cell + ivec2(0, 1)), lattice(cell + ivec2(1, 1)), f.x);
    return mix(low, high, f.y);
}

float cloud_noise(vec2 p) {
    float sum = 0.0;
    float weight = 0.5;
    for (int octave = 0; octave < 4; octave++) {
        sum += weight * value_noise(p);
        p = mat2(1.6, 1.2, -1.2, 1.6) * p;
        weight *= 0.5;
    }
    return sum;
}

// The picture at half resolution: its size, and which of the four pixels each of its pixels stands
// for in this frame. It is another one from frame to frame, so that in time all four are seen.
ivec2 half_size() {
    return max((ivec2(frame.size.xy) + 1) / 2, ivec2(1));
}

ivec2 full_pixel(ivec2 half_pixel) {
    uint turn = frame.size.z & 3u;
    ivec2 corner = ivec2(turn & 1u, (turn >> 1) ^ (turn & 1u));
    return min(half_pixel * 2 + corner, ivec2(frame.size.xy) - 1);
}

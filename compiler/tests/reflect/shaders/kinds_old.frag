#version 450

// Of `kinds.frag`, what compiles for SPIR-V 1.0 too; every binding is used.
layout(set = 0, binding = 0) uniform sampler plain_sampler;
layout(set = 0, binding = 1) uniform texture2D texture_2d[3];
layout(set = 0, binding = 2) uniform sampler2D combined;
layout(set = 0, binding = 4, rgba16f) uniform image2D halves;
layout(set = 0, binding = 5, r32ui) uniform uimage3D counters;
layout(set = 1, binding = 0) uniform isamplerBuffer texels;
layout(set = 1, binding = 1, r32f) uniform imageBuffer texels_out;
layout(set = 1, binding = 2, input_attachment_index = 3) uniform subpassInput attachment;
layout(set = 1, binding = 3) uniform Uniforms { vec4 tint; } uniforms;
layout(set = 1, binding = 4) buffer Storage { float sum; } storage[2];

layout(location = 0) out vec4 color;

void main() {
    color = texture(sampler2D(texture_2d[1], plain_sampler), vec2(0.5));
    color += texture(combined, vec2(0.5)) + subpassLoad(attachment) + uniforms.tint;
    color += float(texelFetch(texels, 3).x);
    imageStore(halves, ivec2(0), color);
    imageStore(texels_out, 1, color);
    imageAtomicAdd(counters, ivec3(0), 1u);
    storage[1].sum += color.x;
}

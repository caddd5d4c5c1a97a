#version 460
#extension GL_EXT_buffer_reference : require
#extension GL_EXT_nonuniform_qualifier : require

layout(constant_id = 0) const uint MAX_LIGHTS = 16;
layout(constant_id = 1) const int BIAS = -1;
layout(constant_id = 2) const bool DISPLACED = false;
layout(constant_id = 3) const float SCALE = 0.25;

layout(buffer_reference, std430) readonly buffer Vertices {
    vec4 positions[];
};

layout(set = 0, binding = 0) uniform sampler2D textures[];
layout(set = 0, binding = 1) uniform Lights { vec4 lights[MAX_LIGHTS]; };
layout(push_constant) uniform Draw { Vertices vertices; uint material; } draw;

layout(location = 0) in vec2 uv_in;
layout(location = 1) in uint flags;
layout(location = 0) out vec2 uv;
layout(location = 1) flat out uint material;

void main() {
    vec4 position = draw.vertices.positions[gl_VertexIndex + BIAS] * SCALE + lights[0];
    if (DISPLACED) {
        position += textureLod(textures[nonuniformEXT(draw.material)], uv_in, 0.0);
    }
    gl_Position = position;
    uv = uv_in;
    material = draw.material + flags;
}

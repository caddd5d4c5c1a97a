#version 460
#extension GL_EXT_samplerless_texture_functions : require
layout(set = 0, binding = 0) uniform texture2D tex;
void main() { gl_Position = texelFetch(tex, ivec2(gl_VertexIndex, 0), 0); }

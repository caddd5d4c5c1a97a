#version 460
// Writes the bricks that changed: a workgroup a brick, a word (four voxels) an invocation.
// `UploadBatch` in examples/src/voxel/upload.rs. No two commands name the same brick or slot, and
// those that name the same word of the coarse level write the same value there.
layout(local_size_x = 128) in;

struct Command {
    uint grid_index;
    uint grid_value;
    uint slot;
    uint coarse_index;
    uint coarse_value;
    uint padding0;
    uint padding1;
    uint padding2;
};

const uint NO_SLOT = 0xffffffffu;

layout(std430, set = 0, binding = 0) readonly buffer Upload {
    uint count;
    uint padding0;
    uint padding1;
    uint padding2;
    Command commands[256];
    uint voxels[256 * 128];
} batch;
layout(std430, set = 0, binding = 1) writeonly buffer Bricks { uint words[]; } bricks;
layout(std430, set = 0, binding = 2) writeonly buffer Grid { uint entries[]; } grid;
layout(std430, set = 0, binding = 3) writeonly buffer Coarse { uint words[]; } coarse;

void main() {
    uint index = gl_WorkGroupID.x;
    if (index >= batch.count) {
        return;
    }
    Command command = batch.commands[index];
    uint word = gl_LocalInvocationID.x;
    if (command.slot != NO_SLOT) {
        bricks.words[command.slot * 128u + word] = batch.voxels[index * 128u + word];
    }
    if (word == 0u) {
        grid.entries[command.grid_index] = command.grid_value;
        coarse.words[command.coarse_index] = command.coarse_value;
    }
}

//! Judges plans by the memory model of the Vulkan specification.

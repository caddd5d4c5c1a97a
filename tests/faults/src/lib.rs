//! Every Vulkan call of set-up and of a frame, failing once with each of its errors.

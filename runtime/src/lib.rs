//! runtime

pub mod device;
pub mod error;
pub mod tracker;

pub use error::{Error, Result, VulkanContext};

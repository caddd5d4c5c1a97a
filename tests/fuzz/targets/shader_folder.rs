//! libFuzzer on the target `shader_folder`.
#![no_main]

use vixen_hostile::Target;

vixen_fuzz::fuzz!(Target::ShaderFolder);

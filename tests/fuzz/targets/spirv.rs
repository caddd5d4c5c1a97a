//! libFuzzer on the target `spirv`.
#![no_main]

use vixen_hostile::Target;

vixen_fuzz::fuzz!(Target::Spirv);

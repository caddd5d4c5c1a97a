//! libFuzzer on the target `vox`.
#![no_main]

use vixen_hostile::Target;

vixen_fuzz::fuzz!(Target::Vox);

//! libFuzzer on the target `tokens`.
#![no_main]

use vixen_hostile::Target;

vixen_fuzz::fuzz!(Target::Tokens);

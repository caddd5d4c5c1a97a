//! libFuzzer on the target `graph_json`.
#![no_main]

use vixen_hostile::Target;

vixen_fuzz::fuzz!(Target::GraphJson);

//! libFuzzer on the target `pipeline_cache`.
#![no_main]

use vixen_hostile::Target;

vixen_fuzz::fuzz!(Target::PipelineCache);

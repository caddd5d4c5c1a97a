//! The inputs of a run, by number.

use fastrand::Rng;

use crate::mutate::mutate;
use crate::target::Target;
use crate::{regressions, seeds};

/// Most bytes of a mutant.
const MAX_BYTES: usize = 256 << 10;

/// First the regressions and the seeds as they are, then mutants without end.
pub(super) struct Inputs {
    target: Target,
    seed: u64,
    whole: Vec<Vec<u8>>,
    seeds: Vec<Vec<u8>>,
}

impl Inputs {
    pub(super) fn new(target: Target, seed: u64, from_start: bool) -> Self {
        let seeds = seeds(target);
        let mut whole = Vec::new();
        if from_start {
            whole.extend(regressions(target).into_iter().map(|(_, bytes)| bytes));
            whole.extend(seeds.iter().cloned());
        }
        Self { target, seed, whole, seeds }
    }

    /// The same numbers give the same inputs, whoever asks.
    pub(super) fn nth(&self, number: u64) -> Vec<u8> {
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        if let Some(whole) = self.whole.get(at) {
            return whole.clone();
        }
        let mut random = Rng::with_seed(self.seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let Some(seed) = random.choice(&self.seeds) else { return Vec::new() };
        let mut input = seed.clone();
        for _ in 0..=random.u32(0..6) {
            input = mutate(self.target, &input, random.u64(..), MAX_BYTES);
        }
        input
    }
}

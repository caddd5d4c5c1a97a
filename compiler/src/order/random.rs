//! Numbers that look random and are the same on every machine and in every run.

/// Xorshift (Marsaglia 2003, 64 bit). Searches draw from it, so that the same graph gives the same plan.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// A sequence for each seed.
    pub(crate) const fn new(seed: u64) -> Self {
        // Any state but zero will do; the constant spreads small seeds over the bits.
        Self((seed ^ 0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `bound`; 0 where the bound is 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let high = self.next() >> 32;
        ((high * bound as u64) >> 32) as usize
    }
}

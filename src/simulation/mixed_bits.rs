//! Bits by which chance is drawn from a place: counters, not sequences, so that any part can be made alone and in any order.

/// The step of `SplitMix64`'s counter: 2⁶⁴ over the golden ratio, odd.
pub(super) const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The finaliser of `SplitMix64` (Steele, Lea & Flood 2014): a permutation of 64 bits in which every bit depends on every other.
#[inline]
pub(super) const fn mixed64(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_that_of_split_mix_64() {
        // Published values of the generator seeded with 1234567 (Rosetta Code, "Pseudo-random numbers/Splitmix64").
        let drawn = [1, 2, 3].map(|step| mixed64(1_234_567_u64.wrapping_add(GOLDEN.wrapping_mul(step))));
        assert_eq!(drawn, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }
}

//! A word to the processor about memory that is needed soon. It fetches neighbouring lines by itself where one row is read; where many rows are
//! worked on at once it does so too late.

#![allow(unsafe_code, reason = "the standard library has no safe word for it yet")]

/// Fetches what is about to be read. An index beyond the end names what lies behind in memory, and does no harm.
#[allow(clippy::inline_always, reason = "one instruction in the innermost loop")]
#[inline(always)]
pub(super) fn fetch_to_read<T>(values: &[T], index: usize) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: prefetching reads and writes nothing, and never faults, whatever the address; the instruction is part of every x86-64.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(values.as_ptr().wrapping_add(index).cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (values, index);
}

/// Fetches what is about to be written, so that no other core holds it.
#[allow(clippy::inline_always, reason = "one instruction in the innermost loop")]
#[inline(always)]
pub(super) fn fetch_to_write<T>(values: &[T], index: usize) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_ET0, _mm_prefetch};
        // SAFETY: as above; where a processor does not know the word, it does nothing.
        unsafe { _mm_prefetch::<_MM_HINT_ET0>(values.as_ptr().wrapping_add(index).cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (values, index);
}

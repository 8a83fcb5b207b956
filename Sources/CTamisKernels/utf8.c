// UTF-8 validation with the place of the first bad byte.
//
// The AVX2 path only says which 32-byte block holds an error; the portable scanner then starts a
// little before that block, at a character boundary, and names the byte. Errors are rare and end the
// scan, so the second look costs nothing on good text.

#include "tamis_kernels.h"

/// Length of the well-formed sequence at `p`, or 0. Table 3-7 of the Unicode standard.
static size_t sequence_length(const uint8_t *p, size_t n) {
  uint8_t lead = p[0];
  if (lead < 0x80) return 1;
  if (lead < 0xC2) return 0;
  if (lead < 0xE0) return n >= 2 && (p[1] & 0xC0) == 0x80 ? 2 : 0;
  if (lead < 0xF0) {
    uint8_t low = lead == 0xE0 ? 0xA0 : 0x80, high = lead == 0xED ? 0x9F : 0xBF;
    return n >= 3 && p[1] >= low && p[1] <= high && (p[2] & 0xC0) == 0x80 ? 3 : 0;
  }
  if (lead < 0xF5) {
    uint8_t low = lead == 0xF0 ? 0x90 : 0x80, high = lead == 0xF4 ? 0x8F : 0xBF;
    return n >= 4 && p[1] >= low && p[1] <= high && (p[2] & 0xC0) == 0x80
            && (p[3] & 0xC0) == 0x80
        ? 4 : 0;
  }
  return 0;
}

size_t tamis_utf8_valid_prefix_portable(const uint8_t *bytes, size_t n) {
  size_t i = 0;
  while (i < n) {
    while (i + 8 <= n) {
      uint64_t word;
      memcpy(&word, bytes + i, 8);
      if (word & 0x8080808080808080u) break;
      i += 8;
    }
    if (i == n) break;
    size_t length = sequence_length(bytes + i, n - i);
    if (length == 0) return i;
    i += length;
  }
  return n;
}

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

/// The last `back` bytes of `previous` followed by the first 32 - `back` of `block`.
#define SHIFTED(block, previous, back) \
  _mm256_alignr_epi8(block, _mm256_permute2x128_si256(previous, block, 0x21), 16 - (back))

AVX2 static inline __m256i lookup(__m256i index, __m128i table) {
  return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(table), index);
}

/// Non-zero lanes where the pair (previous byte, byte) cannot occur, or where a third or fourth
/// byte is missing or one too many. The three 16-entry tables are those of the paper, section 6.
AVX2 static inline __m256i errors(__m256i block, __m256i previous) {
  enum {
    too_short = 1, too_long = 2, overlong_3 = 4, too_large_1000 = 64, surrogate = 16,
    overlong_2 = 32, too_large = 8, overlong_4 = 64, two_continuations = 128,
    carry = too_short | too_long | two_continuations
  };
  const __m128i by_first_high = _mm_setr_epi8(
      too_long, too_long, too_long, too_long, too_long, too_long, too_long, too_long,
      (char)two_continuations, (char)two_continuations, (char)two_continuations,
      (char)two_continuations, too_short | overlong_2, too_short,
      too_short | overlong_3 | surrogate,
      too_short | too_large | too_large_1000 | overlong_4);
  const __m128i by_first_low = _mm_setr_epi8(
      (char)(carry | overlong_3 | overlong_2 | overlong_4), (char)(carry | overlong_2),
      (char)carry, (char)carry, (char)(carry | too_large),
      (char)(carry | too_large | too_large_1000), (char)(carry | too_large | too_large_1000),
      (char)(carry | too_large | too_large_1000), (char)(carry | too_large | too_large_1000),
      (char)(carry | too_large | too_large_1000), (char)(carry | too_large | too_large_1000),
      (char)(carry | too_large | too_large_1000), (char)(carry | too_large | too_large_1000),
      (char)(carry | too_large | too_large_1000 | surrogate),
      (char)(carry | too_large | too_large_1000), (char)(carry | too_large | too_large_1000));
  const __m128i by_second_high = _mm_setr_epi8(
      too_short, too_short, too_short, too_short, too_short, too_short, too_short, too_short,
      (char)(too_long | overlong_2 | two_continuations | overlong_3 | too_large_1000 | overlong_4),
      (char)(too_long | overlong_2 | two_continuations | overlong_3 | too_large),
      (char)(too_long | overlong_2 | two_continuations | surrogate | too_large),
      (char)(too_long | overlong_2 | two_continuations | surrogate | too_large),
      too_short, too_short, too_short, too_short);

  const __m256i nibble = _mm256_set1_epi8(0x0F);
  __m256i first = SHIFTED(block, previous, 1);
  __m256i special = _mm256_and_si256(
      _mm256_and_si256(
          lookup(_mm256_and_si256(_mm256_srli_epi16(first, 4), nibble), by_first_high),
          lookup(_mm256_and_si256(first, nibble), by_first_low)),
      lookup(_mm256_and_si256(_mm256_srli_epi16(block, 4), nibble), by_second_high));

  __m256i third = _mm256_subs_epu8(SHIFTED(block, previous, 2), _mm256_set1_epi8(0xE0 - 0x80));
  __m256i fourth = _mm256_subs_epu8(SHIFTED(block, previous, 3), _mm256_set1_epi8(0xF0 - 0x80));
  __m256i must_continue = _mm256_and_si256(
      _mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
  return _mm256_xor_si256(must_continue, special);
}

AVX2 static size_t valid_prefix_avx2(const uint8_t *bytes, size_t n) {
  __m256i previous = _mm256_setzero_si256();
  size_t i = 0;
  bool ascii_before = true;
  for (; i + 32 <= n; i += 32) {
    __m256i block = _mm256_loadu_si256((const __m256i *)(bytes + i));
    bool ascii = _mm256_movemask_epi8(block) == 0;
    if (!(ascii && ascii_before)) {
      __m256i wrong = errors(block, previous);
      if (!_mm256_testz_si256(wrong, wrong)) break;
    }
    ascii_before = ascii;
    previous = block;
  }
  // Up to three bytes of a character may hang over the edge of the last good block.
  size_t from = i;
  for (size_t back = 1; back <= 3 && back <= i; back++) {
    if (bytes[i - back] >= 0xC0) { from = i - back; break; }
    if (bytes[i - back] < 0x80) break;
  }
  return from + tamis_utf8_valid_prefix_portable(bytes + from, n - from);
}

size_t tamis_utf8_valid_prefix(const uint8_t *bytes, size_t n) {
  if (n >= 64 && __builtin_cpu_supports("avx2")) return valid_prefix_avx2(bytes, n);
  return tamis_utf8_valid_prefix_portable(bytes, n);
}

#else

size_t tamis_utf8_valid_prefix(const uint8_t *bytes, size_t n) {
  return tamis_utf8_valid_prefix_portable(bytes, n);
}

#endif

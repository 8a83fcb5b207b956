// What the 64 bytes of a block are, one bit a byte: the ground on which pre-tokenizers find where
// pieces start. Inline, so that the masks stay in registers of the loop that asks for them and the
// classes that it has no use for are never computed.
#ifndef TAMIS_TEXT_CLASSES_H
#define TAMIS_TEXT_CLASSES_H

#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Inlined into its caller in any case: that is what drops the masks that nobody asks for.
#define TAMIS_INLINE static inline __attribute__((always_inline))

/// Bit i says something about byte i. Only bytes below 0x80 are in any class but `non_ascii`.
typedef struct {
  /// A to Z and a to z.
  uint64_t letters;
  /// A to Z.
  uint64_t uppers;
  /// 0 to 9.
  uint64_t digits;
  /// Unicode's White_Space: tab, line feed, vertical tab, form feed, carriage return, space.
  uint64_t spaces;
  /// Carriage return and line feed.
  uint64_t newlines;
  /// The space character alone.
  uint64_t blanks;
  uint64_t apostrophes;
  uint64_t slashes;
  /// Bytes of characters that ASCII has not.
  uint64_t non_ascii;
} tamis_text_classes;

static inline tamis_text_classes tamis_classify_text_portable(const uint8_t *bytes) {
  tamis_text_classes classes = {0};
  for (int i = 0; i < 64; i++) {
    uint8_t byte = bytes[i];
    uint64_t bit = 1ull << i;
    if ((uint8_t)((byte | 0x20) - 'a') < 26) classes.letters |= bit;
    if ((uint8_t)(byte - 'A') < 26) classes.uppers |= bit;
    if ((uint8_t)(byte - '0') < 10) classes.digits |= bit;
    if ((uint8_t)(byte - '\t') < 5 || byte == ' ') classes.spaces |= bit;
    if (byte == '\n' || byte == '\r') classes.newlines |= bit;
    if (byte == ' ') classes.blanks |= bit;
    if (byte == '\'') classes.apostrophes |= bit;
    if (byte == '/') classes.slashes |= bit;
    if (byte >= 0x80) classes.non_ascii |= bit;
  }
  return classes;
}

#if defined(__SSE2__)

TAMIS_INLINE __m128i tamis_equal(__m128i block, char byte) {
  return _mm_cmpeq_epi8(block, _mm_set1_epi8(byte));
}

/// All ones where a byte lies in `from … from + span`, both taken in.
TAMIS_INLINE __m128i tamis_within(__m128i block, char from, char span) {
  __m128i distance = _mm_sub_epi8(block, _mm_set1_epi8(from));
  return _mm_cmpeq_epi8(_mm_min_epu8(distance, _mm_set1_epi8(span)), distance);
}

TAMIS_INLINE uint64_t tamis_mask(__m128i a, __m128i b, __m128i c, __m128i d) {
  return (uint64_t)(uint32_t)_mm_movemask_epi8(a)
      | (uint64_t)(uint32_t)_mm_movemask_epi8(b) << 16
      | (uint64_t)(uint32_t)_mm_movemask_epi8(c) << 32
      | (uint64_t)(uint32_t)_mm_movemask_epi8(d) << 48;
}

#define TAMIS_MASK_OF(TEST) \
  tamis_mask(TEST(block0), TEST(block1), TEST(block2), TEST(block3))
#define TAMIS_IS_LETTER(x) tamis_within(_mm_or_si128(x, _mm_set1_epi8(0x20)), 'a', 25)
#define TAMIS_IS_UPPER(x) tamis_within(x, 'A', 25)
#define TAMIS_IS_DIGIT(x) tamis_within(x, '0', 9)
#define TAMIS_IS_CONTROL_SPACE(x) tamis_within(x, '\t', 4)
#define TAMIS_IS_NEWLINE(x) _mm_or_si128(tamis_equal(x, '\n'), tamis_equal(x, '\r'))
#define TAMIS_IS_BLANK(x) tamis_equal(x, ' ')
#define TAMIS_IS_APOSTROPHE(x) tamis_equal(x, '\'')
#define TAMIS_IS_SLASH(x) tamis_equal(x, '/')
#define TAMIS_IS_NON_ASCII(x) (x)

/// The classes of the 64 bytes from `bytes` on.
TAMIS_INLINE tamis_text_classes tamis_classify_text(const uint8_t *bytes) {
  __m128i block0 = _mm_loadu_si128((const __m128i *)bytes);
  __m128i block1 = _mm_loadu_si128((const __m128i *)(bytes + 16));
  __m128i block2 = _mm_loadu_si128((const __m128i *)(bytes + 32));
  __m128i block3 = _mm_loadu_si128((const __m128i *)(bytes + 48));
  tamis_text_classes classes;
  classes.letters = TAMIS_MASK_OF(TAMIS_IS_LETTER);
  classes.uppers = TAMIS_MASK_OF(TAMIS_IS_UPPER);
  classes.digits = TAMIS_MASK_OF(TAMIS_IS_DIGIT);
  classes.newlines = TAMIS_MASK_OF(TAMIS_IS_NEWLINE);
  classes.blanks = TAMIS_MASK_OF(TAMIS_IS_BLANK);
  classes.spaces = TAMIS_MASK_OF(TAMIS_IS_CONTROL_SPACE) | classes.blanks;
  classes.apostrophes = TAMIS_MASK_OF(TAMIS_IS_APOSTROPHE);
  classes.slashes = TAMIS_MASK_OF(TAMIS_IS_SLASH);
  classes.non_ascii = TAMIS_MASK_OF(TAMIS_IS_NON_ASCII);
  return classes;
}

#else

TAMIS_INLINE tamis_text_classes tamis_classify_text(const uint8_t *bytes) {
  return tamis_classify_text_portable(bytes);
}

#endif

#endif

// The classes of characters with the widest vectors that the CPU has. What the classes are stands in
// tamis_character_classes.h; here is only how fast.
#include "tamis_character_classes.h"

/// Bits of a class at the first bytes of characters, to be spread over all of their bytes.
typedef struct {
  uint64_t known, letters, uppers, either, marks;
} first_bytes;

/// Spreads `first` over the second byte of each character, and over the third where it has one.
/// `carry` has what the last character of the block before reaches into this one, and is left with what
/// this block's does.
TAMIS_INLINE uint64_t spread(uint64_t first, uint64_t three, uint64_t *carry) {
  uint64_t long_ones = first & three;
  uint64_t all = first | first << 1 | long_ones << 2 | *carry;
  *carry = first >> 63 | long_ones >> 62;
  return all;
}

TAMIS_INLINE void take(
    tamis_character_classes *c, first_bytes first, uint64_t three, first_bytes *carry) {
  c->unknown = c->text.non_ascii & ~spread(first.known, three, &carry->known);
  c->text.letters |= spread(first.letters, three, &carry->letters);
  c->text.uppers |= spread(first.uppers, three, &carry->uppers);
  c->either = spread(first.either, three, &carry->either);
  c->marks = spread(first.marks, three, &carry->marks);
}

TAMIS_INLINE int is_continuation(uint8_t byte) { return (byte & 0xC0) == 0x80; }

/// The classes of one block, whose ASCII is classified, character by character.
static void classify_wide_portable(
    const uint8_t *bytes, const uint8_t *flags, tamis_character_classes *c, first_bytes *carry) {
  first_bytes first = {0};
  uint64_t three = 0;
  uint64_t continuations = 0;
  for (uint64_t rest = c->text.non_ascii; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    uint64_t bit = 1ull << i;
    uint8_t lead = bytes[i];
    if (is_continuation(lead)) {
      continuations |= bit;
      continue;
    }
    uint32_t scalar;
    if (lead >= 0xC2 && lead < 0xE0 && is_continuation(bytes[i + 1])) {
      scalar = (uint32_t)(lead & 0x1F) << 6 | (bytes[i + 1] & 0x3F);
    } else if (
        lead >= 0xE0 && lead < 0xF0 && is_continuation(bytes[i + 1])
        && is_continuation(bytes[i + 2])) {
      scalar = (uint32_t)(lead & 0x0F) << 12 | (uint32_t)(bytes[i + 1] & 0x3F) << 6
          | (bytes[i + 2] & 0x3F);
      if (scalar < 0x800) continue;
      three |= bit;
    } else {
      continue;
    }
    uint8_t is = flags[scalar];
    if (is) first.known |= bit;
    if (is & TAMIS_FLAG_LETTER) first.letters |= bit;
    if (is & TAMIS_FLAG_UPPER) first.uppers |= bit;
    if (is & TAMIS_FLAG_EITHER) first.either |= bit;
    if (is & TAMIS_FLAG_MARK) first.marks |= bit;
  }
  take(c, first, three, carry);
  c->continuations = continuations;
}

TAMIS_INLINE void note_ascii_alone(tamis_character_classes *c) {
  c->either = c->marks = c->unknown = c->continuations = 0;
}

void tamis_classify_characters_portable(
    const uint8_t *bytes, size_t count, const uint8_t *flags, tamis_character_classes *classes) {
  first_bytes carry = {0};
  for (size_t i = 0; i < count; i++) {
    tamis_character_classes *c = classes + i;
    c->text = tamis_classify_text(bytes + i * 64);
    if (c->text.non_ascii == 0) note_ascii_alone(c);
    else classify_wide_portable(bytes + i * 64, flags, c, &carry);
  }
}

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi")))
#define FIRST_HAN 0x4E00
#define AVX2 __attribute__((target("avx2")))

/// Lead bytes of Han from U+4E00 on: letters without case, unless a pattern keeps them apart.
AVX512 TAMIS_INLINE uint64_t han(__m512i block, __m512i second) {
  uint64_t all = _mm512_cmplt_epu8_mask(
      _mm512_sub_epi8(block, _mm512_set1_epi8((char)0xE5)), _mm512_set1_epi8(5));
  all |= _mm512_mask_cmpge_epu8_mask(
      _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8((char)0xE4)), second,
      _mm512_set1_epi8((char)0xB8));
  return all;
}

/// Lead bytes of Hangul: letters without case.
AVX512 TAMIS_INLINE uint64_t hangul(__m512i block, __m512i second) {
  uint64_t all = _mm512_cmplt_epu8_mask(
      _mm512_sub_epi8(block, _mm512_set1_epi8((char)0xEB)), _mm512_set1_epi8(2));
  all |= _mm512_mask_cmpge_epu8_mask(
      _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8((char)0xEA)), second,
      _mm512_set1_epi8((char)0xB0));
  all |= _mm512_mask_cmple_epu8_mask(
      _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8((char)0xED)), second,
      _mm512_set1_epi8((char)0x9D));
  return all;
}

/// The classes of one block, whose ASCII is classified, page by page.
AVX512 TAMIS_INLINE void classify_wide_avx512(
    const uint8_t *bytes, __m512i block, const uint8_t *flags, tamis_character_classes *c,
    first_bytes *carry) {
  const __m512i continuation_limit = _mm512_set1_epi8((char)0xC0);
  __m512i second = _mm512_loadu_si512((const void *)(bytes + 1));
  __m512i third = _mm512_loadu_si512((const void *)(bytes + 2));
  // Continuation bytes are the lowest of the signed ones.
  uint64_t continuations = _mm512_cmplt_epi8_mask(block, continuation_limit);
  uint64_t second_fits = _mm512_cmplt_epi8_mask(second, continuation_limit);
  uint64_t third_fits = _mm512_cmplt_epi8_mask(third, continuation_limit);
  uint64_t two = second_fits & _mm512_cmplt_epu8_mask(
      _mm512_sub_epi8(block, _mm512_set1_epi8((char)0xC2)), _mm512_set1_epi8(0x1E));
  uint64_t three = second_fits & third_fits & _mm512_cmplt_epu8_mask(
      _mm512_sub_epi8(block, _mm512_set1_epi8((char)0xE0)), _mm512_set1_epi8(0x10));
  c->continuations = continuations;

  first_bytes first = {0};
  uint64_t rest = two | three;
  if (three) {
    uint64_t ideographs = three & han(block, second);
    uint64_t letters = three & hangul(block, second);
    rest &= ~(ideographs | letters);
    if (flags[FIRST_HAN]) letters |= ideographs;
    first.known = first.letters = first.either = letters;
  }
  if (rest) {
    __m512i last = _mm512_mask_blend_epi8(three, second, third);
    do {
      int i = __builtin_ctzll(rest);
      uint64_t same = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8((char)bytes[i]));
      unsigned page;
      if (bytes[i] < 0xE0) {
        same &= two;
        page = bytes[i] & 0x1F;
      } else {
        same &= three & _mm512_cmpeq_epi8_mask(second, _mm512_set1_epi8((char)bytes[i + 1]));
        page = (unsigned)(bytes[i] & 0x0F) << 6 | (bytes[i + 1] & 0x3F);
      }
      rest &= ~same;
      // Three bytes for what two are enough for are no character.
      if (page < 0x20 && bytes[i] >= 0xE0) continue;
      __m512i table = _mm512_loadu_si512((const void *)(flags + page * 64));
      __m512i is = _mm512_permutexvar_epi8(last, table);
      first.known |= same & _mm512_test_epi8_mask(is, is);
      first.letters |= same & _mm512_test_epi8_mask(is, _mm512_set1_epi8(TAMIS_FLAG_LETTER));
      first.uppers |= same & _mm512_test_epi8_mask(is, _mm512_set1_epi8(TAMIS_FLAG_UPPER));
      first.either |= same & _mm512_test_epi8_mask(is, _mm512_set1_epi8(TAMIS_FLAG_EITHER));
      first.marks |= same & _mm512_test_epi8_mask(is, _mm512_set1_epi8(TAMIS_FLAG_MARK));
    } while (rest);
  }
  take(c, first, three, carry);
}

AVX512 TAMIS_INLINE tamis_text_classes classify_ascii_avx512(__m512i block) {
  tamis_text_classes c;
  __m512i folded = _mm512_or_si512(block, _mm512_set1_epi8(0x20));
  c.letters = _mm512_cmplt_epu8_mask(
      _mm512_sub_epi8(folded, _mm512_set1_epi8('a')), _mm512_set1_epi8(26));
  c.uppers = _mm512_cmplt_epu8_mask(
      _mm512_sub_epi8(block, _mm512_set1_epi8('A')), _mm512_set1_epi8(26));
  c.digits = _mm512_cmplt_epu8_mask(
      _mm512_sub_epi8(block, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
  c.blanks = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8(' '));
  c.spaces = c.blanks | _mm512_cmplt_epu8_mask(
      _mm512_sub_epi8(block, _mm512_set1_epi8('\t')), _mm512_set1_epi8(5));
  c.newlines = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\n'))
      | _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\r'));
  c.apostrophes = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\''));
  c.slashes = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('/'));
  c.non_ascii = _mm512_movepi8_mask(block);
  return c;
}

AVX512 static void classify_avx512(
    const uint8_t *bytes, size_t count, const uint8_t *flags, tamis_character_classes *classes) {
  first_bytes carry = {0};
  for (size_t i = 0; i < count; i++) {
    __m512i block = _mm512_loadu_si512((const void *)(bytes + i * 64));
    tamis_character_classes *c = classes + i;
    c->text = classify_ascii_avx512(block);
    if (c->text.non_ascii == 0) note_ascii_alone(c);
    else classify_wide_avx512(bytes + i * 64, block, flags, c, &carry);
  }
}

AVX2 static inline __m256i within(__m256i block, char from, char span) {
  __m256i distance = _mm256_sub_epi8(block, _mm256_set1_epi8(from));
  return _mm256_cmpeq_epi8(_mm256_min_epu8(distance, _mm256_set1_epi8(span)), distance);
}

AVX2 static inline __m256i equal(__m256i block, char byte) {
  return _mm256_cmpeq_epi8(block, _mm256_set1_epi8(byte));
}

AVX2 static inline uint64_t mask(__m256i low, __m256i high) {
  return (uint64_t)(uint32_t)_mm256_movemask_epi8(low)
      | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

AVX2 static inline tamis_text_classes classify_ascii_avx2(const uint8_t *bytes) {
  const __m256i case_bit = _mm256_set1_epi8(0x20);
  __m256i low = _mm256_loadu_si256((const __m256i *)bytes);
  __m256i high = _mm256_loadu_si256((const __m256i *)(bytes + 32));
  tamis_text_classes c;
  c.letters = mask(
      within(_mm256_or_si256(low, case_bit), 'a', 25),
      within(_mm256_or_si256(high, case_bit), 'a', 25));
  c.uppers = mask(within(low, 'A', 25), within(high, 'A', 25));
  c.digits = mask(within(low, '0', 9), within(high, '0', 9));
  c.blanks = mask(equal(low, ' '), equal(high, ' '));
  c.spaces = c.blanks | mask(within(low, '\t', 4), within(high, '\t', 4));
  c.newlines = mask(equal(low, '\n'), equal(high, '\n'))
      | mask(equal(low, '\r'), equal(high, '\r'));
  c.apostrophes = mask(equal(low, '\''), equal(high, '\''));
  c.slashes = mask(equal(low, '/'), equal(high, '/'));
  c.non_ascii = mask(low, high);
  return c;
}

AVX2 static void classify_avx2(
    const uint8_t *bytes, size_t count, const uint8_t *flags, tamis_character_classes *classes) {
  first_bytes carry = {0};
  for (size_t i = 0; i < count; i++) {
    tamis_character_classes *c = classes + i;
    c->text = classify_ascii_avx2(bytes + i * 64);
    if (c->text.non_ascii == 0) note_ascii_alone(c);
    else classify_wide_portable(bytes + i * 64, flags, c, &carry);
  }
}

void tamis_classify_characters(
    const uint8_t *bytes, size_t count, const uint8_t *flags, tamis_character_classes *classes) {
  if (__builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512bw"))
    return classify_avx512(bytes, count, flags, classes);
  if (__builtin_cpu_supports("avx2")) return classify_avx2(bytes, count, flags, classes);
  tamis_classify_characters_portable(bytes, count, flags, classes);
}

#else

void tamis_classify_characters(
    const uint8_t *bytes, size_t count, const uint8_t *flags, tamis_character_classes *classes) {
  tamis_classify_characters_portable(bytes, count, flags, classes);
}

#endif

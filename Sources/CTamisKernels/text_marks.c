// Places of a text that are worth a closer look: see tamis_text_marks.h.
#include "tamis_text_marks.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// What 64 bytes are: bit i says something about byte i.
typedef struct {
  /// Digits, dashes, dots and slashes.
  uint64_t figures;
  /// Bytes from the dash to the end of ASCII.
  uint64_t words;
} classes;

static inline classes classify_portable(const uint8_t *bytes) {
  classes found = {0, 0};
  for (int i = 0; i < 64; i++) {
    uint8_t byte = bytes[i];
    found.figures |= (uint64_t)((uint8_t)(byte - '-') <= '9' - '-') << i;
    found.words |= (uint64_t)((uint8_t)(byte - '-') < 0x80 - '-') << i;
  }
  return found;
}

/// The mask moved up by `by` bytes, with what the block before moves in.
static inline uint64_t moved(uint64_t mask, uint64_t before, int by) {
  return mask << by | before >> (64 - by);
}

/// Notes what `found` holds. The marks of 64 bytes are 8 words and 4 runs at most.
static inline size_t note(
    classes found, size_t place, tamis_mark_runs *runs, uint64_t *marks, size_t count) {
  uint64_t but_one = found.figures & (found.figures - 1);
  if (but_one & (but_one - 1)) {
    const uint64_t low = 0x0101010101010101u;
    uint64_t bits = found.figures;
    uint64_t pairs = bits - ((bits >> 1) & 0x5555555555555555u);
    uint64_t fours = (pairs & 0x3333333333333333u) + ((pairs >> 2) & 0x3333333333333333u);
    uint64_t counts = (fours + (fours >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    // 3 to 8 and 5 are 8 to 13, which have the bit of 8; less than 3 and 5 have not.
    uint64_t many = (counts + 5 * low) & (8 * low);
    while (many) {
      size_t word = (size_t)__builtin_ctzll(many) / 8;
      marks[count++] = (uint64_t)(place + word * 8) << 1;
      many &= many - 1;
    }
  }
  tamis_mark_runs now;
  now.ones = found.words;
  now.pairs = now.ones & moved(now.ones, runs->ones, 1);
  now.fours = now.pairs & moved(now.pairs, runs->pairs, 2);
  now.eights = now.fours & moved(now.fours, runs->fours, 4);
  now.sixteens = now.eights & moved(now.eights, runs->eights, 8);
  now.twenties = now.sixteens & moved(now.fours, runs->fours, 16);
  uint64_t firsts = now.twenties & ~moved(now.twenties, runs->twenties, 1);
  while (firsts) {
    marks[count++] = (uint64_t)(place + (size_t)__builtin_ctzll(firsts)) << 1 | 1;
    firsts &= firsts - 1;
  }
  *runs = now;
  return count;
}

size_t tamis_mark_text_portable(
    const uint8_t *text, size_t start, size_t n, tamis_mark_runs *runs, uint64_t *marks) {
  size_t count = 0;
  for (size_t at = 0; at < n; at += 64) {
    uint8_t rest[64] = {0};
    memcpy(rest, text + start + at, n - at < 64 ? n - at : 64);
    count = note(classify_portable(rest), start + at, runs, marks, count);
  }
  return count;
}

tamis_text_signs tamis_find_text_signs_portable(const uint8_t *text, size_t n) {
  tamis_text_signs signs = {false, false};
  for (size_t i = 0; i < n; i++) {
    if (text[i] >= 0x80) signs.non_ascii = true;
    if (text[i] == 'u' && i > 0 && text[i - 1] == '\\') signs.unicode_escape = true;
  }
  return signs;
}

#if defined(__SSE2__)

static inline classes classify(const uint8_t *bytes) {
  classes found = {0, 0};
  for (int part = 0; part < 4; part++) {
    __m128i block = _mm_loadu_si128((const __m128i *)(bytes + part * 16));
    // Bytes from 0x80 on are below all others here.
    __m128i words = _mm_cmpgt_epi8(block, _mm_set1_epi8('-' - 1));
    __m128i figures = _mm_andnot_si128(_mm_cmpgt_epi8(block, _mm_set1_epi8('9')), words);
    found.words |= (uint64_t)(uint32_t)_mm_movemask_epi8(words) << part * 16;
    found.figures |= (uint64_t)(uint32_t)_mm_movemask_epi8(figures) << part * 16;
  }
  return found;
}

size_t tamis_mark_text(
    const uint8_t *text, size_t start, size_t n, tamis_mark_runs *runs, uint64_t *marks) {
  size_t count = 0, whole = n & ~(size_t)63;
  for (size_t at = 0; at < whole; at += 64) {
    count = note(classify(text + start + at), start + at, runs, marks, count);
  }
  if (whole < n) {
    uint8_t rest[64] = {0};
    memcpy(rest, text + start + whole, n - whole);
    count = note(classify(rest), start + whole, runs, marks, count);
  }
  return count;
}

tamis_text_signs tamis_find_text_signs(const uint8_t *text, size_t n) {
  __m128i high = _mm_setzero_si128(), escape = high;
  size_t at = 0;
  // One byte more than the block is read, for the letter behind a backslash at its end.
  for (; at + 17 <= n; at += 16) {
    __m128i block = _mm_loadu_si128((const __m128i *)(text + at));
    __m128i behind = _mm_loadu_si128((const __m128i *)(text + at + 1));
    high = _mm_or_si128(high, block);
    escape = _mm_or_si128(
        escape, _mm_and_si128(
                    _mm_cmpeq_epi8(block, _mm_set1_epi8('\\')),
                    _mm_cmpeq_epi8(behind, _mm_set1_epi8('u'))));
  }
  tamis_text_signs signs = tamis_find_text_signs_portable(text + at, n - at);
  if (_mm_movemask_epi8(high)) signs.non_ascii = true;
  if (_mm_movemask_epi8(escape)) signs.unicode_escape = true;
  return signs;
}

#else

size_t tamis_mark_text(
    const uint8_t *text, size_t start, size_t n, tamis_mark_runs *runs, uint64_t *marks) {
  return tamis_mark_text_portable(text, start, n, runs, marks);
}

tamis_text_signs tamis_find_text_signs(const uint8_t *text, size_t n) {
  return tamis_find_text_signs_portable(text, n);
}

#endif

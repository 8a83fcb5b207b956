// What the characters of a text are to a pre-tokenizer pattern, one bit a byte, for ASCII and for the
// characters of two and three bytes: the ground on which scanners find where pieces start.
//
// ASCII is classified by comparing bytes. Every other character by a table of flags: 64 scalars that
// share all bytes but their last are a page, and a block of text has characters of few pages. So the
// work is done page by page, on all characters of the page at once:
//
//     text      D1 8B D0 B5 20 E2 80 94      "ые —"
//     pages     D1    D0       E2 80
//     letters   1  1  1  1  0  0  0  0
//     unknown   0  0  0  0  0  0  0  0       the dash is a sign: no letter, digit or space
//
// All bytes of a character have its bits, so that runs of characters are runs of bits.
#ifndef TAMIS_CHARACTER_CLASSES_H
#define TAMIS_CHARACTER_CLASSES_H

#include "tamis_text_classes.h"

// The flags of a scalar. One without any is `unknown` to a block.
#define TAMIS_FLAG_LETTER 1
#define TAMIS_FLAG_UPPER 2
#define TAMIS_FLAG_EITHER 4
#define TAMIS_FLAG_MARK 8
#define TAMIS_FLAG_SIGN 16

typedef struct {
  /// What the bytes are, with the letters beyond ASCII in `letters` and `uppers`.
  tamis_text_classes text;
  /// Letters, and marks that are flagged as such, that have no case.
  uint64_t either;
  /// Marks that are letters too.
  uint64_t marks;
  /// Bytes of characters that no flag tells anything about, and bytes that are no character.
  uint64_t unknown;
  /// 10xxxxxx
  uint64_t continuations;
} tamis_character_classes;

/// The classes of `count` blocks of 64 bytes from `bytes` on, and of what the last character has behind
/// them: two more bytes are read. `flags` has a byte for each scalar below 65,536.
void tamis_classify_characters(
    const uint8_t *bytes, size_t count, const uint8_t *flags, tamis_character_classes *classes);

/// The same without vectors; a twin to compare with.
void tamis_classify_characters_portable(
    const uint8_t *bytes, size_t count, const uint8_t *flags, tamis_character_classes *classes);

/// The classes of the 64 bytes that start `shift` bytes (0 to 63) into the block of `low`, where `high`
/// is the block behind it.
TAMIS_INLINE tamis_character_classes tamis_shifted_characters(
    const tamis_character_classes *low, const tamis_character_classes *high, unsigned shift) {
#define TAMIS_SHIFTED_TO(FIELD) \
  .FIELD = low->FIELD >> shift | (high->FIELD << 1) << (63 - shift)
  return (tamis_character_classes){
      TAMIS_SHIFTED_TO(text.letters), TAMIS_SHIFTED_TO(text.uppers),
      TAMIS_SHIFTED_TO(text.digits), TAMIS_SHIFTED_TO(text.spaces),
      TAMIS_SHIFTED_TO(text.newlines), TAMIS_SHIFTED_TO(text.blanks),
      TAMIS_SHIFTED_TO(text.apostrophes), TAMIS_SHIFTED_TO(text.slashes),
      TAMIS_SHIFTED_TO(text.non_ascii), TAMIS_SHIFTED_TO(either), TAMIS_SHIFTED_TO(marks),
      TAMIS_SHIFTED_TO(unknown), TAMIS_SHIFTED_TO(continuations)};
}

#endif

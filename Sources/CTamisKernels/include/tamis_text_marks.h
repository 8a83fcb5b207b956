// Where a text may hold a secret, a number of a person, or a character that JSON hides.
//
// What is looked for leaves a trace that 64 bytes show at a glance; only where there is one does
// anybody look closer. Most of a text has none.
#ifndef TAMIS_TEXT_MARKS_H
#define TAMIS_TEXT_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What a text has somewhere.
typedef struct {
  /// A byte of a character that ASCII has not.
  bool non_ascii;
  /// A backslash with a `u` behind it: an escape, or the end of an escaped backslash and a letter.
  bool unicode_escape;
} tamis_text_signs;

tamis_text_signs tamis_find_text_signs(const uint8_t *text, size_t n);
tamis_text_signs tamis_find_text_signs_portable(const uint8_t *text, size_t n);

/// Length of the shortest run that `tamis_mark_text` marks.
#define TAMIS_MARKED_RUN 20
/// The most bytes that one call looks at, and the most marks that it makes of them.
#define TAMIS_MARKS_BLOCK 4096
#define TAMIS_MARKS_ROOM 768

/// The run that goes on from one block into the next; all zero before the first.
typedef struct {
  uint64_t ones, pairs, fours, eights, sixteens, twenties;
} tamis_mark_runs;

/// Marks places in the block of `n` bytes, at most TAMIS_MARKS_BLOCK, at `start` of `text`, a
/// multiple of 64. All blocks but the last are of a multiple of 64 bytes. Returns how many marks there
/// are, in the order of their places but for those of the same 64 bytes:
///
/// - `place << 1`: the 8 bytes at `place`, a multiple of 8, hold 3 or more of `-`, `.`, `/` and digits;
/// - `place << 1 | 1`: the 20th byte of a run of bytes from `-` to 0x7F.
size_t tamis_mark_text(
    const uint8_t *text, size_t start, size_t n, tamis_mark_runs *runs, uint64_t *marks);
size_t tamis_mark_text_portable(
    const uint8_t *text, size_t start, size_t n, tamis_mark_runs *runs, uint64_t *marks);

#endif

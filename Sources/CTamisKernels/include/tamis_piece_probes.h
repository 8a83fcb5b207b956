// Looks up the pieces of a batch in a table of short pieces, 8 at a time.
//
// A piece of up to 11 bytes is its own key: two words, masked to its length, with the length in them.
// An entry of the table is a key with a value in the bits that the key leaves free:
//
//     word 0   bytes 0–7
//     word 1   value 36 | length 4 | bytes 8–10          value: second id 18 | first id 18
//
// The work is done in three steps, so that the memory which one asks for is there for the next: keys
// and the places of their entries; entries compared with keys; ids written.
#ifndef TAMIS_PIECE_PROBES_H
#define TAMIS_PIECE_PROBES_H

#include <stddef.h>
#include <stdint.h>

#define TAMIS_PIECE_BATCH 64

/// Pieces on their way to their ids.
typedef struct {
  /// The keys. Pieces of more than 11 bytes have one that no entry has.
  uint64_t low[TAMIS_PIECE_BATCH];
  uint64_t high[TAMIS_PIECE_BATCH];
  /// The values of the entries, meant for whatever piece.
  uint64_t values[TAMIS_PIECE_BATCH];
  /// The numbers of the entries.
  uint32_t entries[TAMIS_PIECE_BATCH];
} tamis_piece_batch;

/// Notes the keys of `count` pieces, at most 64, and asks for their entries. The first piece starts at
/// `start`, each other one where the one before it ends; `ends` are offsets in `text`. Of each piece 16
/// bytes are read. An entry's number is the hash of its key shifted right by `shift`.
void tamis_probe_pieces(
    const uint8_t *text, size_t start, const uint32_t *ends, size_t count, const uint64_t *table,
    unsigned shift, tamis_piece_batch *batch);

/// Reads the entries of the batch. Bit i of the answer says that piece i has its key in its entry, with a
/// value that is a pair of ids: one whose first id is below 0x3FF00.
uint64_t tamis_find_pairs(const uint64_t *table, size_t count, tamis_piece_batch *batch);

/// Writes the ids of `count` pairs of ids to `place`; a second id of 0x3FFFF is none. Returns where they
/// end. Up to 16 ids are written behind it.
uint32_t *tamis_put_pairs(const uint64_t *values, size_t count, uint32_t *place);

/// The same three without vectors; twins to compare with.
void tamis_probe_pieces_portable(
    const uint8_t *text, size_t start, const uint32_t *ends, size_t count, const uint64_t *table,
    unsigned shift, tamis_piece_batch *batch);
uint64_t tamis_find_pairs_portable(
    const uint64_t *table, size_t count, tamis_piece_batch *batch);
uint32_t *tamis_put_pairs_portable(const uint64_t *values, size_t count, uint32_t *place);

/// The values of a batch, as an array.
static inline const uint64_t *tamis_piece_values(const tamis_piece_batch *batch) {
  return batch->values;
}

/// The hash of a key.
static inline uint64_t tamis_piece_hash(uint64_t low, uint64_t high) {
  return low * 0x9E3779B97F4A7C15 + high * 0xD6E8FEB86659FD93;
}

#endif

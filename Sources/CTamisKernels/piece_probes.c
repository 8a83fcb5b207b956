// Lookups of batches of pieces with AVX-512, and one by one. What is looked up stands in
// tamis_piece_probes.h.
#include "tamis_piece_probes.h"

#include <string.h>

#define LONGEST 11
#define KEY_BITS 0xFFFFFFFull
#define VALUE_SHIFT 28
#define NO_ID 0x3FFFFu
#define FIRST_SPILL 0x3FF00u

void tamis_probe_pieces_portable(
    const uint8_t *text, size_t start, const uint32_t *ends, size_t count, const uint64_t *table,
    unsigned shift, tamis_piece_batch *batch) {
  size_t at = start;
  for (size_t i = 0; i < count; i++) {
    size_t length = ends[i] - at;
    uint64_t words[2] = {0, 0};
    if (length <= LONGEST) {
      memcpy(words, text + at, 16);
      words[0] &= length >= 8 ? ~0ull : ~(~0ull << 8 * length);
      words[1] &= length > 8 ? ~(~0ull << (8 * length - 64)) : 0;
    }
    batch->low[i] = words[0];
    batch->high[i] = words[1] | (uint64_t)(length <= LONGEST ? length : LONGEST + 1) << 24;
    batch->entries[i] = (uint32_t)(tamis_piece_hash(batch->low[i], batch->high[i]) >> shift);
    __builtin_prefetch(table + (size_t)batch->entries[i] * 2);
    at = ends[i];
  }
}

uint64_t tamis_find_pairs_portable(
    const uint64_t *table, size_t count, tamis_piece_batch *batch) {
  uint64_t pairs = 0;
  for (size_t i = 0; i < count; i++) {
    const uint64_t *entry = table + (size_t)batch->entries[i] * 2;
    uint64_t differs = (entry[0] ^ batch->low[i]) | ((entry[1] ^ batch->high[i]) & KEY_BITS);
    uint64_t value = entry[1] >> VALUE_SHIFT;
    batch->values[i] = value;
    pairs |= (uint64_t)(differs == 0 && (value & NO_ID) < FIRST_SPILL) << i;
  }
  return pairs;
}

uint32_t *tamis_put_pairs_portable(const uint64_t *values, size_t count, uint32_t *place) {
  for (size_t i = 0; i < count; i++) {
    place[0] = (uint32_t)values[i] & NO_ID;
    place[1] = (uint32_t)(values[i] >> 18);
    place += place[1] == NO_ID ? 1 : 2;
  }
  return place;
}

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,popcnt")))

/// Words 0, 2, 4 … of 16 that lie in two vectors, and words 1, 3, 5 …
#define EVEN_WORDS _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14)
#define ODD_WORDS _mm512_setr_epi64(1, 3, 5, 7, 9, 11, 13, 15)

AVX512 static void probe_avx512(
    const uint8_t *text, size_t start, const uint32_t *ends, size_t count, const uint64_t *table,
    unsigned shift, tamis_piece_batch *batch) {
  const __m512i ones = _mm512_set1_epi64(-1);
  const __m512i limit = _mm512_set1_epi64(LONGEST + 1);
  __m256i before = _mm256_set1_epi32((int)start);
  for (size_t i = 0; i < count; i += 8) {
    __mmask8 here = count - i >= 8 ? 0xFF : (__mmask8)(0xFF >> (8 - (count - i)));
    __m256i to = _mm256_mask_loadu_epi32(_mm256_set1_epi32((int)start), here, ends + i);
    __m256i from = _mm256_mask_mov_epi32(
        _mm256_set1_epi32((int)start), here, _mm256_alignr_epi32(to, before, 7));
    before = to;
    uint32_t starts[8] __attribute__((aligned(32)));
    __m128i raw[8] __attribute__((aligned(64)));
    _mm256_store_si256((__m256i *)starts, from);
    for (int k = 0; k < 8; k++) raw[k] = _mm_loadu_si128((const __m128i *)(text + starts[k]));
    __m512i first = _mm512_load_si512(raw);
    __m512i second = _mm512_load_si512(raw + 4);

    __m512i length = _mm512_min_epu64(
        _mm512_cvtepu32_epi64(_mm256_sub_epi32(to, from)), limit);
    __mmask8 fits = _mm512_cmplt_epu64_mask(length, limit);
    __m512i bits = _mm512_slli_epi64(length, 3);
    // A shift by 64 and more leaves nothing.
    __m512i beyond = _mm512_sllv_epi64(ones, bits);
    __m512i beyond_first = _mm512_sllv_epi64(
        ones, _mm512_max_epi64(
            _mm512_sub_epi64(bits, _mm512_set1_epi64(64)), _mm512_setzero_si512()));
    __m512i low = _mm512_maskz_andnot_epi64(
        fits, beyond, _mm512_permutex2var_epi64(first, EVEN_WORDS, second));
    __m512i high = _mm512_or_si512(
        _mm512_maskz_andnot_epi64(
            fits, beyond_first, _mm512_permutex2var_epi64(first, ODD_WORDS, second)),
        _mm512_slli_epi64(length, 24));
    __m512i hash = _mm512_add_epi64(
        _mm512_mullo_epi64(low, _mm512_set1_epi64((long long)0x9E3779B97F4A7C15)),
        _mm512_mullo_epi64(high, _mm512_set1_epi64((long long)0xD6E8FEB86659FD93)));
    __m256i entries = _mm512_cvtepi64_epi32(
        _mm512_srl_epi64(hash, _mm_cvtsi32_si128((int)shift)));
    _mm512_storeu_si512(batch->low + i, low);
    _mm512_storeu_si512(batch->high + i, high);
    _mm256_storeu_si256((__m256i *)(batch->entries + i), entries);
    for (int k = 0; k < 8; k++)
      _mm_prefetch((const char *)(table + (size_t)batch->entries[i + k] * 2), _MM_HINT_T0);
  }
}

AVX512 static uint64_t find_avx512(
    const uint64_t *table, size_t count, tamis_piece_batch *batch) {
  uint64_t pairs = 0;
  for (size_t i = 0; i < count; i += 8) {
    __m128i raw[8] __attribute__((aligned(64)));
    for (int k = 0; k < 8; k++)
      raw[k] = _mm_loadu_si128((const __m128i *)(table + (size_t)batch->entries[i + k] * 2));
    __m512i first = _mm512_load_si512(raw);
    __m512i second = _mm512_load_si512(raw + 4);
    __m512i low = _mm512_permutex2var_epi64(first, EVEN_WORDS, second);
    __m512i high = _mm512_permutex2var_epi64(first, ODD_WORDS, second);
    __m512i value = _mm512_srli_epi64(high, VALUE_SHIFT);
    _mm512_storeu_si512(batch->values + i, value);
    __mmask8 same = _mm512_cmpeq_epi64_mask(low, _mm512_loadu_si512(batch->low + i));
    same = _mm512_mask_testn_epi64_mask(
        same, _mm512_xor_si512(high, _mm512_loadu_si512(batch->high + i)),
        _mm512_set1_epi64(KEY_BITS));
    same = _mm512_mask_cmplt_epu64_mask(
        same, _mm512_and_si512(value, _mm512_set1_epi64(NO_ID)),
        _mm512_set1_epi64(FIRST_SPILL));
    pairs |= (uint64_t)same << i;
  }
  return count == 64 ? pairs : pairs & ~(~0ull << count);
}

AVX512 static uint32_t *put_avx512(const uint64_t *values, size_t count, uint32_t *place) {
  for (size_t i = 0; i < count; i += 8) {
    __mmask8 here = count - i >= 8 ? 0xFF : (__mmask8)(0xFF >> (8 - (count - i)));
    // What is not here reads as two ids that are none.
    __m512i value = _mm512_mask_loadu_epi64(
        _mm512_set1_epi64(((uint64_t)NO_ID << 18) | NO_ID), here, values + i);
    __m512i pair = _mm512_or_si512(
        _mm512_and_si512(value, _mm512_set1_epi64(NO_ID)),
        _mm512_slli_epi64(_mm512_srli_epi64(value, 18), 32));
    __mmask16 ids = _mm512_cmpneq_epi32_mask(pair, _mm512_set1_epi32(NO_ID));
    _mm512_storeu_si512(place, _mm512_maskz_compress_epi32(ids, pair));
    place += __builtin_popcount(ids);
  }
  return place;
}

static inline int has_avx512(void) {
  return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
      && __builtin_cpu_supports("avx512vl");
}

#else
static inline int has_avx512(void) { return 0; }
#define probe_avx512 tamis_probe_pieces_portable
#define find_avx512 tamis_find_pairs_portable
#define put_avx512 tamis_put_pairs_portable
#endif

void tamis_probe_pieces(
    const uint8_t *text, size_t start, const uint32_t *ends, size_t count, const uint64_t *table,
    unsigned shift, tamis_piece_batch *batch) {
  if (has_avx512()) return probe_avx512(text, start, ends, count, table, shift, batch);
  tamis_probe_pieces_portable(text, start, ends, count, table, shift, batch);
}

uint64_t tamis_find_pairs(const uint64_t *table, size_t count, tamis_piece_batch *batch) {
  return has_avx512() ? find_avx512(table, count, batch)
                      : tamis_find_pairs_portable(table, count, batch);
}

uint32_t *tamis_put_pairs(const uint64_t *values, size_t count, uint32_t *place) {
  return has_avx512() ? put_avx512(values, count, place)
                      : tamis_put_pairs_portable(values, count, place);
}

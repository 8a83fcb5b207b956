import CTamisKernels

/// Room for what is known about the pieces of a batch while their memory is asked for.
struct PieceBatch: ~Copyable {
  static let size = Int(TAMIS_PIECE_BATCH)

  let probes = UnsafeMutablePointer<tamis_piece_batch>.allocate(capacity: 1)
  /// What is found for the pieces that are no pairs in their first entry.
  let results = UnsafeMutablePointer<PieceTable.Result>.allocate(capacity: size)
  /// Pieces of 12 to 26 bytes: their numbers in the batch.
  let longs = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
  let longProbes = UnsafeMutablePointer<PieceTable.View.LongProbe>.allocate(capacity: size)
  /// Longer pieces.
  let memos = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
  let hashes = UnsafeMutablePointer<UInt64>.allocate(capacity: size)
  let places = UnsafeMutablePointer<Int>.allocate(capacity: size)

  init() { probes.initialize(to: tamis_piece_batch()) }

  deinit {
    probes.deallocate()
    results.deallocate()
    longs.deallocate()
    longProbes.deallocate()
    memos.deallocate()
    hashes.deallocate()
    places.deallocate()
  }

  /// The values of the entries in which the pieces are looked for first.
  var values: UnsafePointer<UInt64> { tamis_piece_values(probes) }
}

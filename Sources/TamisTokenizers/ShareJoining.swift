import TamisCore

/// Shares on their way through several threads, and back into one row.
///
/// Each thread takes the next share when it is done with the last. Whoever ends the share that is next
/// in the row appends it, and all behind it that have ended before: nobody waits, and the ids are
/// appended while a cache still has them.
final class ShareJoining: @unchecked Sendable {
  // Safety: `encoded` is touched by the thread alone that has set `isJoining`, and by the caller when
  // all threads are joined.
  private let encoding: ShareEncoding
  private let progress: Monitor<Progress>
  private var encoded = EncodedDocuments()
  private var hasRoom = false
  /// The error of the first share that has one; good when all threads are joined.
  private(set) var failure: TokenizerError?

  private struct Progress {
    /// The share that is encoded next.
    var next = 0
    /// The share that is appended next, and those behind it that have been encoded.
    var joined = 0
    var done: [Int: ShareTokens] = [:]
    var isJoining = false
    var isStopped = false
    var spares: [ShareTokens]
  }

  /// Takes over what is in `encoded`, until `finish` gives it back.
  init(
    _ encoding: ShareEncoding, spares: [ShareTokens], into encoded: inout EncodedDocuments
  ) {
    self.encoding = encoding
    progress = Monitor(Progress(spares: spares))
    swap(&self.encoded, &encoded)
  }

  /// Gives back what `init` took, with all that was appended; returns the buffers that can be used
  /// again.
  func finish(into encoded: inout EncodedDocuments) -> [ShareTokens] {
    swap(&self.encoded, &encoded)
    return progress.update { progress in progress.spares.filter { $0.isSmall } }
  }

  /// What a thread does.
  func work(_ lane: Lane) {
    while true {
      let task = progress.update { progress -> (index: Int, tokens: ShareTokens)? in
        guard !progress.isStopped, progress.next < encoding.shares.count else { return nil }
        progress.next += 1
        return (progress.next - 1, progress.spares.popLast() ?? ShareTokens())
      }
      guard let (index, result) = task else { return }
      result.removeAll()
      do throws(TokenizerError) {
        try encoding.encode(
          encoding.shares[index], lane.encoder(encoding.pipeline, encoding.options),
          into: &result.encoded)
      } catch {
        result.error = error
      }
      let isJoiner = progress.update { progress in
        progress.done[index] = result
        guard !progress.isJoining, progress.done[progress.joined] != nil else { return false }
        progress.isJoining = true
        return true
      }
      if isJoiner { join() }
    }
  }

  /// Appends what is there, in the order of the shares.
  private func join() {
    var last: ShareTokens?
    while true {
      let next = progress.update { progress -> ShareTokens? in
        if let last { progress.spares.append(last) }
        if failure != nil { progress.isStopped = true }
        guard !progress.isStopped, let next = progress.done.removeValue(forKey: progress.joined)
        else {
          progress.isJoining = false
          return nil
        }
        progress.joined += 1
        return next
      }
      guard let next else { return }
      failure = next.error
      if failure == nil { append(next) }
      last = next
    }
  }

  private func append(_ result: ShareTokens) {
    let ids = result.encoded.tokens.ids
    let base = encoded.tokens.count
    if !hasRoom {
      // About as many ids for all of the text as its start has for its own.
      let first = max(encoding.shares[0].size, 1)
      let ratio = Double(ids.count + 64) / Double(first) * 1.125
      _ = encoded.tokens.reserve(Int(Double(encoding.text.count) * min(ratio, 1)) + ids.count)
      hasRoom = true
    }
    if let source = ids.baseAddress, !ids.isEmpty {
      // Safety: both places hold `ids.count` ids.
      encoded.tokens.reserve(ids.count).update(from: source, count: ids.count)
      encoded.tokens.advance(by: ids.count)
    }
    for end in result.encoded.ends { encoded.ends.append(base + end) }
  }
}

/// The ids of a share.
final class ShareTokens: @unchecked Sendable {
  // Safety: whoever took it from the row of spares or of results is the only one to have it.
  var encoded = EncodedDocuments()
  var error: TokenizerError?

  func removeAll() {
    encoded.tokens.removeAll()
    encoded.ends.removeAll(keepingCapacity: true)
    error = nil
  }

  /// False for what a share that could not be cut has made too large to keep.
  var isSmall: Bool { encoded.tokens.capacity <= 1 << 19 && encoded.ends.capacity <= 1 << 18 }
}

import TamisCore

/// Follows text of the messages into the output.
///
/// A string is a pointer and a count, and where it points says where it comes from: strings of the
/// conversation lie in its JSON, and what `trim`, `split` and slices give are parts of them. Only where
/// bytes are copied, into a new string or into the output, is there something to note:
///
///     "<s>" + content | trim      the new string's bytes from 3 on are message 0, content
///
/// Regions are kept in runs of growing addresses, as the arena hands them out, and found by bisection.
final class SourceTracker {
  struct Source: Equatable {
    var message: Int
    var field: SourceSpan.Field
    var part: Int
    var isVerbatim = true
  }

  private struct Region {
    var start: UInt
    var end: UInt
    var source: Source
  }

  // Safety: the machine's thread alone calls, and no method calls another's caller back.
  @exclusivity(unchecked) private var runs: [[Region]] = [[]]
  @exclusivity(unchecked) private var spans: [SourceSpan] = []

  /// Notes that the `count` bytes at `start` are `source`.
  func note(_ start: UnsafePointer<UInt8>, _ count: Int, _ source: Source) {
    guard count > 0 else { return }
    let from = UInt(bitPattern: start)
    // The run that ends closest in front: a string that grows and one that is new get one each.
    var best: Int?
    for (index, run) in runs.enumerated() {
      let end = run.last?.end ?? 0
      if end <= from, best.map({ end >= runs[$0].last?.end ?? 0 }) ?? true { best = index }
    }
    let region = Region(start: from, end: from + UInt(count), source: source)
    if let best { runs[best].append(region) } else { runs.append([region]) }
  }

  /// Calls `body` with each stretch of the `count` bytes at `start` that has a source.
  private func stretches(
    _ start: UnsafePointer<UInt8>, _ count: Int, _ body: (Range<Int>, Source) -> Void
  ) {
    let from = UInt(bitPattern: start)
    let end = from + UInt(count)
    for run in runs {
      // The first region that ends behind the start.
      var low = 0
      var high = run.count
      while low < high {
        let middle = (low + high) / 2
        if run[middle].end <= from { low = middle + 1 } else { high = middle }
      }
      while low < run.count, run[low].start < end {
        let region = run[low]
        body(
          Int(max(region.start, from) - from)..<Int(min(region.end, end) - from), region.source)
        low += 1
      }
    }
  }

  /// Notes that the `count` bytes at `source` were copied to `copy`; returns how many stretches they
  /// had.
  func copy(
    _ source: UnsafePointer<UInt8>, _ count: Int, to copy: UnsafePointer<UInt8>
  ) -> Int {
    var found: [(Range<Int>, Source)] = []
    stretches(source, count) { found.append(($0, $1)) }
    for (range, source) in found.sorted(by: { $0.0.lowerBound < $1.0.lowerBound }) {
      note(copy + range.lowerBound, range.count, source)
    }
    return found.count
  }

  /// Notes that the `count` bytes at `source` were written to the output at `place`.
  func write(_ source: UnsafePointer<UInt8>, _ count: Int, at place: Int) {
    stretches(source, count) { range, source in
      write(place + range.lowerBound..<place + range.upperBound, source)
    }
  }

  /// Notes that what the output has in `range` was made from `source`.
  func write(_ range: Range<Int>, _ source: Source) {
    guard !range.isEmpty else { return }
    spans.append(
      SourceSpan(
        range: range, message: source.message, field: source.field, part: source.part,
        isVerbatim: source.isVerbatim))
  }

  /// The one source of all of the `count` bytes at `start`; `nil` where there are several or none.
  func source(_ start: UnsafePointer<UInt8>, _ count: Int) -> Source? {
    var only: Source?
    var isOne = true
    stretches(start, max(count, 1)) { _, source in
      if let other = only, !(other.message == source.message && other.field == source.field) {
        isOne = false
      }
      only = only ?? source
    }
    return isOne ? only : nil
  }

  /// True when any of the `count` bytes at `start` has a source.
  func hasSource(_ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    var isFound = false
    stretches(start, count) { _, _ in isFound = true }
    return isFound
  }

  /// The output from `start` on is taken away, to be the bytes at `copy` where there is such a string.
  func cutOutput(from start: Int, to copy: UnsafePointer<UInt8>?) {
    var cut: [SourceSpan] = []
    while let last = spans.last, last.range.lowerBound >= start { cut.append(spans.removeLast()) }
    guard let copy else { return }
    for span in cut.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      note(
        copy + (span.range.lowerBound - start), span.range.count,
        Source(
          message: span.message, field: span.field, part: span.part, isVerbatim: span.isVerbatim))
    }
  }

  /// The spans of the finished output: in order, stretches that belong together as one.
  func finish() -> [SourceSpan] {
    var merged: [SourceSpan] = []
    for span in spans.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      if let last = merged.last, last.range.upperBound == span.range.lowerBound,
        last.message == span.message, last.field == span.field, last.part == span.part,
        last.isVerbatim == span.isVerbatim
      {
        merged[merged.count - 1].range = last.range.lowerBound..<span.range.upperBound
      } else {
        merged.append(span)
      }
    }
    return merged
  }
}

import TamisCore

/// Applies a character map the way Hugging Face's `Precompiled` does, which is not SentencePiece's.
///
/// The text is cut into extended grapheme clusters. One of less than six bytes is looked up whole:
/// if some key starts it, the result of the *shortest* such key replaces *all* of it. Otherwise,
/// and for longer clusters, each scalar is looked up by itself in the same way. So `\r\n` becomes
/// what `\r` becomes, a letter keeps its mark only if the two are a key, and keys that join several
/// clusters are never found.
///
/// Source: <https://github.com/huggingface/spm_precompiled/blob/main/src/lib.rs>.
struct GraphemeMapping {
  let map: CharacterMap

  /// Clusters from this size on are mapped scalar by scalar.
  private static var longCluster: Int { 6 }

  private static var longestStretch: Int { 512 }

  /// Appends what becomes of `text`, valid UTF-8, to `output`.
  func write(_ bytes: UnsafeRawBufferPointer, to output: inout NormalizerOutput) {
    guard let text = UTF8Text(bytes) else { return }
    NormalizerTables.withTables { tables in
      var breaks = GraphemeBreaks(tables: tables)
      var copied = 0
      var offset = 0
      while offset < text.count {
        if text[offset] < 0x80 {
          let plain = writeASCII(text, offset, &copied, &output)
          if plain > offset {
            offset = plain
            continue
          }
        }
        let plain = breaks.ordinaryEnd(text, from: offset, map)
        if plain > offset {
          offset = plain
          continue
        }
        let end = breaks.clusterEnd(text, from: offset)
        if end - offset < Self.longCluster {
          let isDone = replace(offset..<end, text, &copied, &output)
          if isDone || offset + text.decode(offset).length == end {
            offset = end
            continue
          }
        }
        while offset < end {
          let next = offset + text.decode(offset).length
          _ = replace(offset..<next, text, &copied, &output)
          offset = next
        }
      }
      output.append(text.bytes(copied, text.count))
    }
  }

  /// Writes the ASCII from `offset` on that stands between ASCII, and is known to the table;
  /// returns its end.
  private func writeASCII(
    _ text: UTF8Text, _ offset: Int, _ copied: inout Int, _ output: inout NormalizerOutput
  ) -> Int {
    // In stretches: a byte that the table does not know makes the next call look at the rest again.
    var end = text.asciiEnd(from: offset, limit: Self.longestStretch)
    // Only the last byte of a run can belong to a longer cluster.
    if end < text.count { end -= 1 }
    if end <= offset { return offset }
    output.append(text.bytes(copied, offset))
    copied = offset
    let place = output.bytes.reserve(end - offset)
    var position = offset
    map.asciiBytes.withUnsafeBufferPointer { table in
      // Safety: `reserve` made room for `end - offset` bytes; the table has 128 entries, and all
      // bytes of the run are ASCII.
      while position < end {
        let byte = text[position]
        let mapped = table[Int(byte)]
        // A carriage return may start a cluster of two.
        if mapped == CharacterMap.slow || byte == 0x0D { break }
        place[position - offset] = UInt8(truncatingIfNeeded: mapped)
        position &+= 1
      }
    }
    output.bytes.advance(by: position - offset)
    copied = position
    return position
  }

  private func replace(
    _ range: Range<Int>, _ text: UTF8Text, _ copied: inout Int, _ output: inout NormalizerOutput
  ) -> Bool {
    let all = text.bytes(0, text.count)
    guard
      let match = map.match(
        in: all, from: range.lowerBound, to: range.upperBound, shortest: true)
    else { return false }
    output.append(text.bytes(copied, range.lowerBound))
    map.withResult(match.value) { output.replace(range, with: $0) }
    copied = range.upperBound
    return true
  }
}

/// Finds the ends of extended grapheme clusters (<https://www.unicode.org/reports/tr29/>), Unicode
/// 17.
///
/// Reads forward and keeps what the rules need to know of the text before, so that no input costs
/// more than linear time.
struct GraphemeBreaks {
  let tables: NormalizerTables

  /// The end of the cluster that starts at `start`, which is the start of a cluster.
  mutating func clusterEnd(_ text: UTF8Text, from start: Int) -> Int {
    var (scalar, length) = text.decode(start)
    var before = properties(scalar)
    var state = State()
    state.pass(before)
    var end = start &+ length
    while end < text.count {
      (scalar, length) = text.decode(end)
      let after = properties(scalar)
      if isBreak(before.grapheme, after.grapheme, state) { return end }
      state.pass(after)
      before = after
      end &+= length
    }
    return end
  }

  /// The end of the run of characters from `start` on, the start of a cluster, that are clusters by
  /// themselves and that no key of `map` starts.
  func ordinaryEnd(_ text: UTF8Text, from start: Int, _ map: CharacterMap) -> Int {
    let bytes = text.bytes(0, text.count)
    return CharacterMap.withWalker(map) { walker in
      var end = start
      var (scalar, length) = text.decode(start)
      // Nothing is known of what stands before `start`, and nothing has to be: two characters of no class
      // are apart whatever was there.
      var grapheme = properties(scalar).grapheme
      while grapheme == .any, end &+ 1 < text.count, !walker.hasKey(bytes, end) {
        let next = end &+ length
        if next == text.count { return next }
        (scalar, length) = text.decode(next)
        grapheme = properties(scalar).grapheme
        if grapheme != .any { break }
        end = next
      }
      return end
    }
  }

  @inline(__always)
  private func properties(_ scalar: UInt32) -> NormalizerTables.Properties {
    tables.properties(scalar)
  }

  /// What GB9c, GB11 and GB12 ask of the text before. No rule reaches over the start of a cluster.
  private struct State {
    /// A consonant, and then nothing but extenders and linkers.
    var followsConsonant = false
    var hasLinker = false
    /// A pictograph, then extenders, then perhaps a joiner.
    var followsPictograph = false
    var regionalIndicators = 0

    mutating func pass(_ properties: NormalizerTables.Properties) {
      let grapheme = properties.grapheme
      if properties.linksConjunct {
        hasLinker = true
      } else if !properties.extendsConjunct {
        followsConsonant = grapheme == .consonant
        hasLinker = false
      }
      if grapheme == .pictograph {
        followsPictograph = true
        followsJoiner = false
      } else if grapheme == .joiner, followsPictograph, !followsJoiner {
        followsJoiner = true
      } else if grapheme != .extend || followsJoiner {
        followsPictograph = false
      }
      regionalIndicators = grapheme == .regionalIndicator ? regionalIndicators + 1 : 0
    }

    var followsJoiner = false
  }

  private func isBreak(_ before: GraphemeClass, _ after: GraphemeClass, _ state: State) -> Bool {
    switch (before, after) {
    case (.any, .any): return true
    case (.carriageReturn, .lineFeed): return false
    case (.control, _), (.carriageReturn, _), (.lineFeed, _): return true
    case (_, .control), (_, .carriageReturn), (_, .lineFeed): return true
    case (.hangulLead, .hangulLead), (.hangulLead, .hangulVowel), (.hangulLead, .hangulLV),
      (.hangulLead, .hangulLVT), (.hangulLV, .hangulVowel), (.hangulLV, .hangulTail),
      (.hangulVowel, .hangulVowel), (.hangulVowel, .hangulTail), (.hangulLVT, .hangulTail),
      (.hangulTail, .hangulTail):
      return false
    case (_, .extend), (_, .joiner), (_, .spacingMark), (.prepend, _): return false
    case (_, .consonant): return !(state.followsConsonant && state.hasLinker)
    case (.joiner, .pictograph): return !(state.followsPictograph && state.followsJoiner)
    case (.regionalIndicator, .regionalIndicator): return state.regionalIndicators % 2 == 0
    default: return true
    }
  }
}

private func ~= (pattern: GraphemeClass, value: GraphemeClass) -> Bool {
  pattern.rawValue == value.rawValue
}

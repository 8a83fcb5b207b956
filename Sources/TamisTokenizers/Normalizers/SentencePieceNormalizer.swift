import TamisCore

/// SentencePiece's own normalizer: longest keys of a character map, spaces squeezed and escaped.
///
/// At each place the longest key of the map that starts there is replaced; where there is none, one
/// character is copied, or U+FFFD written for one byte that starts no valid character. With
/// `removesExtraWhitespace` spaces at the ends go, and of several only one stays. At last spaces
/// become U+2581, and one is put before the text.
///
/// The reference cannot tell an escaped space from U+2581 in the text. With `writesSpaces` both
/// come out as a plain space, one byte in place of three: what vocabularies in this library hold.
/// `Hello  ▁x` then becomes ` Hello   x` where extra whitespace stays, and ` Hello  x` where it
/// goes.
///
/// Source: <https://github.com/google/sentencepiece/blob/master/src/normalizer.cc>.
struct SentencePieceNormalizer: Sendable {
  /// `precompiled_charsmap`, unless it is empty.
  let map: CharacterMap?
  let addsDummyPrefix: Bool
  let removesExtraWhitespace: Bool
  let escapesWhitespace: Bool
  /// The dummy goes behind the text and not before it. Stands in the model's trainer_spec.
  let treatsWhitespaceAsSuffix: Bool
  /// Whether spaces and U+2581 both come out as a plain space. No effect without escaping.
  let writesSpaces: Bool
  /// User-defined symbols, which nothing changes.
  let symbols: PrefixMatcher?
  /// What becomes of an ASCII byte before another, as in ``CharacterMap``.
  let asciiBytes: [UInt16]
  /// 1 for a byte that may start a character which comes out as it is: ASCII that does so before ASCII,
  /// and what is not ASCII unless a symbol starts with it.
  let mayStay: [UInt8]

  static let metaSymbol: StaticString = "\u{2581}"

  /// The defaults are those of `normalizer_spec` in sentencepiece_model.proto.
  init(
    map: CharacterMap? = nil, addsDummyPrefix: Bool = true, removesExtraWhitespace: Bool = true,
    escapesWhitespace: Bool = true, treatsWhitespaceAsSuffix: Bool = false,
    symbols: PrefixMatcher? = nil, writesSpaces: Bool = true
  ) {
    self.map = map
    self.addsDummyPrefix = addsDummyPrefix
    self.removesExtraWhitespace = removesExtraWhitespace
    self.escapesWhitespace = escapesWhitespace
    self.treatsWhitespaceAsSuffix = treatsWhitespaceAsSuffix
    self.symbols = symbols
    self.writesSpaces = writesSpaces
    let table = map?.asciiBytes ?? Array(0..<128)
    asciiBytes = table.indices.map { byte in
      symbols?.hasSymbol(startingWith: UInt8(byte)) == true ? CharacterMap.slow : table[byte]
    }
    let spaceStays = writesSpaces || !escapesWhitespace
    mayStay = (0..<256).map { byte in
      if byte == 0x20, !spaceStays { return 0 }
      if symbols?.hasSymbol(startingWith: UInt8(byte)) == true { return 0 }
      return byte >= 0x80 || table[byte] == UInt16(byte) ? 1 : 0
    }
  }

  /// Whether `text` is certainly a fixed point: only for stretches that neither edge touches.
  func leavesUnchanged(_ text: UnsafeRawBufferPointer, at edges: TextEdges) -> Bool {
    guard symbols == nil, !removesExtraWhitespace, writesSpaces || !escapesWhitespace,
      !addsDummyPrefix || !edges.contains(treatsWhitespaceAsSuffix ? .end : .start)
    else { return false }
    if let map { return map.leavesASCIIUnchanged(text) }
    return validUTF8Prefix(text) == text.count
      && (!escapesWhitespace || firstMetaSymbol(in: text, from: 0) == nil)
  }

  /// Appends what becomes of `text`, which is not empty.
  func write(
    _ text: UnsafeRawBufferPointer, at edges: TextEdges, to output: inout NormalizerOutput
  ) {
    guard let base = text.baseAddress else { return }
    _ = output.bytes.reserve(text.count)
    var start = 0
    if removesExtraWhitespace, edges.contains(.start) {
      while start < text.count {
        let step = prefix(of: text, at: start)
        guard isSpace(step, in: base) else { break }
        start += step.length
      }
      output.drop(0..<start)
      if start == text.count { return }
    }
    let hasDummy = addsDummyPrefix && edges.contains(treatsWhitespaceAsSuffix ? .end : .start)
    if hasDummy, !treatsWhitespaceAsSuffix { output.replace(start..<start, with: spaceSymbol) }
    if map == nil, symbols == nil, !removesExtraWhitespace, writesSpaces || !escapesWhitespace {
      copy(text, from: start, to: &output)
    } else {
      rewrite(text, from: start, to: &output, squeezesFirst: edges.contains(.start))
    }
    if removesExtraWhitespace, edges.contains(.end) { dropSpaces(of: text, &output) }
    if hasDummy, treatsWhitespaceAsSuffix {
      output.replace(text.count..<text.count, with: spaceSymbol)
    }
  }

  var spaceSymbol: StaticString { escapesWhitespace && !writesSpaces ? Self.metaSymbol : " " }

  /// Removes spaces from the end of the output.
  private func dropSpaces(of text: UnsafeRawBufferPointer, _ output: inout NormalizerOutput) {
    let symbol = UnsafeRawBufferPointer(
      start: spaceSymbol.utf8Start, count: spaceSymbol.utf8CodeUnitCount)
    let all = output.bytes.bytes
    var end = all.count
    while end >= symbol.count, all[end - symbol.count..<end].elementsEqual(symbol) {
      end -= symbol.count
    }
    if end < all.count { output.truncate(to: end, sourceCount: text.count) }
  }

  /// The case without a map: only U+2581 and invalid bytes are not copied.
  private func copy(
    _ text: UnsafeRawBufferPointer, from start: Int, to output: inout NormalizerOutput
  ) {
    var copied = start
    while copied < text.count {
      let rest = UnsafeRawBufferPointer(rebasing: text[copied...])
      let valid = copied + validUTF8Prefix(rest)
      let run = UnsafeRawBufferPointer(rebasing: text[..<valid])
      while escapesWhitespace, let found = firstMetaSymbol(in: run, from: copied) {
        output.append(UnsafeRawBufferPointer(rebasing: text[copied..<found]))
        output.replace(found..<found + 3, with: " ")
        copied = found + 3
      }
      output.append(UnsafeRawBufferPointer(rebasing: text[copied..<valid]))
      copied = valid
      if copied == text.count { return }
      output.replace(copied..<copied + 1, with: replacementCharacter)
      copied += 1
    }
  }
}

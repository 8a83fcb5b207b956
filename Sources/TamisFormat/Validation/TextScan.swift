import CTamisKernels
import TamisCore

/// What the text of a record holds that text should not: one pass over the bytes for all text
/// rules.
///
/// Most records have none of the signs that are looked for first (bytes from 0x80 on, `\u` escapes,
/// the start of a special token), and are done with at memory speed.
final class TextScan {
  /// Something found, at bytes of the record.
  struct Hit {
    enum Kind: Equatable {
      /// U+2028, U+2029 or U+0085, raw.
      case lineSeparator(UInt32)
      case replacementCharacter
      /// UTF-8 that was read as Windows-1252 and written as UTF-8 again.
      case mojibake
      /// The special token with that index.
      case specialToken(Int)
      /// The reserved string with that index.
      case reserved(Int)
    }
    var kind: Kind
    var range: Range<Int>
  }

  // Safety: a scan serves one thread, and `scan` calls nothing that could call back.
  @exclusivity(unchecked) private(set) var hits: [Hit] = []
  let specialTokens: [[UInt8]]
  @exclusivity(unchecked) private var decoded = ByteBuffer()
  /// Number of hits before the escaped string that is looked through.
  private var firstOfString = 0
  private var tokenStarts: [[UInt8]] = []
  let reserved: ReservedStrings

  init(_ profile: Profile) {
    specialTokens = profile.specialTokens.values.map { Array($0.utf8) }
    reserved = ReservedStrings(profile)
    for token in self.specialTokens where !tokenStarts.contains(Array(token.prefix(2))) {
      tokenStarts.append(Array(token.prefix(2)))
    }
  }

  /// Looks through the text of `document`.
  func scan(_ document: JSONDocument) {
    hits.removeAll(keepingCapacity: true)
    let text = document.text
    let signs = tamis_find_text_signs(text.baseAddress, text.count)
    if signs.non_ascii { scanCharacters(text, escaped: nil) }
    scanTokens(text, escaped: nil)
    if !reserved.isEmpty {
      reserved.scan(text) { index, range in add(.reserved(index), range, nil) }
    }
    if signs.unicode_escape, hasUnicodeEscape(text) { scanEscaped(document) }
    if hits.count > 1 { hits.sort { $0.range.lowerBound < $1.range.lowerBound } }
  }

  private func hasUnicodeEscape(_ text: UnsafeRawBufferPointer) -> Bool {
    var at = 0
    while let backslash = text.firstOffset(of: UInt8(ascii: "\\"), from: at) {
      if text.isByte(UInt8(ascii: "u"), at: backslash + 1) { return true }
      at = backslash + 2
    }
    return false
  }

  /// Looks through the strings that are written with `\u` escapes, which hide what they hold.
  private func scanEscaped(_ document: JSONDocument) {
    for index in 0..<document.nodeCount {
      let node = document.node(index)
      guard node.kind == .string, node.flags.contains(.escaped) else { continue }
      let inside = document.bytes(node.range.lowerBound + 1..<node.range.upperBound - 1)
      guard hasUnicodeEscape(inside) else { continue }
      decoded.truncate(to: 0)
      JSONString.decode(inside, into: &decoded)
      firstOfString = hits.count
      scanCharacters(decoded.bytes, escaped: node.range)
      scanTokens(decoded.bytes, escaped: node.range)
    }
  }

  /// Looks at the characters past ASCII. In an escaped string the place is the string, and what
  /// stands there raw has been found already.
  private func scanCharacters(_ text: UnsafeRawBufferPointer, escaped: Range<Int>?) {
    var at = 0
    var weak = 0..<0
    while at < text.count {
      let byte = text[at]
      if byte < 0x80 {
        at = skipASCII(text, at)
        continue
      }
      switch byte {
      case 0xC2 where text.isByte(0x85, at: at + 1) && escaped == nil:
        add(.lineSeparator(0x85), at..<at + 2, escaped)
        at += 2
      case 0xC3:
        guard let match = MojibakeSequence(text, at: at) else {
          at += 2
          continue
        }
        let range = at..<at + match.length
        if match.isStrong {
          add(.mojibake, range, escaped)
        } else if weak.upperBound == at, !weak.isEmpty {
          add(.mojibake, weak.lowerBound..<range.upperBound, escaped)
        }
        weak = range
        at = range.upperBound
      case 0xE2 where text.isByte(0x80, at: at + 1) && escaped == nil:
        let third = at + 2 < text.count ? text[at + 2] : 0
        if third & 0xFE == 0xA8 {
          add(.lineSeparator(0x2000 | UInt32(third & 0x3F)), at..<at + 3, escaped)
        }
        at += 3
      case 0xEF where text.isByte(0xBF, at: at + 1) && text.isByte(0xBD, at: at + 2):
        add(.replacementCharacter, at..<at + 3, escaped)
        at += 3
      default: at += 1
      }
    }
  }

  @inline(__always)
  private func skipASCII(_ text: UnsafeRawBufferPointer, _ start: Int) -> Int {
    var at = start
    while at + 8 <= text.count,
      text.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    {
      at += 8
    }
    while at < text.count, text[at] < 0x80 { at += 1 }
    return at
  }

  private func scanTokens(_ text: UnsafeRawBufferPointer, escaped: Range<Int>?) {
    for start in tokenStarts {
      // The second byte (`|` of `<|`) is the rarer one.
      var at = 1
      while let second = text.firstOffset(of: start[1], from: at) {
        at = second + 1
        guard text[second - 1] == start[0] else { continue }
        let place = second - 1
        if let token = specialTokens.firstIndex(where: { text.starts(with: $0, at: place) }) {
          add(.specialToken(token), place..<place + specialTokens[token].count, escaped)
        }
      }
    }
  }

  private func add(_ kind: Hit.Kind, _ range: Range<Int>, _ escaped: Range<Int>?) {
    guard let escaped else {
      hits.append(Hit(kind: kind, range: range))
      return
    }
    // Once for a string: its characters have no place of their own in the record.
    if hits[firstOfString...].contains(where: { $0.kind == kind }) { return }
    hits.append(Hit(kind: kind, range: escaped))
  }
}

extension UnsafeRawBufferPointer {
  @inline(__always)
  func isByte(_ byte: UInt8, at offset: Int) -> Bool { offset < count && self[offset] == byte }
}

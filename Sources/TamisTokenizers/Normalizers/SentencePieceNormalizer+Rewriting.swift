import TamisCore

extension SentencePieceNormalizer {
  /// What the start of the rest of a text becomes, and how much of it that is.
  struct Step {
    enum Content {
      /// The bytes as they are.
      case same
      /// The result of the map that starts here.
      case result(Int)
      case replacement
    }

    var content: Content
    var offset: Int
    var length: Int
  }

  func isSpace(_ step: Step, in base: UnsafeRawPointer) -> Bool {
    switch step.content {
    case .same:
      // Safety: a step lies inside of the text.
      return step.length == 1 && base.load(fromByteOffset: step.offset, as: UInt8.self) == 0x20
    case .replacement: return false
    case .result(let value):
      return map?.withResult(value) { $0.count == 1 && $0[0] == 0x20 } ?? false
    }
  }

  /// The step at `offset`, which is inside of `text`.
  @inline(__always)
  func prefix(of text: UnsafeRawBufferPointer, at offset: Int) -> Step {
    if let length = symbols?.match(in: text, at: offset) {
      return Step(content: .same, offset: offset, length: length)
    }
    if let map, let match = map.match(in: text, from: offset, to: text.count, shortest: false) {
      return Step(content: .result(match.value), offset: offset, length: match.length)
    }
    let length = validCharacterLength(text, at: offset)
    if length == 0 { return Step(content: .replacement, offset: offset, length: 1) }
    return Step(content: .same, offset: offset, length: length)
  }

  /// The general case. `squeezesFirst`: what stands before the text counts as a space.
  func rewrite(
    _ text: UnsafeRawBufferPointer, from start: Int, to output: inout NormalizerOutput,
    squeezesFirst: Bool
  ) {
    var isAfterSpace = removesExtraWhitespace && squeezesFirst
    var offset = start
    while offset < text.count {
      if text[offset] < 0x80 {
        let plain = writeASCII(text, offset, &isAfterSpace, &output)
        if plain > offset {
          offset = plain
          continue
        }
      }
      let same = unchangedEnd(text, offset, isAfterSpace)
      if same > offset {
        output.append(UnsafeRawBufferPointer(rebasing: text[offset..<same]))
        isAfterSpace = removesExtraWhitespace && text[same - 1] == 0x20
        offset = same
        continue
      }
      let step = prefix(of: text, at: offset)
      let source = offset..<offset + step.length
      switch step.content {
      case .same:
        let bytes = UnsafeRawBufferPointer(rebasing: text[source])
        write(bytes, for: source, isSame: true, &isAfterSpace, &output)
      case .result(let value):
        map?.withResult(value) { write($0, for: source, isSame: false, &isAfterSpace, &output) }
      case .replacement:
        output.replace(source, with: replacementCharacter)
        isAfterSpace = false
      }
      if !removesExtraWhitespace { isAfterSpace = false }
      offset += step.length
    }
  }

  /// Where the run of characters from `offset` on ends that come out as they are.
  private func unchangedEnd(
    _ text: UnsafeRawBufferPointer, _ offset: Int, _ isAfterSpace: Bool
  ) -> Int {
    mayStay.withUnsafeBufferPointer { mayStay in
      CharacterMap.withWalker(map) { walker in
        var wasSpace = isAfterSpace
        var at = offset
        while at < text.count {
          let lead = text[at]
          if mayStay[Int(lead)] == 0 { break }
          var length = 1
          if lead < 0x80 {
            if lead == 0x20, wasSpace { break }
            let next = at &+ 1
            if next < text.count, text[next] >= 0x80, walker.hasKey(text, at) { break }
            wasSpace = lead == 0x20 && removesExtraWhitespace
          } else {
            length = validCharacterLength(text, at: at)
            if length == 0 || walker.hasKey(text, at) { break }
            if length == 3, escapesWhitespace, isMetaSymbol(text, at: at) { break }
            wasSpace = false
          }
          at &+= length
        }
        return at
      }
    }
  }

  /// Writes the content of one step, its spaces squeezed and escaped.
  private func write(
    _ bytes: UnsafeRawBufferPointer, for source: Range<Int>, isSame: Bool,
    _ isAfterSpace: inout Bool, _ output: inout NormalizerOutput
  ) {
    var first = 0
    while isAfterSpace, first < bytes.count, bytes[first] == 0x20 { first += 1 }
    if first == bytes.count { return output.drop(source) }
    let before = output.bytes.count
    var position = first
    while position < bytes.count {
      let byte = bytes[position]
      if escapesWhitespace, byte == 0x20 {
        output.bytes.append(spaceSymbol)
        position += 1
      } else if escapesWhitespace, writesSpaces, isMetaSymbol(bytes, at: position) {
        output.bytes.append(0x20)
        position += 3
      } else {
        output.bytes.append(byte)
        position += 1
      }
    }
    isAfterSpace = bytes[bytes.count - 1] == 0x20
    let count = output.bytes.count - before
    if !isSame || count != source.count { output.noteEdit(source, count: count) }
  }

  /// Writes ASCII from `offset` on that stands before ASCII and that the map's table knows; returns
  /// its end.
  private func writeASCII(
    _ text: UnsafeRawBufferPointer, _ offset: Int, _ isAfterSpace: inout Bool,
    _ output: inout NormalizerOutput
  ) -> Int {
    guard let utf8 = UTF8Text(text), escapesWhitespace == false || writesSpaces else {
      return offset
    }
    // In stretches: a byte that the table does not know makes the next call look at the rest again.
    var end = utf8.asciiEnd(from: offset, limit: 512)
    if end < text.count { end -= 1 }
    if end <= offset { return offset }
    return asciiBytes.withUnsafeBufferPointer { table in
      let place = output.bytes.reserve(end - offset)
      var position = offset
      var written = 0
      var wasSpace = isAfterSpace
      // Safety: at most one byte is written for each of the `end - offset` that there is room for;
      // the table has 128 entries, and all bytes of the run are ASCII.
      while position < end {
        let mapped = table[Int(utf8[position])]
        if mapped == CharacterMap.slow { break }
        let isSpace = mapped == 0x20
        if isSpace, wasSpace, !output.recordsEdits {
          position &+= 1
          continue
        }
        if isSpace, wasSpace {
          // Edits count from the bytes that are counted as written.
          output.bytes.advance(by: written)
          output.drop(position..<position + 1)
          return finish(position + 1, true)
        }
        place[written] = UInt8(truncatingIfNeeded: mapped)
        written &+= 1
        wasSpace = isSpace && removesExtraWhitespace
        position &+= 1
      }
      output.bytes.advance(by: written)
      return finish(position, wasSpace)

      func finish(_ position: Int, _ wasSpace: Bool) -> Int {
        if position > offset { isAfterSpace = wasSpace }
        return position
      }
    }
  }
}

/// Where U+2581 first stands in `text` at or after `position`.
func firstMetaSymbol(in text: UnsafeRawBufferPointer, from position: Int) -> Int? {
  find([0xE2, 0x96, 0x81], in: text, from: position)
}

@inline(__always)
private func isMetaSymbol(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
  offset + 3 <= bytes.count && bytes[offset] == 0xE2 && bytes[offset + 1] == 0x96
    && bytes[offset + 2] == 0x81
}

/// How many bytes the character at `offset` has, or 0 if no valid one starts there.
@inline(__always)
private func validCharacterLength(_ text: UnsafeRawBufferPointer, at offset: Int) -> Int {
  let lead = text[offset]
  if lead < 0x80 { return 1 }
  let left = text.count &- offset
  if lead >= 0xC2, lead < 0xE0 { return left > 1 && text[offset &+ 1] & 0xC0 == 0x80 ? 2 : 0 }
  if lead > 0xE0, lead < 0xED, left > 2 {
    return text[offset &+ 1] & 0xC0 == 0x80 && text[offset &+ 2] & 0xC0 == 0x80 ? 3 : 0
  }
  return validCharacterPrefix(UnsafeRawBufferPointer(rebasing: text[offset...]))
}

/// The length of the valid character that starts `bytes`, which are not empty; 0 if there is none.
private func validCharacterPrefix(_ bytes: UnsafeRawBufferPointer) -> Int {
  let length: Int
  switch bytes[0] {
  case 0xC2...0xDF: length = 2
  case 0xE0...0xEF: length = 3
  case 0xF0...0xF4: length = 4
  default: return 0
  }
  guard bytes.count >= length else { return 0 }
  for index in 1..<length where bytes[index] & 0xC0 != 0x80 { return 0 }
  switch (bytes[0], bytes[1]) {
  case (0xE0, ..<0xA0), (0xED, 0xA0...), (0xF0, ..<0x90), (0xF4, 0x90...): return 0
  default: return length
  }
}

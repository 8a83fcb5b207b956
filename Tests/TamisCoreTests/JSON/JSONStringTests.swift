import TamisCore
import Testing

@Suite struct JSONStringTests {
  private func encode(_ text: [UInt8]) -> [UInt8] {
    var output = ByteBuffer()
    text.withUnsafeBytes { JSONString.encode($0, into: &output) }
    return output.array
  }

  private func decode(_ body: [UInt8]) -> [UInt8] {
    var output = ByteBuffer()
    body.withUnsafeBytes { JSONString.decode($0, into: &output) }
    return output.array
  }

  /// One code point at a time, by the words of the documentation.
  private func reference(_ points: [UInt32]) -> [UInt8] {
    var output: [UInt8] = [0x22]
    for point in points {
      switch point {
      case 0x22: output += utf8(#"\""#)
      case 0x5C: output += utf8(#"\\"#)
      case 0x08: output += utf8(#"\b"#)
      case 0x09: output += utf8(#"\t"#)
      case 0x0A: output += utf8(#"\n"#)
      case 0x0C: output += utf8(#"\f"#)
      case 0x0D: output += utf8(#"\r"#)
      case ..<0x20, 0x2028, 0x2029, 0xD800..<0xE000:
        let digits = String(point, radix: 16)
        output += utf8(#"\u"# + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
      default: output += wtf8(point)
      }
    }
    return output + [0x22]
  }

  private func randomPoints(_ random: inout TestRandom, upTo limit: Int) -> [UInt32] {
    var points: [UInt32] = []
    let isPlain = random.chance(30)
    for _ in 0..<random.below(limit) {
      let kind = isPlain && random.chance(95) ? 9 : random.below(10)
      var point: UInt32
      switch kind {
      case 0: point = UInt32(random.below(0x20))
      case 1: point = UInt32(random.pick([0x22, 0x5C, 0x7F, 0x2F]))
      case 2: point = UInt32(random.pick([0x2027, 0x2028, 0x2029, 0x202A, 0x20A8, 0x2128]))
      case 3: point = UInt32(random.pick([0xD7FF, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xE000]))
      case 4: point = UInt32(random.below(0x110000))
      case 5: point = UInt32(random.below(0x800))
      default: point = UInt32(0x20 + random.below(0x5F))
      }
      // Two halves in a row that fit would be a character, written in four bytes.
      if let last = points.last, 0xD800..<0xDC00 ~= last, 0xDC00..<0xE000 ~= point { point = 0x2E }
      points.append(point)
    }
    return points
  }

  @Test("encoding is what the reference writes, and decoding brings the bytes back")
  func roundTrip() {
    var random = TestRandom(for: "encoding strings")
    let text = ScanText()
    for _ in 0..<4000 {
      let points = randomPoints(&random, upTo: random.chance(20) ? 200 : 40)
      let bytes = points.flatMap(wtf8)
      let encoded = encode(bytes)
      #expect(encoded == reference(points), "\(shown(bytes))")
      #expect(decode(Array(encoded[1..<encoded.count - 1])) == bytes, "\(shown(bytes))")
      let scanned = text.scan(encoded, slack: 0x22)
      #expect(scanned.error == nil && scanned.nodes.count == 1, "\(shown(bytes))")
      #expect(encoded.withUnsafeBytes(validUTF8Prefix) == encoded.count)
    }
  }

  @Test("decoding agrees with what a random spelling meant")
  func decoding() {
    var json = RandomJSON(random: TestRandom(for: "decoding strings"))
    for _ in 0..<4000 {
      let (characters, text) = json.string()
      #expect(decode(Array(text[1..<text.count - 1])) == characters, "\(shown(text))")
    }
  }

  @Test("every code point, alone and behind 0 to 40 letters, is written as it must be")
  func everyPlace() {
    let special: [UInt32] = Array(0..<0x24) + [0x5C, 0x7F, 0x80, 0x7FF, 0x800, 0x2028, 0x2029]
    for point in special + [0x2027, 0x202A, 0xD7FF, 0xD800, 0xDFFF, 0xE000, 0xFFFF, 0x10FFFF] {
      for before in 0...40 {
        for after in [0, 1, 2, 14, 15, 16, 17, 31, 32, 33] {
          let points =
            Array(repeating: UInt32(0x61), count: before) + [point]
            + Array(repeating: UInt32(0x7A), count: after)
          let encoded = encode(points.flatMap(wtf8))
          if encoded != reference(points) { Issue.record("\(shown(encoded))") }
        }
      }
    }
  }

  @Test("all code points come back from both of their escapes")
  func everyCodePoint() {
    var body = ByteBuffer()
    var expected: [UInt8] = []
    func append(_ unit: UInt32) {
      let digits = String(unit, radix: 16)
      body.append(#"\u"# + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
    }
    for point in stride(from: UInt32(0), to: 0x110000, by: 7) {
      if point < 0x10000 {
        append(point)
      } else {
        append(0xD800 + (point - 0x10000) >> 10)
        append(0xDC00 + (point - 0x10000) & 0x3FF)
      }
      body.append(" ")
      expected += wtf8(point) + [0x20]
    }
    #expect(decode(body.array) == expected)
  }

  @Test("pieces that end inside of a character are neither lost nor changed")
  func cutCharacters() {
    // Not UTF-8: what cannot be a special character stays as it is.
    for bytes in [[0xE2], [0xE2, 0x80], [0xED], [0xED, 0xA0], [0x61, 0xE2, 0x80]] as [[UInt8]] {
      #expect(encode(bytes) == [0x22] + bytes + [0x22])
    }
    for count in 0...70 {
      let letters = [UInt8](repeating: 0x61, count: count)
      #expect(encode(letters + [0xE2, 0x80]) == [0x22] + letters + [0xE2, 0x80, 0x22])
      #expect(encode([0xE2, 0x80] + letters) == [0x22, 0xE2, 0x80] + letters + [0x22])
    }
  }

  @Test("text at the end of all memory is written and read without a look behind it")
  func endOfMemory() {
    let memory = GuardedMemory()
    for length in 0...150 {
      for tail in [[], [0x22], [0xE2, 0x80, 0xA8], [0xE2, 0x80], [0xE2], [0xED]] as [[UInt8]] {
        let text = [UInt8](repeating: 0x61, count: length) + tail
        let placed = UnsafeRawBufferPointer(memory.place(text))
        var output = ByteBuffer()
        JSONString.encode(placed, into: &output)
        #expect(output.array == encode(text))
        output.removeAll()
        JSONString.decode(placed, into: &output)
        #expect(output.array == text)
        #expect(validUTF8Prefix(placed) == text.withUnsafeBytes(validUTF8Prefix))
        #expect(ContentHash(placed) == ContentHash(text))
      }
    }
  }

  @Test("a String and its bytes are written alike")
  func strings() {
    for text in ["", "plain", "quote \" and \\", "é\u{2028}😀", String(repeating: "x", count: 100)] {
      var output = ByteBuffer()
      JSONString.encode(text, into: &output)
      #expect(output.array == encode(utf8(text)))
    }
  }
}

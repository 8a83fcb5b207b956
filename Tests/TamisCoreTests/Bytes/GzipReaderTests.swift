import CTamisKernels
import TamisCore
import Testing

@Suite struct GzipReaderTests {
  /// `text` as one gzip member.
  static func member(_ text: [UInt8]) throws -> [UInt8] {
    let target = MemoryWriter()
    let writer = GzipWriter(target, path: "x.gz")
    try writer.write(text)
    try writer.finish()
    return target.bytes
  }

  private func read(_ bytes: [UInt8], step: Int = .max, size: Int = 64 << 10) -> ReadOutcome {
    readAll(GzipReader(MemoryReader(bytes, step: step), path: "x.gz"), size: size)
  }

  private func error(_ defect: GzipDefect, at offset: Int) -> InputError {
    InputError(path: "x.gz", kind: .gzip(defect, offset: offset))
  }

  private static let text = utf8(
    (0..<40).map { "{\"id\":\($0),\"text\":\"line \($0 * 7919 % 41)\"}\n" }.joined())

  @Test("files of other tools are read: GNU gzip with a name, several members, and stored blocks")
  func foreignFiles() throws {
    for name in ["gnu-name.gz", "python-members.gz", "stored.gz", "zero-padded.gz"] {
      let bytes = fixtureBytes("gzip/" + name)
      for step in [1, 2, 7, .max] {
        for size in [1, 2, 7, 4096] {
          let outcome = read(bytes, step: step, size: size)
          #expect(outcome.error == nil, "\(name)")
          #expect(outcome.bytes == fixtureBytes("gzip/text.jsonl"), "\(name), \(step), \(size)")
        }
      }
    }
  }

  @Test("members follow each other, empty ones too, wherever the blocks end")
  func members() throws {
    let parts = [Self.text, [], utf8("x"), Self.text, []]
    let whole = try parts.flatMap { try Self.member($0) }
    for step in [1, 2, 7, 100, .max] {
      for size in [1, 3, 4096] {
        #expect(read(whole, step: step, size: size) == ReadOutcome(bytes: parts.flatMap { $0 }))
      }
    }
  }

  @Test("a stream that is cut anywhere gives what it has and says where it ends")
  func truncated() throws {
    let whole = try Self.member(Self.text) + Self.member(utf8("and another"))
    let firstEnd = try Self.member(Self.text).count
    for length in 1..<whole.count where length != firstEnd {
      for step in [1, .max] {
        let outcome = read(Array(whole[..<length]), step: step)
        #expect(outcome.error == error(.truncated, at: length))
        #expect((Self.text + utf8("and another")).starts(with: outcome.bytes))
        #expect(length < firstEnd || outcome.bytes.starts(with: Self.text))
      }
    }
    #expect(read(Array(whole[..<firstEnd])) == ReadOutcome(bytes: Self.text))
    #expect(read([]) == ReadOutcome())
  }

  @Test("what a cut stream still holds is given out before the error, however little is asked for")
  func truncatedRuns() throws {
    // Runs of one letter are inflated long behind the byte that asks for them.
    let runs = (0..<30).flatMap { [UInt8](repeating: UInt8(0x61 + $0 % 3), count: 400 + $0) }
    let whole = try Self.member(runs)
    for length in 1..<whole.count {
      let part = Array(whole[..<length])
      let expected = read(part)
      for size in [1, 7, 100, 1000] {
        #expect(read(part, step: 5, size: size) == expected, "\(length) of \(whole.count) bytes")
      }
    }
  }

  @Test("zeros behind the last member pass, anything else is an error at its place")
  func trailing() throws {
    let member = try Self.member(Self.text)
    for zeros in [0, 1, 2, 512] {
      let padded = member + [UInt8](repeating: 0, count: zeros)
      for step in [1, 7, .max] {
        #expect(read(padded, step: step) == ReadOutcome(bytes: Self.text))
        for garbage in [[0x78], [0x1F, 0x00], [0x1F, 0x8C, 0x08], [0x1F, 0x8B, 0x09, 0, 0]]
          as [[UInt8]]
        {
          let outcome = read(padded + garbage, step: step)
          #expect(outcome.bytes == Self.text)
          #expect(outcome.error == error(.trailingGarbage, at: padded.count), "\(garbage)")
        }
      }
    }
    // Padding ends the file: a member behind it is not expected by any other tool either.
    let behind = read(member + [0] + member)
    #expect(
      behind == ReadOutcome(bytes: Self.text, error: error(.trailingGarbage, at: member.count + 1)))
  }

  @Test("what is no gzip is refused at its first byte")
  func notGzip() {
    let texts: [[UInt8]] = [
      utf8("{}\n"), [0], [0, 0x1F, 0x8B], [0x1F, 0x00, 0x08],
      [0x1F, 0x8B, 0x07, 0, 0, 0, 0, 0, 0, 3],
      [0x50, 0x4B, 3, 4], [0x28, 0xB5, 0x2F, 0xFD], [0x78, 0x9C],
    ]
    for text in texts {
      for step in [1, .max] {
        #expect(read(text, step: step) == ReadOutcome(error: error(.notGzip, at: 0)), "\(text)")
      }
    }
  }

  @Test("no flipped bit passes unseen if it changes the content")
  func bitFlips() throws {
    let whole = try Self.member(Self.text)
    var harmless = 0
    for bit in 0..<8 * whole.count {
      var flipped = whole
      flipped[bit / 8] ^= 1 << UInt8(bit % 8)
      let outcome = read(flipped)
      if outcome.error == nil {
        #expect(outcome.bytes == Self.text, "bit \(bit)")
        // The bits that fill the last byte before the trailer mean nothing.
        if bit / 8 != whole.count - 9 { harmless += 1 }
      } else if bit / 8 >= whole.count - 8 {
        #expect(outcome.bytes == Self.text)
        let isLength = bit / 8 >= whole.count - 4
        let place = whole.count - (isLength ? 0 : 4)
        #expect(outcome.error == error(isLength ? .wrongLength : .wrongChecksum, at: place))
      }
    }
    // Time, extra flags, system, and the flag that says "probably text".
    #expect(harmless == 4 * 8 + 8 + 8 + 1)
  }

  @Test("random bytes behind the magic give an error or end, never a crash")
  func randomBytes() throws {
    var random = TestRandom(for: "random gzip")
    let member = try Self.member(Self.text)
    for _ in 0..<500 {
      var bytes = Array(member.prefix(10 + random.below(60)))
      bytes += (0..<random.below(100)).map { _ in UInt8(random.below(256)) }
      #expect(read(bytes, size: 1 + random.below(300)).error != nil)
    }
  }

  @Test("an error is told again to who asks again")
  func errorsStay() throws {
    let member = try Self.member(Self.text)
    for bytes in [Array(member.dropLast(3)), member + [1], [5]] {
      let reader = GzipReader(MemoryReader(bytes), path: "x.gz")
      let first = readAll(reader)
      #expect(first.error != nil)
      #expect(readAll(reader) == ReadOutcome(error: first.error))
    }
  }

  @Test("reading ahead gives the same bytes and the same error")
  func readAhead() throws {
    let large = [UInt8](repeating: 0x61, count: 3 << 20) + Self.text
    let member = try Self.member(large)
    for bytes in [member, Array(member.dropLast(3)), member + member, member + [9], []] {
      let alone = readAll(GzipReader(MemoryReader(bytes), path: "x.gz"))
      for (depth, size) in [(1, 1 << 20), (4, 100_000), (2, 512 << 10)] {
        let source = GzipReader(MemoryReader(bytes), path: "x.gz")
        #expect(readAll(ReadAhead(source, depth: depth), size: size) == alone)
      }
    }
  }

  @Test("a reader that is let go before its end stops reading ahead")
  func abandonedReadAhead() throws {
    let member = try Self.member([UInt8](repeating: 0x61, count: 8 << 20))
    for asked in [0, 10] {
      let reader = ReadAhead(GzipReader(MemoryReader(member), path: "x.gz"))
      var block = [UInt8](repeating: 0, count: asked)
      if asked > 0 { #expect(try reader.read(into: &block) == asked) }
    }
  }
}

/// Broken and unusual files of other makers.
@Suite(.enabled(if: SharedData.path("gzip") != nil, Comment(rawValue: SharedData.missing("gzip"))))
struct GzipFilesTests {
  private func open(_ name: String) throws -> any ByteReader {
    try Input(path: path(name)).openBytes()
  }

  private func path(_ name: String) -> String { (SharedData.path("gzip") ?? "") + "/" + name }

  @Test(
    "files that are whole have the same content",
    arguments: [
      "good.jsonl.gz", "multimember.gz", "multimember_split_in_line.gz",
      "fname_fextra_fcomment.gz", "trailing_zeros.gz",
    ])
  func whole(name: String) throws {
    let outcome = readAll(try open(name))
    #expect(outcome.error == nil)
    #expect(outcome.bytes.count == 1_397_780)
    #expect(outcome == readAll(try open("good.jsonl.gz")))
    let file = try FileReader(path: path(name))
    #expect(readAll(GzipReader(file, path: name), size: 1000) == outcome)
  }

  @Test(
    "files that are broken give what they have, then their defect",
    arguments: [
      ("bad_crc.gz", .wrongChecksum, 103_870, true), ("bad_isize.gz", .wrongLength, 103_874, true),
      ("trailing_garbage.gz", .trailingGarbage, 103_874, true),
      ("truncated_4_of_trailer.gz", .truncated, 103_870, true),
      ("truncated_no_trailer.gz", .truncated, 103_866, true),
      ("truncated_half.gz", .truncated, 51_937, false),
      ("multimember_second_truncated.gz", .truncated, 103_578, false),
      ("magic_only.gz", .truncated, 2, false), ("not_gzip.gz", .notGzip, 0, false),
    ] as [(String, GzipDefect, Int, Bool)])
  func broken(name: String, defect: GzipDefect, offset: Int, isComplete: Bool) throws {
    let good = readAll(try open("good.jsonl.gz")).bytes
    let outcome = readAll(try open(name))
    #expect(outcome.error == InputError(path: path(name), kind: .gzip(defect, offset: offset)))
    #expect(good.starts(with: outcome.bytes))
    #expect((outcome.bytes.count == good.count) == isComplete)
  }

  @Test("a flipped bit in the middle is found")
  func bitFlip() throws {
    let outcome = readAll(try open("bitflip_mid.gz"))
    guard case .gzip(let defect, let offset) = outcome.error?.kind else {
      Issue.record("\(outcome.bytes.count) bytes pass")
      return
    }
    print("bitflip_mid.gz: \(defect) at \(offset) after \(outcome.bytes.count) bytes")
    #expect(defect == .corrupt || defect == .wrongChecksum)
  }

  @Test("nothing, and a member of nothing, are empty")
  func empty() throws {
    #expect(readAll(try open("empty_file.gz")) == ReadOutcome())
    #expect(readAll(try open("empty_member.gz")) == ReadOutcome())
  }

  @Test("a bomb runs through in the memory of a few blocks")
  func bomb() throws {
    let reader = try open("bomb_256m_zeros.gz")
    let zeros = ByteBuffer([UInt8](repeating: 0, count: 1 << 20))
    var block = ByteBuffer(capacity: 1 << 20)
    let space = block.reserve(1 << 20)
    var total = 0
    while true {
      let size = try reader.read(into: UnsafeMutableRawBufferPointer(start: space, count: 1 << 20))
      if size == 0 { break }
      #expect(tamis_same_bytes(space, zeros.base, size))
      total += size
    }
    #expect(total == 256 << 20)
  }
}

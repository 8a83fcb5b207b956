import CTamisKernels
import TamisCore
import Testing

/// Each kernel against its portable twin, or against the same in Swift.
@Suite struct KernelTests {
  private static let lengths = 0...200
  private static let alignments = 0..<32

  /// Memory in which every kernel may read and write past its end.
  private final class Pool {
    let bytes: UnsafeMutablePointer<UInt8>
    static let size = 640

    init(_ content: (Int) -> UInt8) {
      bytes = .allocate(capacity: Self.size)
      for index in 0..<Self.size { (bytes + index).initialize(to: content(index)) }
    }

    deinit { bytes.deallocate() }
  }

  /// Pools with rare and frequent stops, edges of what is one, and any bytes.
  private func pools(_ random: inout TestRandom, stops: [UInt8]) -> [Pool] {
    let near: [UInt8] = [
      0x1F, 0x20, 0x21, 0x23, 0x5B, 0x5D, 0x7E, 0x7F, 0x80, 0xC1, 0xC2, 0xC3, 0xE2, 0xED, 0xFF,
    ]
    return [2, 10, 40].flatMap { percent in
      [
        Pool { _ in random.chance(percent) ? random.pick(stops) : 0x61 },
        Pool { _ in random.chance(percent) ? random.pick(stops) : random.pick(near) },
      ]
    } + [
      Pool { _ in UInt8(random.below(256)) }, Pool { _ in 0x61 }, Pool { _ in stops[0] },
    ]
  }

  /// Calls `agree` for all lengths at all places of all pools; it tells whether both sides agree.
  private func check(
    _ name: StaticString, stops: [UInt8],
    _ agree: (UnsafeMutablePointer<UInt8>, Int) -> Bool
  ) {
    var random = TestRandom(for: "\(name)")
    for (number, pool) in pools(&random, stops: stops).enumerated() {
      for alignment in Self.alignments {
        for length in Self.lengths where !agree(pool.bytes + alignment, length) {
          Issue.record("\(name): pool \(number), \(length) bytes at \(alignment)")
          return
        }
      }
    }
  }

  @Test("line feeds are counted, many thousand of them too")
  func countLineFeeds() {
    check("line feeds", stops: [0x0A]) { bytes, length in
      tamis_count_line_feeds(bytes, length) == tamis_count_line_feeds_portable(bytes, length)
        && tamis_count_line_feeds_portable(bytes, length)
          == UnsafeBufferPointer(start: bytes, count: length).count { $0 == 0x0A }
    }
    // More blocks than a lane of eight bits can count.
    for count in [4079, 4080, 4081, 4096, 8160, 8161, 20_000] {
      let buffer = ByteBuffer([UInt8](repeating: 0x0A, count: count))
      #expect(tamis_count_line_feeds(buffer.base, count) == count)
    }
  }

  @Test("the place behind the last line feed, and the first byte of a value")
  func searches() {
    check("searches", stops: [0x0A]) { bytes, length in
      let all = UnsafeBufferPointer(start: bytes, count: length)
      let last = all.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      let first = all.firstIndex(of: 0x0A) ?? length
      return tamis_behind_last_line_feed(bytes, length) == last
        && tamis_find_byte(bytes, length, 0x0A) == first
    }
  }

  @Test("runs inside of a JSON string end where the portable ones do")
  func jsonStringRun() {
    check("string runs", stops: [0x22, 0x5C, 0x0A, 0x00]) { bytes, length in
      let kept = bytes[length]
      bytes[length] = 0x22
      defer { bytes[length] = kept }
      let run = tamis_json_string_run(bytes)
      let all = UnsafeBufferPointer(start: bytes, count: length + 1)
      return run == tamis_json_string_run_portable(bytes)
        && run == all.firstIndex { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }
    }
  }

  @Test("runs of text end where the portable ones do")
  func textRun() {
    check("text runs", stops: [0xC2, 0x7F, 0x0A, 0x1F, 0x00]) { bytes, length in
      let all = UnsafeBufferPointer(start: bytes, count: length)
      let run = tamis_text_run(bytes, length)
      return run == tamis_text_run_portable(bytes, length)
        && run == all.firstIndex { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 } ?? length
    }
  }

  @Test("runs of printable ASCII end where the portable ones do")
  func plainASCIIRun() {
    check("plain runs", stops: [0x5C, 0x1F, 0x7F, 0x80, 0xFF]) { bytes, length in
      let all = UnsafeBufferPointer(start: bytes, count: length)
      let run = tamis_plain_ascii_run(bytes, length)
      return run == tamis_plain_ascii_run_portable(bytes, length)
        && run == all.firstIndex { $0 < 0x20 || $0 > 0x7E || $0 == 0x5C } ?? length
    }
  }

  /// Copies with `copy`; the bytes copied, or `nil` if something else than the slack was written.
  private func copied(
    _ copy: (UnsafeMutablePointer<UInt8>) -> Int, into room: UnsafeMutablePointer<UInt8>
  ) -> [UInt8]? {
    room.update(repeating: 0xA5, count: Pool.size)
    let count = copy(room)
    let behind = UnsafeBufferPointer(start: room + count + 16, count: Pool.size - count - 16)
    guard behind.allSatisfy({ $0 == 0xA5 }) else { return nil }
    return Array(UnsafeBufferPointer(start: room, count: count))
  }

  @Test("copying to a JSON string stops where the portable copy does, and writes no further")
  func copyJSON() {
    let room = Pool { _ in 0 }
    let rare: [UInt8] = [0x22, 0xE2, 0xED, 0x80, 0xA8, 0xA9, 0xA0, 0x5C, 0x0A]
    check("copies to JSON", stops: rare) { bytes, length in
      if length % 3 != 0 { return true }
      let fast = copied({ tamis_copy_json_plain($0, bytes, length) }, into: room.bytes)
      let slow = copied({ tamis_copy_json_plain_portable($0, bytes, length) }, into: room.bytes)
      return fast != nil && fast == slow
        && fast == Array(UnsafeBufferPointer(start: bytes, count: slow?.count ?? 0))
    }
  }

  @Test(
    "copying from CSV stops where the portable copy does, and writes no further",
    arguments: [(0x2C, 0x22), (0x09, 0x27), (0x3B, 0x3B), (0xE2, 0x00)] as [(UInt8, UInt8)])
  func copyCSV(delimiter: UInt8, quote: UInt8) {
    let room = Pool { _ in 0 }
    check("copies from CSV", stops: [delimiter, quote, 0x22, 0x0A, 0xE2, 0x80, 0xA8]) {
      bytes, length in
      if length % 7 != 0 { return true }
      let fast = copied(
        { tamis_copy_csv_plain($0, bytes, length, delimiter, quote) }, into: room.bytes)
      let slow = copied(
        { tamis_copy_csv_plain_portable($0, bytes, length, delimiter, quote) }, into: room.bytes)
      return fast != nil && fast == slow
    }
  }

  @Test("every pair and triple of bytes that may need an escape is told alike at each lane")
  func rareStops() {
    let pool = Pool { _ in 0x61 }
    let room = Pool { _ in 0 }
    let bytes: [UInt8] = [
      0x61, 0x7F, 0x80, 0x9F, 0xA0, 0xA7, 0xA8, 0xA9, 0xAA, 0xBF, 0xE2, 0xED, 0xFF,
    ]
    for place in 0..<33 {
      for first in bytes {
        for second in bytes {
          for third in bytes {
            (pool.bytes[place], pool.bytes[place + 1], pool.bytes[place + 2]) = (
              first, second, third
            )
            let fast = tamis_copy_json_plain(room.bytes, pool.bytes, 48)
            let slow = tamis_copy_json_plain_portable(room.bytes, pool.bytes, 48)
            if fast != slow { Issue.record("\(shown([first, second, third])) at \(place)") }
          }
        }
      }
      pool.bytes.update(repeating: 0x61, count: 64)
    }
  }

  @Test("no kernel reads further than the 18 bytes behind its text")
  func readsNoFurther() {
    let memory = GuardedMemory()
    let room = Pool { _ in 0 }
    for text in [0x61, 0xE2] as [UInt8] {
      for length in Self.lengths {
        let bytes = memory.place([UInt8](repeating: text, count: length), slack: 18)
        guard let base = bytes.baseAddress else { continue }
        base[length] = 0x22
        let runs = [
          tamis_count_line_feeds(base, length), tamis_behind_last_line_feed(base, length),
          tamis_find_byte(base, length, 0), tamis_json_string_run(base),
          tamis_text_run(base, length), tamis_plain_ascii_run(base, length),
          tamis_copy_json_plain(room.bytes, base, length),
          tamis_copy_csv_plain(room.bytes, base, length, 0x2C, 0x27),
          tamis_utf8_valid_prefix(base, length),
        ]
        let plain = text == 0x61 ? length : 0
        #expect(runs == [0, 0, length, length, length, plain, length, length, plain])
      }
    }
  }

  @Test("short copies are whole")
  func copyShort() {
    let source = Pool { UInt8(truncatingIfNeeded: $0 &* 31) }
    let room = Pool { _ in 0 }
    for length in Self.lengths {
      room.bytes.update(repeating: 0xA5, count: Pool.size)
      tamis_copy_short(room.bytes, source.bytes, length)
      #expect(tamis_same_bytes(room.bytes, source.bytes, length))
      #expect(room.bytes[(length + 15) / 16 * 16 + 16] == 0xA5)
    }
  }
}

/// A byte array that is being appended to in many short pieces.
///
/// Appending to an array costs a uniqueness and a capacity check each time, more than copying the
/// few bytes between two rewritten segments does. So short pieces gather in a small buffer first.
struct StagedOutput: ~Copyable {
  private let stage: UnsafeMutableRawBufferPointer
  private var staged = 0
  private var output: [UInt8]

  private init(stage: UnsafeMutableRawBufferPointer, output: [UInt8]) {
    self.stage = stage
    self.output = output
  }

  /// Lets `body` append to `output`.
  @inline(__always)
  static func appending(to output: inout [UInt8], _ body: (inout StagedOutput) -> Void) {
    withUnsafeTemporaryAllocation(byteCount: 2048, alignment: 16) { stage in
      var sink = StagedOutput(stage: stage, output: output)
      // With a second owner the first append would copy the whole array.
      output = []
      body(&sink)
      sink.flush()
      output = sink.output
    }
  }

  /// Appends `count` bytes.
  @inline(__always)
  mutating func append(_ bytes: UnsafeRawPointer, _ count: Int) {
    if count > stage.count &- staged {
      flush()
      if count > stage.count {
        output.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        return
      }
    }
    // Safety: count <= the free rest of the stage, which no input overlaps.
    stage.baseAddress.unsafelyUnwrapped.advanced(by: staged)
      .copyMemory(from: bytes, byteCount: count)
    staged &+= count
  }

  /// Appends the UTF-8 of `scalar`, which is under 2^21.
  @inline(__always)
  mutating func append(scalar: UInt32) {
    if stage.count &- staged < 4 { flush() }
    if scalar < 0x80 {
      put(scalar)
    } else if scalar < 0x800 {
      put(0xC0 | scalar >> 6)
      put(0x80 | scalar & 0x3F)
    } else if scalar < 0x1_0000 {
      put(0xE0 | scalar >> 12)
      put(0x80 | scalar >> 6 & 0x3F)
      put(0x80 | scalar & 0x3F)
    } else {
      put(0xF0 | scalar >> 18)
      put(0x80 | scalar >> 12 & 0x3F)
      put(0x80 | scalar >> 6 & 0x3F)
      put(0x80 | scalar & 0x3F)
    }
  }

  @inline(__always)
  private mutating func put(_ value: UInt32) {
    // Safety: `append(scalar:)` makes room for four bytes before it puts up to four.
    stage.baseAddress.unsafelyUnwrapped.storeBytes(
      of: UInt8(truncatingIfNeeded: value), toByteOffset: staged, as: UInt8.self)
    staged &+= 1
  }

  private mutating func flush() {
    // Safety: the first `staged` bytes of the stage were written.
    output.append(contentsOf: UnsafeRawBufferPointer(rebasing: stage[..<staged]))
    staged = 0
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Memory of one render: handed out piece by piece, taken back as a whole.
///
/// Nothing in it moves before `reset`, so values may point at each other.
final class Arena {
  private struct Block {
    var base: UnsafeMutableRawPointer
    var size: Int
  }

  // Safety: no method calls another's caller back, so that none of these is looked at while it changes.
  @exclusivity(unchecked) private var blocks: [Block] = []
  @exclusivity(unchecked) private var current = 0
  @exclusivity(unchecked) private var top: UnsafeMutableRawPointer
  @exclusivity(unchecked) private var end: UnsafeMutableRawPointer
  // Safety: these move within the room that `growingBytes` took for them alone.
  @exclusivity(unchecked) private var growingEnd: UnsafeMutableRawPointer
  @exclusivity(unchecked) private var growingLimit: UnsafeMutableRawPointer
  /// Bytes in the blocks before the current one.
  @exclusivity(unchecked) private var used = 0

  /// Bytes that may be handed out before `isExhausted`.
  @exclusivity(unchecked) var limit = Int.max

  private static let firstBlock = 64 << 10
  /// Memory that is kept from one render to the next.
  private static let keptBytes = 8 << 20

  init() {
    let base = UnsafeMutableRawPointer.allocate(byteCount: Self.firstBlock, alignment: 16)
    blocks = [Block(base: base, size: Self.firstBlock)]
    top = base
    end = base + Self.firstBlock
    (growingEnd, growingLimit) = (base, base)
  }

  deinit { for block in blocks { block.base.deallocate() } }

  /// Takes everything back.
  func reset() {
    var kept = 0
    while let last = blocks.last, blocks.count > 1 {
      kept = blocks.reduce(0) { $0 + $1.size }
      if kept <= Self.keptBytes { break }
      last.base.deallocate()
      blocks.removeLast()
    }
    current = 0
    used = 0
    top = blocks[0].base
    end = top + blocks[0].size
    (growingEnd, growingLimit) = (top, top)
  }

  /// Bytes that have been handed out.
  var byteCount: Int { used + (top - blocks[current].base) }
  /// True when `extra` more bytes are past the limit.
  @inline(__always)
  func isPastLimit(_ extra: Int) -> Bool { extra > limit - byteCount }

  /// Room for `count` bytes.
  @inline(__always)
  func bytes(_ count: Int) -> UnsafeMutablePointer<UInt8> {
    if end - top < count { grow(count) }
    let start = top
    top += count
    // Safety: the room lies within the current block.
    return start.assumingMemoryBound(to: UInt8.self)
  }

  /// Takes back the last `count` bytes of what was handed out last.
  @inline(__always)
  func giveBack(_ count: Int) { top -= count }

  /// Room for `count` headers or values.
  @inline(__always)
  func allocate<Element>(_ type: Element.Type, _ count: Int = 1) -> UnsafeMutablePointer<Element> {
    top = top.alignedUp(toMultipleOf: 16)
    let size = MemoryLayout<Element>.stride * count
    if end - top < size { grow(size) }
    let start = top
    top += size
    // Safety: aligned to 16 bytes, which is enough for every type that is asked for.
    return start.bindMemory(to: Element.self, capacity: count)
  }

  /// Room for `count` bytes of a string that is likely to grow, and as much again behind them.
  func growingBytes(_ count: Int) -> UnsafeMutablePointer<UInt8> {
    let start = bytes(2 * count)
    growingEnd = UnsafeMutableRawPointer(start) + count
    growingLimit = UnsafeMutableRawPointer(start) + 2 * count
    return start
  }

  /// Makes the string that ends at `string` longer by `count` bytes, if it was the last thing handed
  /// out, or is the one that grows: so that a text that grows in a loop takes linear time.
  @inline(__always)
  func extend(_ string: UnsafePointer<UInt8>, by count: Int) -> UnsafeMutablePointer<UInt8>? {
    if UnsafeRawPointer(string) == UnsafeRawPointer(top), end - top >= count {
      let start = top
      top += count
      return start.assumingMemoryBound(to: UInt8.self)
    }
    if UnsafeRawPointer(string) == UnsafeRawPointer(growingEnd), growingLimit - growingEnd >= count
    {
      let start = growingEnd
      growingEnd += count
      return start.assumingMemoryBound(to: UInt8.self)
    }
    return nil
  }

  @inline(never)
  private func grow(_ count: Int) {
    used += blocks[current].size
    current += 1
    // Blocks that are too small for what is wanted are passed over.
    while current < blocks.count, blocks[current].size < count + 16 {
      used += blocks[current].size
      current += 1
    }
    if current == blocks.count {
      let size = max(count + 16, min(used, 16 << 20))
      blocks.append(
        Block(base: .allocate(byteCount: size, alignment: 16), size: size))
    }
    top = blocks[current].base
    end = top + blocks[current].size
  }
}

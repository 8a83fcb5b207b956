#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Memory behind which nothing can be read: who tries is killed.
final class GuardedMemory {
  private let start: UnsafeMutableRawPointer
  private let size: Int

  init() {
    size = Int(sysconf(Int32(_SC_PAGESIZE)))
    let both = mmap(nil, 2 * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
    guard let both, both != MAP_FAILED, mprotect(both + size, size, PROT_NONE) == 0 else {
      preconditionFailure("no page of memory could be had")
    }
    start = both
  }

  deinit { munmap(start, 2 * size) }

  /// A copy of `bytes`, behind which there are `slack` readable bytes and no more.
  func place(_ bytes: [UInt8], slack: Int = 0) -> UnsafeMutableBufferPointer<UInt8> {
    let place = start + size - slack - bytes.count
    let copy = UnsafeMutableRawBufferPointer(start: place, count: bytes.count)
    copy.copyBytes(from: bytes)
    return copy.bindMemory(to: UInt8.self)
  }
}

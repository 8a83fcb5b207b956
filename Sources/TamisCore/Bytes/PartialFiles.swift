import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The half-written files of this process, so that an interrupt can remove them.
///
/// A signal handler may not allocate or lock. So the paths live in a fixed table of C strings, each
/// entry swapped in and out atomically, and the handler only loads, unlinks and exits.
public enum PartialFiles {
  /// A place in the table.
  struct Entry {
    var index: Int?
  }

  private static let size = 64

  private final class Table: Sendable {
    let paths: [Slot] = (0..<size).map { _ in Slot() }
  }

  private final class Slot: Sendable {
    let path = Atomic<UInt>(0)
  }

  private static let table = Table()

  static func register(_ path: String) -> Entry {
    guard let copy = strdup(path) else { return Entry(index: nil) }
    let value = UInt(bitPattern: copy)
    for (index, slot) in table.paths.enumerated()
    where slot.path.compareExchange(expected: 0, desired: value, ordering: .releasing).exchanged {
      return Entry(index: index)
    }
    free(copy)
    return Entry(index: nil)
  }

  static func forget(_ entry: Entry) {
    guard let index = entry.index else { return }
    let value = table.paths[index].path.exchange(0, ordering: .acquiringAndReleasing)
    free(UnsafeMutableRawPointer(bitPattern: value))
  }

  /// Makes SIGINT and SIGTERM remove the half-written files and end the process with 130 or 143, and
  /// makes a closed pipe an error of `write` instead of a signal.
  public static func removeOnInterrupt() {
    _ = table
    signal(SIGPIPE, SIG_IGN)
    // Some parents start children with these blocked.
    var interrupts = sigset_t()
    sigemptyset(&interrupts)
    sigaddset(&interrupts, SIGINT)
    sigaddset(&interrupts, SIGTERM)
    sigprocmask(SIG_UNBLOCK, &interrupts, nil)
    for number in [SIGINT, SIGTERM] {
      signal(number) { received in
        for slot in PartialFiles.table.paths {
          let value = slot.path.load(ordering: .acquiring)
          // Safety: the table owns the string until `forget`, which swaps it out before freeing it.
          if let path = UnsafePointer<CChar>(bitPattern: value) { unlink(path) }
        }
        _exit(128 + received)
      }
    }
  }
}

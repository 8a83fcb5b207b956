import TamisCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What goes to standard error, where everything but records goes.
enum Console {
  /// Prints a line.
  static func say(_ text: String) {
    var bytes = ByteBuffer()
    bytes.append(text)
    bytes.append(UInt8(ascii: "\n"))
    write(bytes.bytes)
  }

  /// Prints bytes. Whoever closed standard error does not want to hear it.
  static func write(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes
    while !rest.isEmpty {
      let size = systemWrite(STDERR_FILENO, rest.baseAddress, rest.count)
      if size < 0 { return }
      rest = UnsafeRawBufferPointer(rebasing: rest[size...])
    }
  }

  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
  static var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var isInputTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// The value of an environment variable; `nil` for none or an empty one.
  static func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// Seconds on a clock that never goes back.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Number of processors that this process may use.
  static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}

private func systemWrite(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, base, count)
}

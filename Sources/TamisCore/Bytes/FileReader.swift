#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads a file or standard input with `read(2)`.
public final class FileReader: ByteReader {
  private let path: String
  private let descriptor: Int32

  /// Opens `path`; `-` is standard input.
  public init(path: String) throws(InputError) {
    self.path = path
    guard path != "-" else {
      descriptor = STDIN_FILENO
      return
    }
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw InputError(path: path, kind: .system(operation: "open", code: errno))
    }
    #if os(Linux)
      posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    #endif
  }

  deinit {
    if descriptor != STDIN_FILENO { close(descriptor) }
  }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    while true {
      // Safety: the kernel writes at most `buffer.count` bytes into the caller's buffer.
      let size = systemRead(descriptor, buffer.baseAddress, buffer.count)
      if size >= 0 { return size }
      if errno != EINTR {
        throw InputError(path: path, kind: .system(operation: "read", code: errno))
      }
    }
  }
}

/// `read(2)`, which inside of `FileReader` is hidden by the method of that name.
private func systemRead(_ descriptor: Int32, _ base: UnsafeMutableRawPointer?, _ count: Int) -> Int
{
  read(descriptor, base, count)
}

/// The operating system's words for an `errno`.
public func systemMessage(_ code: Int32) -> String {
  guard let text = strerror(code) else { return "error \(code)" }
  return String(cString: text)
}

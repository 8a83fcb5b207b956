#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes standard output as it comes.
public final class StandardOutput: ByteWriter {
  public init() {}

  public func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    try writeAll(bytes, to: STDOUT_FILENO, path: "-")
  }

  public func finish() throws(OutputError) {}
  public func abandon() {}
}

/// Writes a device, FIFO or descriptor path, such as `/dev/null`, that no rename could replace.
public final class SpecialFile: ByteWriter {
  private let path: String
  private let descriptor: Int32

  public init(path: String) throws(OutputError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CLOEXEC)
    if descriptor < 0 { throw OutputError(path: path, operation: "open", code: errno) }
  }

  deinit { close(descriptor) }

  public func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    try writeAll(bytes, to: descriptor, path: path)
  }

  public func finish() throws(OutputError) {}
  public func abandon() {}
}

/// Writes a file that appears under its name complete, or not at all.
///
/// The bytes go to `NAME.partial.PID` in the same folder, are synced to the disk and then renamed.
/// A killed process can leave a `.partial` file, never a half one under the real name.
public final class AtomicFile: ByteWriter {
  private let path: String
  private let partialPath: String
  private var descriptor: Int32
  private var isOver = false
  private let cleanup: PartialFiles.Entry

  /// Starts the file next to `path`. Links are followed, so that the file behind one is replaced.
  public init(path: String) throws(OutputError) {
    self.path = path
    var target = path
    if let resolved = realpath(path, nil) {
      target = String(cString: resolved)
      free(resolved)
    }
    finalPath = target
    partialPath = "\(target).partial.\(getpid())"
    descriptor = open(partialPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw OutputError(path: path, operation: "create", code: errno) }
    cleanup = PartialFiles.register(partialPath)
  }

  private let finalPath: String

  deinit { abandon() }

  public func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    do throws(OutputError) { try writeAll(bytes, to: descriptor, path: path) } catch {
      abandon()
      throw error
    }
  }

  public func finish() throws(OutputError) {
    if fsync(descriptor) != 0 { throw failure("sync") }
    let opened = descriptor
    descriptor = -1
    if close(opened) != 0 { throw failure("close") }
    if rename(partialPath, finalPath) != 0 { throw failure("rename") }
    isOver = true
    PartialFiles.forget(cleanup)
    syncFolder(of: finalPath)
  }

  public func abandon() {
    if isOver { return }
    isOver = true
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
    unlink(partialPath)
    PartialFiles.forget(cleanup)
  }

  /// Takes the file back; the error that says why.
  private func failure(_ operation: String) -> OutputError {
    let error = OutputError(path: path, operation: operation, code: errno)
    abandon()
    return error
  }
}

/// Writes all of `bytes`, over interruptions and short writes.
func writeAll(
  _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String
) throws(OutputError) {
  var rest = bytes[...]
  while !rest.isEmpty {
    let part = UnsafeRawBufferPointer(rebasing: rest)
    let size = write(descriptor, part.baseAddress, min(part.count, 1 << 30))
    if size >= 0 {
      rest = rest.dropFirst(size)
    } else if errno != EINTR {
      throw OutputError(path: path, operation: "write", code: errno)
    }
  }
}

/// True for what exists and is neither a file nor a folder.
func isSpecialFile(_ path: String) -> Bool {
  var status = stat()
  guard stat(path, &status) == 0 else { return false }
  let kind = status.st_mode & S_IFMT
  return kind != S_IFREG && kind != S_IFDIR
}

/// True when both paths lead to the same file on disk.
public func isSameFile(_ first: String, _ second: String) -> Bool {
  var one = stat()
  var other = stat()
  guard stat(first, &one) == 0, stat(second, &other) == 0 else { return false }
  return one.st_dev == other.st_dev && one.st_ino == other.st_ino
}

/// True when there is a folder at `path`.
public func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Makes the folder at `path` and those above it, where they are missing.
public func makeFolder(_ path: String) throws(OutputError) {
  if path.isEmpty || isFolder(path) { return }
  let parent = folder(of: path)
  if parent != path { try makeFolder(parent) }
  if mkdir(path, 0o777) != 0, errno != EEXIST {
    throw OutputError(path: path, operation: "make the folder", code: errno)
  }
}

/// The folder part of `path`; `.` where it has none.
func folder(of path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
  return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
}

/// Makes the rename itself last, where the file system can say so.
private func syncFolder(of path: String) {
  let descriptor = open(folder(of: path), O_RDONLY | O_CLOEXEC)
  if descriptor >= 0 {
    fsync(descriptor)
    close(descriptor)
  }
}

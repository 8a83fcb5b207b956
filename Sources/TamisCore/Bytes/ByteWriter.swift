/// Where bytes go. Nothing is visible under the final name before `finish()`.
public protocol ByteWriter: AnyObject {
  /// Takes all of `bytes`.
  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError)
  /// Makes what was written last and appear. Call it once, at the end.
  func finish() throws(OutputError)
  /// Takes back what was written, as far as the place allows.
  func abandon()
}

/// Why an output could not be written.
public struct OutputError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The path as the user gave it; `-` is standard output.
  public var path: String
  /// What was tried: "create", "write", "rename" …
  public var operation: String
  /// The operating system's `errno`.
  public var code: Int32

  public init(path: String, operation: String, code: Int32) {
    self.path = path
    self.operation = operation
    self.code = code
  }

  /// True when whoever reads our output has gone away, as `head -1` does: not an error to tell about.
  public var isClosedPipe: Bool { code == 32 }

  /// One line: where, what, and that nothing half-written is left.
  public var description: String {
    let name = path == "-" ? "standard output" : path
    let rest = path == "-" ? "" : "; the file was not changed"
    return "\(name): cannot \(operation): \(systemMessage(code))\(rest)"
  }
}

extension ByteWriter {
  /// Takes all of `bytes`.
  public func write(_ bytes: [UInt8]) throws(OutputError) {
    var outcome = Result<Void, OutputError>.success(())
    bytes.withUnsafeBytes { all in
      do throws(OutputError) { try write(all) } catch { outcome = .failure(error) }
    }
    try outcome.get()
  }
}

/// Opens the writer for `path`: standard output for `-`, compressed for a name that ends in `.gz`.
public func openOutput(path: String) throws(OutputError) -> any ByteWriter {
  if path == "-" { return StandardOutput() }
  let file: any ByteWriter =
    isSpecialFile(path) ? try SpecialFile(path: path) : try AtomicFile(path: path)
  return path.hasSuffix(".gz") ? GzipWriter(file, path: path) : file
}

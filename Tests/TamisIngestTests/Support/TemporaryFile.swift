#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that lasts as long as the test.
final class TemporaryFile {
  let path: String

  /// A file that `write` fills through what it is given.
  init(_ write: ((([UInt8]) -> Void) throws -> Void)) rethrows {
    var template = Array("/tmp/tamis-test.XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard let file = fdopen(descriptor, "wb") else {
      preconditionFailure("no temporary file could be made")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { fclose(file) }
    try write { bytes in fwrite(bytes, 1, bytes.count, file) }
  }

  deinit { unlink(path) }
}

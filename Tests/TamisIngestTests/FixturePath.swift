#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The path of a file under the package's `Fixtures` folder, e.g. `fixture("xml/mixed.xml")`.
func fixture(_ name: String) -> String { repositoryRoot + "/Fixtures/" + name }

/// The path of a file of the data that is shared between checkouts, or `nil` where there is none.
///
/// It is beside the package, or where the environment's `TAMIS_SHARED` says.
func sharedFile(_ name: String) -> String? {
  let folder = getenv("TAMIS_SHARED").map { String(cString: $0) } ?? repositoryRoot + "/../shared"
  let path = folder + "/" + name
  return access(path, R_OK) == 0 ? path : nil
}

/// The bytes of the file at `path`.
func fileBytes(_ path: String) -> [UInt8] {
  guard let file = fopen(path, "rb") else {
    preconditionFailure("no file at \(path)")
  }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&chunk, 1, chunk.count, file)
    if count == 0 { return bytes }
    bytes.append(contentsOf: chunk[..<count])
  }
}

private let repositoryRoot: String = {
  let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
  // Tests, the target's folder and this file lie below the package.
  return parts.dropLast(3).joined(separator: "/")
}()

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The package's folder: Tests, the target's folder and this file lie below it.
private let packageFolder = #filePath.split(separator: "/", omittingEmptySubsequences: false)
  .dropLast(3).joined(separator: "/")

/// The path of a file under the package's `Fixtures` folder.
func fixturePath(_ name: String) -> String { "\(packageFolder)/Fixtures/\(name)" }

/// The folder of templates with what Transformers renders of them, beside the package or below what
/// `TAMIS_SHARED` names; `nil` where there is none.
let sharedTemplates: String? = {
  let shared = getenv("TAMIS_SHARED").map { String(cString: $0) } ?? "\(packageFolder)/../shared"
  let path = "\(shared)/data/templates"
  return access("\(path)/golden.json", R_OK) == 0 ? path : nil
}()

/// The content of a file; `nil` where there is none.
func contents(of path: String) -> [UInt8]? {
  guard let file = fopen(path, "rb") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&chunk, 1, chunk.count, file)
    if count == 0 { return bytes }
    bytes.append(contentsOf: chunk[..<count])
  }
}

/// Seconds from some point in time.
func secondsOfClock() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

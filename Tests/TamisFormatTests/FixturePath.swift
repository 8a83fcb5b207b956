#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The package's folder: Tests, the target's folder and this file lie below it.
let packageFolder = #filePath.split(separator: "/", omittingEmptySubsequences: false)
  .dropLast(3).joined(separator: "/")

/// The path of a file under the package's `Fixtures` folder.
func fixture(_ name: String) -> String { "\(packageFolder)/Fixtures/\(name)" }

/// The folder of data for measurements, beside the package or named by `TAMIS_SHARED`; `nil` where
/// there is none.
let sharedFolder: String? = {
  let path = getenv("TAMIS_SHARED").map { String(cString: $0) } ?? "\(packageFolder)/../shared"
  return access("\(path)/data", R_OK) == 0 ? path : nil
}()

/// True when golden files are to be written anew.
let updatesGoldenFiles = getenv("UPDATE_GOLDEN") != nil

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

/// Writes `text` to a file.
func write(_ text: String, to path: String) {
  guard let file = fopen(path, "wb") else { return }
  fputs(text, file)
  fclose(file)
}

/// The names of what is in a folder, in order.
func names(in folder: String) -> [String] {
  guard let handle = opendir(folder) else { return [] }
  defer { closedir(handle) }
  var names: [String] = []
  while let entry = readdir(handle) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names.sorted()
}

/// All files below a folder whose names end in `suffix`, as paths below it, in order.
func files(below folder: String, endingIn suffix: String) -> [String] {
  names(in: folder).flatMap { name -> [String] in
    let path = "\(folder)/\(name)"
    if name.hasSuffix(suffix) { return [name] }
    return files(below: path, endingIn: suffix).map { "\(name)/\($0)" }
  }
}

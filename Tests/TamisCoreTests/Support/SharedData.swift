#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Test data that is no part of the repository: `$TAMIS_SHARED`, or `shared` beside the clone.
enum SharedData {
  /// The folder or file `name` in the data; `nil` where it is not there.
  static func path(_ name: String) -> String? {
    let root: String
    if let given = getenv("TAMIS_SHARED") {
      root = String(cString: given)
    } else {
      root = fixture("../../shared")
    }
    let path = root + "/data/" + name
    return access(path, R_OK) == 0 ? path : nil
  }

  /// Said of tests that are skipped.
  static func missing(_ name: String) -> String {
    "needs ../shared/data/\(name), or the folder that TAMIS_SHARED names"
  }
}

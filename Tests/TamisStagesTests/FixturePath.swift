#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The path of a file under the package's `Fixtures` folder, e.g. `fixture("records/clean/bom.jsonl")`.
func fixture(_ name: String) -> String {
  let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
  // Tests, the target's folder and this file lie below the package.
  return parts.dropLast(3).joined(separator: "/") + "/Fixtures/" + name
}

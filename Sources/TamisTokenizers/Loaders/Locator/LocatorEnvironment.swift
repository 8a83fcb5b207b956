#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a locator looks at of the machine: variables that say where caches are, and the file system.
///
/// A value, so that tests bring one of their own.
public struct LocatorEnvironment: Sendable {
  /// The environment's variables by name.
  public var variables: [String: String]

  /// An environment with these variables and no others.
  public init(variables: [String: String]) { self.variables = variables }

  /// The environment of this process, as far as a locator asks for it.
  public static var current: LocatorEnvironment {
    var variables: [String: String] = [:]
    for name in names {
      if let value = getenv(name) { variables[name] = String(cString: value) }
    }
    return LocatorEnvironment(variables: variables)
  }

  private static let names = [
    "HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_HOME", "XDG_CACHE_HOME",
    "TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR", "TMPDIR", "TEMP", "TMP",
  ]

  /// The folder of the Hugging Face hub's cache.
  ///
  /// `HF_HUB_CACHE`, else `hub` in `HF_HOME`, else in the user's cache folder. Source:
  /// <https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables>
  var hubCache: String? {
    if let cache = set("HF_HUB_CACHE") ?? set("HUGGINGFACE_HUB_CACHE") { return expanded(cache) }
    if let home = set("HF_HOME") { return expanded(home) + "/hub" }
    if let caches = set("XDG_CACHE_HOME") { return expanded(caches) + "/huggingface/hub" }
    return set("HOME").map { $0 + "/.cache/huggingface/hub" }
  }

  /// The folder of tiktoken's cache; `nil` where an empty variable switches it off.
  ///
  /// Source: <https://github.com/openai/tiktoken/blob/main/tiktoken/load.py>
  var tiktokenCache: String? {
    if let cache = variables["TIKTOKEN_CACHE_DIR"] ?? variables["DATA_GYM_CACHE_DIR"] {
      return cache.isEmpty ? nil : cache
    }
    return (set("TMPDIR") ?? set("TEMP") ?? set("TMP") ?? "/tmp") + "/data-gym-cache"
  }

  /// The value of a variable that is there and not empty.
  private func set(_ name: String) -> String? {
    guard let value = variables[name], !value.isEmpty else { return nil }
    return value
  }

  private func expanded(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = set("HOME") else { return path }
    return home + path.dropFirst(1)
  }

  /// True when there is something to read at `path`, and it is no folder.
  func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// How many bytes the file at `path` has; `nil` where there is no such file.
  static func size(of path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// True when there is a folder at `path`.
  func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in a folder, in the order of their bytes; none where there is no such folder.
  func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [[UInt8]] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name.first != UInt8(ascii: ".") { names.append(name) }
    }
    names.sort { $0.lexicographicallyPrecedes($1) }
    return names.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The first `count` bytes of a file; fewer where it is shorter, none where it cannot be read.
  func head(of path: String, count: Int) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: count)
    let size = fread(&bytes, 1, count, file)
    return Array(bytes[..<size])
  }
}

import TamisCore

/// Why a profile cannot be read.
public struct ProfileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// One line: what is missing or wrong, and where.
  public var description: String
}

/// A profile's JSON and that of the profiles which it extends, the nearest first.
///
/// A key of the nearest file that has it holds. Tables (`sources`, `shapes`, `rules`, `limits`) are
/// put together entry by entry; an entry of null takes one away, and `replaces` names tables of
/// which nothing is taken over.
struct ProfileChain {
  /// Longer chains are a circle.
  static let limit = 8

  private(set) var files: [JSONValue] = []

  init(
    _ json: [UInt8], bases: (String) -> [UInt8]?
  ) throws(ProfileError) {
    var json = json
    while true {
      do throws(JSONError) { files.append(try JSONDocument(json).root) } catch {
        throw ProfileError(description: "\(error.message) at byte \(error.offset)")
      }
      guard let base = files[files.count - 1]["extends"]?.string else { return }
      guard files.count < Self.limit, let next = bases(base) else {
        throw ProfileError(description: "there is no profile '\(base)' to extend")
      }
      json = next
    }
  }

  /// The value of `key` in the nearest file that has it.
  func optional(_ key: StaticString) -> JSONValue? {
    for file in files {
      if let value = file[key] { return value }
    }
    return nil
  }

  /// The value of `key`, which some file has to have.
  func member(_ key: StaticString) throws(ProfileError) -> JSONValue {
    guard let value = optional(key) else {
      throw ProfileError(description: "no '\(key)' in ''")
    }
    return value
  }

  /// The tables called `key`, the nearest first.
  func tables(_ key: StaticString) -> [JSONValue] {
    var tables: [JSONValue] = []
    for file in files {
      if let table = file[key] { tables.append(table) }
      if file["replaces"]?.elements.contains(where: { $0.isString(key) }) ?? false { break }
    }
    return tables
  }

  /// The entry called `name` of the tables called `key`.
  func entry(_ key: StaticString, _ name: String) -> JSONValue? {
    for table in tables(key) {
      for (entry, value) in table.members where entry.string == name { return value }
    }
    return nil
  }

  /// Where the fact that is `json` comes from: `source` is the name of one of `sources`.
  func provenance(of json: JSONValue) throws(ProfileError) -> Profile.Provenance {
    let name = try json.text("source")
    guard let source = entry("sources", name) else {
      throw ProfileError(description: "no source '\(name)', which \(json.pointer) names")
    }
    let certainty = json["certainty"] == nil ? source : json
    return Profile.Provenance(
      source: try source.text("url"), checked: try source.text("checked"),
      certainty: try certainty.text("certainty"))
  }
}

extension JSONValue {
  func member(_ key: StaticString) throws(ProfileError) -> JSONValue {
    guard let value = self[key] else {
      throw ProfileError(description: "no '\(key)' in '\(pointer)'")
    }
    return value
  }

  func text(_ key: StaticString) throws(ProfileError) -> String {
    guard let text = try member(key).string else {
      throw ProfileError(description: "no string at \(pointer)/\(key)")
    }
    return text
  }

  func strings(_ key: StaticString) throws(ProfileError) -> [String] {
    try list(key) { element throws(ProfileError) in
      guard let text = element.string else {
        throw ProfileError(description: "no string at \(element.pointer)")
      }
      return text
    }
  }

  func list<Element>(
    _ key: StaticString, _ read: (JSONValue) throws(ProfileError) -> Element
  ) throws(ProfileError) -> [Element] {
    var list: [Element] = []
    for element in try member(key).elements { list.append(try read(element)) }
    return list
  }
}

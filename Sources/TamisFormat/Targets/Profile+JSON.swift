import TamisCore

/// Why a profile cannot be read.
public struct ProfileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// One line: what is missing or wrong, and where.
  public var description: String
}

extension Profile {
  /// The profile in `json`, the content of a file of `Targets`.
  public init(json: [UInt8]) throws(ProfileError) {
    let document: JSONDocument
    do throws(JSONError) { document = try JSONDocument(json) } catch {
      throw ProfileError(description: "\(error.message) at byte \(error.offset)")
    }
    let root = document.root
    name = try root.text("name")
    title = try root.text("title")
    layout = try root.text("layout")
    lifecycle = try Lifecycle(root.member("lifecycle"))
    limits = try root.list("limits") { value throws(ProfileError) in try Limit(value) }
    let context = try root.member("context_tokens")
    contextTokens = []
    for (model, tokens) in try context.member("models").members {
      contextTokens.append((model.string ?? "", tokens.integer ?? 0))
    }
    overLength = try context.text("over_length")
    extensions = try Values(root.member("extensions"))
    fields = try Values(root.member("fields"))
    roles = try root.member("roles").list("values") { value throws(ProfileError) in
      try Role(value)
    }
    imageTypes = try Values(root.member("image_types"))
    imageSchemes = try Values(root.member("image_schemes"))
    imageDetails = try Values(root.member("image_details"))
    specialTokens = try Values(root.member("special_tokens"))
    rules = [:]
    for (code, severity) in try root.member("rules").members {
      guard let known = severity.string.flatMap(Severity.init(rawValue:)) else {
        throw ProfileError(description: "no severity at \(severity.pointer)")
      }
      rules[code.string ?? ""] = known
    }
  }
}

extension Profile.Lifecycle {
  fileprivate init(_ value: JSONValue) throws(ProfileError) {
    guard let status = Status(rawValue: try value.text("status")) else {
      throw ProfileError(description: "no status at \(value.pointer)")
    }
    self.status = status
    dates = try value.list("dates") { event throws(ProfileError) in
      try Event(
        date: event.text("date"), what: event.text("what"), provenance: .init(event))
    }
  }
}

extension Profile.Limit {
  fileprivate init(_ json: JSONValue) throws(ProfileError) {
    guard let number = json["value"]?.integer else {
      throw ProfileError(description: "no number at \(json.pointer)/value")
    }
    name = try json.text("name")
    value = number
    unit = try json.text("unit")
    note = json["note"]?.string
    provenance = try .init(json)
  }
}

extension Profile.Values {
  fileprivate init(_ json: JSONValue) throws(ProfileError) {
    values = try json.strings("values")
    provenance = try .init(json)
  }
}

extension Profile.Role {
  fileprivate init(_ json: JSONValue) throws(ProfileError) {
    name = try json.text("name")
    keys = try json.strings("keys")
    parts = try json.strings("parts")
  }
}

extension Profile.Provenance {
  fileprivate init(_ json: JSONValue) throws(ProfileError) {
    source = try json.text("source")
    checked = try json.text("checked")
    certainty = try json.text("certainty")
  }
}

extension JSONValue {
  fileprivate func member(_ key: StaticString) throws(ProfileError) -> JSONValue {
    guard let value = self[key] else {
      throw ProfileError(description: "no '\(key)' in '\(pointer)'")
    }
    return value
  }

  fileprivate func text(_ key: StaticString) throws(ProfileError) -> String {
    guard let text = try member(key).string else {
      throw ProfileError(description: "no string at \(pointer)/\(key)")
    }
    return text
  }

  fileprivate func strings(_ key: StaticString) throws(ProfileError) -> [String] {
    try list(key) { element throws(ProfileError) in
      guard let text = element.string else {
        throw ProfileError(description: "no string at \(element.pointer)")
      }
      return text
    }
  }

  fileprivate func list<Element>(
    _ key: StaticString, _ read: (JSONValue) throws(ProfileError) -> Element
  ) throws(ProfileError) -> [Element] {
    var list: [Element] = []
    for element in try member(key).elements { list.append(try read(element)) }
    return list
  }
}

import TamisCore

extension Profile {
  /// The profile in `json`, the content of a file of `Targets/Profiles`. `bases` gives the content
  /// of the profile with a name, for those that extend another.
  public init(
    json: [UInt8], bases: (String) -> [UInt8]? = Profile.embedded
  ) throws(ProfileError) {
    let chain = try ProfileChain(json, bases: bases)
    func text(_ key: StaticString) throws(ProfileError) -> String {
      guard let text = try chain.member(key).string else {
        throw ProfileError(description: "no string at /\(key)")
      }
      return text
    }
    name = try text("name")
    title = try text("title")
    layout = try text("layout")
    lifecycle = try Lifecycle(chain.member("lifecycle"), chain)
    limits = try Self.limits(chain)
    contextTokens = []
    if let context = chain.optional("context_tokens") {
      for (model, tokens) in try context.member("models").members {
        contextTokens.append((model.string ?? "", tokens.integer ?? 0))
      }
      overLength = try context.text("over_length")
    } else {
      overLength = ""
    }
    extensions = try Values(chain.member("extensions"), chain)
    let shape = try chain.member("record")
    record = try ShapeReader(chain).record(shape)
    fields = Values(values: record.rootKeys, provenance: try chain.provenance(of: shape))
    allowsOtherFields = record.allowsOtherFields
    roles = []
    if let table = chain.optional("roles") {
      roles = try table.list("values") { value throws(ProfileError) in try Role(value) }
    }
    turns = nil
    if let table = chain.optional("turns") { turns = try Turns(table, chain) }
    let provenance = try chain.provenance(of: shape)
    func values(_ key: StaticString) throws(ProfileError) -> Values {
      guard let list = chain.optional(key) else {
        return Values(values: [], provenance: provenance)
      }
      return try Values(list, chain)
    }
    imageTypes = try values("image_types")
    imageSchemes = try values("image_schemes")
    imageDetails = try values("image_details")
    specialTokens = try values("special_tokens")
    reservedStrings = try values("reserved_strings")
    reservedStringsIgnoreCase = chain.optional("reserved_strings")?["ignores_case"]?.kind == .true
    toolIDs = try chain.optional("tool_ids").flatMap { json throws(ProfileError) in
      try TextPattern(json)
    }
    toolIDAtEnd = chain.optional("tool_ids")?["at_end"]?.string
    refusesEmpty = ["assistant"]
    if let roles = chain.optional("refuses_empty") { refusesEmpty = try roles.strings("values") }
    regions = try values("regions")
    writer = [:]
    for table in chain.tables("writer").prefix(1) {
      for (option, value) in table.members { writer[option.string ?? ""] = value.string ?? "" }
    }
    rules = try Self.rules(chain)
  }

  private static func limits(_ chain: ProfileChain) throws(ProfileError) -> [Limit] {
    var limits: [Limit] = []
    for table in chain.tables("limits") {
      for json in table.elements {
        let limit = try Limit(json, chain)
        if !limits.contains(where: { $0.name == limit.name }) { limits.append(limit) }
      }
    }
    return limits
  }

  private static func rules(_ chain: ProfileChain) throws(ProfileError) -> [String: Severity] {
    var rules: [String: Severity] = [:]
    var seen: Set<String> = []
    for table in chain.tables("rules") {
      for (code, severity) in table.members {
        let code = code.string ?? ""
        guard seen.insert(code).inserted, severity.kind != .null else { continue }
        guard let known = severity.string.flatMap(Severity.init(rawValue:)) else {
          throw ProfileError(description: "no severity at \(severity.pointer)")
        }
        rules[code] = known
      }
    }
    return rules
  }
}

extension Profile.Lifecycle {
  fileprivate init(_ value: JSONValue, _ chain: ProfileChain) throws(ProfileError) {
    guard let status = Status(rawValue: try value.text("status")) else {
      throw ProfileError(description: "no status at \(value.pointer)")
    }
    self.status = status
    dates = try value.list("dates") { event throws(ProfileError) in
      try Event(
        date: event.text("date"), what: event.text("what"),
        provenance: chain.provenance(of: event))
    }
  }
}

extension Profile.Limit {
  fileprivate init(_ json: JSONValue, _ chain: ProfileChain) throws(ProfileError) {
    guard let number = json["value"]?.integer else {
      throw ProfileError(description: "no number at \(json.pointer)/value")
    }
    name = try json.text("name")
    value = number
    unit = try json.text("unit")
    note = json["note"]?.string
    provenance = try chain.provenance(of: json)
  }
}

extension Profile.Values {
  fileprivate init(_ json: JSONValue, _ chain: ProfileChain) throws(ProfileError) {
    values = try json.strings("values")
    provenance = try chain.provenance(of: json)
  }
}

extension Profile.Role {
  fileprivate init(_ json: JSONValue) throws(ProfileError) {
    name = try json.text("name")
    meaning = json["is"]?.string ?? name
    keys = try json.strings("keys")
    required = json["required"] == nil ? [] : try json.strings("required")
    parts = try json.strings("parts")
  }
}

extension Profile.Turns {
  fileprivate init(_ json: JSONValue, _ chain: ProfileChain) throws(ProfileError) {
    next = [:]
    for state in ["start", "system", "user", "assistant", "call", "tool"] as [StaticString] {
      next[state.description] = try json.strings(state)
    }
    last = try json.strings("last")
    provenance = try chain.provenance(of: json)
  }
}

extension TextPattern {
  /// The pattern that `json` tells with `characters`, `min`, `max`, `prefixes` and `words`; `nil`
  /// where it tells none.
  init?(_ json: JSONValue) throws(ProfileError) {
    let keys = ["characters", "min", "max", "prefixes"] as [StaticString]
    guard keys.contains(where: { json[$0] != nil }) else { return nil }
    let least = json["min"]?.integer ?? 0
    let most = json["max"]?.integer ?? .max
    guard least <= most else {
      throw ProfileError(description: "'min' is more than 'max' at \(json.pointer)")
    }
    self.init(
      characters: Self.characters(named: json["characters"]?.string ?? ""),
      length: least...most, words: json["words"]?.string ?? "")
    if json["prefixes"] != nil { prefixes = try json.strings("prefixes").map { Array($0.utf8) } }
  }
}

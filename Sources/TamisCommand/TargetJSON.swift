import Tamis
import TamisCore
import TamisFormat

/// Targets for programs: `{"schema":"tamis.targets/1","targets":[…]}`, a target on each line.
///
/// A fact carries `source`, `checked` (a day) and `certainty`: "official", "official copy" or "reported".
enum TargetJSON {
  /// The targets of these profiles.
  static func list(_ profiles: [Profile]) -> String {
    var json = ByteBuffer()
    json.append(#"{"schema":"tamis.targets/1","targets":["#)
    for (index, profile) in profiles.enumerated() {
      json.append(index == 0 ? "\n" : ",\n")
      append(profile, to: &json)
    }
    json.append("\n]}\n")
    return String(decoding: json.bytes, as: UTF8.self)
  }

  private static func append(_ profile: Profile, to json: inout ByteBuffer) {
    json.append("{")
    append("name", profile.name, to: &json)
    append("title", profile.title, to: &json)
    append("layout", profile.layout, to: &json)
    append("status", profile.lifecycle.status.rawValue, to: &json)
    list("dates", profile.lifecycle.dates, to: &json) { date, json in
      append("date", date.date, to: &json)
      append("what", date.what, to: &json)
      append(date.provenance, to: &json)
    }
    list("limits", profile.limits, to: &json) { limit, json in
      append("name", limit.name, to: &json)
      json.append(#","value":\#(limit.value)"#)
      append("unit", limit.unit, to: &json)
      if let note = limit.note { append("note", note, to: &json) }
      append(limit.provenance, to: &json)
    }
    list("context_tokens", profile.contextTokens, to: &json) { entry, json in
      append("model", entry.model, to: &json)
      json.append(#","tokens":\#(entry.tokens)"#)
    }
    append("over_length", profile.overLength, to: &json)
    append("fields", profile.fields, to: &json)
    append("extensions", profile.extensions, to: &json)
    append("special_tokens", profile.specialTokens, to: &json)
    append("reserved_strings", profile.reservedStrings, to: &json)
    append("regions", profile.regions, to: &json)
    list("roles", profile.roles, to: &json) { role, json in
      append("name", role.name, to: &json)
      append("meaning", role.meaning, to: &json)
      append("keys", role.keys, to: &json)
      append("parts", role.parts, to: &json)
    }
    list("rules", profile.rules.sorted { $0.key < $1.key }, to: &json) { entry, json in
      append("rule", entry.key, to: &json)
      append("severity", entry.value.rawValue, to: &json)
    }
    json.append("}")
  }

  private static func append(_ key: String, _ values: Profile.Values, to json: inout ByteBuffer) {
    startMember(key, to: &json)
    json.append("{")
    append("values", values.values, to: &json)
    append(values.provenance, to: &json)
    json.append("}")
  }

  private static func append(_ fact: Profile.Provenance, to json: inout ByteBuffer) {
    append("source", fact.source, to: &json)
    append("checked", fact.checked, to: &json)
    append("certainty", fact.certainty, to: &json)
  }

  private static func list<Element>(
    _ key: String, _ elements: [Element], to json: inout ByteBuffer,
    _ body: (Element, inout ByteBuffer) -> Void
  ) {
    startMember(key, to: &json)
    json.append("[")
    for (index, element) in elements.enumerated() {
      json.append(index == 0 ? "{" : ",{")
      body(element, &json)
      json.append("}")
    }
    json.append("]")
  }

  private static func append(_ key: String, _ texts: [String], to json: inout ByteBuffer) {
    startMember(key, to: &json)
    json.append("[")
    for (index, text) in texts.enumerated() {
      if index > 0 { json.append(",") }
      JSONString.encode(text, into: &json)
    }
    json.append("]")
  }

  private static func append(_ key: String, _ text: String, to json: inout ByteBuffer) {
    startMember(key, to: &json)
    JSONString.encode(text, into: &json)
  }

  /// Appends `,"key":`, without the comma behind an opening brace.
  private static func startMember(_ key: String, to json: inout ByteBuffer) {
    if json.bytes.last != UInt8(ascii: "{") { json.append(",") }
    json.append("\"\(key)\":")
  }
}

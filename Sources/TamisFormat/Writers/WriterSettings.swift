/// What a profile says about the writing of its target's records.
///
/// The layout names the writer. What differs between targets of one layout is data: the fields, the
/// roles with their keys and parts, and the texts of the profile's `writer` object.
struct WriterSettings: Sendable {
  /// The target's name.
  var target: String
  var layout: String
  /// The fields that a record may have, in the profile's order.
  var fields: [String]
  var roles: [Profile.Role]
  /// The profile's `writer` object.
  var texts: [String: String]

  init(_ profile: Profile) {
    target = profile.name
    layout = profile.layout
    fields = profile.fields.values
    roles = profile.roles
    texts = profile.writer
  }

  /// True when a record may have the field.
  func hasField(_ name: String) -> Bool { fields.contains(name) }

  /// What the profile says for `option`; `fallback` where it says nothing.
  func text(_ option: String, or fallback: String = "") -> String { texts[option] ?? fallback }

  /// A list of `name=value` that stands in one text: `"validation=valid, test=test"`.
  func pairs(_ option: String) -> [(name: String, value: String)] {
    text(option).split(separator: ",").compactMap { pair in
      let sides = pair.split(separator: "=", maxSplits: 1).map { side in
        String(side.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
      return sides.count == 2 ? (sides[0], sides[1]) : nil
    }
  }
}

/// What stands out about a record. A rule that is about one of these alone need not be asked about a
/// record that has none.
struct RecordSigns: OptionSet, Sendable {
  let rawValue: UInt16

  /// Every record has it.
  static let always = RecordSigns(rawValue: 1)
  /// The record is not of the target's shape.
  static let problems = RecordSigns(rawValue: 1 << 1)
  /// `TextScan` has found something.
  static let textHits = RecordSigns(rawValue: 1 << 2)
  /// `PrivacyScan` has found something.
  static let privacyHits = RecordSigns(rawValue: 1 << 3)
  /// An object names a key twice.
  static let duplicateKeys = RecordSigns(rawValue: 1 << 4)
  static let loneSurrogate = RecordSigns(rawValue: 1 << 5)
  /// Some content is a list of parts.
  static let parts = RecordSigns(rawValue: 1 << 6)
  /// Tools are on offer, called or answer.
  static let tools = RecordSigns(rawValue: 1 << 7)
  /// The record, or a message, has a weight.
  static let weights = RecordSigns(rawValue: 1 << 8)
  /// Tokens or segments say whether they are learned.
  static let labels = RecordSigns(rawValue: 1 << 9)
  /// There are answers to choose from.
  static let sides = RecordSigns(rawValue: 1 << 10)
  /// The role of some message is unknown.
  static let unknownRole = RecordSigns(rawValue: 1 << 11)
}

extension ChatView {
  /// What stands out about the record that was read last.
  var signs: RecordSigns {
    var signs = RecordSigns.always
    if !problems.isEmpty { signs.insert(.problems) }
    if !text.hits.isEmpty { signs.insert(.textHits) }
    if let privacy, !privacy.hits.isEmpty { signs.insert(.privacyHits) }
    if !duplicateKeys.isEmpty { signs.insert(.duplicateKeys) }
    if hasLoneSurrogate { signs.insert(.loneSurrogate) }
    if !parts.isEmpty { signs.insert(.parts) }
    if usesTools || !calls.isEmpty || !tools.isEmpty || toolsNode != 0 || functionsNode != 0 {
      signs.insert(.tools)
    }
    if hasWeights || recordWeight != 0 { signs.insert(.weights) }
    if labels != 0 || !segmentLabels.isEmpty { signs.insert(.labels) }
    if !sides.isEmpty { signs.insert(.sides) }
    if hasUnknownRole { signs.insert(.unknownRole) }
    return signs
  }
}

/// What in a record speaks for a layout.
///
/// Of two layouts that fit, one that accounts for all the fields that the other does, and more, is
/// the better: `prompt`, `completion` and `label` are a judged completion, not a pair with something
/// left over. Where both account for the same fields, what is inside of them decides.
public struct LayoutEvidence: Equatable, Sendable {
  /// The fields of the record that the layout accounts for.
  var fields: KeySet
  var strength: Strength
  /// True where fields that no layout knows have a meaning too.
  var includesUnknown = false

  /// How much the values say.
  public enum Strength: Int, Comparable, Sendable {
    /// The fields have the right names.
    case names
    /// Their values are of the right shape.
    case shape
    /// Their inside is as in no other layout.
    case inside

    public static func < (one: Strength, other: Strength) -> Bool { one.rawValue < other.rawValue }
  }

  /// Accounts for the other fields of `record` too, whatever their names; false where there are none.
  mutating func add(fieldsOf record: RecordTree) -> Bool {
    let own = fields.bits
    fields = record.present
    for place in record.fields.indices where record.fields[place].known == nil {
      if !record.isReserved(place) { includesUnknown = true }
    }
    return includesUnknown || fields.bits != own
  }

  /// True when this is the better evidence.
  func isBetter(than other: LayoutEvidence) -> Bool {
    if fields == other.fields, includesUnknown == other.includesUnknown {
      return strength > other.strength
    }
    return fields.bits & other.fields.bits == other.fields.bits
      && (includesUnknown || !other.includesUnknown)
  }
}

extension Layout {
  /// The evidence of the fields that the record has, all of the required ones among them.
  static func evidence(
    _ strength: LayoutEvidence.Strength, in record: RecordTree
  ) -> LayoutEvidence {
    let known = required.reduce(optional.bits) { $0 | $1.bits }
    return LayoutEvidence(fields: KeySet(bits: record.present.bits & known), strength: strength)
  }

  public static func evidence(in record: RecordTree) -> LayoutEvidence? {
    evidence(.names, in: record)
  }

  /// `example` where it does not throw; for layouts to say how they read in one line.
  static func result(
    _ example: () throws(LayoutFailure) -> Example
  ) -> Result<Example, LayoutFailure> {
    do throws(LayoutFailure) { return .success(try example()) } catch { return .failure(error) }
  }
}

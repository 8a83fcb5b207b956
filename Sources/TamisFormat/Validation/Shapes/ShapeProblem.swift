import TamisCore

/// Where a record is not of its target's shape. Numbers only; `ShapeProblem+Words` makes the message.
struct ShapeProblem {
  enum Kind {
    /// The object lacks the members of the mask.
    case missing(UInt64)
    /// The object has none of the members, of which it needs one.
    case noneOf(UInt64)
    /// The object has more than one of the members.
    case moreThanOne(UInt64)
    /// The members have different numbers of elements.
    case differentCounts(UInt64)
    /// The key is none of the shape's.
    case unknown
    /// The value is of another kind.
    case kind
    case count(Int)
    /// The value is none of those that there may be.
    case value
    /// No case goes by that name.
    case noCase
  }

  var kind: Kind
  /// The value, or the key, that is wrong.
  var node: Int
  /// The shape of the object, -1 where a value is wrong.
  var object = -1
  /// The shape of the value, -1 where an object is wrong.
  var value = -1
  /// The key that the value is under; 0 for elements and for the record.
  var key = 0

  /// True where the record lacks fields that it is made of.
  var isAboutMissingFields: Bool {
    guard object == 0 else { return false }
    switch kind {
    case .missing, .noneOf: return true
    default: return false
    }
  }
}

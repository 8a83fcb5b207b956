import TamisCore

/// R012, safe: writes arguments that are an object as the string of JSON that the target wants, and a
/// string of JSON as the object; takes a string in a string out of one of them.
struct ArgumentsFix: RecordFix {
  static let rule = ArgumentsNotJSON.rule

  init(_ profile: Profile) {}

  func repair(at place: Place) -> Repair? {
    switch place.value.kind {
    case .object: .safe(.replace(place.value, withString: place.value.json))
    case .string: unwrapped(place.value)
    default: nil
    }
  }

  /// A string of an object is wrong only where an object is wanted; one of a string of an object is
  /// wrong everywhere.
  private func unwrapped(_ arguments: JSONValue) -> Repair? {
    let document = JSONDocument()
    let isJSON = arguments.withCharacters { (try? document.parse($0)) != nil }
    guard isJSON else { return nil }
    switch document.root.kind {
    case .object: return .safe(.replace(arguments, with: document.root.json))
    case .string:
      return document.root.withCharacters { inner -> Repair? in
        let isObject = (try? JSONDocument().parse(inner))?.kind == .object
        return isObject ? .safe(.replace(arguments, withString: inner)) : nil
      }
    default: return nil
    }
  }
}

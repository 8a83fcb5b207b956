import TamisCore

/// Z003 card-number.
///
/// What it checks: no text holds the number of a payment card: the first digits of a scheme, its length, and
/// the check digit after Luhn.
/// Why: card numbers may not be kept in the clear.
/// Use instead: a name that stands for it, such as `<card>`. What was found is masked in all
/// output.
/// Source: https://www.pcisecuritystandards.org/document_library/
struct CardNumberFound: PrivacyRule {
  static let rule = Rule("Z003", "card-number")
  static let kind = PrivacyScan.Kind.card

  init(_ profile: Profile) {}
}

import TamisCore

/// Hands stretches of the old text on, with what takes their place.
final class FixOutput {
  private let write: (FixedText) throws -> Void

  init(_ write: @escaping (FixedText) throws -> Void) { self.write = write }

  /// Passes `text` on as it stands.
  func keep(_ text: UnsafeRawBufferPointer) throws {
    if text.isEmpty { return }
    try write(FixedText(old: text, new: text, isChanged: false))
  }

  /// Passes `new` on in the place of `old`.
  func change(_ old: UnsafeRawBufferPointer, to new: UnsafeRawBufferPointer) throws {
    if old.isEmpty, new.isEmpty { return }
    try write(FixedText(old: old, new: new, isChanged: true))
  }

  /// Passes `new` on in the place of `old`.
  func change(_ old: [UInt8], to new: [UInt8]) throws {
    try old.withUnsafeBytes { old in try new.withUnsafeBytes { try change(old, to: $0) } }
  }
}

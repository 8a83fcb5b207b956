// Finds secrets and personal data in a record, at memory speed where there are none.
//
// What is looked for leaves a trace that a kernel sees 64 bytes at a time:
//
//     a number with 9 digits and more       3 digits in an aligned word of 8 bytes
//     -----BEGIN PRIVATE KEY-----           3 dashes in such a word
//     a key of 20 characters and more       20 bytes without a space
//     an e-mail address                     its @, which is looked for by itself
//
// Only where there is a trace is the place looked at byte by byte.

import CTamisKernels
import TamisCore

/// What stands in a record that should not leave the house. One value serves one thread.
final class PrivacyScan {
  /// Something found, at bytes of the record.
  struct Hit {
    var kind: Kind
    var range: Range<Int>
    /// What it is, more exactly: "a key of GitHub".
    var words: StaticString
  }

  enum Kind { case secret, email, card, phone, iban, privateKey }

  /// The codes of the rules that tell of hits.
  static let codes = ["Z001", "Z002", "Z003", "Z004", "Z005", "Z010"]

  // Safety: a scan serves one thread, and nothing that it calls touches these meanwhile.
  @exclusivity(unchecked) private(set) var hits: [Hit] = []
  /// Where the next number may start: what is before has been looked at.
  @exclusivity(unchecked) private var numbersFrom = 0
  // Safety: as many marks as the kernel makes of a block; freed in `deinit`.
  private let marks = UnsafeMutablePointer<UInt64>.allocate(capacity: Int(TAMIS_MARKS_ROOM))

  deinit { marks.deallocate() }

  /// Looks through the text of `document`.
  func scan(_ document: JSONDocument) {
    hits.removeAll(keepingCapacity: true)
    let text = document.text
    sample(text)
    findAddresses(text)
    if hits.count > 1 { sortHits() }
  }

  private func sortHits() {
    hits.sort { $0.range.lowerBound < $1.range.lowerBound }
    var last = -1
    // What is a part of something that was found is not told again.
    hits.removeAll { hit in
      defer { last = max(last, hit.range.upperBound) }
      return hit.range.lowerBound < last
    }
  }

  private func sample(_ text: UnsafeRawBufferPointer) {
    // Whatever is found is longer than a word.
    guard text.count >= 8 else { return }
    var runs = tamis_mark_runs()
    var start = 0
    numbersFrom = 0
    while start < text.count {
      let size = min(text.count - start, Int(TAMIS_MARKS_BLOCK))
      let count = tamis_mark_text(text.baseAddress, start, size, &runs, marks)
      for index in 0..<count {
        let place = Int(marks[index] >> 1)
        if marks[index] & 1 == 0 {
          if place + 8 <= text.count { lookForNumber(text, place) }
        } else {
          // The mark is the last byte of the shortest run that counts.
          findKeys(text, from: place + 1 - Int(TAMIS_MARKED_RUN))
        }
      }
      start += size
    }
    // The last word may lie over the one before.
    if text.count % 8 != 0 { lookForNumber(text, text.count - 8) }
  }

  private func lookForNumber(_ text: UnsafeRawBufferPointer, _ at: Int) {
    let word = ByteWord(text.loadUnaligned(fromByteOffset: at, as: UInt64.self))
    let digits = word.digits
    let dashes = word.places(of: UInt8(ascii: "-"))
    if ByteWord.hasThree(digits) {
      let place = at + digits.trailingZeroBitCount / 8
      if place >= numbersFrom { numbersFrom = findNumber(text, place) }
    }
    if ByteWord.hasThree(dashes) {
      let place = at + dashes.trailingZeroBitCount / 8
      if place >= numbersFrom { numbersFrom = findPrivateKey(text, place) }
    }
  }

  // MARK: Numbers

  /// Looks at the number around the digit at `at`; returns where to go on.
  private func findNumber(_ text: UnsafeRawBufferPointer, _ at: Int) -> Int {
    let run = NumberRun(text, around: at)
    guard run.digits.count >= 9 else {
      // An account number has letters among its digits.
      let start = run.range.lowerBound
      let follows = start > 0 && 0x41...0x5A ~= text[start - 1]
      return (follows ? findAccount(text, at) : nil) ?? run.range.upperBound
    }
    if let end = findAccount(text, at) { return end }
    if CardNumber.isValid(run.digits), run.isBare {
      hits.append(Hit(kind: .card, range: run.range, words: "a card number"))
    } else if PhoneNumber.isValid(run) {
      hits.append(Hit(kind: .phone, range: run.range, words: "a phone number"))
    }
    return run.range.upperBound
  }

  private func findAccount(_ text: UnsafeRawBufferPointer, _ at: Int) -> Int? {
    guard let range = AccountNumber.range(text, around: at) else { return nil }
    hits.append(Hit(kind: .iban, range: range, words: "an IBAN"))
    return range.upperBound
  }

  // MARK: Keys

  private func findPrivateKey(_ text: UnsafeRawBufferPointer, _ at: Int) -> Int {
    var start = at
    while start > 0, text[start - 1] == UInt8(ascii: "-") { start -= 1 }
    var end = at
    while end < text.count, text[end] == UInt8(ascii: "-") { end += 1 }
    guard end - start == 5, let range = PrivateKey.range(text, from: start, end) else { return end }
    hits.append(Hit(kind: .privateKey, range: range, words: "a private key"))
    return range.upperBound
  }

  /// Looks at the words of key characters in the run, which starts at `start`.
  private func findKeys(_ text: UnsafeRawBufferPointer, from start: Int) {
    var word = start
    var at = start
    while at < text.count, Self.isRunByte(text[at]) {
      if !SecretKey.isWordByte(text[at]) {
        findKey(text, word..<at)
        word = at + 1
      }
      at += 1
    }
    findKey(text, word..<at)
  }

  private func findKey(_ text: UnsafeRawBufferPointer, _ word: Range<Int>) {
    guard word.count >= SecretKey.minimum, let key = SecretKey(text, word) else { return }
    hits.append(Hit(kind: .secret, range: key.range, words: key.words))
  }

  /// True for a byte that the kernel takes for one of a run.
  @inline(__always)
  private static func isRunByte(_ byte: UInt8) -> Bool { byte &- 0x2D < 0x80 - 0x2D }

  // MARK: Addresses

  private func findAddresses(_ text: UnsafeRawBufferPointer) {
    var at = 0
    while let sign = text.firstOffset(of: UInt8(ascii: "@"), from: at) {
      at = sign + 1
      guard let range = MailAddress.range(text, around: sign) else { continue }
      hits.append(Hit(kind: .email, range: range, words: "an e-mail address"))
      at = range.upperBound
    }
  }
}

/// Eight bytes of a text, asked all at once. Answers have the highest bit of each byte that is meant.
struct ByteWord {
  private let bytes: UInt64

  private static let lowBits: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  @inline(__always)
  init(_ bytes: UInt64) { self.bytes = bytes }

  /// True where an answer means three bytes or more. Counting bits is no instruction of every CPU.
  @inline(__always)
  static func hasThree(_ places: UInt64) -> Bool {
    let fewer = places & (places &- 1)
    return fewer & (fewer &- 1) != 0
  }

  /// Where `byte` stands.
  @inline(__always)
  func places(of byte: UInt8) -> UInt64 {
    let other = bytes ^ (UInt64(byte) &* 0x0101_0101_0101_0101)
    return ~(((other & Self.lowBits) &+ Self.lowBits) | other) & Self.highBits
  }

  /// Where digits stand.
  @inline(__always)
  var digits: UInt64 {
    let other = bytes ^ 0x3030_3030_3030_3030
    return ~(((other & Self.lowBits) &+ 0x7676_7676_7676_7676) | other) & Self.highBits
  }
}

extension [UInt8] {
  /// `text` as it may be shown: letters and digits as stars.
  static func masked(_ text: some Collection<UInt8>) -> [UInt8] {
    text.map { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: UInt8(ascii: "*")
      default: byte
      }
    }
  }
}

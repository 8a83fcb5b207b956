import TamisCore

/// Keys and tokens of services, known by how they start.
///
/// Source of the forms: https://docs.github.com/en/code-security/secret-scanning and the services'
/// own pages.
struct SecretKey {
  var range: Range<Int>
  var words: StaticString

  /// Characters of the shortest key.
  static let minimum = 20

  private struct Form {
    var prefix: [UInt8]
    /// Characters behind the prefix, at least.
    var rest: Int
    var words: StaticString

    init(_ prefix: StaticString, _ rest: Int, _ words: StaticString) {
      self.prefix = prefix.withUTF8Buffer { Array($0) }
      self.rest = rest
      self.words = words
    }
  }

  private static let forms: [Form] = [
    Form("AKIA", 16, "a key of AWS"), Form("ASIA", 16, "a key of AWS"),
    Form("ghp_", 36, "a token of GitHub"), Form("gho_", 36, "a token of GitHub"),
    Form("ghu_", 36, "a token of GitHub"), Form("ghs_", 36, "a token of GitHub"),
    Form("ghr_", 36, "a token of GitHub"), Form("github_pat_", 22, "a token of GitHub"),
    Form("glpat-", 20, "a token of GitLab"),
    Form("sk-ant-", 32, "a key of Anthropic"), Form("sk-proj-", 32, "a key of OpenAI"),
    Form("sk-", 32, "a secret key"),
    Form("hf_", 30, "a token of Hugging Face"), Form("npm_", 36, "a token of npm"),
    Form("pypi-", 50, "a token of PyPI"), Form("dckr_pat_", 20, "a token of Docker"),
    Form("xoxb-", 20, "a token of Slack"), Form("xoxp-", 20, "a token of Slack"),
    Form("xoxa-", 20, "a token of Slack"), Form("xapp-", 20, "a token of Slack"),
    Form("sk_live_", 16, "a key of Stripe"), Form("rk_live_", 16, "a key of Stripe"),
    Form("whsec_", 24, "a key of Stripe"),
    Form("AIza", 35, "a key of Google"), Form("ya29.", 30, "a token of Google"),
    Form("SG.", 40, "a key of SendGrid"), Form("eyJ", 60, "a JSON Web Token"),
  ]

  private static let firstBytes = Set(forms.compactMap(\.prefix.first))

  /// The key that the word at `word` is, or ends in.
  init?(_ text: UnsafeRawBufferPointer, _ word: Range<Int>) {
    let isEscaped = word.lowerBound > 0 && text[word.lowerBound - 1] == UInt8(ascii: "\\")
    let word = isEscaped ? word.lowerBound + 1..<word.upperBound : word
    guard Self.firstBytes.contains(text[word.lowerBound]) else { return nil }
    for form in Self.forms where word.count >= form.prefix.count + form.rest {
      guard text.starts(with: form.prefix, at: word.lowerBound) else { continue }
      let body = text[word.lowerBound + form.prefix.count..<word.upperBound]
      guard Self.isRandom(body) else { continue }
      // A web token has three parts; other words may start like one.
      if form.prefix.count == 3, form.prefix[0] == UInt8(ascii: "e"),
        body.count(where: { $0 == UInt8(ascii: ".") }) != 2
      {
        continue
      }
      range = word
      words = form.words
      return
    }
    return nil
  }

  /// True for text with digits and letters in it, as keys have, and names and placeholders do not.
  private static func isRandom(_ body: Slice<UnsafeRawBufferPointer>) -> Bool {
    var digits = 0
    var letters = 0
    var kinds: UInt64 = 0
    for byte in body {
      if byte &- 0x30 < 10 { digits += 1 } else if byte | 0x20 >= 0x61 { letters += 1 }
      kinds |= 1 << UInt64(byte & 63)
    }
    return digits > 0 && letters > 0 && kinds.nonzeroBitCount >= 8
  }

  /// True for a byte that keys are made of.
  @inline(__always)
  static func isWordByte(_ byte: UInt8) -> Bool {
    byte | 0x20 &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }
}

/// Private keys as they are written to files: RFC 7468.
enum PrivateKey {
  /// The key whose first five dashes stand at `start` to `dashes`, up to its last ones, or to the end
  /// of the text.
  static func range(
    _ text: UnsafeRawBufferPointer, from start: Int, _ dashes: Int
  ) -> Range<Int>? {
    guard text.starts(with: Array("BEGIN ".utf8), at: dashes) else { return nil }
    let head = text[dashes..<min(dashes + 48, text.count)]
    guard let end = head.dropFirst(6).firstIndex(of: UInt8(ascii: "-")),
      text[..<end].suffix(11).elementsEqual("PRIVATE KEY".utf8)
    else { return nil }
    var at = end + 5
    while let dash = text.firstOffset(of: UInt8(ascii: "-"), from: at) {
      if text.starts(with: Array("-----END ".utf8), at: dash) {
        var stop = min(dash + 9, text.count)
        while stop < text.count, text[stop] != UInt8(ascii: "\""), stop - dash < 60 { stop += 1 }
        return start..<stop
      }
      at = dash + 1
    }
    // The string that was cut off ends at its quote.
    let quote = text.firstOffset(of: UInt8(ascii: "\""), from: end) ?? text.count
    return start..<quote
  }
}

/// E-mail addresses as people write them: a part of what RFC 5322 allows.
enum MailAddress {
  /// The address whose `@` stands at `sign`.
  static func range(_ text: UnsafeRawBufferPointer, around sign: Int) -> Range<Int>? {
    var start = sign
    while start > 0, sign - start < 64, isNameByte(text[start - 1]) { start -= 1 }
    // What an escape leaves in front of the name: `\nann@example.org`.
    if start > 0, text[start - 1] == UInt8(ascii: "\\"), start < sign { start += 1 }
    guard start < sign, text[start] != UInt8(ascii: ".") else { return nil }
    var end = sign + 1
    var lastDot = 0
    while end < text.count, end - sign < 254, isHostByte(text[end]) {
      if text[end] == UInt8(ascii: ".") { lastDot = end }
      end += 1
    }
    while end > sign + 1, text[end - 1] == UInt8(ascii: ".") || text[end - 1] == UInt8(ascii: "-") {
      end -= 1
      if lastDot == end { lastDot = text[..<end].lastIndex(of: UInt8(ascii: ".")) ?? 0 }
    }
    guard lastDot > sign + 1, end - lastDot > 2,
      text[(lastDot + 1)..<end].allSatisfy({ $0 | 0x20 &- 0x61 < 26 })
    else { return nil }
    return start..<end
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    SecretKey.isWordByte(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "%")
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    byte | 0x20 &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "-")
  }
}

import TamisCore
import TamisFormat
import Testing

/// Secrets and personal data are found, told once, and never shown.
@Suite struct PrivacyTests {
  static func findings(_ text: String) throws -> [Finding] {
    let json = ValidateStageTests.turn(text)
    return Validator(target: try Target.named("openai-chat"), select: ["Z"])
      .findings(inBytes: Array("\(json)\n".utf8), path: "t.jsonl")
  }

  static let samples: [(text: String, code: String, value: String)] = [
    ("use AKIAQ3EGRJ7X5TZ2WLP9 here", "Z001", "AKIAQ3EGRJ7X5TZ2WLP9"),
    (
      "token: ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5", "Z001",
      "ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5"
    ),
    (
      #"\nsk-proj-aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5"#, "Z001",
      "sk-proj-aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5"
    ),
    ("mail ann.lee+x@mail.example.org.", "Z002", "ann.lee+x@mail.example.org"),
    ("card 4111 1111 1111 1111 please", "Z003", "4111 1111 1111 1111"),
    ("card 378282246310005", "Z003", "378282246310005"),
    ("call +49 30 901820", "Z004", "+49 30 901820"),
    ("call (415) 555-0123", "Z004", "(415) 555-0123"),
    ("call 415.555.0123 now", "Z004", "415.555.0123"),
    ("to DE89 3704 0044 0532 0130 00 today", "Z005", "DE89 3704 0044 0532 0130 00"),
    ("to GB82WEST12345698765432", "Z005", "GB82WEST12345698765432"),
    (
      #"-----BEGIN RSA PRIVATE KEY-----\nMIIBVAIBADAN\n-----END RSA PRIVATE KEY-----"#, "Z010",
      "MIIBVAIBADAN"
    ),
  ]

  @Test("what is looked for is found at any place of a text, and masked", arguments: samples)
  func found(_ sample: (text: String, code: String, value: String)) throws {
    // The samples that are looked at are 4 and 16 bytes apart.
    for shift in 0..<20 {
      let text = String(repeating: "x", count: shift) + " " + sample.text
      let findings = try Self.findings(text)
      #expect(findings.map(\.rule.code) == [sample.code], "\(text)")
      for finding in findings {
        let shown = String(decoding: finding.evidence?.excerpt ?? [], as: UTF8.self)
        #expect(!shown.contains(sample.value) && !finding.message.contains(sample.value))
      }
    }
  }

  @Test(
    "ordinary figures and words are not taken for secrets",
    arguments: [
      "on 2024-11-24 10:30:00 at 52.5200, 13.4050", "pi is 3.14159265358979323846",
      "4111 1111 1111 1112", "order 1234567890123456", "version 10.15.7.2024.11.24",
      "DE88 3704 0044 0532 0130 00", "a@b", "@mention and user@localhost",
      "sk-learn-based-estimators-are-everywhere-in-here", "--- a rule ---",
      "-----BEGIN CERTIFICATE-----", "AKIAEXAMPLEEXAMPLEEX", "192.168.100.200 255.255.255.0",
      "https://example.org/2024/11/24/1234567890", "ISBN 978-3-16-148410-0",
      "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
    ])
  func notFound(_ text: String) throws {
    #expect(try Self.findings(text).map(\.rule.code) == [])
  }

  @Test("findings of other rules do not show a secret beside their place")
  func beside() throws {
    let json = #"{"messages":[{"role":"gpt","content":"AKIAQ3EGRJ7X5TZ2WLP9"}]}"#
    let findings = Validator(target: try Target.named("openai-chat"))
      .findings(inBytes: Array("\(json)\n".utf8), path: "t.jsonl")
    #expect(findings.contains { $0.rule.code == "R001" })
    for finding in findings {
      let shown = String(decoding: finding.evidence?.excerpt ?? [], as: UTF8.self)
      #expect(!shown.contains("AKIAQ3"))
    }
  }
}

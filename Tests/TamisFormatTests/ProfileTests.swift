import TamisCore
import TamisFormat
import Testing

@Suite struct ProfileTests {
  @Test("each fact of a profile has a source, a day on which it was checked, and a certainty")
  func provenance() {
    for target in Target.all {
      let profile = target.profile
      let facts =
        profile.limits.map(\.provenance) + profile.lifecycle.dates.map(\.provenance)
        + [
          profile.extensions, profile.fields, profile.imageTypes, profile.imageSchemes,
          profile.imageDetails, profile.specialTokens,
        ].map(\.provenance)
      for fact in facts {
        #expect(fact.source.hasPrefix("https://"))
        #expect(fact.checked.count == 10 && fact.checked.hasPrefix("20"))
        #expect(["official", "official copy", "reported"].contains(fact.certainty))
      }
      #expect(profile.limits.allSatisfy { $0.value > 0 })
      #expect(!profile.roles.isEmpty && !profile.rules.isEmpty)
      #expect(throws: Never.self) { try Layouts.named(profile.layout) }
    }
  }

  @Test("the OpenAI profile says what the service takes and that it is closing")
  func openAIChat() throws {
    let profile = try Target.named("openai-chat").profile
    #expect(profile.lifecycle.status == .closing)
    #expect(profile.lifecycle.dates.map(\.date).contains("2027-01-06"))
    #expect(profile.limit("min_examples")?.value == 10)
    #expect(profile.limit("max_file_bytes")?.value == 8 << 30)
    #expect(profile.fields.values == ["messages", "tools", "parallel_tool_calls", "functions"])
    #expect(profile.contextTokens.first { $0.model == "gpt-4o" }?.tokens == 65536)
    #expect(profile.severity(of: Rule("R002", "not-alternating")) == .warning)
  }

  @Test(
    "a profile that lacks something is an error with the place",
    arguments: [
      ("{", "the JSON ends early at byte 1"),
      ("{}", "no 'name' in ''"),
      (#"{"name":7}"#, "no string at /name"),
      (
        #"{"name":"a","title":"b","layout":"c","lifecycle":{"status":"dead"}}"#,
        "no status at /lifecycle"
      ),
    ])
  func broken(_ json: String, _ message: String) {
    let error = #expect(throws: ProfileError.self) { try Profile(json: Array(json.utf8)) }
    #expect(error?.description == message)
  }
}

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
      #expect(!profile.fields.values.isEmpty && !profile.rules.isEmpty)
      for role in profile.roles {
        #expect(
          ["system", "developer", "user", "assistant", "tool", "function"].contains(role.meaning))
      }
    }
  }

  @Test("the profiles in the code are those of the JSON files")
  func embedded() throws {
    let folder = "\(packageFolder)/Sources/TamisFormat/Targets/Profiles"
    let files = names(in: folder)
    #expect(files.count == Target.names.count + 1)
    for file in files {
      let json = try #require(contents(of: "\(folder)/\(file)"))
      let embedded = try #require(Profile.embedded(String(file.dropLast(5))))
      #expect(
        json.dropLast() == embedded[...], "run Targets/Generated/embed_profiles.py")
    }
  }

  @Test("a profile takes over what it does not say from the one that it extends")
  func extends() throws {
    let azure = try Target.named("azure-chat").profile
    let openAI = try Target.named("openai-chat").profile
    #expect(azure.roles == openAI.roles)
    #expect(azure.limit("max_images_per_example")?.value == 64)
    #expect(azure.limit("max_functions")?.value == 128)
    #expect(azure.rules["E001"] == nil)
    #expect(azure.rules["R002"] == .error)
    let converse = try Target.named("bedrock-converse").profile
    #expect(converse.limit("max_videos_per_message") == nil)
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

import TamisCore

/// A place that takes data: what is known about it.
///
/// A new target is a profile in `Targets/Profiles`, its name in `names`, and a writer where none of
/// those that exist writes its layout.
public struct Target: Sendable {
  public let profile: Profile

  public var name: String { profile.name }

  /// The names of the targets that are known: those of services first, then those of trainers.
  public static let names: [String] = [
    "openai-chat", "openai-dpo", "openai-rft", "openai-completion", "openai-batch",
    "azure-chat", "azure-dpo", "azure-rft",
    "vertex", "vertex-preference", "vertex-rl",
    "bedrock-claude", "bedrock-nova", "bedrock-nova-dpo", "bedrock-nova-rft", "bedrock-converse",
    "bedrock-completion", "bedrock-rft",
    "mistral",
    "together-chat", "together-instruction", "together-text", "together-preference",
    "together-tokens",
    "fireworks", "fireworks-dpo", "cohere",
    "trl-text", "trl-messages", "trl-prompt", "trl-prompt-completion", "trl-preference",
    "trl-unpaired", "trl-stepwise", "transformers",
    "axolotl-chat", "axolotl-alpaca", "axolotl-completion", "axolotl-segments", "axolotl-tokens",
    "axolotl-dpo", "axolotl-kto",
    "llama-factory-alpaca", "llama-factory-sharegpt", "llama-factory-openai",
    "torchtune-chat", "torchtune-instruct", "torchtune-preference",
    "unsloth", "mlx-chat", "mlx-completions", "mlx-text",
    "jumpstart-instruction", "jumpstart-chat", "jumpstart-text",
  ]

  /// All targets, in the order of `names`.
  public static let all: [Target] = names.map { Target(embedded: $0) }

  /// The target of that name.
  public static func named(_ name: String) throws(UnknownName) -> Target {
    guard names.contains(name) else {
      throw UnknownName(kind: "target", name: name, known: names)
    }
    return Target(embedded: name)
  }

  private init(embedded name: String) {
    do throws(ProfileError) {
      profile = try Profile(json: Profile.embedded(name) ?? [])
    } catch {
      preconditionFailure("the profile \(name) of the package cannot be read: \(error)")
    }
  }
}

extension Profile {
  /// The JSON of a profile of the package; `nil` where there is none of that name.
  public static func embedded(_ name: String) -> [UInt8]? {
    for profile in EmbeddedProfiles.all where profile.name == name {
      return profile.json.withUTF8Buffer { Array($0) }
    }
    return nil
  }
}

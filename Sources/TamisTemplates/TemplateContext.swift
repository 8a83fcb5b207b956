public import TamisCore

/// What a template is rendered with: the names that it can see.
public struct TemplateContext {
  /// The conversation: a list of objects.
  public var messages: TemplateValue
  /// The tools; `none` is what Transformers passes where there are none.
  public var tools = TemplateValue.none
  /// The documents of retrieval templates; `none` where there are none.
  public var documents = TemplateValue.none
  public var addGenerationPrompt = false
  /// Special tokens (`bos_token`, …) and further variables (`enable_thinking`, …). Of equal names
  /// the last one counts.
  public var variables: [(name: [UInt8], value: TemplateValue)] = []
  /// What `strftime_now` takes for now; without it the function is an error.
  public var now: CivilTime?

  public init(messages: TemplateValue) { self.messages = messages }

  /// The context that `record`, an object with `messages`, describes: its members `tools`,
  /// `documents` and `add_generation_prompt` are what they are in Transformers, all others are
  /// variables. `nil` where there are no messages.
  ///
  /// - Complexity: linear in the members.
  public init?(record: JSONValue) {
    guard record.kind == .object, let messages = record["messages"] else { return nil }
    self.init(messages: .json(messages))
    for (key, value) in record.members {
      if key.isString("messages") { continue }
      if key.isString("tools") {
        tools = .json(value)
      } else if key.isString("documents") {
        documents = .json(value)
      } else if key.isString("add_generation_prompt") {
        addGenerationPrompt = value.kind == .true
      } else {
        variables.append((Array((key.string ?? "").utf8), .json(value)))
      }
    }
  }

  /// Sets the variable `name`.
  public mutating func set(_ name: String, _ value: TemplateValue) {
    variables.append((Array(name.utf8), value))
  }
}

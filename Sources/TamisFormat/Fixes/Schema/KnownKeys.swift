/// The keys that the shape of a target's records has, where fixes need them.
struct KnownKeys {
  /// Of the record itself.
  let fields: Set<String>
  /// Of a message, whoever speaks.
  let messageKeys: Set<String>
  /// True where a tool call, and a tool, has a `type` besides its `function`.
  let callsHaveTypes: Bool
  /// How a part of a content with text is written; `nil` where contents have no parts.
  let textPart: TextPart?

  enum TextPart {
    /// `{"type": "text", "text": …}`
    case typed
    /// `{"text": …}`
    case untyped
  }

  init(_ profile: Profile) {
    let shape = profile.record
    func keys(_ object: RecordShape.Object) -> [String] {
      shape.members(of: object).map { shape.string($0.name) }
    }
    fields = Set(shape.rootKeys)
    messageKeys = Set(shape.objects.filter { $0.meaning == .message }.flatMap(keys))
    callsHaveTypes = shape.objects.contains { object in
      let keys = keys(object)
      return keys.contains("type") && keys.contains("function")
    }
    let parts = shape.objects.filter { $0.meaning == .part }
    let hasTypes = parts.contains { object in
      object.discriminator >= 0 || keys(object).contains("type")
    }
    textPart = parts.isEmpty ? nil : hasTypes ? .typed : .untyped
  }
}

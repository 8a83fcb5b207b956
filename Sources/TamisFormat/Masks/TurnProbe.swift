import TamisTemplates

/// Short conversations that a template is tried on.
struct TurnProbe {
  private let template: ChatTemplate
  private let variables: TemplateVariables
  /// The first error that a render gave.
  private(set) var failure: TemplateError?
  /// Contents are lists of parts: templates of models that see images may take no others.
  private var usesParts = false
  /// A tool is on offer: some templates are for conversations with tools alone.
  private var offersTool = false

  /// A probe in the form that the template takes.
  init(_ template: ChatTemplate, _ variables: TemplateVariables) {
    self.template = template
    self.variables = variables
    for (usesParts, offersTool) in [(false, false), (false, true), (true, false), (true, true)] {
      self.usesParts = usesParts
      self.offersTool = offersTool
      if render([message("user", "Ask."), message("assistant", "Answer.")]) != nil {
        failure = nil
        return
      }
    }
    usesParts = false
    offersTool = false
  }

  /// A probe as the template wrote it.
  struct Rendering {
    var text: [UInt8]
    /// What messages wrote, the role and the like left out.
    var sources: [SourceSpan]

    /// Where the text of a message starts; `nil` where it isn't written.
    func start(of message: Int) -> Int? {
      sources.first { $0.message == message }?.range.lowerBound
    }

    /// Where it ends.
    func end(of message: Int) -> Int? {
      sources.last { $0.message == message }?.range.upperBound
    }

    /// Where the next text of another message starts behind it.
    func start(after message: Int) -> Int? {
      guard let end = end(of: message) else { return nil }
      return sources.first { $0.range.lowerBound >= end }?.range.lowerBound
    }

    /// What the template writes behind a message, up to the end.
    func text(after message: Int) -> [UInt8]? {
      guard start(after: message) == nil, let end = end(of: message) else { return nil }
      return Array(text[end...])
    }

    /// What it writes between a message and whatever was written before.
    func gap(before message: Int) -> [UInt8]? {
      guard let start = start(of: message) else { return nil }
      let end = sources.last { $0.range.upperBound <= start }?.range.upperBound ?? 0
      return Array(text[end..<start])
    }

    /// What it writes itself, in pieces.
    var literals: [[UInt8]] {
      var pieces: [[UInt8]] = []
      var at = 0
      for source in sources where source.range.lowerBound >= at {
        pieces.append(Array(text[at..<source.range.lowerBound]))
        at = source.range.upperBound
      }
      return pieces + [Array(text[at...])]
    }
  }

  /// A message with a role and a content.
  func message(_ role: String, _ content: String) -> TemplateValue {
    let text = TemplateValue.text(content)
    let part = Self.object([("type", .text("text")), ("text", text)])
    return Self.object([("role", .text(role)), ("content", usesParts ? .list([part]) : text)])
  }

  private static func object(_ members: [(String, TemplateValue)]) -> TemplateValue {
    .dictionary(members.map { (Array($0.0.utf8), $0.1) })
  }

  private static var tool: TemplateValue {
    object([
      ("type", .text("function")),
      (
        "function",
        object([
          ("name", .text("look")), ("description", .text("Looks.")),
          ("parameters", object([("type", .text("object")), ("properties", object([]))])),
        ])
      ),
    ])
  }

  /// Conversations that are to be answered, by who speaks last.
  func questions(
    _ user: TemplateValue, _ answer: TemplateValue
  ) -> [(Role, [TemplateValue])] {
    let call = Self.object([
      ("id", .text("call00001")), ("type", .text("function")),
      (
        "function",
        Self.object([("name", .text("look")), ("arguments", Self.object([("at", .text("it"))]))])
      ),
    ])
    let calling = Self.object([
      ("role", .text("assistant")), ("content", .text("")), ("tool_calls", .list([call])),
    ])
    let result = Self.object([
      ("role", .text("tool")), ("content", .text("Result.")), ("name", .text("look")),
      ("tool_call_id", .text("call00001")),
    ])
    return [
      (.user, [user]), (.assistant, [user, answer]), (.tool, [user, calling, result]),
      (.system, [message("system", "Rules.")]),
    ]
  }

  /// Renders `messages`; `nil` where the template refuses them.
  mutating func render(
    _ messages: [TemplateValue], generationPrompt: Bool = false
  ) -> Rendering? {
    var context = TemplateContext(messages: .list(messages))
    context.addGenerationPrompt = generationPrompt
    if offersTool { context.tools = .list([Self.tool]) }
    variables.apply(to: &context)
    do throws(TemplateError) {
      let rendered = try template.render(context, tracksSources: true)
      return Rendering(
        text: rendered.text, sources: rendered.sources.filter { $0.field != .other })
    } catch {
      if failure == nil { failure = error }
      return nil
    }
  }

  /// What `add_generation_prompt` adds behind a user's question; empty where it doesn't only add.
  mutating func generationPrompt(_ user: TemplateValue) -> [UInt8] {
    guard let without = render([user]), let with = render([user], generationPrompt: true),
      with.text.starts(with: without.text)
    else { return [] }
    return Array(with.text[without.text.count...])
  }
}

import ArgumentParser
import Tamis
import TamisCore
import TamisTemplates

struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Renders conversations with a model's chat template, as Transformers does.",
    discussion: """
      Examples:

        tamis render --template llama-3.1 chat.jsonl
        tamis render --template chat_template.jinja --tokenizer-config tokenizer_config.json chat.jsonl
        tamis render --tokenizer-config Qwen3-8B/tokenizer_config.json --now 2026-01-02 chat.jsonl

      A record has 'messages', and may have 'tools', 'documents', 'add_generation_prompt' and further
      variables of the template, such as 'enable_thinking'. For each one a line is written:
      {"text":…,"generation":[[start,end],…]} with what {% generation %} encloses, counted in Unicode
      scalars, or {"error":…} where the template refuses the conversation.

      --template is a file of Jinja, a tokenizer_config.json, or one of
      \(ChatTemplates.names.joined(separator: ", ")).
      Special tokens are those of --tokenizer-config, else those that belong to the template.

      Memory: O(record). Time: O(bytes) for templates of that kind; all are stopped at a limit.
      """)

  @Option(help: ArgumentHelp("The template: a file, or a built-in one.", valueName: "file|name"))
  var template: String?

  @Option(
    help: ArgumentHelp(
      "A tokenizer_config.json with the special tokens, and with the template unless --template "
        + "names another.", valueName: "file"))
  var tokenizerConfig: String?

  @Option(
    help: ArgumentHelp(
      "What the template's clock shows, by ISO 8601 (default: now).", valueName: "time"))
  var now: String?

  @OptionGroup var stream: StreamOptions

  func validate() throws {
    if template == nil, tokenizerConfig == nil {
      throw ValidationError("render needs --template or --tokenizer-config")
    }
    if let now, CivilTime(now) == nil {
      throw ValidationError("--now '\(now)' is no time such as 2026-01-02T03:04:05")
    }
  }

  func run() throws {
    try stream.run(
      RenderStep(
        template: template, tokenizerConfiguration: tokenizerConfig, now: now,
        rejects: stream.rejects))
  }
}

/// `tamis render`
private struct RenderStep: Step {
  static let verb = "render"

  var template: String?
  var tokenizerConfiguration: String?
  var now: String?
  var rejects: String?

  var arguments: [String] {
    let options = [
      ("--template", template), ("--tokenizer-config", tokenizerConfiguration), ("--now", now),
      ("--rejects", rejects),
    ]
    return options.flatMap { name, value in value.map { [name, $0] } ?? [] }
  }

  func makeStage() throws -> any Stage {
    let configuration = try tokenizerConfiguration.map { try ChatConfiguration(named: $0) }
    let chosen = try template.map { try ChatConfiguration(named: $0) }
    guard let templates = chosen ?? configuration, let template = templates.template else {
      throw UsageError("\(template ?? tokenizerConfiguration ?? "") has no 'chat_template'")
    }
    return RenderStage(
      template: template, toolTemplate: templates.toolTemplate,
      specialTokens: configuration?.specialTokens ?? chosen?.specialTokens ?? [],
      now: now.flatMap { CivilTime($0) } ?? currentCivilTime())
  }
}

/// Puts the rendered text, or why there is none, in the place of each record.
private final class RenderStage: Stage {
  let name = "render"
  let template: ChatTemplate
  /// For records with tools, where the model has one of its own for them.
  let toolTemplate: ChatTemplate?
  let specialTokens: [(name: String, content: [UInt8])]
  let now: CivilTime?

  init(
    template: ChatTemplate, toolTemplate: ChatTemplate?,
    specialTokens: [(name: String, content: [UInt8])], now: CivilTime?
  ) {
    self.template = template
    self.toolTemplate = toolTemplate
    self.specialTokens = specialTokens
    self.now = now
  }

  func makeKernel() -> any Kernel { RenderKernel(stage: self) }
}

private final class RenderKernel: Kernel {
  private let stage: RenderStage
  private let renderer = TemplateRenderer()
  private let document = JSONDocument()
  private let variables: [(name: [UInt8], value: TemplateValue)]

  init(stage: RenderStage) {
    self.stage = stage
    variables = stage.specialTokens.map { (Array($0.name.utf8), .string($0.content)) }
  }

  func process(_ batch: RecordBatch) {
    for record in batch.records {
      let failure = render(record)
      record.rewrite { output in
        if let failure {
          output.append(#"{"error":"#)
          JSONString.encode(failure, into: &output)
        } else {
          output.append(#"{"text":"#)
          JSONString.encode(renderer.text, into: &output)
          output.append(#","generation":["#)
          for (index, range) in renderer.generationInScalars.enumerated() {
            output.append(index == 0 ? "[" : ",[")
            output.append(decimal: range.lowerBound)
            output.append(",")
            output.append(decimal: range.upperBound)
            output.append("]")
          }
          output.append("]")
        }
        output.append("}")
      }
    }
  }

  /// Renders the record; returns why it cannot be.
  private func render(_ record: Record) -> String? {
    let value: JSONValue
    do throws(JSONError) { value = try document.parse(record.original) } catch {
      return error.message
    }
    guard var context = TemplateContext(record: value) else {
      return "the record has no 'messages'"
    }
    // What the record says goes before what the tokenizer says.
    context.variables = variables + context.variables
    context.now = stage.now
    let hasTools = value["tools"].map { $0.kind != .null } ?? false
    let template = hasTools ? stage.toolTemplate ?? stage.template : stage.template
    do throws(TemplateError) { try renderer.render(template, context) } catch {
      return error.description
    }
    return nil
  }
}

/// A chat template, read once and rendered often.
///
/// The language is the Jinja of Transformers 5
/// (https://github.com/huggingface/transformers/blob/main/src/transformers/utils/chat_template_utils.py):
/// Jinja2 3.1 with `trim_blocks`, `lstrip_blocks`, loop controls, `{% generation %}`, and a sandbox in
/// which nothing but namespaces can be changed. What renders there renders here to the same bytes, and
/// what raises there is an error here.
public final class ChatTemplate: Sendable {
  /// What messages call the template.
  public let name: String
  /// True when the template has `{% generation %}` blocks.
  public let hasGeneration: Bool
  let program: Program

  /// Reads a template.
  ///
  /// - Complexity: linear in the source.
  public init(source: [UInt8], name: String = "") throws(TemplateError) {
    self.name = name
    program = try Program(source: source, name: name)
    hasGeneration = program.hasGeneration
  }

  /// The names that the template reads and does not set itself, in the order of their first use.
  public var variables: [String] {
    program.contextNames.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Renders one conversation. For many, a ``TemplateRenderer`` saves making its memory anew.
  public func render(
    _ context: TemplateContext, tracksSources: Bool = false
  ) throws(TemplateError) -> RenderedChat {
    let renderer = TemplateRenderer(tracksSources: tracksSources)
    try renderer.render(self, context)
    return renderer.rendered
  }
}

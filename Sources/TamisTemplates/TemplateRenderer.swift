/// Renders conversations one after the other, in memory that is used again.
///
/// One for each thread. The results are those of the last render, good until the next.
///
///     let renderer = TemplateRenderer()
///     try renderer.render(template, TemplateContext(record: record)!)
///     output.append(renderer.text)
public final class TemplateRenderer {
  // Safety: a renderer is one thread's, and nothing that it calls can come back to it.
  /// Limits of the renders to come.
  @exclusivity(unchecked) public var limits: TemplateLimits
  /// Whether ``sources`` are found. Costs nothing when it is off.
  @exclusivity(unchecked) public var tracksSources: Bool

  private let machine = Machine()

  public init(limits: TemplateLimits = TemplateLimits(), tracksSources: Bool = false) {
    self.limits = limits
    self.tracksSources = tracksSources
  }

  /// Renders one conversation.
  public func render(
    _ template: ChatTemplate, _ context: TemplateContext
  ) throws(TemplateError) {
    try machine.run(template, context, limits: limits, tracksSources: tracksSources)
  }

  /// The rendered text.
  public var text: UnsafeRawBufferPointer { machine.text }
  /// The byte ranges that `{% generation %}` blocks wrote.
  public var generation: [Range<Int>] { machine.generation }
  /// The same ranges counted in Unicode scalars, as Python counts characters.
  ///
  /// - Complexity: linear in the text, plus sorting the ranges.
  public var generationInScalars: [Range<Int>] {
    let ranges = generation
    let ends = ranges.flatMap { [$0.lowerBound, $0.upperBound] }
    var counts = [Int](repeating: 0, count: ends.count)
    var (at, count) = (0, 0)
    for place in ends.indices.sorted(by: { ends[$0] < ends[$1] }) {
      count += UTF8Text.count(text.part(at, ends[place]))
      at = ends[place]
      counts[place] = count
    }
    return ranges.indices.map { counts[2 * $0]..<counts[2 * $0 + 1] }
  }
  /// Where text of the messages went, by place.
  public var sources: [SourceSpan] { machine.sources }

  /// A copy of everything.
  public var rendered: RenderedChat {
    RenderedChat(text: Array(text), generation: generation, sources: sources)
  }
}

/// One question and the answer to be learned. All three are strings.
public struct PromptCompletion {
  public var prompt: JSONFragment
  public var completion: JSONFragment
  /// What the model is told before the prompt.
  public var system: JSONFragment?

  /// The two parts that the prompt was made of, where the layout has them apart, as Alpaca's; `nil`
  /// where there is no such part. Targets of that layout write them, others the prompt.
  public var instruction: JSONFragment?
  public var input: JSONFragment?

  public init(prompt: JSONFragment, completion: JSONFragment, system: JSONFragment? = nil) {
    self.prompt = prompt
    self.completion = completion
    self.system = system
  }
}

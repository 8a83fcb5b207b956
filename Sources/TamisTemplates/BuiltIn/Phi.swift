extension BuiltInTemplate {
  /// Phi-3 (https://huggingface.co/microsoft/Phi-3-mini-4k-instruct).
  static let phi3 = phi("phi-3", system: "message['role'] == 'system'")
  /// Phi-3.5, which leaves out an empty system prompt
  /// (https://huggingface.co/microsoft/Phi-3.5-mini-instruct).
  static let phi35 = phi("phi-3.5", system: "message['role'] == 'system' and message['content']")

  /// Phi-4 (https://huggingface.co/microsoft/phi-4).
  static let phi4 = BuiltInTemplate(
    "phi-4", bos: "<|endoftext|>", eos: "<|im_end|>",
    source: #"""
      {%- for message in messages if message['role'] in ['system', 'user', 'assistant'] %}
          {{- '<|im_start|>' + message['role'] + '<|im_sep|>' }}
          {%- if message['role'] == 'assistant' %}
              {%- generation %}{{- message['content'] + '<|im_end|>' }}{%- endgeneration %}
          {%- else %}
              {{- message['content'] + '<|im_end|>' }}
          {%- endif %}
      {%- endfor %}
      {%- if add_generation_prompt %}{{- '<|im_start|>assistant<|im_sep|>' }}{%- endif %}
      """#)

  private static func phi(_ name: String, system: String) -> BuiltInTemplate {
    BuiltInTemplate(
      name, bos: "<s>", eos: "<|endoftext|>", pad: "<|endoftext|>", unknown: "<unk>",
      source: #"""
        {%- for message in messages %}
            {%- if \#(system) %}
                {{- '<|system|>\n' + message['content'] + '<|end|>\n' }}
            {%- elif message['role'] == 'user' %}
                {{- '<|user|>\n' + message['content'] + '<|end|>\n' }}
            {%- elif message['role'] == 'assistant' %}
                {{- '<|assistant|>\n' }}
                {%- generation %}{{- message['content'] + '<|end|>\n' }}{%- endgeneration %}
            {%- endif %}
        {%- endfor %}
        {%- if add_generation_prompt %}
            {{- '<|assistant|>\n' }}
        {%- elif messages and messages[-1]['role'] == 'assistant' %}
            {%- generation %}{{- eos_token }}{%- endgeneration %}
        {%- else %}
            {{- eos_token }}
        {%- endif %}
        """#)
  }
}

extension BuiltInTemplate {
  /// ChatML, the format that many fine-tuned models share
  /// (https://github.com/openai/openai-python/blob/v0.28.1/chatml.md).
  static let chatML = BuiltInTemplate(
    "chatml", eos: "<|im_end|>",
    source: #"""
      {%- for message in messages %}
          {{- '<|im_start|>' + message['role'] + '\n' }}
          {%- if message['role'] == 'assistant' %}
              {%- generation %}{{- message['content'] + '<|im_end|>\n' }}{%- endgeneration %}
          {%- else %}
              {{- message['content'] + '<|im_end|>\n' }}
          {%- endif %}
      {%- endfor %}
      {%- if add_generation_prompt %}{{- '<|im_start|>assistant\n' }}{%- endif %}
      """#)
}

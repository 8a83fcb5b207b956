extension BuiltInTemplate {
  /// Gemma and Gemma 2, which have no system prompt
  /// (https://ai.google.dev/gemma/docs/core/prompt-structure).
  static let gemma = BuiltInTemplate(
    "gemma", bos: "<bos>", eos: "<eos>", pad: "<pad>", unknown: "<unk>",
    source: #"""
      {{- bos_token }}
      {%- if messages[0]['role'] == 'system' %}
          {{- raise_exception('System role not supported') }}
      {%- endif %}
      {%- for message in messages %}
          {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}
              {{- raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}
          {%- endif %}
          {%- if message['role'] == 'assistant' %}
              {{- '<start_of_turn>model\n' }}
              {%- generation %}
              {{- message['content'] | trim + '<end_of_turn>\n' }}
              {%- endgeneration %}
          {%- else %}
              {{- '<start_of_turn>' + message['role'] + '\n' + message['content'] | trim + '<end_of_turn>\n' }}
          {%- endif %}
      {%- endfor %}
      {%- if add_generation_prompt %}{{- '<start_of_turn>model\n' }}{%- endif %}
      """#)

  /// Gemma 3: the system prompt stands in front of the first question, and there may be images
  /// (https://ai.google.dev/gemma/docs/core/prompt-structure).
  static let gemma3 = BuiltInTemplate(
    "gemma-3", bos: "<bos>", eos: "<eos>", pad: "<pad>", unknown: "<unk>",
    source: #"""
      {{- bos_token }}
      {%- set system = '' %}
      {%- if messages[0]['role'] == 'system' %}
          {%- set system = messages[0]['content'] %}
          {%- set system = (system if system is string else system[0]['text']) + '\n\n' %}
          {%- set messages = messages[1:] %}
      {%- endif %}
      {%- for message in messages %}
          {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}
              {{- raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}
          {%- endif %}
          {%- set text %}
              {%- if message['content'] is string %}
                  {{- message['content'] | trim }}
              {%- elif message['content'] is iterable %}
                  {%- for part in message['content'] %}
                      {{- '<start_of_image>' if part['type'] == 'image' else part['text'] | trim if part['type'] == 'text' }}
                  {%- endfor %}
              {%- else %}
                  {{- raise_exception('Invalid content type') }}
              {%- endif %}
          {%- endset %}
          {%- if message['role'] == 'assistant' %}
              {{- '<start_of_turn>model\n' }}
              {%- generation %}{{- text + '<end_of_turn>\n' }}{%- endgeneration %}
          {%- else %}
              {{- '<start_of_turn>' + message['role'] + '\n' + (system if loop.first else '') + text + '<end_of_turn>\n' }}
          {%- endif %}
      {%- endfor %}
      {%- if add_generation_prompt %}{{- '<start_of_turn>model\n' }}{%- endif %}
      """#)
}

extension BuiltInTemplate {
  /// Qwen 2.5 (https://huggingface.co/Qwen/Qwen2.5-7B-Instruct).
  static let qwen25 = BuiltInTemplate(
    "qwen-2.5", eos: "<|im_end|>", pad: "<|endoftext|>",
    source: #"""
      {%- set system = messages[0]['content'] if messages[0]['role'] == 'system' else 'You are Qwen, created by Alibaba Cloud. You are a helpful assistant.' %}
      {%- if tools %}
          {{- '<|im_start|>system\n' }}
          {{- system }}
          {{- '\n\n\#(tools)<|im_end|>\n' }}
      {%- else %}
          {{- '<|im_start|>system\n' + system + '<|im_end|>\n' }}
      {%- endif %}
      {%- for message in messages %}
          {%- if message.role == 'user' or message.role == 'system' and not loop.first %}
              {{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' }}
          {%- elif message.role == 'assistant' %}
              {{- '<|im_start|>assistant\n' }}
              {%- generation %}
              {%- if message.content or not message.tool_calls %}{{- '' + message.content }}{%- endif %}
              {%- for call in message.tool_calls or [] %}
                  {{- '\n' if message.content or not loop.first }}
                  {%- set call = call.function if call.function is defined else call %}
                  {{- '<tool_call>\n{"name": "' ~ call.name ~ '", "arguments": ' ~ call.arguments | tojson ~ '}\n</tool_call>' }}
              {%- endfor %}
              {{- '<|im_end|>\n' }}
              {%- endgeneration %}
          {%- elif message.role == 'tool' %}
      \#(result("message.content"))
          {%- endif %}
      {%- endfor %}
      {%- if add_generation_prompt %}{{- '<|im_start|>assistant\n' }}{%- endif %}
      """#)

  /// Qwen 3, which thinks: reasoning stays only behind the last question, and `enable_thinking=false`
  /// begins the answer with an empty one (https://huggingface.co/Qwen/Qwen3-8B).
  static let qwen3 = BuiltInTemplate(
    "qwen-3", eos: "<|im_end|>", pad: "<|endoftext|>",
    source: #"""
      {%- set has_system = messages[0].role == 'system' %}
      {%- if tools %}
          {{- '<|im_start|>system\n' }}
          {%- if has_system %}{{- messages[0].content + '\n\n' }}{%- endif %}
          {{- '\#(tools)<|im_end|>\n' }}
      {%- elif has_system %}
          {{- '<|im_start|>system\n' + messages[0].content + '<|im_end|>\n' }}
      {%- endif %}
      {%- set ns = namespace(question=messages | length - 1) %}
      {%- for message in messages %}
          {%- if message.role == 'user' and message.content is string and not (message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
              {%- set ns.question = loop.index0 %}
          {%- endif %}
      {%- endfor %}
      {%- for message in messages %}
          {%- set content = message.content if message.content is string else '' %}
          {%- if message.role == 'user' or message.role == 'system' and not loop.first %}
              {{- '<|im_start|>' + message.role + '\n' + content + '<|im_end|>\n' }}
          {%- elif message.role == 'assistant' %}
              {%- set thoughts = '' %}
              {%- if message.reasoning_content is string %}
                  {%- set thoughts = message.reasoning_content %}
              {%- elif '</think>' in content %}
                  {%- set thoughts = content.split('</think>')[0].rstrip('\n').split('<think>')[-1].lstrip('\n') %}
                  {%- set content = content.split('</think>')[-1].lstrip('\n') %}
              {%- endif %}
              {{- '<|im_start|>assistant\n' }}
              {%- generation %}
              {%- if loop.index0 > ns.question and (loop.last or thoughts) %}
                  {{- '<think>\n' + thoughts.strip('\n') + '\n</think>\n\n' + content.lstrip('\n') }}
              {%- else %}
                  {{- content }}
              {%- endif %}
              {%- for call in message.tool_calls or [] %}
                  {{- '\n' if content or not loop.first }}
                  {%- set call = call.function or call %}
                  {{- '<tool_call>\n{"name": "' ~ call.name ~ '", "arguments": ' }}
                  {{- call.arguments if call.arguments is string else call.arguments | tojson }}
                  {{- '}\n</tool_call>' }}
              {%- endfor %}
              {{- '<|im_end|>\n' }}
              {%- endgeneration %}
          {%- elif message.role == 'tool' %}
      \#(result("content"))
          {%- endif %}
      {%- endfor %}
      {%- if add_generation_prompt %}
          {{- '<|im_start|>assistant\n' }}
          {%- if enable_thinking is defined and enable_thinking is false %}
              {{- '<think>\n\n</think>\n\n' }}
          {%- endif %}
      {%- endif %}
      """#)

  /// What is said about the tools, within a string of the template.
  private static let tools = #"""
    # Tools\n\nYou may call one or more functions to assist with the user query.\n\nYou are provided with function signatures within <tools></tools> XML tags:\n<tools>' }}
          {%- for tool in tools %}{{- '\n' + tool | tojson }}{%- endfor %}
          {{- '\n</tools>\n\nFor each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:\n<tool_call>\n{"name": <function-name>, "arguments": <args-json-object>}\n</tool_call>
    """#

  /// The results of tools: neighbours share a turn of the user.
  private static func result(_ content: String) -> String {
    #"""
            {{- '<|im_start|>user' if loop.first or loop.previtem.role != 'tool' }}
            {{- '\n<tool_response>\n' }}
            {{- \#(content) }}
            {{- '\n</tool_response>' }}
            {{- '<|im_end|>\n' if loop.last or loop.nextitem.role != 'tool' }}
    """#
  }
}

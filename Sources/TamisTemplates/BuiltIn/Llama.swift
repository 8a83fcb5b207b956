extension BuiltInTemplate {
  /// Llama 2: the system prompt stands within the first question
  /// (https://www.llama.com/docs/model-cards-and-prompt-formats/meta-llama-2/).
  static let llama2 = BuiltInTemplate(
    "llama-2", bos: "<s>", eos: "</s>", unknown: "<unk>",
    source: #"""
      {%- set has_system = messages[0]['role'] == 'system' %}
      {%- for message in (messages[1:] if has_system else messages) %}
          {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}
              {{- raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}
          {%- endif %}
          {%- set content = message['content'] %}
          {%- if loop.first and has_system %}
              {%- set content = '<<SYS>>\n' + messages[0]['content'] + '\n<</SYS>>\n\n' + content %}
          {%- endif %}
          {%- if message['role'] == 'user' %}
              {{- bos_token + '[INST] ' + content.strip() + ' [/INST]' }}
          {%- elif message['role'] == 'system' %}
              {{- '<<SYS>>\n' + content.strip() + '\n<</SYS>>\n\n' }}
          {%- elif message['role'] == 'assistant' %}
              {%- generation %}
              {{- ' ' + content.strip() + ' ' + eos_token }}
              {%- endgeneration %}
          {%- endif %}
      {%- endfor %}
      """#)

  /// Llama 3 (https://www.llama.com/docs/model-cards-and-prompt-formats/meta-llama-3/).
  static let llama3 = BuiltInTemplate(
    "llama-3", bos: "<|begin_of_text|>", eos: "<|eot_id|>",
    source: #"""
      {%- for message in messages %}
          {%- if loop.first %}{{- bos_token }}{%- endif %}
          {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' }}
          {%- if message['role'] == 'assistant' %}
              {%- generation %}
              {{- message['content'] | trim + '<|eot_id|>' }}
              {%- endgeneration %}
          {%- else %}
              {{- message['content'] | trim + '<|eot_id|>' }}
          {%- endif %}
      {%- endfor %}
      {%- if add_generation_prompt %}
          {{- '<|start_header_id|>assistant<|end_header_id|>\n\n' }}
      {%- endif %}
      """#)

  /// Llama 3.1, which knows `tools`, `builtin_tools`, `custom_tools`, `tools_in_user_message` and
  /// `date_string` (https://www.llama.com/docs/model-cards-and-prompt-formats/llama3_1/).
  static let llama31 = BuiltInTemplate(
    "llama-3.1", bos: "<|begin_of_text|>", eos: "<|eot_id|>",
    source: llamaWithTools(
      date: #"{%- set date_string = "26 Jul 2024" %}"#,
      environment: #"""
        {%- if builtin_tools is defined or tools is not none %}{{- 'Environment: ipython\n' }}{%- endif %}
        {%- if builtin_tools is defined %}
            {{- 'Tools: ' + builtin_tools | reject('equalto', 'code_interpreter') | join(', ') + '\n\n' }}
        {%- endif %}
        """#,
      call: #"""
                {%- if builtin_tools is defined and call.name in builtin_tools %}
                    {{- '<|python_tag|>' + call.name + '.call(' }}
                    {%- for name, value in call.arguments | items %}
                        {{- name + '="' + value + '"' + ('' if loop.last else ', ') }}
                    {%- endfor %}
                    {{- ')' }}
                {%- else %}
                    {{- '{"name": "' + call.name + '", "parameters": ' + call.arguments | tojson + '}' }}
                {%- endif %}
                {{- '<|eom_id|>' if builtin_tools is defined else '<|eot_id|>' }}
        """#))

  /// Llama 3.2: today's date is the clock's
  /// (https://www.llama.com/docs/model-cards-and-prompt-formats/llama3_2/).
  static let llama32 = BuiltInTemplate(
    "llama-3.2", bos: "<|begin_of_text|>", eos: "<|eot_id|>",
    source: llamaWithTools(
      date: #"{%- set date_string = strftime_now("%d %b %Y") %}"#,
      environment: #"{%- if tools is not none %}{{- 'Environment: ipython\n' }}{%- endif %}"#,
      call: #"""
                {{- '{"name": "' + call.name + '", "parameters": ' + call.arguments | tojson + '}' }}
                {{- '<|eot_id|>' }}
        """#))

  private static func llamaWithTools(date: String, environment: String, call: String) -> String {
    #"""
    {%- if custom_tools is defined %}{%- set tools = custom_tools %}{%- endif %}
    {%- if tools_in_user_message is not defined %}{%- set tools_in_user_message = true %}{%- endif %}
    {%- if date_string is not defined %}\#(date){%- endif %}
    {%- set system_message = '' %}
    {%- if messages[0]['role'] == 'system' %}
        {%- set system_message = messages[0]['content'] | trim %}
        {%- set messages = messages[1:] %}
    {%- endif %}
    {%- macro signatures() %}
        {{- 'Respond in the format {"name": function name, "parameters": dictionary of argument name and its value}.' }}
        {{- 'Do not use variables.\n\n' }}
        {%- for tool in tools %}{{- tool | tojson(indent=4) + '\n\n' }}{%- endfor %}
    {%- endmacro %}

    {{- bos_token + '<|start_header_id|>system<|end_header_id|>\n\n' }}
    \#(environment)
    {{- 'Cutting Knowledge Date: December 2023\nToday Date: ' + date_string + '\n\n' }}
    {%- if tools is not none and not tools_in_user_message %}
        {{- 'You have access to the following functions. To call a function, please respond with JSON for a function call.' }}
        {{- signatures() }}
    {%- endif %}
    {{- system_message + '<|eot_id|>' }}

    {%- if tools is not none and tools_in_user_message %}
        {%- if not messages %}
            {{- raise_exception("Cannot put tools in the first user message when there's no first user message!") }}
        {%- endif %}
        {{- '<|start_header_id|>user<|end_header_id|>\n\n' }}
        {{- 'Given the following functions, please respond with a JSON for a function call with its proper arguments that best answers the given prompt.\n\n' }}
        {{- signatures() + messages[0]['content'] | trim + '<|eot_id|>' }}
        {%- set messages = messages[1:] %}
    {%- endif %}

    {%- for message in messages %}
        {%- if message.role in ['tool', 'ipython'] and 'tool_calls' not in message %}
            {{- '<|start_header_id|>ipython<|end_header_id|>\n\n' }}
            {{- message.content | tojson if message.content is iterable else message.content }}
            {{- '<|eot_id|>' }}
        {%- elif 'tool_calls' in message %}
            {%- if message.tool_calls | length != 1 %}
                {{- raise_exception('This model only supports single tool-calls at once!') }}
            {%- endif %}
            {%- set call = message.tool_calls[0].function %}
            {{- '<|start_header_id|>assistant<|end_header_id|>\n\n' }}
            {%- generation %}
    \#(call)
            {%- endgeneration %}
        {%- elif message.role == 'assistant' %}
            {{- '<|start_header_id|>assistant<|end_header_id|>\n\n' }}
            {%- generation %}
            {{- message['content'] | trim + '<|eot_id|>' }}
            {%- endgeneration %}
        {%- else %}
            {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' + message['content'] | trim + '<|eot_id|>' }}
        {%- endif %}
    {%- endfor %}
    {%- if add_generation_prompt %}
        {{- '<|start_header_id|>assistant<|end_header_id|>\n\n' }}
    {%- endif %}
    """#
  }
}

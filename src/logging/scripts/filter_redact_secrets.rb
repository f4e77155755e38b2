# Makes secrets in records unreadable: the filter `redact_secrets` of Fluentd, for a folder that `fluentd -p` names.
# In all strings, ***REDACTED*** takes the place of the values of some keys and of the credentials in URLs; a field that
# has such a key as its name is replaced whole.
#
#   <filter **>
#     @type redact_secrets
#     keys ["password", "token"]
#   </filter>
#
# redaction.ts, redact.awk and redact.lua give the same result.

class Redaction
  REDACTED = '***REDACTED***'
  URL = %r{(://(?:[^:/?#"'<> \t\r\n]*:)?)[^/?#"'<> \t\r\n]+@}
  SEPARATOR = /(?>\]?[ \t]*[=:][=:> \t]*)/
  NAME_QUOTE = /(?:\\*["']["']?)/
  EMPTY = /\]?=[ \t]+[\w.-]+=[^= \t\r\n]/
  WORD = /(?:[\w.-]+:|basic|bearer|digest|dpop|negotiate|ntlm|token|apikey)(?>[ \t][=:> \t]*)/i
  SCHEME = /[A-Za-z][\w.+-]*([ \t]+[^ \t\r\n=]+=*(?:[ \t\r\n,;&]|\z))/
  DONE = Regexp.escape(REDACTED)
  TRAILING = /[,;&)\]}"'\\]*/
  ANOTHER_NAME = /#{TRAILING}[,;&][\[{("'\\]*[\w.\[\]-]+\\*["']?["']?[=:]/

  # Brackets around brackets, three deep at most.
  NESTED = (1..3).reduce(/(?!)/) do |nested, _|
    /[\[{](?:[^"'\\\[\]{}]|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|#{nested})*[\]}]/m
  end

  # Quotes that follow each other, as in 'it''s', are one text. What does not end, or is quoted deeper, is all of the text.
  QUOTED = [['"', /\\.|[^"\\]/m], ["'", /\\.|[^'\\]/m], ['\\\\"', /\\\\(?:\\.|[^\\])|\\[^"\\]|[^\\]/m]].map do |quote, inside|
    /(?<quote>#{quote})(?:(?:#{inside})*#{quote}#{quote})*(?:(?:#{inside})*#{quote}|.*)/m
  end

  # Up to a blank, or to a delimiter that a blank, the end or another name follows; closing characters at the end stay.
  PIECE = /(?!#{ANOTHER_NAME})#{TRAILING}[^,;&)\]}"'\\ \t\r\n]/
  UNQUOTED = /#{DONE}|(?:#{NESTED}|[\[{].*|#{PIECE})#{PIECE}*/m
  GLUED = /(?:(?=[^,;&)\]}"'\\ \t\r\n])#{PIECE}+)?/
  VALUE = /#{WORD}*(?:(?<quote>\\*["'])#{DONE}\\*["']|(?:#{QUOTED.join('|')})#{GLUED}|(?<quote>\\+["']).*|#{UNQUOTED})/m

  def initialize(keys)
    name = /(?<![A-Za-z0-9])(?:#{keys.map { |key| Regexp.escape(key) }.join('|')})/i
    @name = /#{name}\z/
    schemed = keys.select { |key| key.downcase.end_with?('authorization') }
    @scheme = /((?<![A-Za-z0-9])(?:#{schemed.map { |key| Regexp.escape(key) }.join('|')})#{NAME_QUOTE}?#{SEPARATOR})#{SCHEME}/i unless schemed.empty?
    @pair = /(?<name>#{name}(?:(?<name_quote>\\*["'])["']?|(?!#{EMPTY}))#{SEPARATOR})#{VALUE}/
  end

  def text(text)
    redacted = text.b.gsub(URL, "\\1#{REDACTED}@")
    redacted = redacted.gsub(@scheme, '\1Bearer\2') if @scheme
    redacted.gsub(@pair) do
      quote = $~[:quote] || $~[:name_quote]
      "#{$~[:name]}#{quote}#{REDACTED}#{quote}"
    end.force_encoding(text.encoding)
  end

  def value(value)
    case value
    when String then text(value)
    when Array then value.map { |item| value(item) }
    when Hash then value.to_h { |name, field| [name, @name.match?(name.to_s.b) ? REDACTED : value(field)] }
    else value
    end
  end
end

if defined?(Fluent)
  require 'fluent/plugin/filter'

  class Fluent::Plugin::RedactSecretsFilter < Fluent::Plugin::Filter
    Fluent::Plugin.register_filter('redact_secrets', self)

    config_param :keys, :array, value_type: :string

    def configure(conf)
      super
      @redaction = Redaction.new(@keys)
    end

    def filter(_tag, _time, record)
      @redaction.value(record)
    end
  end
end

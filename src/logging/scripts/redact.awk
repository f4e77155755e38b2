# Makes secrets in a line unreadable: `redact(line, keys)` gives the line back with ***REDACTED*** in place of the
# values of these keys (names, separated by blanks) and of the credentials in URLs.
#
# Contract: bytes, so LC_ALL=C. redaction.ts, redact.lua and filter_redact_secrets.rb give the same result.
# Names that this file takes: redact and all that begin with redact_.

BEGIN {
  redact_done = "***REDACTED***"
  redact_quoted_done = "^[\\\\]*[\"'][*][*][*]REDACTED[*][*][*][\\\\]*[\"']"
  redact_word = "^([a-z0-9_.-]+:|basic|bearer|digest|dpop|negotiate|ntlm|token|apikey)[ \t][=:> \t]*"
}

function redact(line, keys,   lower, left, out, name, quote, size) {
  if (index(line, "://")) line = redact_urls(line)
  if (keys != redact_keys) redact_learn(keys)
  lower = tolower(line)
  for (left = redact_count; left && !index(lower, redact_key[left]); left--);
  if (!left) return line
  while (match(tolower(line), redact_name)) {
    out = out substr(line, 1, RSTART - 1)
    name = substr(line, RSTART, RLENGTH)
    line = substr(line, RSTART + RLENGTH)
    quote = match(name, /[\\]*["'][]]?[ \t]*[=:][=:> \t]*$/) ? substr(name, RSTART) : ""
    sub(/[]]?[ \t]*[=:].*/, "", quote)
    size = quote == "" && name ~ /[^=:> \t]=[ \t]+$/ && line ~ /^[A-Za-z0-9_.-]+=[^= \t\r\n]/ ? 0 : redact_value(line)
    if (size) {
      if (redact_quote != "") quote = redact_quote
      name = name quote redact_done quote
    }
    out = out name
    line = substr(line, size + 1)
  }
  return out line
}

function redact_learn(keys,   names) {
  redact_keys = keys
  names = tolower(keys)
  redact_count = split(names, redact_key, " ")
  gsub(/[.]/, "[.]", names)
  gsub(/ +/, "|", names)
  redact_name = "(^|[^a-z0-9])(" names ")([\\\\]*[\"'])?[]]?[ \t]*[=:][=:> \t]*"
}

# scheme://user:secret@ and scheme://secret@, up to the last @ before the authority ends.
function redact_urls(line,   out, user, colon) {
  while (match(line, "://[^/?#\"'<> \t\r\n]+@")) {
    user = substr(line, RSTART + 3, RLENGTH - 4)
    colon = index(user, ":")
    if (colon == length(user)) colon = 0
    out = out substr(line, 1, RSTART + 2) substr(user, 1, colon) redact_done "@"
    line = substr(line, RSTART + RLENGTH)
  }
  return out line
}

# The length of the value that the text begins with, 0 if there is none. Its quote goes to redact_quote.
function redact_value(text,   size, start, rest) {
  for (rest = text; match(tolower(rest), redact_word); rest = substr(rest, RLENGTH + 1)) {
    start = size
    size += RLENGTH
  }
  redact_quote = ""
  if (match(rest, /^[\\]*["']/)) {
    redact_quote = substr(rest, 1, RLENGTH)
    return size + redact_quoted(rest, redact_quote)
  }
  if (index(rest, redact_done) == 1) return size + length(redact_done)
  rest = redact_unquoted(rest, rest ~ /^[[{]/ ? redact_nested(rest) : 0)
  return rest ? size + rest : redact_unquoted(text, start)
}

# Quotes that follow each other, as in 'it''s', are one text. What does not end, or is quoted deeper, is all of the line.
function redact_quoted(text, quote) {
  if (match(text, redact_quoted_done)) return RLENGTH
  if (quote == "\"") match(text, /^("([^"\\]|\\.)*")+/)
  else if (quote == "'") match(text, /^('([^'\\]|\\.)*')+/)
  else if (quote == "\\\"") match(text, /^(\\"(\\\\(\\.|[^\\])|\\[^"\\]|[^\\])*\\")+/)
  else return length(text)
  return RLENGTH < 0 || substr(text, RLENGTH + 1, length(quote)) == quote ? length(text) : RLENGTH
}

# Brackets around brackets, three deep at most.
function redact_nested(text,   size, depth, next_one) {
  do {
    match(substr(text, size + 1), /^([^][{}"'\\]|"([^"\\]|\\.)*"|'([^'\\]|\\.)*')*/)
    size += RLENGTH + 1
    next_one = substr(text, size, 1)
    if (next_one ~ /[[{]/) depth++
    else if (next_one ~ /[]}]/) depth--
    else return length(text)
    if (depth > 3) return length(text)
  } while (depth)
  return size
}

# Up to a blank, or to a delimiter that a blank, the end or another name follows; closing characters at the end stay.
function redact_unquoted(text, size,   rest) {
  rest = substr(text, size + 1)
  while (rest !~ /^[])},;&"'\\]*[,;&][[{("'\\]*[][A-Za-z0-9_.-]+[\\]*["']?[=:]/ && match(rest, /^[])},;&"'\\]*[^])},;&"'\\ \t\r\n]+/)) {
    size += RLENGTH
    rest = substr(rest, RLENGTH + 1)
  }
  return size
}

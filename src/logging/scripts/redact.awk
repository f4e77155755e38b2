# Makes secrets in a line unreadable: `redact(line, keys)` gives the line back with ***REDACTED*** in place of the
# values of these keys (names, separated by blanks) and of the credentials in URLs.
#
# Contract: bytes, so LC_ALL=C. redaction.ts, redact.lua and filter_redact_secrets.rb give the same result.
# Names that this file takes: redact and all that begin with redact_.

BEGIN { redact_done = "***REDACTED***" }

function redact(line, keys,   lower, left) {
  if (index(line, "://")) line = redact_urls(line)
  if (keys != redact_keys) redact_learn(keys)
  lower = tolower(line)
  for (left = redact_count; left && !index(lower, redact_key[left]); left--);
  return left ? redact_pairs(line) : line
}

function redact_learn(keys,   i) {
  redact_keys = keys
  split("", redact_is_key)
  redact_count = split(tolower(keys), redact_key, " ")
  for (i = 1; i <= redact_count; i++) redact_is_key[redact_key[i]]
}

# Whether a name is a key, or ends in one after a separator.
function redact_is_secret(name) {
  for (name = tolower(name); !(name in redact_is_key); name = substr(name, RSTART + 1)) if (!match(name, /[_.-]/)) return 0
  return 1
}

# scheme://user:secret@ and scheme://secret@, up to the last @ before the authority ends.
function redact_urls(line,   part, count, i, user, end, colon) {
  count = split(line, part, "://")
  redact_out = redact_piece = ""
  redact_write(part[1])
  for (i = 2; i <= count; i++) {
    user = part[i]
    if ((end = index(user, "/"))) user = substr(user, 1, end - 1)
    if (match(user, /[?#"'<> \t\r\n]/)) user = substr(user, 1, RSTART - 1)
    if (match(user, /^.+@/)) {
      end = RLENGTH
      colon = index(user, ":")
      if (colon >= end - 1) colon = 0
      part[i] = substr(user, 1, colon) redact_done substr(part[i], end)
    }
    redact_write("://" part[i])
  }
  return redact_out redact_piece
}

# A text is put together of pieces and read through a window, redact_ahead: to add to a long text or to cut off its front
# takes the longer the longer it is. A name that is longer than what is left in the window is not looked for in a value.
function redact_write(text) {
  redact_piece = redact_piece text
  if (length(redact_piece) > 4096) {
    redact_out = redact_out redact_piece
    redact_piece = ""
  }
}

function redact_go_to(position) {
  redact_read = position
  redact_ahead = substr(redact_text, position + 1, 512)
}

function redact_skip(size,   left) {
  left = length(redact_ahead) - size
  if (left > 4096 || left < 256 && redact_read + size + left < redact_length) {
    redact_go_to(redact_read + size)
  } else {
    redact_read += size
    redact_ahead = substr(redact_ahead, size + 1)
  }
}

# Doubles the window; false when it shows the end already.
function redact_widen() {
  if (redact_read + length(redact_ahead) >= redact_length) return 0
  redact_ahead = substr(redact_text, redact_read + 1, 2 * length(redact_ahead) + 512)
  return 1
}

function redact_pairs(line,   name, at, size) {
  redact_text = line
  redact_length = length(line)
  redact_out = redact_piece = ""
  redact_go_to(0)
  while (redact_ahead != "") {
    if ((at = match(redact_ahead, /[=:]/))) {
      name = substr(redact_ahead, 1, at - 1)
      match(substr(redact_ahead, at), /^[=:> \t]+/)
      size = at + RLENGTH - 1
      if (size == length(redact_ahead) && redact_widen()) continue
      redact_write(substr(redact_ahead, 1, size))
      at = at > 256 ? at - 256 : 1
      name = match(substr(name, at), /[A-Za-z0-9_.-]+([\\]*["']["']?)?[]]?[ \t]*$/) ? substr(redact_ahead, at + RSTART - 1, size - at - RSTART + 2) : ""
      redact_skip(size)
      match(name, /^[A-Za-z0-9_.-]+/)
      if (name != "" && redact_is_secret(substr(name, 1, RLENGTH))) redact_write(redact_value(name))
    } else if (redact_read + length(redact_ahead) == redact_length) {
      redact_write(redact_ahead)
      redact_skip(length(redact_ahead))
    } else if (length(redact_ahead) > 512) {
      # A name may begin in what the window ends with.
      size = length(redact_ahead) - 256
      redact_write(substr(redact_ahead, 1, size))
      redact_skip(size)
    } else {
      redact_widen()
    }
  }
  return redact_out redact_piece
}

# Skips the value of a name, and gives what comes in its place: nothing if there is no value.
function redact_value(name,   quote, start) {
  quote = match(name, /[\\]*["']["']?[]]?[ \t]*[=:][=:> \t]*$/) ? substr(name, RSTART) : ""
  quote = match(quote, /^[\\]*["']/) ? substr(quote, 1, RLENGTH) : ""
  if (quote == "" && name ~ /[^=:> \t]=[ \t]+$/ && redact_ahead ~ /^[A-Za-z0-9_.-]+=[^= \t\r\n]/) return ""
  start = redact_skip_words(tolower(name) ~ /authorization([\\]*["']["']?)?[]]?[ \t]*[=:]/)
  if (match(redact_ahead, /^[\\]*["']/)) {
    quote = substr(redact_ahead, 1, RLENGTH)
    redact_skip_quoted(quote)
  } else if (index(redact_ahead, redact_done) == 1) {
    redact_skip(length(redact_done))
  } else {
    if (redact_ahead ~ /^[[{]/) redact_skip_nested()
    if (!redact_skip_unquoted() && redact_read == redact_start) {
      if (start < 0) return ""
      redact_go_to(start)
      redact_skip_unquoted()
    }
  }
  return quote redact_done quote
}

# Skips words in front of a value, and gives the position of the last one, -1 without one. Where a scheme is expected, any
# word is one that another word without `=` in it follows.
function redact_skip_words(scheme,   start, size) {
  for (start = -1; ; redact_skip(size)) {
    do {
      size = match(tolower(redact_ahead), /^([a-z0-9_.-]+:|basic|bearer|digest|dpop|negotiate|ntlm|token|apikey)[ \t][=:> \t]*/) ? RLENGTH : 0
      if (!size && scheme && redact_ahead ~ /^[A-Za-z][A-Za-z0-9_.+-]*[ \t]+[^ \t\r\n=]+=*([ \t\r\n,;&]|$)/) {
        size = match(redact_ahead, /^[A-Za-z][A-Za-z0-9_.+-]*[ \t][=:> \t]*/) ? RLENGTH : 0
      }
    } while ((size == length(redact_ahead) || !size && redact_ahead !~ /[^A-Za-z0-9_.+-]/) && redact_widen())
    redact_start = redact_read
    if (!size) return start
    start = redact_read
    scheme = 0
  }
}

# Quotes that follow each other, as in 'it''s', are one text. What does not end, or is quoted deeper, is all of the line.
function redact_skip_quoted(quote,   size) {
  if (match(redact_ahead, /^[\\]*["'][*][*][*]REDACTED[*][*][*][\\]*["']/)) {
    redact_skip(RLENGTH)
    return
  }
  do size = redact_quoted(redact_ahead, quote)
  while (size + 64 > length(redact_ahead) && redact_widen())
  redact_skip(size)
  if (size && redact_read < redact_length && redact_ahead ~ /^[^])},;&"'\\ \t\r\n]/) redact_skip_unquoted()
}

function redact_quoted(text, quote) {
  if (quote == "\"") match(text, /^("([^"\\]|\\.)*")+/)
  else if (quote == "'") match(text, /^('([^'\\]|\\.)*')+/)
  else if (quote == "\\\"") match(text, /^(\\"(\\\\(\\.|[^\\])|\\[^"\\]|[^\\])*\\")+/)
  else return length(text)
  return RLENGTH < 0 || substr(text, RLENGTH + 1, length(quote)) == quote ? length(text) : RLENGTH
}

# Brackets around brackets, three deep at most.
function redact_skip_nested(   size, depth, next_one) {
  do {
    do {
      match(redact_ahead, /^([^][{}"'\\]|"([^"\\]|\\.)*"|'([^'\\]|\\.)*')*/)
      size = RLENGTH + 1
      next_one = substr(redact_ahead, size, 1)
    } while (next_one !~ /[][{}]/ && redact_widen())
    if (next_one ~ /[[{]/) depth++
    else if (next_one ~ /[]}]/) depth--
    else depth = 4
    redact_skip(size)
    if (depth > 3) redact_go_to(redact_length)
  } while (depth > 0 && depth < 4)
}

# Up to a blank, or to a delimiter that a blank, the end or another name follows; closing characters at the end stay.
function redact_skip_unquoted(   start) {
  start = redact_read
  while (redact_ahead !~ /^[])},;&"'\\]*[,;&][[{("'\\]*[][A-Za-z0-9_.-]+[\\]*["']?["']?[=:]/) {
    if (match(redact_ahead, /^[])},;&"'\\]*[^])},;&"'\\ \t\r\n]+/)) redact_skip(RLENGTH)
    else if (redact_ahead ~ /[^])},;&"'\\]/ || !redact_widen()) break
  }
  return redact_read > start
}

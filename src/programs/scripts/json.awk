# JSON (RFC 8259) for POSIX awk, byte by byte (LC_ALL=C), in time linear in the length of the text.
#
#   readObject(text)   reads the one JSON object that `text` holds into the fields; false when it is none
#   jsonString(text)   any bytes as a JSON string
#   isNumber(text)     whether the text is a number by JSON's grammar
#
# The fields: FIELD[1..FIELDS] are the names in their order, VALUE[name] the values, TYPED[name] tells values that are
# no strings and are kept as their JSON text. The last of equal names wins, at the place of the first.
# U+0000 and lone surrogates, written as escapes, become U+FFFD, as does each byte that is no UTF-8.

BEGIN {
  REPLACEMENT = "\357\277\275"
  ANY_VALUE = "{[\"0"
  for (i = 0; i < 256; i++) {
    BYTE[i] = sprintf("%c", i)
    if (i < 32 || i == 127) {
      FOR_STRING[BYTE[i]] = FOR_TEXT[BYTE[i]] = sprintf("\\u%04x", i)
      FOR_NESTED[BYTE[i]] = i == 127 ? "\\u007f" : " "
    } else {
      FOR_STRING[BYTE[i]] = FOR_NESTED[BYTE[i]] = i < 128 ? BYTE[i] : REPLACEMENT
      FOR_TEXT[BYTE[i]] = BYTE[i]
    }
  }
  split("b 8 t 9 n 10 f 12 r 13", shorthands, " ")
  for (i = 1; i < 10; i += 2) {
    JSON_ESCAPE[shorthands[i]] = BYTE[shorthands[i + 1]]
    FOR_STRING[BYTE[shorthands[i + 1]]] = FOR_TEXT[BYTE[shorthands[i + 1]]] = "\\" shorthands[i]
  }
  JSON_ESCAPE["\""] = "\""
  JSON_ESCAPE["/"] = "/"
  JSON_ESCAPE["u"] = ""
  FOR_STRING["\""] = "\\\""
  FOR_STRING["\\"] = "\\\\"
}

function clearFields() {
  FIELDS = 0
  split("", VALUE)
}

function setField(name, value, typed) {
  if (!(name in VALUE)) FIELD[++FIELDS] = name
  VALUE[name] = value
  TYPED[name] = typed
}

# A text is read through a window, AHEAD, as cutting the front off a long text again and again takes quadratic time.
function readFrom(text) {
  TEXT = text
  LENGTH = length(text)
  READ = 0
  AHEAD = substr(text, 1, 1024)
}

# Doubles the window; false when it shows the end already.
function widen() {
  if (READ + length(AHEAD) >= LENGTH) return 0
  AHEAD = substr(TEXT, READ + 1, 2 * length(AHEAD) + 1024)
  return 1
}

function skip(count,   left) {
  READ += count
  AHEAD = substr(AHEAD, count + 1)
  left = length(AHEAD)
  if (left > 4096 || left < 512 && READ + left < LENGTH) AHEAD = substr(TEXT, READ + 1, 1024)
}

function skipSpace() {
  while (match(AHEAD, /^[ \t\r\n]+/)) skip(RLENGTH)
}

# Reads one token into TOKEN. One that reaches the end of the window may go on behind it.
function readToken(   size) {
  skipSpace()
  do size = tokenLength()
  while ((!size || size == length(AHEAD)) && widen())
  TOKEN = substr(AHEAD, 1, size)
  skip(size)
  return size
}

function tokenLength() {
  if (AHEAD ~ /^[][{}:,]/) return 1
  if (AHEAD ~ /^"/) {
    return match(AHEAD, /^"([^"\\\001-\037]|\\["\\\/bfnrt]|\\u[0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f])*"/) ? RLENGTH : 0
  }
  return match(AHEAD, /^(-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?|true|false|null)/) ? RLENGTH : 0
}

# `expected` holds the first characters of the tokens that may follow, with 0 for numbers, true, false and null.
function readObject(text,   expected, class, depth, opened, name, start) {
  clearFields()
  readFrom(text)
  expected = "{"
  while (expected && readToken()) {
    class = substr(TOKEN, 1, 1)
    if (class !~ /[][{}:,"]/) class = "0"
    if (!index(expected, class)) return 0
    if (class == ":") {
      expected = ANY_VALUE
    } else if (class == ",") {
      expected = opened[depth] == "{" ? "\"" : ANY_VALUE
    } else if (class == "{" || class == "[") {
      opened[++depth] = class
      if (depth == 2) start = READ
      expected = class == "{" ? "\"}" : ANY_VALUE "]"
    } else if (class == "\"" && !index(expected, "0")) {
      if (depth == 1) name = unquoted(TOKEN, JSON_ESCAPE)
      expected = ":"
    } else {
      if (class == "}" || class == "]") depth--
      if (depth == 1) {
        if (class == "\"") setField(name, unquoted(TOKEN, JSON_ESCAPE), 0)
        else setField(name, class == "0" ? TOKEN : substr(TEXT, start, READ - start + 1), 1)
        readPlainMembers()
      }
      expected = depth ? (opened[depth] == "{" ? ",}" : ",]") : ""
    }
  }
  skipSpace()
  return !expected && READ == LENGTH
}

# Takes members whole, which is much faster, while they are no more than `, "name": value` without escapes or nesting.
function readPlainMembers(   size, part) {
  while (match(AHEAD, /^, *"[^"\\\001-\037]*": *("[^"\\\001-\037]*"|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?|true|false|null)[,}]/)) {
    size = RLENGTH - 1
    if (split(substr(AHEAD, 1, size), part, "\"") == 5) {
      setField(part[2], part[4], 0)
    } else {
      sub(/^: */, "", part[3])
      setField(part[2], part[3], 1)
    }
    skip(size)
  }
}

# What a quoted string stands for. `escapes` has the meaning of the characters behind a backslash; before any other
# character, the backslash stands for itself.
function unquoted(string, escapes,   count, piece, i, first, code, done, out) {
  string = substr(string, 2, length(string) - 2)
  if (!index(string, "\\")) return string
  count = split(string, piece, "\\")
  done = piece[1]
  for (i = 2; i <= count; i++) {
    first = substr(piece[i], 1, 1)
    if (first == "") {
      done = done "\\" piece[++i]
    } else if (!(first in escapes)) {
      done = done "\\" piece[i]
    } else if (first == "u") {
      code = hexadecimal(substr(piece[i], 2, 4))
      if (code >= 55296 && code < 56320 && length(piece[i]) == 5 && piece[i + 1] ~ /^u[dD][c-fC-F]/) {
        code = 65536 + (code - 55296) * 1024 + hexadecimal(substr(piece[++i], 2, 4)) - 56320
      }
      done = done utf8(code) substr(piece[i], 6)
    } else {
      done = done escapes[first] substr(piece[i], 2)
    }
    if (length(done) > 1024) {
      out = out done
      done = ""
    }
  }
  return out done
}

function hexadecimal(digits,   i, value) {
  for (i = 1; i <= 4; i++) value = 16 * value + index("0123456789abcdef", tolower(substr(digits, i, 1))) - 1
  return value
}

function utf8(code) {
  if (code == 0 || code >= 55296 && code < 57344) return REPLACEMENT
  if (code < 128) return BYTE[code]
  if (code < 2048) return BYTE[192 + int(code / 64)] BYTE[128 + code % 64]
  if (code < 65536) return BYTE[224 + int(code / 4096)] BYTE[128 + int(code / 64) % 64] BYTE[128 + code % 64]
  return BYTE[240 + int(code / 262144)] BYTE[128 + int(code / 4096) % 64] BYTE[128 + int(code / 64) % 64] BYTE[128 + code % 64]
}

function isNumber(text) {
  return text ~ /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$/
}

function jsonString(text) {
  return "\"" escaped(text, FOR_STRING) "\""
}

# Replaces `"`, `\`, control characters and bytes that are no UTF-8 by what the table `escapes` has for them,
# a chunk at a time; a chunk may end within a character, whose bytes then begin the next one.
function escaped(text, escapes,   at, chunk, done, out) {
  if (text !~ /[^]^-~ !#-[]/) return text
  for (at = 1; (chunk = substr(text, at, 4096)) != ""; at += 4096 - length(chunk)) {
    done = ""
    while (chunk != "") {
      if (match(chunk, /^([]^-~ !#-[]|[\302-\337][\200-\277]|\340[\240-\277][\200-\277]|[\341-\354\356\357][\200-\277][\200-\277]|\355[\200-\237][\200-\277]|\360[\220-\277][\200-\277][\200-\277]|[\361-\363][\200-\277][\200-\277][\200-\277]|\364[\200-\217][\200-\277][\200-\277])+/)) {
        done = done substr(chunk, 1, RLENGTH)
        chunk = substr(chunk, RLENGTH + 1)
      } else if (length(chunk) < 4 && at + 4096 <= length(text)) {
        break
      } else {
        done = done escapes[substr(chunk, 1, 1)]
        chunk = substr(chunk, 2)
      }
    }
    out = out done
  }
  return out
}

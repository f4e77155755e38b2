# Fills a template in: {{NAME}} is the variable VALUE_NAME of the environment, or the content of the file that FILE_NAME names, as it is;
# {{NAME|json}} is the same as a JSON string with its quotes, {{NAME|env}} as it stands between the quotes of a file of environment variables. What is filled in is not looked through again. Reads the whole text as one
# record, and prints nothing but the result.

BEGIN {
  RS = "\001"
  for (code = 1; code < 32; code++) escaped[sprintf("%c", code)] = sprintf("\\u%04x", code)
  escaped["\""] = "\\\""
  escaped["\\"] = "\\\\"
}

{
  rest = $0
  while ((start = index(rest, "{{")) > 0) {
    printf "%s", substr(rest, 1, start - 1)
    rest = substr(rest, start + 2)
    end = index(rest, "}}")
    fill(substr(rest, 1, end - 1))
    rest = substr(rest, end + 2)
  }
  printf "%s", rest
}

function fill(name, form, bar) {
  bar = index(name, "|")
  if (bar) {
    form = substr(name, bar + 1)
    name = substr(name, 1, bar - 1)
  }
  if (("FILE_" name) in ENVIRON) value = contentOf(name)
  else if (("VALUE_" name) in ENVIRON) value = ENVIRON["VALUE_" name]
  else fail(name, "is not set")
  if (form == "env") checkVariable(name)
  printf "%s", form == "json" ? json(value) : value
}

# In single quotes nothing is escaped, and Kubernetes reads lines of 64 KiB at most, without a carriage return at their end.
function checkVariable(name) {
  if (index(value, "\047")) fail(name, "has an apostrophe, which a file of environment variables cannot hold")
  if (index(value, "\r\n")) fail(name, "has a carriage return at the end of a line, which a file of environment variables cannot hold")
  if (length(value) > 32768) fail(name, "has more than 32 KiB, which is too much for an environment variable")
}

function contentOf(name, file, text, part, status, parts) {
  file = ENVIRON["FILE_" name]
  while ((status = (getline part < file)) > 0) text = parts++ ? text RS part : part
  if (status < 0) fail(name, "is not there")
  close(file)
  return text
}

function fail(name, problem) {
  printf "value '%s' %s\n", name, problem > "/dev/stderr"
  exit 1
}

# Piece by piece: to append to a long text, or to cut it, for each character that is escaped takes too long.
function json(text, quoted, size, i, piece, done, at) {
  size = length(text)
  for (i = 1; i <= size; i += 2000) {
    piece = substr(text, i, 2000)
    done = ""
    while ((at = match(piece, /["\\\001-\037]/)) > 0) {
      done = done substr(piece, 1, at - 1) escaped[substr(piece, at, 1)]
      piece = substr(piece, at + 1)
    }
    quoted = quoted done piece
  }
  return "\"" quoted "\""
}

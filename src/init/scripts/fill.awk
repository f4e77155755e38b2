# Fills a template in: {{NAME}} is the variable VALUE_NAME of the environment as it is, {{NAME|json}} the same as a JSON string with its quotes.
# What is filled in is not looked through again. Reads the whole text as one record, and prints nothing but the result.

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

function fill(name, form) {
  form = index(name, "|json")
  if (form) name = substr(name, 1, form - 1)
  if (!(("VALUE_" name) in ENVIRON)) {
    printf "value '%s' is not set\n", name > "/dev/stderr"
    exit 1
  }
  printf "%s", form ? json(ENVIRON["VALUE_" name]) : ENVIRON["VALUE_" name]
}

function json(text, quoted, i, character) {
  for (i = 1; i <= length(text); i++) {
    character = substr(text, i, 1)
    quoted = quoted (character in escaped ? escaped[character] : character)
  }
  return "\"" quoted "\""
}

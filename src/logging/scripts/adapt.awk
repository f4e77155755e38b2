# Rewrites each line of a log from one format to another: `function line(text)` for frame.awk, on top of json.awk.
#
# Settings, by environment:
#   ADAPT_INPUT      key-value, delimited or json
#   ADAPT_DELIMITER  between pairs or fields: any text without `=` for pairs (default a blank)
#   ADAPT_FIELDS     names of the fields of delimited text, one per line
#   ADAPT_OUTPUT     json or text
#   ADAPT_TEMPLATE   json: `name<TAB>source` per line, text: one source. In a source {field} stands for a value,
#                    {{ and }} for braces. Without one, json output has all fields under their names.
#   ADAPT_NUMBERS    names in the output, one per line, whose values are written as numbers where they are numbers
#   ADAPT_UNPARSED   name for text that belongs to no field (default message)

BEGIN {
  INPUT = ENVIRON["ADAPT_INPUT"]
  DELIMITER = ENVIRON["ADAPT_DELIMITER"] == "" ? " " : ENVIRON["ADAPT_DELIMITER"]
  UNPARSED = ENVIRON["ADAPT_UNPARSED"] == "" ? "message" : ENVIRON["ADAPT_UNPARSED"]
  TEXT_OUTPUT = ENVIRON["ADAPT_OUTPUT"] == "text"
  COLUMNS = split(ENVIRON["ADAPT_FIELDS"], COLUMN, "\n")
  QUOTE_ESCAPE["\""] = "\""
  for (i = split(ENVIRON["ADAPT_NUMBERS"], names, "\n"); i > 0; i--) NUMBER[names[i]]
  if (TEXT_OUTPUT) {
    compile(1, ENVIRON["ADAPT_TEMPLATE"])
  } else {
    ENTRIES = split(ENVIRON["ADAPT_TEMPLATE"], entry, "\n")
    for (i = 1; i <= ENTRIES; i++) {
      tab = index(entry[i], "\t")
      NAME[i] = substr(entry[i], 1, tab - 1)
      compile(i, substr(entry[i], tab + 1))
    }
  }
}

# Takes a template apart: before each PLACEHOLDER[entry, n] stands LITERAL[entry, n].
function compile(entry, template,   part, literal) {
  while (match(template, /\{\{|\}\}|\{[^{}]+\}/)) {
    literal = literal substr(template, 1, RSTART - 1)
    if (RLENGTH == 2) {
      literal = literal substr(template, RSTART, 1)
    } else {
      LITERAL[entry, ++part] = literal
      PLACEHOLDER[entry, part] = substr(template, RSTART + 1, RLENGTH - 2)
      literal = ""
    }
    template = substr(template, RSTART + RLENGTH)
  }
  LITERAL[entry, part + 1] = literal template
  PLACEHOLDERS[entry] = part + 0
  if (part == 1 && LITERAL[entry, 1] LITERAL[entry, 2] == "") ONLY[entry] = PLACEHOLDER[entry, 1]
}

function line(text) {
  if (FRAME_MARK != "" || !readLine(text)) writeUnparsed(text FRAME_MARK)
  else if (TEXT_OUTPUT) print filled(1)
  else writeObject()
}

function readLine(text) {
  if (INPUT == "json") return readObject(text)
  clearFields()
  if (INPUT == "delimited") return readDelimited(text)
  return readPairs(text)
}

# The last field takes the rest of the line, delimiters and all; fields that the line does not reach are missing.
function readDelimited(text,   i, at) {
  for (i = 1; i < COLUMNS && (at = index(text, DELIMITER)); i++) {
    setField(COLUMN[i], substr(text, 1, at - 1), 0)
    text = substr(text, at + length(DELIMITER))
  }
  setField(COLUMN[i], text, 0)
  return 1
}

# A value reaches to the next KEY= that follows a delimiter outside of quotes, so pieces without a key are part of the
# value before them; what stands before the first key is the field UNPARSED. A run of delimiters counts as one.
function readPairs(text,   key, start, end, size, equals) {
  readFrom(text)
  LEAD = ""
  for (skipDelimiters(); READ < LENGTH; skipDelimiters()) {
    size = pieceLength()
    equals = index(substr(AHEAD, 1, size), "=")
    if (equals > 1) {
      if (start) setPair(key, substr(TEXT, start, end - start))
      key = substr(AHEAD, 1, equals - 1)
      skip(equals)
      start = READ + 1
      skipQuoted()
    } else if (!start) {
      start = READ + 1
    }
    skip(pieceLength())
    end = READ + 1
  }
  if (key == "") return 0
  setPair(key, substr(TEXT, start, end - start))
  return 1
}

function skipDelimiters() {
  while (substr(AHEAD, 1, length(DELIMITER)) == DELIMITER) skip(length(DELIMITER))
}

function pieceLength(   at) {
  while (!(at = index(AHEAD, DELIMITER))) if (!widen()) return length(AHEAD)
  return at - 1
}

# Skips a quoted value. Quotes that end before the value does are taken as they are.
function skipQuoted(   size) {
  if (AHEAD !~ /^"/) return
  do size = match(AHEAD, /^"([^"\\]|\\.)*"/) ? RLENGTH : 0
  while ((!size || size + length(DELIMITER) > length(AHEAD)) && widen())
  if (size == length(AHEAD) || substr(AHEAD, size + 1, length(DELIMITER)) == DELIMITER) skip(size)
}

function setPair(key, value) {
  if (key == "") {
    key = UNPARSED
    LEAD = value DELIMITER
  } else {
    if (value ~ /^"([^"\\]|\\.)*"$/) value = unquoted(value, QUOTE_ESCAPE)
    if (key == UNPARSED) value = LEAD value
  }
  setField(key, value, 0)
}

function writeUnparsed(text) {
  if (TEXT_OUTPUT) print escaped(text, FOR_TEXT)
  else print "{" jsonString(UNPARSED) ":" jsonString(text) (UNPARSED == "unparsed" ? "" : ",\"unparsed\":true") "}"
}

# An entry that is one placeholder and no more keeps the type of its field, and is left out when the line has none.
function writeObject(   i) {
  OUT = "{"
  SEPARATOR = ""
  for (i = 1; i <= ENTRIES; i++) {
    if (!(i in ONLY)) add(NAME[i], filled(i), 0)
    else if (ONLY[i] in VALUE) add(NAME[i], VALUE[ONLY[i]], TYPED[ONLY[i]])
  }
  if (!ENTRIES) for (i = 1; i <= FIELDS; i++) add(FIELD[i], VALUE[FIELD[i]], TYPED[FIELD[i]])
  print OUT "}"
}

# Adds a member to the object that is written. What is long enough goes out at once: growing it on takes quadratic time.
function add(name, value, typed) {
  if (typed) value = escaped(value, FOR_NESTED)
  else if (!(name in NUMBER) || !isNumber(value)) value = jsonString(value)
  OUT = OUT SEPARATOR jsonString(name) ":" value
  SEPARATOR = ","
  if (length(OUT) > 4096) {
    printf "%s", OUT
    OUT = ""
  }
}

function filled(entry,   n, text) {
  for (n = 1; n <= PLACEHOLDERS[entry]; n++) {
    text = text LITERAL[entry, n] inserted(PLACEHOLDER[entry, n])
  }
  return text LITERAL[entry, n]
}

function inserted(field) {
  if (!(field in VALUE)) return ""
  if (!TEXT_OUTPUT) return VALUE[field]
  if (TYPED[field]) return escaped(VALUE[field], FOR_NESTED)
  return escaped(VALUE[field], FOR_TEXT)
}

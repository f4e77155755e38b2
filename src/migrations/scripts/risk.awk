# Prints what a file of SQL has by which it can take back its mark in the history and go on: a ROLLBACK, a new connection, a command of the
# client. Prints nothing for a file that keeps to its transaction, or that commits its mark with it.
#
# usage: awk -v client=psql|mariadb -f risk.awk FILE
#
# It reads as the client does: texts, names, comments and data are left out. In doubt there is a risk.

BEGIN {
  is_psql = client == "psql"
  other = "] \t!-/:-@[\\\\^`{-~" # than letters of all languages, digits and _
  letter = "[^" other "0-9]"
  tag = letter "[^" other "]*"
  token = "'|\"|/\\*|\\\\|" letter "([^" other "]|\\$)*|" (is_psql ? "--|\\$(" tag ")?\\$" : "--[ \t]|--$|#|`")
  harmless = "^\\\\(echo|qecho|warn|timing|pset|encoding|restrict|unrestrict|x|t|a|set +(ON_ERROR_STOP|ECHO|QUIET|VERBOSITY))( [^\\\\`]*)?$"
  delimiter = ";"
}

{ sub(/\r$/, "") }

is_data {
  is_data = $0 != "\\."
  next
}

!is_psql && closing == "" && tolower($1) == "delimiter" {
  delimiter = $2
  end_statement()
  next
}

{
  rest = $0
  if (!is_psql) sub(/^\/\*M!999999\\- enable the sandbox mode \*\//, "", rest)
  while (rest != "" && risk == "") {
    if (closing != "") read_quoted()
    else read_code()
  }
  if (risk != "") exit
  is_data = wants_data
  wants_data = 0
}

END {
  end_statement()
  if (risk != "") print risk
}

function read_code(    at, start, found) {
  at = index(rest, delimiter)
  start = match(rest, token)
  if (at && (!start || at <= start)) {
    rest = substr(rest, at + length(delimiter))
    end_statement()
    return
  }
  if (!start) {
    rest = ""
    return
  }
  found = substr(rest, start, RLENGTH)
  at = substr(rest, start)
  rest = substr(rest, start + RLENGTH)
  if (found ~ /^(--|#)/) rest = ""
  else if (found == "\\") read_command(at)
  else if (found == "/*") start_comment()
  else if (found ~ /^['"`$]/) {
    closing = found
    escapes = is_psql ? found == "'" && start == 1 && last == "e" : found != "`"
  } else read_word(tolower(found))
}

function start_comment() {
  if (!is_psql && rest ~ /^M?!/) return # MariaDB runs what is in it
  closing = "*/"
  depth = 1
}

function read_command(text) {
  if (is_psql && text ~ harmless) rest = ""
  else risk = "'" substr(text, 1, 30) "'"
}

# Goes on behind the next thing that matters in a text, a name or a comment.
function read_quoted(    start, found) {
  if (closing == "*/") start = match(rest, is_psql ? "/\\*|\\*/" : "\\*/")
  else if (escapes) start = match(rest, "\\\\.?|" closing)
  else start = index(rest, closing)
  if (!start) {
    rest = ""
    return
  }
  found = substr(rest, start, closing == "*/" ? 2 : escapes ? RLENGTH : length(closing))
  rest = substr(rest, start + length(found))
  if (found == "/*") depth++
  else if (found == closing && (closing != "*/" || --depth == 0)) closing = ""
}

function read_word(text) {
  words++
  if (words == 1) first = text
  if (undoes) {
    if (text == "to") undoes = 0 # a savepoint
    else if (text != "work" && text != "transaction") risk = "ROLLBACK"
  } else if (text == "rollback" && (words == 1 || !is_psql)) undoes = 1
  else if (is_psql) {
    if (words == 1 && text == "abort") risk = "ABORT"
    if (words == 2 && first == "prepare" && text == "transaction") risk = "PREPARE TRANSACTION"
    if (first == "copy" && last == "from" && text == "stdin") is_copy = 1
  } else if (text == "call" || text == "execute") risk = toupper(text)
  else if (words == 1 && text ~ /^(connect|source|system|resetconnection)$/) risk = "'" text "'"
  last = text
}

function end_statement() {
  if (undoes && risk == "") risk = "ROLLBACK"
  wants_data = is_copy
  words = is_copy = undoes = 0
  first = last = ""
}

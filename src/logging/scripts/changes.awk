# Compares two looks at files for follow.sh.
#
# Input, separated by lines with `=`: the report of the look before, the identities that are due although nothing has
# changed, and the report of this look. A report has a row for `/` before the row of each name, so that a name whose
# file is gone has none; names themselves are not in it, as they may be anything. A row is `identity size mode`.
#
# Output: `gone IDENTITY` for what no name has any more, `file INDEX IDENTITY SIZE` for regular files that are due, of
# another size or new and not empty, and `odd INDEX` for new names of what is neither a file nor a folder. INDEX counts names from 1.
# Nothing at all, and exit code 1, if the report does not have `names` names.

$0 == "=" { section++; mark = ""; next }
section == 1 { due[$1]; next }
mark == "" { mark = $0 }
$0 == mark { name_at += section == 2; next }
section == 0 { if (!($1 in before)) before[$1] = $2; next }
!($1 in now) {
  now[$1] = $2
  if ($3 !~ /^8/) {
    if ($3 !~ /^4/ && !($1 in before)) change[++changes] = "odd " name_at
  } else if ($1 in before ? before[$1] != $2 || $1 in due : $2 > 0) { change[++changes] = "file " name_at " " $1 " " $2 }
}

END {
  if (name_at != names) exit 1
  for (identity in before) if (!(identity in now)) print "gone " identity
  for (i = 1; i <= changes; i++) print change[i]
}

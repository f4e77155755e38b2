NR % 2 { keys = $0; next }
{ print redact($0, keys) }

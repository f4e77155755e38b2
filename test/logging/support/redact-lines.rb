require File.expand_path(ARGV.shift)

redactions = Hash.new { |all, keys| all[keys] = Redaction.new(keys.split) }
$stdin.binmode.read.split("\n", -1).each_slice(2) { |keys, text| puts redactions[keys].text(text) if text }

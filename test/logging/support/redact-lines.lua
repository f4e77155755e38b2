local redact = dofile(arg[1])
local keys
for line in io.lines() do
  if keys then
    io.write(redact.text(line, redact.names(keys)), '\n')
    keys = nil
  else
    keys = line
  end
end

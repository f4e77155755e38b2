-- Makes secrets in records unreadable: the filter `redact` of Fluent Bit. In all strings, ***REDACTED*** takes the place
-- of the values of some keys and of the credentials in URLs; a field that has such a key as its name is replaced whole.
--
-- LOG_REDACT_KEYS, in the environment: the keys, separated by blanks.
-- redaction.ts, redact.awk and filter_redact_secrets.rb give the same result.

local REDACTED = '***REDACTED***'
local SCHEMES = { basic = 1, bearer = 1, digest = 1, dpop = 1, negotiate = 1, ntlm = 1, token = 1, apikey = 1 }
local TRAILING = '[,;&)%]}"\'\\]*'

local function names(list)
  local keys = {}
  for key in list:lower():gmatch('%S+') do keys[#keys + 1] = key end
  return keys
end

-- Whether a name is a key, or ends in one after a separator.
local function is_secret(name, keys)
  name = name:lower()
  for _, key in ipairs(keys) do
    if name:sub(-#key) == key and not name:sub(-#key - 1, -#key - 1):find('%w') then return true end
  end
  return false
end

-- scheme://user:secret@ and scheme://secret@, up to the last @ before the authority ends.
local function redact_urls(text)
  return (text:gsub('(://)([^/?#"\'<> \t\r\n]+)@', function(slashes, user)
    return slashes .. (user:match('^([^:]*:).') or '') .. REDACTED .. '@'
  end))
end

-- The functions below take the position where something begins and give the one after it.

-- Quotes that follow each other, as in 'it''s', are one text. What does not end, or is quoted deeper, is all of the text.
local function after_quoted(text, at, quote)
  local done = text:match('^\\*["\']%*%*%*REDACTED%*%*%*\\*["\']()', at)
  if done then return done, true end
  if #quote > 2 or quote == "\\'" then return #text + 1 end
  at = at + #quote
  while true do
    local _, last, backslashes = text:find('(\\*)' .. quote:sub(-1), at)
    if not last then return #text + 1 end
    at = last + 1
    if #backslashes % (2 * #quote) == #quote - 1 then
      if text:sub(at, at + #quote - 1) ~= quote then return at end
      at = at + #quote
    end
  end
end

-- Brackets around brackets, three deep at most.
local function after_brackets(text, at)
  local depth = 0
  repeat
    at = text:find('["\'\\%[%]{}]', at)
    local found = at and text:sub(at, at)
    if found == '[' or found == '{' then depth = depth + 1
    elseif found == ']' or found == '}' then depth = depth - 1
    elseif found == '"' or found == "'" then
      repeat
        local _, last, backslashes = text:find('(\\*)' .. found, at + 1)
        at = last
      until not at or #backslashes % 2 == 0
    else at = nil end
    if not at or depth > 3 then return #text + 1 end
    at = at + 1
  until depth == 0
  return at
end

-- Up to a blank, or to a delimiter that a blank, the end or another name follows; closing characters at the end stay.
local function after_unquoted(text, at)
  local after = at
  while after do
    at = after
    local another_name = text:find('^' .. TRAILING .. '[,;&][%[{("\'\\]*[%w_.%[%]-]+\\*["\']?["\']?[=:]', at)
    after = not another_name and text:match('^' .. TRAILING .. '[^,;&)%]}"\'\\ \t\r\n]+()', at)
  end
  return at
end

-- Also gives the quote. Without a value, the position is the same. Where a scheme is expected, any word is one that another
-- word without `=` in it follows.
local function after_value(text, at, scheme)
  local start = at
  if scheme then
    local word, other, after = text:match('^%a[%w_.+-]*()[ \t]+[^ \t\r\n=]+=*()[ \t\r\n,;&]?()', at)
    if word and (after > other or other > #text) then start, at = at, text:match('^[ \t][=:> \t]*()', word) end
  end
  while true do
    local word, after = text:match('^([%w_.-]+:?)[ \t][=:> \t]*()', at)
    if not word or (word:sub(-1) ~= ':' and not SCHEMES[word:lower()]) then break end
    start, at = at, after
  end
  local quote = text:match('^\\*["\']', at)
  if quote then
    local after, done = after_quoted(text, at, quote)
    if not done and text:find('^[^,;&)%]}"\'\\ \t\r\n]', after) then after = after_unquoted(text, after) end
    return after, quote
  end
  if text:sub(at, at + #REDACTED - 1) == REDACTED then return at + #REDACTED, '' end
  local after = after_unquoted(text, text:find('^[%[{]', at) and after_brackets(text, at) or at)
  return after > at and after or after_unquoted(text, start), ''
end

local function redact_text(text, keys)
  text = redact_urls(text)
  local parts, copied, at = {}, 1, 1
  while true do
    local _, last, name, quote, separator = text:find('%f[%w_.-]([%w_.-]+)(\\*["\']?)["\']?(%]?[ \t]*[=:][=:> \t]*)', at)
    if not last then return table.concat(parts) .. text:sub(copied) end
    at = last + 1
    local empty = quote == '' and separator:find('^%]?=[ \t]+$') and text:find('^[%w_.-]+=[^= \t\r\n]', at)
    if quote:sub(-1) ~= '\\' and not empty and is_secret(name, keys) then
      local after, own_quote = after_value(text, at, name:lower():find('authorization$'))
      if after > at then
        if own_quote ~= '' then quote = own_quote end
        parts[#parts + 1] = text:sub(copied, last) .. quote .. REDACTED .. quote
        copied, at = after, after
      end
    end
  end
end

-- Changes the fields in place, so that arrays stay arrays, and tells whether there was something to change.
local function redact_fields(fields, keys)
  local changed = false
  for name, value in pairs(fields) do
    local clean = value
    if type(name) == 'string' and is_secret(name, keys) then clean = REDACTED
    elseif type(value) == 'string' then clean = redact_text(value, keys)
    elseif type(value) == 'table' then changed = redact_fields(value, keys) or changed end
    if clean ~= value then
      fields[name] = clean
      changed = true
    end
  end
  return changed
end

local KEYS = names(assert(os.getenv('LOG_REDACT_KEYS'), 'LOG_REDACT_KEYS is not set'))

-- 0 leaves the record as it was read, 2 takes the new one: only then do its numbers pass through Lua.
function redact(_, timestamp, record)
  return redact_fields(record, KEYS) and 2 or 0, timestamp, record
end

return { names = names, text = redact_text }

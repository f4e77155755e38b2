-- Figures of the requests since the last report. The response is Envoy's page of metrics; the figures become the dynamic metadata `report`,
-- which the access log of the listener writes. The metadata of the route, `report`, has what is too much: latency_ms and error_percent.

local last = {}
local reported = os.time()

-- How much a counter has grown.
local function growth(name, value)
  local grown = value - (last[name] or 0)
  last[name] = value
  return grown
end

local function read(text)
  local now = { requests = 0, errors = 0, count = 0, sum = 0, connections = 0, buckets = {} }
  for name, labels, value in text:gmatch("\nenvoy_([%w_]+)(%b{}) (%S+)") do
    if name == "app_requests" then
      local grown = growth(labels, tonumber(value))
      now.requests = now.requests + grown
      if labels:find('="5') then now.errors = now.errors + grown end
    elseif name == "app_latency_bucket" then
      local bound = labels:match('le="([^"]+)"')
      table.insert(now.buckets, { bound = tonumber(bound) or math.huge, count = growth(name .. bound, tonumber(value)) })
    elseif name == "app_latency_sum" then
      now.sum = growth(name, tonumber(value))
    elseif name == "app_latency_count" then
      now.count = growth(name, tonumber(value))
    elseif name == "http_downstream_cx_active" then
      now.connections = tonumber(value)
    end
  end
  return now
end

-- As Prometheus estimates it: even between the bounds of a bucket, and the highest bound for what is above it.
local function quantile(part, buckets, count)
  local below, before = 0, 0
  for _, bucket in ipairs(buckets) do
    if bucket.count >= part * count then
      if bucket.bound == math.huge then return below end
      return below + (bucket.bound - below) * (part * count - before) / (bucket.count - before)
    end
    below, before = bucket.bound, bucket.count
  end
end

local function round(number, digits)
  return tonumber(string.format("%." .. digits .. "f", number))
end

local function warning(limits, latency, error_percent)
  local found = {}
  if latency and limits.latency_ms and latency.p95 > limits.latency_ms then
    table.insert(found, string.format("95 %% of the requests took up to %g ms, more than %g ms", latency.p95, limits.latency_ms))
  end
  if limits.error_percent and error_percent > limits.error_percent then
    table.insert(found, string.format("%g %% of the requests failed, more than %g %%", error_percent, limits.error_percent))
  end
  return #found > 0 and table.concat(found, "; ") or nil
end

function envoy_on_response(handle)
  local limits = handle:metadata():get("report")
  if not limits or handle:headers():get(":status") ~= "200" then return end
  local body = handle:body()
  local figures = read(body:getBytes(0, body:length()))
  local metadata = handle:streamInfo():dynamicMetadata()
  local latency
  if figures.count > 0 then
    latency = { mean = round(figures.sum / figures.count / 1000, 1), p95 = round(quantile(0.95, figures.buckets, figures.count) / 1000, 1) }
    metadata:set("report", "latency_ms", latency)
  end
  local error_percent = figures.requests > 0 and round(100 * figures.errors / figures.requests, 2) or 0
  local now = os.time()
  metadata:set("report", "seconds", now - reported)
  metadata:set("report", "requests", figures.requests)
  metadata:set("report", "errors", figures.errors)
  metadata:set("report", "error_percent", error_percent)
  metadata:set("report", "connections", figures.connections)
  local text = warning(limits, latency, error_percent)
  if text then metadata:set("report", "warning", text) end
  reported = now
end

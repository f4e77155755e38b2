-- Two pages of Envoy's status port. The metadata of a route tells what is to be done:
--   stop     Envoy closes connections after their next response from now on
--   metrics  Envoy's figures become the metrics `requests`, `latency` and `connections`, whose names are in the metadata too;
--            Envoy counts latency in microseconds, Prometheus in seconds

function envoy_on_request(handle)
  if handle:metadata():get("stop") then
    local headers = { [":method"] = "POST", [":path"] = "/healthcheck/fail", [":authority"] = "admin" }
    handle:httpCall("envoy_admin", headers, "", 1000)
  end
end

local function seconds(microseconds)
  return string.format("%.10g", tonumber(microseconds) / 1e6)
end

local function family(name, type, help, samples)
  return #samples == 0 and "" or string.format("# HELP %s %s\n# TYPE %s %s\n%s\n", name, help, name, type, table.concat(samples, "\n"))
end

-- What is counted begins at 0: of a counter that is not there before the first request, nobody sees that request.
local function begin(requests, latency, names)
  if #requests == 0 then table.insert(requests, names.requests .. '{code="200"} 0') end
  if #latency > 0 then return end
  for bound in names.buckets:gmatch("%S+") do
    table.insert(latency, string.format('%s_bucket{le="%s"} 0', names.latency, bound))
  end
  table.insert(latency, names.latency .. "_sum 0")
  table.insert(latency, names.latency .. "_count 0")
end

local function metrics(text, names)
  local requests, latency, connections = {}, {}, {}
  local sample = function(samples, ...) table.insert(samples, string.format(...)) end
  for line in text:gmatch("[^\n]+") do
    local name, labels, value = line:match("^envoy_([%w_]+)(%b{}) (%S+)$")
    if name == "app_requests" then
      sample(requests, "%s%s %s", names.requests, labels, value)
    elseif name == "app_latency_bucket" then
      local le = labels:match('le="([^"]+)"')
      sample(latency, '%s_bucket{le="%s"} %s', names.latency, le == "+Inf" and le or seconds(le), value)
    elseif name == "app_latency_sum" then
      sample(latency, "%s_sum %s", names.latency, seconds(value))
    elseif name == "app_latency_count" then
      sample(latency, "%s_count %s", names.latency, value)
    elseif name == "http_downstream_cx_active" then
      sample(connections, "%s %s", names.connections, value)
    end
  end
  begin(requests, latency, names)
  return family(names.requests, "counter", "Requests that were answered, by status.", requests)
    .. family(names.latency, "histogram", "Time from the first byte of a request to the last one of its response.", latency)
    .. family(names.connections, "gauge", "Connections that clients have open.", connections)
end

function envoy_on_response(handle)
  local names = handle:metadata():get("metrics")
  if names and handle:headers():get(":status") == "200" then
    local body = handle:body()
    local length = body:setBytes(metrics(body:getBytes(0, body:length()), names))
    handle:headers():replace("content-length", tostring(length))
    handle:headers():replace("content-type", "text/plain; version=0.0.4; charset=utf-8")
  end
end

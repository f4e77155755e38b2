-- What came in since the last summary, and how it stands, for each upstream. The response is Envoy's page of metrics; the summary becomes
-- the dynamic metadata `report`, which the access log of the listener writes. The metadata of the route names the upstreams.

local COUNTERS = {
  tcp_downstream_cx_total = "connections",
  http_downstream_cx_total = "connections",
  redis_downstream_cx_total = "connections",
  http_downstream_rq_total = "requests",
  redis_downstream_rq_total = "requests",
  cluster_upstream_rq_retry = "retries",
  cluster_upstream_cx_connect_fail = "failed_connects",
}

local GAUGES = {
  cluster_upstream_cx_active = "open_to_upstream",
  cluster_membership_healthy = "addresses",
}

local last = {}
local reported = os.time()

local function summary(text, upstreams)
  local found = {}
  for name, upstream, value in text:gmatch('\nenvoy_([%w_]+){[%w_]+="([^"]*)"} (%S+)') do
    local field = COUNTERS[name] or GAUGES[name]
    if field and upstreams[upstream] then
      found[upstream] = found[upstream] or {}
      found[upstream][field] = value - (COUNTERS[name] and last[name .. upstream] or 0)
      last[name .. upstream] = value
    end
  end
  return found
end

function envoy_on_response(handle)
  local upstreams = handle:metadata():get("upstreams")
  if upstreams and handle:headers():get(":status") == "200" then
    local body = handle:body()
    local now = os.time()
    local metadata = handle:streamInfo():dynamicMetadata()
    metadata:set("report", "upstreams", summary(body:getBytes(0, body:length()), upstreams))
    metadata:set("report", "seconds", now - reported)
    reported = now
  end
end

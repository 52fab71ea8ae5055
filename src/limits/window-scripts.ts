/** The score of a call that was not answered yet: later than any time. */
const inFlight = "8000000000000000";

/** Times are those of the Redis server, in milliseconds, so that the clocks of the instances need not agree. */
const now = `local t = redis.call('TIME')
local now = t[1] * 1000 + t[2] / 1000
`;

/** When Redis began to count: another time than before tells that it forgot everything. */
const readEpoch = (key: string): string => `local epoch = redis.call('GET', ${key})
if not epoch then
  epoch = string.format('%.0f', now)
  redis.call('SET', ${key}, epoch)
end`;

/**
 * Asks for leave to make one call. A sorted set holds, per key, when each call was answered, calls under way
 * counting as answered never; a call counts for a window from leave until the window has passed after its answer.
 * Calls of an instance that is silent count as answered now, once a window is full.
 *
 * Where fewer instances are present than there are, the others' part of every limit is left to them.
 *
 * KEYS: calls, state, epoch, present instances. ARGV: call, epoch known, how many instances there are, prefix of
 * living instances, settle time, spread (1 or 0), part of the longest limit for full pace, gap at full pace,
 * catch-up, then limit and window of each window.
 * Answers: go, used in the longest window | wait, milliseconds | epoch, the epoch.
 */
const take = `${now}${readEpoch("KEYS[3]")}
if epoch ~= ARGV[2] then return {'epoch', epoch} end
local settled = tonumber(epoch) + tonumber(ARGV[5])
if settled > now then return {'wait', math.ceil(settled - now)} end

local paused = tonumber(redis.call('HGET', KEYS[2], 'paused') or 0)
if paused > now then return {'wait', math.ceil(paused - now)} end

local all = tonumber(ARGV[3])
local present = redis.call('ZCOUNT', KEYS[4], '(' .. string.format('%.3f', now), '+inf')
local function ours(limit)
  if present >= all then return limit end
  return math.max(1, math.floor(limit * present / all))
end

local longest, most = tonumber(ARGV[#ARGV]), ours(tonumber(ARGV[#ARGV - 1]))
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - longest)
local wait = 0
for i = 10, #ARGV, 2 do
  local limit, window = ours(tonumber(ARGV[i])), tonumber(ARGV[i + 1])
  local from = '(' .. string.format('%.3f', now - window)
  local used = redis.call('ZCOUNT', KEYS[1], from, '+inf')
  if used >= limit then
    local last = redis.call('ZRANGEBYSCORE', KEYS[1], from, '+inf', 'WITHSCORES', 'LIMIT', used - limit, 1)
    local freeAt = tonumber(last[2]) + window
    wait = math.max(wait, freeAt > ${inFlight} and 50 or freeAt - now)
  end
end
if wait > 0 then
  local alive = {}
  for _, call in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], ${inFlight}, '+inf')) do
    local holder = string.match(call, '^[^:]+')
    if alive[holder] == nil then alive[holder] = redis.call('EXISTS', ARGV[4] .. holder) end
    if alive[holder] == 0 then redis.call('ZADD', KEYS[1], now, call) end
  end
  return {'wait', math.ceil(wait)}
end

local used = redis.call('ZCARD', KEYS[1])
if ARGV[6] == '1' then
  local due = tonumber(redis.call('HGET', KEYS[2], 'due') or 0)
  if due > now then return {'wait', math.ceil(due - now)} end
  local gap = tonumber(ARGV[8])
  if used + 1 >= tonumber(ARGV[7]) * most then
    gap = longest / most
    local room = most - used - 1
    local answers = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(${inFlight}', 'WITHSCORES')
    for k = 1, #answers / 2 do
      gap = math.max(gap, (tonumber(answers[k * 2]) + longest - now) / (room + k))
    end
  end
  due = math.max(due, now - tonumber(ARGV[9]) * gap) + gap
  redis.call('HSET', KEYS[2], 'due', string.format('%.3f', due))
  redis.call('PEXPIRE', KEYS[2], 300000)
end
redis.call('ZADD', KEYS[1], ${inFlight}, ARGV[1])
redis.call('PEXPIRE', KEYS[1], longest + 120000)
return {'go', used + 1}
`;

/**
 * Notes calls. KEYS: calls. ARGV: how long the key is kept, then pairs of call and how many milliseconds ago it was
 * answered (-1: not yet, gone: never sent).
 */
const note = `${now}
for i = 2, #ARGV, 2 do
  if ARGV[i + 1] == 'gone' then
    redis.call('ZREM', KEYS[1], ARGV[i])
  else
    local ago = tonumber(ARGV[i + 1])
    redis.call('ZADD', KEYS[1], ago < 0 and ${inFlight} or now - ago, ARGV[i])
  end
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
`;

/** KEYS: state. ARGV: milliseconds. */
const pause = `${now}
local until_ = now + tonumber(ARGV[1])
if until_ > tonumber(redis.call('HGET', KEYS[1], 'paused') or 0) then
  redis.call('HSET', KEYS[1], 'paused', string.format('%.3f', until_))
end
redis.call('PEXPIRE', KEYS[1], 300000)
return 1
`;

/**
 * Says that an instance lives and, until the moment given, asks here before it calls; 0: it does not. A word that
 * comes late says nothing. KEYS: instances, epoch, present instances, then calls of keys to be counted. ARGV:
 * instance, prefix of living instances, for how long it counts as alive, until when it is present. Answers the
 * epoch, how many live, the time, and how many calls each key counts.
 */
const beat = `${now}${readEpoch("KEYS[2]")}
redis.call('SET', ARGV[2] .. ARGV[1], '1', 'PX', ARGV[3])
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[3]), ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if tonumber(ARGV[4]) > now then
  redis.call('ZADD', KEYS[3], ARGV[4], ARGV[1])
else
  redis.call('ZREM', KEYS[3], ARGV[1])
end
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now)
local answer = {epoch, redis.call('ZCARD', KEYS[1]), math.floor(now)}
for i = 4, #KEYS do answer[i] = redis.call('ZCARD', KEYS[i]) end
return answer
`;

/** The Lua by which instances count together; each script is one atomic step. */
export const windowScripts = { take, note, pause, beat };

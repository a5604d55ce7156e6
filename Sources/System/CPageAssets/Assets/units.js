// Scales, tapers and texts of parameters, as Docs/Remote.md describes them. Positions lie on a parameter's scale; values have its unit.

const SILENCE = -68.68589
const TAIL = 8.68588963806504

export const specs = new Map()

export function learn(parameters) {
  for (const spec of parameters) {
    spec.range = spec.range.map(unwrap)
    spec.initial = unwrap(spec.initial)
    spec.taper = spec.taper.map(([travel, position]) => ({ travel, position }))
    specs.set(spec.path, spec)
  }
}

/// JSON has no infinity: it is a text there.
export function unwrap(value) {
  if (value === '-inf') return -Infinity
  if (value === 'inf') return Infinity
  return value
}

/// `/strip/3/eq/1/gain` → `eq/1/gain`
export function path(address) {
  const parts = address.split('/')
  return parts.slice(parts[1] === 'master' || parts[1] === 'monitor' ? 2 : 3).join('/')
}

/// `/strip/3/eq/1/gain` → `/strip/3`
export function node(address) {
  const parts = address.split('/')
  return parts.slice(0, parts[1] === 'master' || parts[1] === 'monitor' ? 2 : 3).join('/')
}

export const specOf = address => specs.get(path(address))

export function position(spec, value) {
  switch (spec.scale) {
    case 'logarithmic': return Math.log2(value > 0 ? value : 1)
    case 'on-off': return value >= 0.5 ? 1 : 0
    case 'whole': return Math.round(value)
    case 'fader':
      if (value >= -60) return value
      return Math.max(SILENCE, -60 + TAIL * (10 ** (value / 20) * 1000 - 1))
    default: return value
  }
}

export function value(spec, position) {
  switch (spec.scale) {
    case 'logarithmic': return 2 ** position
    case 'on-off': return position >= 0.5 ? 1 : 0
    case 'whole': return Math.round(position)
    case 'fader':
      if (position >= -60) return position
      if (position <= SILENCE + 1e-4) return -Infinity
      return 20 * Math.log10((1 + (position + 60) / TAIL) * 0.001)
    default: return position
  }
}

function along(corners, from, to, x) {
  if (x <= corners[0][from]) return corners[0][to]
  for (let i = 1; i < corners.length; i++) {
    const a = corners[i - 1], b = corners[i]
    if (x <= b[from]) return a[to] + (b[to] - a[to]) * ((x - a[from]) / (b[from] - a[from]))
  }
  return corners[corners.length - 1][to]
}

export const travel = (spec, position) => along(spec.taper, 'position', 'travel', position)

export function fromTravel(spec, travel) {
  return clamped(spec, along(spec.taper, 'travel', 'position', Math.min(1, Math.max(0, travel))))
}

export function clamped(spec, at) {
  const low = position(spec, spec.range[0]), high = position(spec, spec.range[1])
  const inside = Math.min(high, Math.max(low, at))
  if (spec.steps.length) {
    const places = spec.steps.map(step => position(spec, step))
    return places.reduce((best, place) => Math.abs(place - inside) < Math.abs(best - inside) ? place : best)
  }
  return spec.scale === 'on-off' || spec.scale === 'whole' ? Math.round(inside) : inside
}

const short = value => Number.isFinite(value) ? String(Math.round(value * 100) / 100 + 0) : value < 0 ? '-inf' : 'inf'

/// As the program itself writes it.
export function text(spec, at) {
  const v = value(spec, at)
  switch (spec.unit) {
    case 'on/off': return v >= 0.5 ? 'on' : 'off'
    case '': {
      const percent = Math.round(Math.abs(v) * 100)
      return percent === 0 ? 'centre' : (v < 0 ? 'L' : 'R') + percent
    }
    case 'choice': return spec.choices[Math.round(v)] ?? short(v)
    case 'count': case 'Q': return short(v)
    case ':1': return short(v) + ':1'
    default: return short(v) + ' ' + spec.unit
  }
}

/// For orders: a number in the unit, or the text of silence.
export function wire(spec, at) {
  const v = value(spec, at)
  return Number.isFinite(v) ? v : '-inf'
}

/// A step of a key or of the wheel, in positions.
export function step(spec, isFine) {
  switch (spec.scale) {
    case 'on-off': case 'whole': return 1
    case 'fader': return isFine ? 0.1 : 1
    case 'logarithmic': return isFine ? 1 / 96 : 1 / 12
    default: {
      const width = spec.range[1] - spec.range[0]
      if (spec.unit === 'dB') return isFine ? 0.1 : 1
      return width / (isFine ? 200 : 40)
    }
  }
}

export function time(frames, rate, digits = 1) {
  if (!Number.isFinite(frames)) return '--:--'
  const seconds = Math.max(0, frames) / rate
  const minutes = Math.floor(seconds / 60)
  return String(minutes).padStart(2, '0') + ':' + (seconds - minutes * 60).toFixed(digits).padStart(digits ? 3 + digits : 2, '0')
}

// Lanes over the waveforms of their strips. Points are moved and made by mouse, ranges selected and changed; each edit is one step of undo.

import { act, ask, link, on, order, playHead, request, row, store } from './link.js'
import { element } from './controls.js'
import { fit, palette } from './console.js'
import { clamped, fromTravel, node, position, specOf, specs, text, time, travel, value, wire } from './units.js'

/// Kept over views: what is shown of the song, the lanes and waveforms that were asked for.
const span = { from: 0, to: 0 }
const lanes = new Map()
const shapes = new Map()
/// What was copied: frames from its start with positions, and its length.
let clipboard = null

const laneOf = address => lanes.get(address)
const NEAR = 7

async function fetchLane(head) {
  const known = lanes.get(head.address)
  if (known?.version === head.version) return
  const found = await ask('lane?address=' + encodeURIComponent(head.address))
  lanes.set(head.address, { version: head.version, points: corners(found.segments), segments: found.segments })
}

/// Corners of a curve out of its segments: frame and position; two at one frame are a step.
function corners(segments) {
  const points = []
  for (const [frame, from, to, end] of segments) {
    const last = points.at(-1)
    if (!last || last.frame !== frame || Math.abs(last.position - from) > 1e-6) points.push({ frame, position: from })
    if (end > frame && (end !== frame || from !== to)) points.push({ frame: end, position: to })
  }
  return points
}

export function positionAt(points, frame) {
  if (!points.length) return undefined
  if (frame <= points[0].frame) return points[0].position
  for (let index = 1; index < points.length; index++) {
    const a = points[index - 1], b = points[index]
    if (frame <= b.frame) return a.frame === b.frame ? b.position : a.position + (b.position - a.position) * (frame - a.frame) / (b.frame - a.frame)
  }
  return points.at(-1).position
}

async function fetchShape(address) {
  const [, kind, number] = address.split('/')
  if (kind !== 'strip' || shapes.get(address)?.length) return
  shapes.set(address, shapes.get(address) ?? null)
  const bytes = new Int8Array(await ask('waveform?strip=' + number, 'bytes').catch(() => new ArrayBuffer(0)))
  if (bytes.length) shapes.set(address, bytes)
  else setTimeout(() => fetchShape(address), 700)
}

class LaneRow {
  constructor(view) {
    this.view = view
    this.canvas = element('canvas', { 'aria-hidden': 'true' })
    this.title = element('div', { class: 'title' })
    this.element = element('div', { class: 'lane', tabindex: '0', role: 'group' }, this.canvas, this.title)
    this.range = null
    this.drag = null
    this.element.addEventListener('pointerdown', event => this.press(event))
    this.element.addEventListener('pointermove', event => this.move(event))
    this.element.addEventListener('pointerup', event => this.lift(event))
    this.element.addEventListener('pointercancel', () => { this.drag = null; this.draw() })
    this.element.addEventListener('dblclick', event => this.remove(event))
    this.element.addEventListener('keydown', event => this.key(event))
    this.element.addEventListener('focus', () => view.choose(this))
  }

  bind(address) {
    this.address = address
    this.spec = specOf(address)
    const owner = store.nodes[store.byAddress.get(node(address))]
    this.name = `${owner?.name ?? ''} ${address.split('/').slice(3).join(' ') || 'fader'}`
    this.element.setAttribute('aria-label', `Lane of ${this.name}`)
    fetchShape(node(address))
    this.refresh()
  }

  get points() { return this.drag?.points ?? laneOf(this.address)?.points ?? [] }
  get rest() {
    const index = store.byAddress.get(node(this.address))
    return store.values.get(this.address) ?? (this.address.endsWith('/fader') && row.has(index) ? row.fader(index) : position(this.spec, this.spec.initial))
  }

  refresh() {
    const count = this.points.length
    this.title.replaceChildren(this.name, element('span', { class: 'hint' }, count ? `${count} points` : 'no lane yet: draw one, or write it by hand'))
    this.draw()
  }

  x(frame) { return (frame - span.from) / (span.to - span.from) * this.element.clientWidth }
  frame(x) { return Math.round(span.from + x / this.element.clientWidth * (span.to - span.from)) }
  y(at) { return 22 + (1 - travel(this.spec, at)) * (this.element.clientHeight - 34) }
  at(y) { return fromTravel(this.spec, 1 - (y - 22) / (this.element.clientHeight - 34)) }
  place(event) {
    const box = this.element.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }

  near({ x, y }) {
    let best = -1, distance = NEAR
    this.points.forEach((point, index) => {
      const d = Math.hypot(this.x(point.frame) - x, this.y(point.position) - y)
      if (d < distance) [best, distance] = [index, d]
    })
    return best
  }

  press(event) {
    if (event.button !== 0) return
    this.element.setPointerCapture(event.pointerId)
    const place = this.place(event), tool = this.view.tool
    const points = (laneOf(this.address)?.points ?? []).map(point => ({ ...point }))
    const index = this.near(place)
    const frame = this.frame(place.x)
    if (tool === 'draw') this.drag = { kind: 'draw', points, from: frame, to: frame, trace: [{ frame, position: this.at(place.y) }] }
    else if (index >= 0) this.drag = { kind: 'point', points, index, origin: points[index].frame }
    else if (event.shiftKey || tool === 'select') this.drag = { kind: 'range', start: frame, points }
    else if (this.range && frame > this.range[0] && frame < this.range[1]) this.drag = { kind: 'shift', points, start: place.y, originals: points.map(point => ({ ...point })) }
    else this.drag = { kind: 'maybe', place, points, start: frame }
    this.view.choose(this)
    this.move(event)
  }

  move(event) {
    const drag = this.drag
    if (!drag) return
    const { x, y } = this.place(event), frame = Math.max(0, Math.min(store.session.end, this.frame(x)))
    if (drag.kind === 'point') {
      const low = drag.points[drag.index - 1]?.frame ?? -1, high = drag.points[drag.index + 1]?.frame ?? Infinity
      drag.points[drag.index] = { frame: event.shiftKey ? drag.origin : Math.max(low + 1, Math.min(high - 1, frame)), position: this.at(y) }
      this.view.say(`${this.name}: ${text(this.spec, drag.points[drag.index].position)} at ${time(drag.points[drag.index].frame, store.session.sampleRate, 3)}`)
    } else if (drag.kind === 'range' || (drag.kind === 'maybe' && Math.abs(x - drag.place.x) > 4)) {
      drag.kind = 'range'
      this.view.setRange([Math.min(drag.start, frame), Math.max(drag.start, frame)])
    } else if (drag.kind === 'shift') {
      const by = (drag.start - y) / (this.element.clientHeight - 34)
      const [from, to] = this.range
      drag.points = drag.originals.map(point => point.frame >= from && point.frame <= to
        ? { frame: point.frame, position: fromTravel(this.spec, travel(this.spec, point.position) + by) } : point)
      drag.by = by
    } else if (drag.kind === 'draw') {
      const last = drag.trace.at(-1)
      if (frame > last.frame) drag.trace.push({ frame, position: this.at(y) })
      else if (drag.trace.length === 1) drag.trace[0] = { frame, position: this.at(y) }
      drag.from = drag.trace[0].frame
      drag.to = drag.trace.at(-1).frame
      drag.points = merge(laneOf(this.address)?.points ?? [], drag.from, drag.to, drag.trace)
    }
    this.draw()
  }

  lift(event) {
    const drag = this.drag
    this.drag = null
    if (!drag) return
    const { x, y } = this.place(event), old = laneOf(this.address)?.points ?? []
    if (drag.kind === 'point') this.replaceAround(drag.points, drag.index, old, 'Move a point of')
    else if (drag.kind === 'maybe' && this.view.tool === 'points') {
      const frame = this.frame(x), index = old.findIndex(point => point.frame > frame)
      const at = index < 0 ? old.length : index
      const points = [...old.slice(0, at), { frame, position: this.at(y) }, ...old.slice(at)]
      this.replaceAround(points, at, old, 'Add a point to')
    } else if (drag.kind === 'shift' && drag.by) this.edit('Move', point => fromTravel(this.spec, travel(this.spec, point.position) + drag.by))
    else if (drag.kind === 'draw' && drag.trace.length > 1) this.send(drag.from, drag.to, drag.trace, 'Draw')
    this.draw()
  }

  /// Sends what lies between the neighbours of a point, old and new.
  replaceAround(points, index, old, label) {
    const from = Math.min(points[index - 1]?.frame ?? 0, old[index - 1]?.frame ?? Infinity, points[index].frame)
    const to = Math.max(points[index + 1]?.frame ?? points[index].frame, points[index].frame + 1)
    const inside = points.filter(point => point.frame >= from && point.frame <= to)
    this.send(from, Math.min(to, Math.max(store.session.end, points[index].frame + 1)), inside, label)
  }

  remove(event) {
    const index = this.near(this.place(event))
    const points = this.points
    if (index < 0) return
    const from = points[index - 1]?.frame ?? 0, to = points[index + 1]?.frame ?? store.session.end
    if (to > from) this.send(from, to, points.filter((point, other) => other !== index && point.frame >= from && point.frame <= to), 'Take a point out of')
  }

  async send(from, to, points, label) {
    const rising = []
    for (const point of points) {
      const frame = Math.round(point.frame)
      if (rising.length && frame <= rising.at(-1)[0]) continue
      rising.push([frame, wire(this.spec, point.position)])
    }
    const complaint = await request({ lane: { address: this.address, from: Math.round(from), to: Math.round(Math.max(from + 1, to)), points: rising, label } })
    if (complaint) this.view.say(complaint)
  }

  /// The points in the selected range, each at another position; its ends get points of their own.
  edit(label, change) {
    if (!this.range) return this.view.say('select a range first: drag over the lane')
    const [from, to] = this.range
    const inside = [{ frame: from, position: positionAt(this.points, from) ?? this.rest }, ...this.points.filter(point => point.frame > from && point.frame < to), { frame: to, position: positionAt(this.points, to) ?? this.rest }]
    this.send(from, to, inside.map((point, index) => ({ frame: point.frame, position: clamped(this.spec, change(point, index, inside)) })), label)
  }

  decibels(by) {
    this.edit(by > 0 ? `Raise by ${by} dB` : `Lower by ${-by} dB`, point => {
      if (this.spec.unit !== 'dB') return fromTravel(this.spec, travel(this.spec, point.position) + by * 0.02)
      const level = value(this.spec, point.position)
      return Number.isFinite(level) ? position(this.spec, level + by) : point.position
    })
  }

  clear() {
    if (!this.range) return this.view.say('select a range first: drag over the lane')
    const [from, to] = this.range
    this.send(from, to, [], 'Clear')
  }

  /// Fewer points, none of which is farther from the old line than a twentieth of a dB or a thousandth of the way.
  thin() {
    if (!this.range) return this.view.say('select a range first: drag over the lane')
    const [from, to] = this.range
    const tolerance = this.spec.unit === 'dB' ? 0.25 : (position(this.spec, this.spec.range[1]) - position(this.spec, this.spec.range[0])) / 500
    const inside = [{ frame: from, position: positionAt(this.points, from) ?? this.rest }, ...this.points.filter(point => point.frame > from && point.frame < to), { frame: to, position: positionAt(this.points, to) ?? this.rest }]
    this.send(from, to, simplified(inside, tolerance), 'Thin')
  }

  copy() {
    if (!this.range) return this.view.say('select a range first: drag over the lane')
    const [from, to] = this.range
    clipboard = {
      length: to - from,
      points: [{ frame: 0, position: positionAt(this.points, from) ?? this.rest }, ...this.points.filter(point => point.frame > from && point.frame < to).map(point => ({ frame: point.frame - from, position: point.position })), { frame: to - from, position: positionAt(this.points, to) ?? this.rest }],
    }
    this.view.say(`copied ${time(clipboard.length, store.session.sampleRate, 3)} of ${this.name}`)
  }

  paste() {
    if (!clipboard) return this.view.say('nothing is copied yet')
    const from = Math.round(this.range?.[0] ?? playHead())
    this.send(from, from + clipboard.length, clipboard.points.map(point => ({ frame: point.frame + from, position: clamped(this.spec, point.position) })), 'Paste into')
  }

  /// Keys of a lane that has the keyboard: what the mouse does, at the play head and over the range.
  key(event) {
    const control = event.ctrlKey || event.metaKey, grid = Math.max(1, Math.round((span.to - span.from) / 80))
    const keys = {
      Delete: () => this.clear(), '+': () => this.decibels(1), '-': () => this.decibels(-1), t: () => this.thin(), Enter: () => this.addHere(),
      Escape: () => this.view.setRange(null),
    }
    if (control) Object.assign(keys, { c: () => this.copy(), v: () => this.paste(), a: () => this.view.setRange([0, store.session.end]) })
    if (event.shiftKey) Object.assign(keys, { ArrowRight: () => this.stretch(grid), ArrowLeft: () => this.stretch(-grid) })
    const run = keys[event.key]
    if (!run || (control && !'cva'.includes(event.key))) return
    event.preventDefault()
    event.stopPropagation()
    run()
  }

  /// The range begins at the play head and ends farther away each time.
  stretch(by) {
    const [from, to] = this.range ?? [Math.round(playHead()), Math.round(playHead())]
    this.view.setRange([from, Math.max(from + 1, Math.min(store.session.end, to + by))])
    this.view.say(`${time(from, store.session.sampleRate, 3)} to ${time(this.range[1], store.session.sampleRate, 3)}`)
  }

  addHere() {
    const frame = Math.round(playHead()), old = laneOf(this.address)?.points ?? []
    const at = old.findIndex(point => point.frame > frame)
    const index = at < 0 ? old.length : at
    this.replaceAround([...old.slice(0, index), { frame, position: positionAt(old, frame) ?? this.rest }, ...old.slice(index)], index, old, 'Add a point to')
  }

  draw() {
    const { canvas, view: { colours } } = this
    const context = fit(canvas), width = canvas.clientWidth, height = canvas.clientHeight
    if (!width || span.to <= span.from) return
    context.clearRect(0, 0, width, height)
    for (const pass of store.passes) for (const part of pass.parts) if (part.address === this.address) for (const [from, to] of part.ranges) {
      context.fillStyle = colours.slot
      context.fillRect(this.x(from), 0, this.x(to) - this.x(from), height)
      context.fillStyle = colours.dim
      context.font = '10px system-ui, sans-serif'
      context.fillText(`pass ${pass.number}`, Math.max(2, this.x(from) + 3), height - 4)
    }
    this.drawShape(context, width, height)
    if (this.range) {
      context.fillStyle = colours.cool + '33'
      context.fillRect(this.x(this.range[0]), 0, this.x(this.range[1]) - this.x(this.range[0]), height)
    }
    context.font = '10px system-ui, sans-serif'
    context.textAlign = 'right'
    const marks = this.spec.scale === 'fader' ? [12, 0, -10, -20, -40] : [this.spec.range[0], this.spec.initial, this.spec.range[1]].filter(Number.isFinite)
    for (const mark of new Set(marks)) {
      const y = this.y(position(this.spec, mark))
      context.strokeStyle = colours.line
      context.beginPath()
      context.moveTo(0, y)
      context.lineTo(width, y)
      context.stroke()
      context.fillStyle = colours.dim
      context.fillText(text(this.spec, position(this.spec, mark)), width - 4, y - 3)
    }
    context.textAlign = 'left'
    const points = this.points
    context.strokeStyle = colours.accent
    context.lineWidth = 2
    context.beginPath()
    if (!points.length) {
      context.setLineDash([6, 4])
      context.moveTo(0, this.y(this.rest))
      context.lineTo(width, this.y(this.rest))
    } else {
      context.moveTo(-4, this.y(positionAt(points, span.from)))
      for (const point of points) if (point.frame >= span.from && point.frame <= span.to) context.lineTo(this.x(point.frame), this.y(point.position))
      context.lineTo(width + 4, this.y(positionAt(points, span.to)))
    }
    context.stroke()
    context.setLineDash([])
    context.lineWidth = 1
    const seen = points.filter(point => point.frame >= span.from && point.frame <= span.to)
    if (seen.length < width / 6) {
      context.fillStyle = colours.accent
      for (const point of seen) context.fillRect(this.x(point.frame) - 3, this.y(point.position) - 3, 6, 6)
    }
  }

  drawShape(context, width, height) {
    const shape = shapes.get(node(this.address))
    if (!shape) return
    const columns = shape.length / 3
    // The shape spans its own file; the song is as long as the longest.
    const length = store.session.end
    context.fillStyle = this.view.colours.faint + '70'
    for (let x = 0; x < width; x++) {
      const from = Math.floor(this.frame(x) / length * columns), to = Math.max(from + 1, Math.floor(this.frame(x + 1) / length * columns))
      let low = 0, high = 0
      for (let column = from; column < to && column < columns; column++) {
        low = Math.min(low, shape[3 * column])
        high = Math.max(high, shape[3 * column + 1])
      }
      const middle = height / 2, top = high / 127 * height * 0.45, bottom = low / 127 * height * 0.45
      context.fillRect(x, middle - top, 1, Math.max(1, top - bottom))
    }
  }
}

function merge(points, from, to, trace) {
  return [...points.filter(point => point.frame < from), ...trace, ...points.filter(point => point.frame > to)]
}

/// Ramer, Douglas and Peucker, by the vertical distance.
function simplified(points, tolerance) {
  if (points.length < 3) return points
  const a = points[0], b = points.at(-1)
  let worst = 0, at = -1
  for (let index = 1; index < points.length - 1; index++) {
    const line = a.position + (b.position - a.position) * (points[index].frame - a.frame) / Math.max(1, b.frame - a.frame)
    const distance = Math.abs(points[index].position - line)
    if (distance > worst) [worst, at] = [distance, index]
  }
  if (worst <= tolerance) return [a, b]
  return [...simplified(points.slice(0, at + 1), tolerance).slice(0, -1), ...simplified(points.slice(at), tolerance)]
}

export function open(root, signal) {
  const ruler = element('canvas', { 'aria-hidden': 'true' })
  const rulerBox = element('div', { class: 'ruler' }, ruler), head = element('div', { class: 'head' })
  const timeline = element('div', { class: 'timeline' }, rulerBox)
  // The play head spans what is seen of the time line, however far it is scrolled.
  const stage = element('div', { class: 'stage' }, timeline, head)
  const said = element('span', { class: 'empty', role: 'status' }, 'drag selects a range · a press adds a point · double press takes it out')
  const which = element('select', { 'aria-label': 'Lanes to show' })
  const kind = element('select', { 'aria-label': 'Parameter to show' })
  const view = { tool: 'points', colours: palette(), chosen: null, say: line => { said.textContent = line } }
  let rows = []
  view.choose = row => { view.chosen = row }
  view.setRange = range => {
    for (const row of rows) {
      row.range = range
      row.draw()
    }
  }
  const button = (name, title, run) => element('button', { type: 'button', title, 'aria-label': title, onclick: run }, name)
  const onChosen = run => () => { const row = view.chosen ?? rows[0]; if (row) run(row) }
  const tools = ['points', 'select', 'draw'].map(name => element('button', { type: 'button', 'aria-pressed': String(name === 'points'), onclick: event => {
    view.tool = name
    for (const other of tools) other.setAttribute('aria-pressed', String(other === event.currentTarget))
  } }, name))
  const zoom = by => {
    const middle = playHead() >= span.from && playHead() <= span.to ? playHead() : (span.from + span.to) / 2
    const width = Math.max(2000, Math.min(store.session.end, (span.to - span.from) * by))
    span.from = Math.max(0, Math.min(store.session.end - width, middle - width / 2))
    span.to = span.from + width
    drawAll()
  }
  root.replaceChildren(element('div', { class: 'lanes' },
    element('div', { class: 'tools' }, which, kind, tools,
      button('+1 dB', 'Raise the range by 1 dB', onChosen(row => row.decibels(1))), button('−1 dB', 'Lower the range by 1 dB', onChosen(row => row.decibels(-1))),
      button('thin', 'Thin the range', onChosen(row => row.thin())), button('clear', 'Clear the range', onChosen(row => row.clear())),
      button('copy', 'Copy the range', onChosen(row => row.copy())), button('paste', 'Paste at the range, or at the play head', onChosen(row => row.paste())),
      button('loop', 'Loop the range', () => { if (rows[0]?.range) order({ loop: rows[0].range }) }), button('punch', 'Write only inside the range', () => order({ punch: rows[0]?.range ?? null })),
      button('−', 'Show more of the song', () => zoom(2)), button('+', 'Show less of the song', () => zoom(0.5)), said),
    stage))

  const chosenAddresses = () => {
    const written = store.lanes.map(head => head.address)
    if (which.value === 'written') {
      const selected = `${store.session.selected}/fader`
      return written.includes(selected) ? written : [selected, ...written]
    }
    const parts = [...new Set([kind.value || 'fader', ...written.filter(address => node(address) === which.value).map(address => address.slice(which.value.length + 1))])]
    return parts.map(part => `${which.value}/${part}`)
  }
  const list = () => {
    const before = which.value
    const options = store.nodes.map(one => element('option', { value: one.address }, one.name + (one.lanes.length ? ' ●' : '')))
    which.replaceChildren(element('option', { value: 'written' }, 'selected, and all written'), ...options)
    which.value = [...which.options].some(option => option.value === before) && before ? before : 'written'
    const kinds = [...specs.values()].filter(spec => spec.nodes.includes('strip'))
    if (!kind.options.length) {
      kind.append(...kinds.map(spec => element('option', { value: spec.path }, spec.path.replaceAll('/', ' '))))
      kind.value = 'fader'
    }
    kind.hidden = which.value === 'written'
  }
  const layOut = async () => {
    if (!store.session) return
    if (span.to === 0) Object.assign(span, { from: 0, to: store.session.end })
    list()
    const addresses = chosenAddresses()
    const kept = new Map(rows.map(row => [row.address, row]))
    rows = addresses.map(address => {
      const row = kept.get(address) ?? new LaneRow(view)
      if (!kept.has(address)) row.bind(address)
      return row
    })
    const wanted = rows.map(row => row.element)
    for (const old of [...timeline.querySelectorAll('.lane')]) if (!wanted.includes(old)) old.remove()
    wanted.forEach((one, index) => { if (timeline.children[index + 1] !== one) timeline.insertBefore(one, timeline.children[index + 1] ?? null) })
    await Promise.all(store.lanes.filter(head => addresses.includes(head.address)).map(fetchLane))
    for (const address of [...lanes.keys()]) if (!store.lanes.some(head => head.address === address)) lanes.delete(address)
    drawAll()
  }
  const drawAll = () => {
    drawRuler()
    for (const row of rows) row.refresh()
  }
  const drawRuler = () => {
    const context = fit(ruler), width = ruler.clientWidth, { sampleRate } = store.session ?? { sampleRate: 48000 }
    context.clearRect(0, 0, width, 30)
    if (!store.session) return
    const x = frame => (frame - span.from) / (span.to - span.from) * width
    const every = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120].find(step => step * sampleRate / (span.to - span.from) * width > 60) ?? 300
    context.font = '10px system-ui, sans-serif'
    for (let tick = Math.ceil(span.from / sampleRate / every); tick * every * sampleRate <= span.to; tick++) {
      const place = x(tick * every * sampleRate)
      context.fillStyle = view.colours.line
      context.fillRect(place, 18, 1, 12)
      context.fillStyle = view.colours.dim
      context.fillText(time(tick * every * sampleRate, sampleRate, every < 1 ? 1 : 0), place + 3, 28)
    }
    for (const [range, colour] of [[store.transport.loop, view.colours.accent], [store.transport.punch, view.colours.hot]]) {
      if (!range) continue
      context.fillStyle = colour
      context.fillRect(x(range[0]), colour === view.colours.hot ? 4 : 0, x(range[1]) - x(range[0]), 4)
    }
    context.fillStyle = view.colours.text
    for (const marker of store.transport.markers) {
      context.fillRect(x(marker.position), 0, 1, 30)
      context.fillText(marker.name, x(marker.position) + 3, 12)
    }
  }
  const frame = () => {
    if (signal.aborted) return
    const x = (playHead() - span.from) / (span.to - span.from) * timeline.clientWidth
    head.style.transform = `translateX(${x}px)`
    head.hidden = !(x >= 0 && x <= timeline.clientWidth)
    requestAnimationFrame(frame)
  }
  rulerBox.addEventListener('pointerdown', event => {
    const at = span.from + event.offsetX / timeline.clientWidth * (span.to - span.from)
    act(`/transport/position = ${(Math.max(0, at) / store.session.sampleRate).toFixed(6)} s`)
  })
  timeline.addEventListener('wheel', event => {
    if (!event.ctrlKey && !event.deltaX && !event.shiftKey) return
    event.preventDefault()
    if (event.ctrlKey) return zoom(event.deltaY > 0 ? 1.25 : 0.8)
    const by = (event.deltaX || event.deltaY) / timeline.clientWidth * (span.to - span.from)
    const width = span.to - span.from
    span.from = Math.max(0, Math.min(store.session.end - width, span.from + by))
    span.to = span.from + width
    drawAll()
  }, { passive: false })
  which.addEventListener('change', layOut)
  kind.addEventListener('change', layOut)
  on(['lanes', 'nodes', 'passes', 'transport'], layOut, signal)
  let selected = ''
  on('session', () => {
    if (store.session.selected === selected) return
    selected = store.session.selected
    layOut()
  }, signal)
  on('link', () => { if (link.isLost) lanes.clear() }, signal)
  const size = new ResizeObserver(drawAll)
  size.observe(timeline)
  signal.addEventListener('abort', () => size.disconnect())
  layOut()
  frame()
  return {}
}

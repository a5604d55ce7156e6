// The console: strips, buses, VCAs and the master side by side. Only what is seen is there: strips that leave the view become those
// that come into it.

import { act, on, order, request, row, store, WRITE_STATES } from './link.js'
import { control, element, press, switchButton } from './controls.js'
import { position, specs, text, travel } from './units.js'

const WIDTH = 92
export const MODES = ['off', 'read', 'touch', 'latch', 'touch-latch', 'write']

/// Each write state by a sign, a word and a form, so that no colour is needed.
export const LOOKS = {
  idle: { sign: '', word: '' },
  armed: { sign: '◌', word: 'armed' },
  touching: { sign: '●', word: 'touch' },
  latched: { sign: '■', word: 'latched' },
  gliding: { sign: '↘', word: 'glide' },
  trimming: { sign: '±', word: 'trim' },
  waiting: { sign: '↕', word: 'catch' },
}

/// Sizes are told when they change and never asked for in a picture: to ask would lay the page out each time.
const strips = new WeakMap()
const sizes = new ResizeObserver(entries => {
  for (const { target, contentRect } of entries) {
    const strip = strips.get(target)
    strip.width = contentRect.width
    strip.height = contentRect.height
    strip.picture = strip.cap = ''
  }
})

class Strip {
  constructor() {
    const named = (text, className) => element('div', { class: className }, text)
    this.holder = named('', 'holder')
    this.name = element('button', { type: 'button', class: 'name', onclick: () => act(`${this.address}/select`), ondblclick: () => this.rename() })
    this.kind = named('', 'kind')
    this.mode = element('select', { class: 'mode', onchange: () => act(`${this.address}/mode = ${this.mode.value}`) },
      MODES.map(mode => element('option', { value: mode }, mode)))
    this.state = element('div', { class: 'state', role: 'img' })
    this.pan = document.createElement('gr-value')
    this.pan.className = 'pan'
    this.mute = switchButton('M', 'Mute', { className: 'mute', onpress: () => act(`toggle ${this.address}/mute`) })
    this.solo = switchButton('S', 'Solo', { className: 'solo', onpress: () => act(`toggle ${this.address}/solo`) })
    this.sends = named('', 'sends')
    this.canvas = element('canvas', { 'aria-hidden': 'true' })
    this.meter = element('canvas', { class: 'meter', 'aria-hidden': 'true' })
    this.fader = document.createElement('gr-value')
    this.fader.className = 'fader'
    this.fader.setAttribute('orientation', 'vertical')
    this.level = named('', 'level')
    this.tags = named('', 'tags')
    this.element = element('section', { class: 'strip', 'aria-label': '' },
      this.holder, this.name, this.kind, this.mode, this.state, this.pan, element('div', { class: 'switches' }, this.mute, this.solo),
      this.sends, element('div', { class: 'well' }, this.canvas, this.meter, this.fader), this.level, this.tags)
    this.index = -1
    this.picture = ''
    this.cap = this.theme = ''
    this.width = this.height = 0
    sizes.observe(this.canvas)
    strips.set(this.canvas, this)
  }

  bind(index) {
    const node = store.nodes[index]
    this.index = index
    this.node = node
    this.address = node.address
    this.picture = this.cap = ''
    this.meter.hidden = node.kind === 'vca'
    this.shownFader = this.shownPan = undefined
    this.element.dataset.kind = node.kind
    this.element.setAttribute('aria-label', node.name)
    this.name.textContent = node.name
    this.name.title = `${node.name} — press to select, twice to rename`
    this.name.setAttribute('aria-label', `Select ${node.name}`)
    this.kind.textContent = node.kind === 'master' ? 'master' : `${node.kind} ${node.address.split('/')[2]}`
    this.mode.value = node.mode
    this.mode.setAttribute('aria-label', `Automation mode of ${node.name}`)
    this.mode.dataset.mode = node.mode
    this.fader.bind(`${node.address}/fader`, `${node.name} fader`)
    const hasPan = node.kind !== 'vca'
    this.pan.hidden = !hasPan
    if (hasPan) this.pan.bind(`${node.address}/pan`, `${node.name} pan`)
    this.solo.hidden = node.kind === 'master'
    this.mute.setAttribute('aria-label', `Mute ${node.name}`)
    this.solo.setAttribute('aria-label', `Solo ${node.name}`)
    this.fader.dataset.inset = 24
    const tags = [...node.vcas.map(name => '◇ ' + name), ...node.groups.map(name => '⋈ ' + name)]
    this.tags.textContent = tags.join(' ')
    this.tags.title = tags.join(', ')
    this.sends.replaceChildren(...node.sends.slice(0, 3).map(send => {
      const made = document.createElement('gr-value')
      made.className = 'send'
      made.dataset.to = send.to
      made.bind(`${node.address}/send/${send.number}/level`, `${node.name} send to ${send.to}`)
      return made
    }))
    const held = store.surfaces.filter(surface => surface.nodes.includes(node.address))
    this.holder.textContent = held.map(surface => surface.name).join(', ')
    this.holder.classList.toggle('held', held.length > 0)
    this.holder.title = held.length ? `In the bank of ${this.holder.textContent}` : ''
    this.element.classList.toggle('selected', store.session?.selected === node.address)
  }

  async rename() {
    const input = element('input', { class: 'typing', 'aria-label': `New name of ${this.node.name}`, value: this.node.name })
    const box = this.name.getBoundingClientRect()
    input.style.left = box.left + 'px'
    input.style.top = box.top + 'px'
    const { address } = this
    input.addEventListener('keydown', event => {
      event.stopPropagation()
      if (event.key === 'Enter') {
        request({ name: { [address]: input.value.trim() } })
        input.blur()
      }
      if (event.key === 'Escape') input.blur()
    })
    input.addEventListener('blur', () => input.remove(), { once: true })
    document.body.append(input)
    input.select()
    input.focus()
  }

  draw(palette) {
    const { index } = this
    if (!row.has(index) || !this.height) return
    const fader = row.fader(index), pan = row.pan(index), state = row.state(index), lane = row.lane(index)
    if (fader !== this.shownFader) {
      this.shownFader = fader
      this.fader.update(fader)
      this.level.textContent = text(specs.get('fader'), fader)
    }
    if (!this.pan.hidden && pan !== this.shownPan) {
      this.shownPan = pan
      this.pan.update(pan)
    }
    for (const send of this.sends.children) send.update(store.values.get(send.address))
    press(this.mute, row.mute(index))
    press(this.solo, row.solo(index))
    this.#showState(state)
    if (palette.name !== this.theme) {
      this.theme = palette.name
      this.picture = this.cap = ''
    }
    const hasMeter = this.node.kind !== 'vca'
    const peakLeft = hasMeter ? row.peakLeft(index) : -Infinity, peakRight = hasMeter ? row.peakRight(index) : -Infinity
    const reduction = hasMeter ? row.gate(index) + row.compressor(index) + row.other(index) : 0
    const cap = `${fader} ${lane} ${state}`
    if (cap !== this.cap) {
      this.cap = cap
      paintCap(this.canvas, palette, this, { fader, lane, state })
    }
    // Meters move all the time: they have a narrow canvas of their own.
    const rmsLeft = row.rmsLeft(index), rmsRight = row.rmsRight(index), held = row.held(index), clips = row.clips(index)
    const picture = `${tenth(peakLeft)} ${tenth(peakRight)} ${tenth(rmsLeft)} ${tenth(rmsRight)} ${tenth(held)} ${tenth(reduction)} ${clips}`
    if (picture === this.picture || !hasMeter) return
    this.picture = picture
    paintMeter(this.meter, palette, this, { peakLeft, peakRight, rmsLeft, rmsRight, held, reduction, clips })
  }

  #showState(state) {
    if (this.state.dataset.state !== state) {
      this.state.dataset.state = state
      const look = LOOKS[state]
      this.state.textContent = look.sign + (look.word ? ' ' + look.word : '')
      this.state.setAttribute('aria-label', `${this.node.name}: ${state}`)
    }
    const writes = row.writes(this.index)
    if (this.element.classList.contains('writes') !== writes) this.element.classList.toggle('writes', writes)
    if (state === 'waiting') {
      const waiting = store.states.find(one => one.state === 'waiting' && one.address === this.address + '/fader')
      if (waiting) this.state.textContent = (waiting.direction === 'up' ? '↑' : '↓') + ' catch'
    }
  }
}

const TICKS = [12, 6, 0, -5, -10, -20, -30, -40, -60]

/// dBFS to the height of a meter, 0…1: on the fader's own law, so that one scale is right for both.
const meterHeight = level => level > -70 ? travel(specs.get('fader'), position(specs.get('fader'), level)) : 0

/// A canvas in the size that it has on the screen.
export function fit(canvas, width = canvas.clientWidth, height = canvas.clientHeight) {
  const scale = Math.min(2, devicePixelRatio || 1)
  const across = Math.round(width * scale), down = Math.round(height * scale)
  if (canvas.width !== across) canvas.width = across
  if (canvas.height !== down) canvas.height = down
  const context = canvas.getContext('2d')
  context.setTransform(scale, 0, 0, scale, 0, 0)
  return context
}

const TOP = 12, RAIL = 34
/// Width of the meters' canvas.
const METER = 24
const tenth = level => Math.round(level * 10)

/// What stands still in all strips, painted once for each size and theme.
const scales = new Map()

/// Numbers, lines, slot.
function scaleOf(palette, { width, height }) {
  const key = `${palette.name} ${width} ${height} ${devicePixelRatio}`
  if (scales.has(key)) return scales.get(key)
  if (scales.size > 8) scales.clear()
  const canvas = document.createElement('canvas')
  scales.set(key, canvas)
  const context = fit(canvas, width, height), spec = specs.get('fader'), bottom = height - 12, span = bottom - TOP
  context.clearRect(0, 0, width, height)
  context.font = '9px system-ui, sans-serif'
  context.textBaseline = 'middle'
  context.textAlign = 'right'
  for (const tick of TICKS) {
    const y = Math.round(bottom - travel(spec, position(spec, tick)) * span) + 0.5
    context.fillStyle = tick === 0 ? palette.text : palette.faint
    context.fillText(String(Math.abs(tick)), 17, y)
    context.strokeStyle = tick === 0 ? palette.dim : palette.line
    context.beginPath()
    context.moveTo(20, y)
    context.lineTo(RAIL + 22, y)
    context.stroke()
  }
  context.fillStyle = palette.slot
  context.fillRect(RAIL - 2, TOP, 4, span)
  return canvas
}

function paintCap(canvas, palette, { width, height }, { fader, lane, state }) {
  const context = fit(canvas, width, height), spec = specs.get('fader'), bottom = height - 12, span = bottom - TOP
  context.clearRect(0, 0, width, height)
  context.drawImage(scaleOf(palette, { width, height }), 0, 0, width, height)
  // What the lane says, where a hand has it elsewhere.
  if (!Number.isNaN(lane)) {
    const y = Math.round(bottom - travel(spec, lane) * span)
    context.strokeStyle = palette.accent
    context.setLineDash([3, 2])
    context.strokeRect(RAIL - 13.5, y - 9.5, 27, 19)
    context.setLineDash([])
    context.fillStyle = palette.accent
    context.fillRect(RAIL - 20, y - 1, 5, 2)
  }
  const y = Math.round(bottom - travel(spec, fader) * span)
  context.fillStyle = state === 'touching' || state === 'latched' ? palette.accent : palette.cap
  context.fillRect(RAIL - 12, y - 9, 24, 18)
  context.fillStyle = palette.capLine
  context.fillRect(RAIL - 12, y - 1, 24, 2)
}

function paintMeter(canvas, palette, { height }, { peakLeft, peakRight, rmsLeft, rmsRight, held, reduction, clips }) {
  const context = fit(canvas, METER, height), bottom = height - 12, span = bottom - TOP
  context.clearRect(0, 0, METER, height)
  for (const [left, peak, rms] of [[0, peakLeft, rmsLeft], [8, peakRight, rmsRight]]) {
    context.fillStyle = palette.slot
    context.fillRect(left, TOP, 7, span)
    const peakHeight = meterHeight(peak) * span, rmsHeight = meterHeight(rms) * span
    context.fillStyle = peak > -1 ? palette.hot : peak > -9 ? palette.warm : palette.peak
    context.fillRect(left, bottom - peakHeight, 7, peakHeight)
    context.fillStyle = palette.rms
    context.fillRect(left, bottom - rmsHeight, 7, rmsHeight)
  }
  if (held > -70) {
    context.fillStyle = held > -1 ? palette.hot : palette.text
    context.fillRect(0, Math.round(bottom - meterHeight(held) * span), 15, 1)
  }
  if (clips) {
    context.fillStyle = palette.hot
    context.fillRect(0, 1, 15, 9)
    context.fillStyle = palette.base
    context.font = '9px system-ui, sans-serif'
    context.textBaseline = 'middle'
    context.textAlign = 'center'
    context.fillText('!', 7.5, 6)
  }
  // Gain reduction hangs from above.
  if (reduction > 0.05) {
    context.fillStyle = palette.cool
    context.fillRect(17, TOP, 4, Math.min(span, reduction / 24 * span))
  }
}

/// Colours of the page for what is drawn.
export function palette() {
  const style = getComputedStyle(document.documentElement)
  const read = name => style.getPropertyValue('--' + name).trim()
  return {
    name: read('theme'), text: read('text'), dim: read('dim'), faint: read('faint'), line: read('line'), slot: read('slot'), base: read('base'), accent: read('accent'),
    cap: read('cap'), capLine: read('cap-line'), peak: read('peak'), rms: read('rms'), warm: read('warm'), hot: read('hot'), cool: read('cool'),
  }
}

export function open(view, signal) {
  const rail = element('div', { class: 'rail' })
  const scroller = element('div', { class: 'scroller', tabindex: '0', 'aria-label': 'Strips', role: 'group' }, rail)
  const side = element('div', { class: 'side' })
  view.replaceChildren(element('div', { class: 'console' }, scroller, side))
  const master = new Strip()
  side.append(master.element)
  const shown = new Map()
  const spare = []
  let colours = palette()
  let isDue = true

  const layOut = () => {
    const count = Math.max(0, store.nodes.length - 1)
    rail.style.width = count * WIDTH + 'px'
    const first = Math.max(0, Math.floor(scroller.scrollLeft / WIDTH) - 1)
    const last = Math.min(count - 1, Math.ceil((scroller.scrollLeft + scroller.clientWidth) / WIDTH))
    for (const [index, strip] of shown) {
      if (index >= first && index <= last) continue
      // A strip that somebody holds or has the keyboard in stays.
      if (strip.element.contains(document.activeElement) && index < count) continue
      shown.delete(index)
      spare.push(strip)
      strip.element.hidden = true
    }
    for (let index = first; index <= last; index++) {
      if (shown.has(index)) continue
      const strip = spare.pop() ?? new Strip()
      strip.element.hidden = false
      strip.element.style.transform = `translateX(${index * WIDTH}px)`
      if (!strip.element.isConnected) rail.append(strip.element)
      strip.bind(index)
      shown.set(index, strip)
    }
    isDue = true
  }
  const bindAll = () => {
    if (!store.nodes.length) return
    layOut()
    for (const [index, strip] of shown) if (index < store.nodes.length - 1) strip.bind(index)
    master.bind(store.nodes.length - 1)
  }
  const frame = () => {
    if (signal.aborted) return
    if (isDue && store.levels) {
      isDue = false
      for (const strip of shown.values()) strip.draw(colours)
      if (master.node) master.draw(colours)
    }
    requestAnimationFrame(frame)
  }
  on('nodes', bindAll, signal)
  const select = () => {
    for (const strip of [...shown.values(), master]) strip.element.classList.toggle('selected', strip.address === store.session?.selected)
  }
  on('session', () => (master.node ? select() : bindAll()), signal)
  // Of devices only the bank is shown here.
  let banks = ''
  on('surfaces', () => {
    const now = store.surfaces.map(surface => surface.name + surface.nodes).join()
    if (now === banks) return
    banks = now
    bindAll()
  }, signal)
  on(['levels', 'values'], () => { isDue = true }, signal)
  scroller.addEventListener('scroll', layOut, { signal, passive: true })
  scroller.addEventListener('wheel', event => {
    if (event.target.closest('gr-value') || event.deltaX) return
    scroller.scrollLeft += event.deltaY
  }, { signal, passive: true })
  const size = new ResizeObserver(layOut)
  size.observe(scroller)
  const theme = matchMedia('(prefers-color-scheme: light)')
  theme.addEventListener('change', () => { colours = palette(); isDue = true }, { signal })
  signal.addEventListener('abort', () => size.disconnect())
  bindAll()
  frame()
  return {
    reveal(address) {
      const index = store.byAddress.get(address)
      if (index === undefined || index === store.nodes.length - 1) return
      if (index * WIDTH < scroller.scrollLeft) scroller.scrollLeft = index * WIDTH
      if ((index + 1) * WIDTH > scroller.scrollLeft + scroller.clientWidth) scroller.scrollLeft = (index + 1) * WIDTH - scroller.clientWidth
    },
    watched: () => store.nodes.flatMap(node => node.sends.slice(0, 3).map(send => `${node.address}/send/${send.number}/level`)),
  }
}

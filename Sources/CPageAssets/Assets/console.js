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
    this.fader = document.createElement('gr-value')
    this.fader.className = 'fader'
    this.fader.setAttribute('orientation', 'vertical')
    this.level = named('', 'level')
    this.tags = named('', 'tags')
    this.element = element('section', { class: 'strip', 'aria-label': '' },
      this.holder, this.name, this.kind, this.mode, this.state, this.pan, element('div', { class: 'switches' }, this.mute, this.solo),
      this.sends, element('div', { class: 'well' }, this.canvas, this.fader), this.level, this.tags)
    this.index = -1
    this.picture = ''
  }

  bind(index) {
    const node = store.nodes[index]
    this.index = index
    this.node = node
    this.address = node.address
    this.picture = ''
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
    if (!row.has(index)) return
    const fader = row.fader(index)
    this.fader.update(fader)
    if (!this.pan.hidden) this.pan.update(row.pan(index))
    for (const send of this.sends.children) send.update(store.values.get(send.address))
    press(this.mute, row.mute(index))
    press(this.solo, row.solo(index))
    this.#showState(row.state(index))
    const level = text(specs.get('fader'), fader)
    if (this.level.textContent !== level) this.level.textContent = level
    const meters = this.node.kind === 'vca' ? [] : [row.peakLeft(index), row.peakRight(index), row.rmsLeft(index), row.rmsRight(index), row.held(index), row.gate(index) + row.compressor(index) + row.other(index), row.clips(index)]
    const picture = [fader, row.lane(index), ...meters].map(number => Math.round(number * 10)).join() + this.canvas.clientHeight + row.state(index) + palette.name
    if (picture === this.picture) return
    this.picture = picture
    paint(this.canvas, palette, { fader, lane: row.lane(index), meters, state: row.state(index) })
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

export function fit(canvas) {
  const scale = Math.min(2, devicePixelRatio || 1)
  const width = Math.round(canvas.clientWidth * scale), height = Math.round(canvas.clientHeight * scale)
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
  const context = canvas.getContext('2d')
  context.setTransform(scale, 0, 0, scale, 0, 0)
  return context
}

function paint(canvas, palette, { fader, lane, meters, state }) {
  const context = fit(canvas)
  const width = canvas.clientWidth, height = canvas.clientHeight
  const spec = specs.get('fader')
  const top = 12, bottom = height - 12, span = bottom - top
  const at = position => bottom - travel(spec, position) * span
  context.clearRect(0, 0, width, height)
  context.font = '9px system-ui, sans-serif'
  context.textBaseline = 'middle'
  const rail = 34
  context.textAlign = 'right'
  for (const tick of TICKS) {
    const y = Math.round(at(position(spec, tick))) + 0.5
    context.fillStyle = tick === 0 ? palette.text : palette.faint
    context.fillText(tick === -60 ? '60' : String(Math.abs(tick)), 17, y)
    context.strokeStyle = tick === 0 ? palette.dim : palette.line
    context.beginPath()
    context.moveTo(20, y)
    context.lineTo(rail + 14, y)
    context.stroke()
  }
  context.fillStyle = palette.slot
  context.fillRect(rail - 2, top, 4, span)
  // What the lane says, where a hand has it elsewhere.
  if (!Number.isNaN(lane)) {
    const y = Math.round(at(lane))
    context.strokeStyle = palette.accent
    context.setLineDash([3, 2])
    context.strokeRect(rail - 13.5, y - 9.5, 27, 19)
    context.setLineDash([])
    context.fillStyle = palette.accent
    context.fillRect(rail - 20, y - 1, 5, 2)
  }
  const y = Math.round(at(fader))
  context.fillStyle = state === 'touching' || state === 'latched' ? palette.accent : palette.cap
  context.fillRect(rail - 12, y - 9, 24, 18)
  context.fillStyle = palette.capLine
  context.fillRect(rail - 12, y - 1, 24, 2)
  if (!meters.length) return
  const [peakLeft, peakRight, rmsLeft, rmsRight, held, reduction, clips] = meters
  const x = 60
  for (const [side, peak, rms] of [[0, peakLeft, rmsLeft], [1, peakRight, rmsRight]]) {
    const left = x + side * 8
    context.fillStyle = palette.slot
    context.fillRect(left, top, 7, span)
    const peakHeight = meterHeight(peak) * span, rmsHeight = meterHeight(rms) * span
    context.fillStyle = peak > -1 ? palette.hot : peak > -9 ? palette.warm : palette.peak
    context.fillRect(left, bottom - peakHeight, 7, peakHeight)
    context.fillStyle = palette.rms
    context.fillRect(left, bottom - rmsHeight, 7, rmsHeight)
  }
  if (held > -70) {
    context.fillStyle = held > -1 ? palette.hot : palette.text
    context.fillRect(x, Math.round(bottom - meterHeight(held) * span), 15, 1)
  }
  if (clips) {
    context.fillStyle = palette.hot
    context.fillRect(x, 1, 15, 9)
    context.fillStyle = palette.base
    context.textAlign = 'center'
    context.fillText('!', x + 7.5, 6)
  }
  // Gain reduction hangs from above.
  if (reduction > 0.05) {
    context.fillStyle = palette.cool
    context.fillRect(x + 17, top, 4, Math.min(span, reduction / 24 * span))
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
  on(['nodes', 'session', 'surfaces', 'states'], bindAll, signal)
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

// Controls that move parameters. A press is a touch, the release lets go: the modes write them as they write a hand on a fader.

import { order, store, row } from './link.js'
import { clamped, fromTravel, path, position, specOf, step, text, travel, value, wire } from './units.js'

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'class') made.className = value
    else if (name.startsWith('on')) made.addEventListener(name.slice(2), value)
    else if (name in made && typeof value !== 'string') made[name] = value
    else made.setAttribute(name, value)
  }
  made.append(...children.flat().filter(child => child !== null && child !== undefined))
  return made
}

/// Where a parameter is: out of the pictures if they have it, else as it is watched.
export function positionOf(address) {
  const parts = path(address)
  if (parts === 'fader' || parts === 'pan') {
    const index = store.byAddress.get(address.slice(0, -parts.length - 1))
    if (index !== undefined && row.has(index)) return parts === 'fader' ? row.fader(index) : row.pan(index)
  }
  return store.values.get(address)
}

/// Wheel and keys: a hand that lets go when nothing has come for a while.
const KEY_HAND = 500
/// Pixels of a drag over the whole travel, where the control does not say.
const STROKE = 180

/// A value that is dragged, wheeled, keyed and typed. `orientation` is vertical, horizontal or knob.
export class ValueControl extends HTMLElement {
  #hold = 0
  #drag = null
  #shown = ''

  connectedCallback() {
    if (this.isMade) return
    this.isMade = true
    this.setAttribute('role', 'slider')
    this.tabIndex = 0
    this.addEventListener('pointerdown', event => this.#press(event))
    this.addEventListener('pointermove', event => this.#move(event))
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture']) this.addEventListener(end, () => this.#lift())
    this.addEventListener('wheel', event => this.#wheel(event), { passive: false })
    this.addEventListener('keydown', event => this.#key(event))
    this.addEventListener('dblclick', () => this.#reset())
    this.addEventListener('contextmenu', event => { event.preventDefault(); this.type() })
  }

  disconnectedCallback() { this.#letGo() }

  /// - label: for people; - address: the parameter.
  bind(address, label) {
    if (this.address === address && this.label === label) return
    this.#letGo()
    this.address = address
    this.label = label
    this.spec = specOf(address)
    this.#shown = ''
    this.setAttribute('aria-label', label)
    this.setAttribute('aria-orientation', this.orientation === 'vertical' ? 'vertical' : 'horizontal')
    this.update(positionOf(address))
  }

  get orientation() { return this.getAttribute('orientation') ?? 'horizontal' }
  get position() { return positionOf(this.address) }

  /// Shows a position; only what has changed is written.
  update(at) {
    if (!this.spec || at === undefined) return
    const shown = text(this.spec, at)
    if (shown === this.#shown) return this.paint?.(at, shown)
    this.#shown = shown
    this.setAttribute('aria-valuemin', '0')
    this.setAttribute('aria-valuemax', '100')
    this.setAttribute('aria-valuenow', String(Math.round(travel(this.spec, at) * 1000) / 10))
    this.setAttribute('aria-valuetext', shown)
    this.paint?.(at, shown)
  }

  paint(at, shown) {
    this.style.setProperty('--travel', travel(this.spec, at))
    if (this.dataset.shows !== shown) this.dataset.shows = shown
  }

  #press(event) {
    if (event.button !== 0 || this.typing) return
    event.preventDefault()
    this.focus()
    this.setPointerCapture(event.pointerId)
    const at = this.position ?? position(this.spec, this.spec.initial)
    this.#drag = { id: event.pointerId, x: event.clientX, y: event.clientY, travel: travel(this.spec, at), isMoved: false }
    order({ touch: [this.address] })
    this.classList.add('held')
  }

  #move(event) {
    const drag = this.#drag
    if (!drag || event.pointerId !== drag.id) return
    const box = this.getBoundingClientRect()
    const isVertical = this.orientation !== 'horizontal'
    const stroke = this.orientation === 'knob' ? STROKE : Math.max(40, (isVertical ? box.height : box.width) - Number(this.dataset.inset ?? 0))
    const way = isVertical ? drag.y - event.clientY : event.clientX - drag.x
    if (!drag.isMoved && Math.abs(way) < 2) return
    drag.isMoved = true
    drag.travel = Math.min(1, Math.max(0, drag.travel + way / stroke * (event.shiftKey ? 0.1 : 1)))
    drag.x = event.clientX
    drag.y = event.clientY
    this.#send(fromTravel(this.spec, drag.travel))
  }

  #lift() {
    if (!this.#drag) return
    this.#drag = null
    this.classList.remove('held')
    order({ release: [this.address] })
  }

  #letGo() {
    this.#lift()
    if (this.#hold) {
      clearTimeout(this.#hold)
      this.#hold = 0
      order({ release: [this.address] })
    }
  }

  #send(at) { order({ set: { [this.address]: wire(this.spec, at) }, touch: true }) }

  /// A movement of a hand that is there for a moment.
  nudge(at) {
    this.#send(at)
    clearTimeout(this.#hold)
    const address = this.address
    this.#hold = setTimeout(() => {
      this.#hold = 0
      order({ release: [address] })
    }, KEY_HAND)
    this.keyed = at
    this.keyedAt = performance.now()
  }

  /// By steps of the parameter's own size.
  stepBy(steps, isFine) {
    const from = performance.now() - (this.keyedAt ?? 0) < KEY_HAND ? this.keyed : this.position
    if (from === undefined) return
    const { spec } = this
    let at = from + steps * step(spec, isFine)
    if (spec.scale === 'fader') {
      const level = value(spec, from)
      at = Number.isFinite(level) ? position(spec, level + steps * step(spec, isFine)) : steps > 0 ? -60 : from
    }
    if (spec.steps.length) {
      const places = spec.steps.map(one => position(spec, one))
      at = (steps > 0 ? places.find(place => place > from) : places.findLast(place => place < from)) ?? from
    }
    this.nudge(clamped(spec, at))
  }

  #wheel(event) {
    if (event.deltaY === 0) return
    event.preventDefault()
    this.stepBy(event.deltaY < 0 ? 1 : -1, event.shiftKey)
  }

  #key(event) {
    if (this.typing || event.ctrlKey || event.metaKey || event.altKey) return
    const steps = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 6, PageDown: -6 }[event.key]
    if (steps) this.stepBy(steps, event.shiftKey)
    else if (event.key === 'Home') this.nudge(fromTravel(this.spec, 0))
    else if (event.key === 'End') this.nudge(fromTravel(this.spec, 1))
    else if (event.key === 'Delete' || event.key === 'Backspace') this.#reset()
    else if (event.key === 'Enter') this.type()
    else if (/^[0-9.]$/.test(event.key)) this.type(event.key)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #reset() { this.nudge(position(this.spec, this.spec.initial)) }

  /// A value in letters: any unit that the program reads.
  type(first = '') {
    if (this.typing) return
    const input = element('input', { class: 'typing', 'aria-label': this.label + ', value with unit', value: first || this.#shown })
    this.typing = true
    const box = this.getBoundingClientRect()
    input.style.left = Math.min(innerWidth - 110, Math.max(4, box.left + box.width / 2 - 50)) + 'px'
    input.style.top = Math.max(4, box.top + box.height / 2 - 14) + 'px'
    const end = isTaken => {
      if (!this.typing) return
      this.typing = false
      if (isTaken && input.value.trim()) order({ set: { [this.address]: input.value.trim() } })
      input.remove()
      this.focus()
    }
    input.addEventListener('keydown', event => {
      event.stopPropagation()
      if (event.key === 'Enter') end(true)
      if (event.key === 'Escape') end(false)
    })
    input.addEventListener('blur', () => end(false))
    document.body.append(input)
    input.focus()
    if (!first) input.select()
  }
}
customElements.define('gr-value', ValueControl)

export function control(address, label, { orientation = 'horizontal', ...more } = {}) {
  const made = element('gr-value', { orientation, ...more })
  document.createDocumentFragment().append(made)
  made.spec = specOf(address)
  queueMicrotask(() => made.bind(address, label))
  return made
}

/// A switch: shows what is, and asks for the other.
export function switchButton(label, name, { onpress, className = '' } = {}) {
  return element('button', { type: 'button', class: className, 'aria-label': name, 'aria-pressed': 'false', onclick: onpress }, label)
}

export function press(button, isOn) {
  const word = String(isOn)
  if (button.getAttribute('aria-pressed') !== word) button.setAttribute('aria-pressed', word)
}

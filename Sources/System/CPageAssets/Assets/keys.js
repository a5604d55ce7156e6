// Keys: everything that the mouse does. The list is what `?` shows.

import { act, order, store } from './link.js'
import { positionOf, element } from './controls.js'
import { clamped, position, specs, value, wire } from './units.js'

const selected = () => store.session?.selected ?? '/master'

function select(steps, tools) {
  const index = store.byAddress.get(selected()) ?? 0
  const next = store.nodes[Math.min(store.nodes.length - 1, Math.max(0, index + steps))]
  if (!next) return
  act(`${next.address}/select`)
  tools.reveal(next.address)
}

let release = 0
function ride(steps) {
  const address = selected() + '/fader', spec = specs.get('fader'), at = positionOf(address)
  if (at === undefined) return
  const level = value(spec, at)
  const next = Number.isFinite(level) ? position(spec, level + steps) : -60
  order({ set: { [address]: wire(spec, clamped(spec, next)) }, touch: true })
  clearTimeout(release)
  release = setTimeout(() => order({ release: [address] }), 500)
}

const MODES = ['off', 'read', 'touch', 'latch', 'touch-latch', 'write']
function nextMode() {
  const mode = store.nodes[store.byAddress.get(selected())]?.mode ?? 'read'
  act(`${selected()}/mode = ${MODES[(MODES.indexOf(mode) + 1) % MODES.length]}`)
}

/// Key, what it does for people, what it does.
export const KEYS = [
  [' ', 'play and stop', () => act('/transport/toggle')],
  ['Home', 'to the start', () => act('/transport/start')],
  ['End', 'to the end', () => act('/transport/end')],
  [',', 'five seconds back', () => act('/transport/position -= 5 s')],
  ['.', 'five seconds on', () => act('/transport/position += 5 s')],
  ['{', 'previous marker', () => act('/marker/previous')],
  ['}', 'next marker', () => act('/marker/next')],
  ['k', 'marker here', () => act('/marker/add')],
  ['h', 'half speed, and full again', () => act(`/transport/speed = ${Math.sign(store.transport.speed) * (Math.abs(store.transport.speed) === 1 ? 0.5 : 1)}`)],
  ['R', 'backwards, and forward again', () => act(`/transport/speed = ${-store.transport.speed}`)],
  ['l', 'loop on and off', () => act('toggle /transport/loop')],
  ['i', 'the loop starts here', () => act('/transport/loop/start')],
  ['o', 'the loop ends here', () => act('/transport/loop/end')],
  ['ArrowLeft', 'select the strip to the left', tools => select(-1, tools)],
  ['ArrowRight', 'select the strip to the right', tools => select(1, tools)],
  ['ArrowUp', 'selected fader 1 dB up; with Shift 0.1 dB', (tools, event) => ride(event.shiftKey ? 0.1 : 1)],
  ['ArrowDown', 'selected fader 1 dB down; with Shift 0.1 dB', (tools, event) => ride(event.shiftKey ? -0.1 : -1)],
  ['m', 'mute the selected strip', () => act('toggle /selected/mute')],
  ['s', 'solo the selected strip', () => act('toggle /selected/solo')],
  ['a', 'next automation mode of the selected strip', nextMode],
  ['g', 'stop writing, with a glide back to the lane', () => act('/session/match')],
  ['[', 'bank to the left', () => act('/bank/previous')],
  [']', 'bank to the right', () => act('/bank/next')],
  ['u', 'undo', () => act('/session/undo')],
  ['r', 'redo', () => act('/session/redo')],
  ['d', 'dim the monitors', () => act('toggle /monitor/dim')],
  ['M', 'monitors in mono', () => act('toggle /monitor/mono')],
  ['c', 'clear clips and held peaks', () => order({ meters: 'clear' })],
  ['L', 'measure loudness anew', () => order({ meters: 'restart' })],
]

const NAMES = { ' ': 'Space', ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' }

export function listKeys() {
  const rows = [
    ['1 … 7', 'the views'], ['?', 'this list'], ['Tab', 'to the next control'], ['arrows, PageUp, PageDown on a control', 'steps; with Shift fine'],
    ['digits, Enter on a control', 'type a value with its unit'], ['Delete on a control', 'the default'],
    ...KEYS.map(([key, about]) => [NAMES[key] ?? key, about]),
  ]
  return element('dl', { class: 'keys' }, rows.map(([key, about]) => [element('dt', {}, key), element('dd', {}, about)]))
}

/// Whether the key means something.
export function perform(event, tools) {
  const found = KEYS.find(([key]) => key === event.key)
  found?.[2](tools, event)
  return found !== undefined
}

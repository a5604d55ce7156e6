// The connection to the program: the state as it was told last, and orders. What is here is what the engine rendered; nothing is made up.

import { learn, specOf, position, unwrap } from './units.js'

export const WRITE_STATES = ['idle', 'armed', 'touching', 'latched', 'gliding', 'trimming', 'waiting']
const HEAD = 16, ROW = 48

/// Everything that is known of the mix.
export const store = {
  session: null, nodes: [], transport: { isRolling: false, speed: 1, markers: [] }, states: [], history: [], revisions: [], lanes: [], passes: [],
  surfaces: [], unmapped: [], notices: [],
  byAddress: new Map(),
  values: new Map(),
  levels: null, rolling: false, position: 0, positionAt: 0,
  mix: null,
}

const listeners = new Map()

/// Calls back when a section is another one; `levels` and `mix` for pictures, `values` for watched values, `link` for the connection.
export function on(names, callback, signal) {
  for (const name of [names].flat()) {
    if (!listeners.has(name)) listeners.set(name, new Set())
    listeners.get(name).add(callback)
    signal?.addEventListener('abort', () => listeners.get(name).delete(callback))
  }
}

const tell = (name, detail) => { for (const callback of listeners.get(name) ?? []) callback(detail) }

const [token] = decodeURIComponent(location.hash.slice(1)).split('/')
export const link = { token, isLost: true, reason: 'connecting', attempts: 0, refusals: 0, client: 0 }

/// Milliseconds without a picture after which the page says so; and after which another connection is tried. In between the hands that
/// hold something keep it: a machine that stood still for a moment goes on where it was.
const QUIET = 600, DEAD = 4000
/// Milliseconds between two looks for that, and between two tries to connect.
const LOOK = 100, AGAIN = 500

let socket = null
let heardAt = 0
const pending = new Map()
let nextId = 1

export function ask(question, kind = 'json') {
  return fetch('/api/' + question, { headers: { Authorization: 'Bearer ' + token } }).then(answer => {
    if (!answer.ok) throw new Error(answer.status)
    return kind === 'json' ? answer.json() : answer.arrayBuffer()
  })
}

export function order(message) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
}

/// An order whose outcome is waited for.
export function inquire(message) {
  const id = nextId++
  order({ ...message, id })
  return new Promise(resolve => pending.set(id, resolve))
}

/// The same, of which only the complaint is of interest, if there is one.
export const request = async message => (await inquire(message)).refused

export const act = (...words) => order({ do: words })

export function start() {
  connect()
  setInterval(() => {
    const silence = performance.now() - heardAt
    if (socket?.readyState !== WebSocket.OPEN || silence < QUIET) return
    lose('nothing comes from Gainrider')
    if (silence > DEAD) cut('nothing has come from Gainrider for some seconds')
  }, LOOK)
}

function lose(reason) {
  if (link.isLost && link.reason === reason) return
  link.isLost = true
  link.reason = reason
  tell('link')
}

function find() {
  link.isLost = false
  link.attempts = 0
  tell('link')
}

/// Gives the connection up and tries another.
function cut(reason) {
  const old = socket
  socket = null
  old?.close()
  lose(reason)
  learned = false
  for (const resolve of pending.values()) resolve({ refused: 'the connection was lost' })
  pending.clear()
  setTimeout(connect, AGAIN)
}

async function connect() {
  link.attempts++
  try {
    if (!learned) {
      learn(await ask('parameters'))
      learned = true
    }
  } catch (error) {
    lose(error.message === '401'
      ? 'this link is from an earlier start of Gainrider: open the one that it has printed now'
      : 'Gainrider does not answer')
    return void setTimeout(connect, AGAIN)
  }
  hasState = false
  const mine = socket = new WebSocket(`ws://${location.host}/socket`, ['gainrider.1', 'token.' + token])
  mine.binaryType = 'arraybuffer'
  mine.onopen = () => { heardAt = performance.now() }
  mine.onmessage = event => { if (mine === socket) hear(event.data) }
  mine.onclose = () => { if (mine === socket) cut('the connection to Gainrider was lost') }
}
let learned = false
/// Whether this connection has told the whole state.
let hasState = false

function hear(data) {
  heardAt = performance.now()
  // What a silent connection brings again is whole: differences to what it brought before.
  if (link.isLost && hasState) find()
  if (typeof data !== 'string') return hearBytes(data)
  const message = JSON.parse(data)
  if (message.state) {
    store.values.clear()
    take(message.state)
    hasState = true
    find()
  }
  if (message.client) link.client = message.client
  if (message.change) take(message.change)
  if (message.values) {
    for (const [address, value] of Object.entries(message.values)) {
      const spec = specOf(address)
      if (spec) store.values.set(address, position(spec, unwrap(value)))
    }
    tell('values', message.values)
  }
  if ('learning' in message) tell('learning', message.learning)
  if ('reply' in message) {
    pending.get(message.reply)?.(message)
    pending.delete(message.reply)
  }
  if (message.refused) {
    link.refusals++
    tell('refused', message)
  }
}

function take(sections) {
  for (const [name, section] of Object.entries(sections)) store[name] = section
  if (sections.nodes) store.byAddress = new Map(store.nodes.map((node, index) => [node.address, index]))
  for (const name of Object.keys(sections)) tell(name)
}

function hearBytes(data) {
  const view = new DataView(data)
  if (view.getUint8(0) === 1) {
    store.levels = view
    store.rolling = (view.getUint32(4, true) & 1) === 1
    store.position = view.getFloat64(8, true)
    store.positionAt = performance.now()
    tell('levels')
  } else if (view.getUint8(0) === 2) {
    const bands = view.getUint16(2, true)
    const number = index => view.getFloat32(8 + 4 * index, true)
    store.mix = {
      momentary: number(0), shortTerm: number(1), integrated: number(2), range: number(3), truePeak: number(4),
      correlation: number(5), seconds: number(6),
      spectrum: Float32Array.from({ length: bands }, (_, index) => number(7 + index)),
      pairs: new Int8Array(data, 8 + 4 * (7 + bands)),
    }
    tell('mix')
  }
}

/// Where the play head is now: what came last, gone on by the clock while it rolls.
export function playHead() {
  if (!store.session || !store.rolling || link.isLost) return store.position
  const ahead = store.position + Math.min(100, performance.now() - store.positionAt) * store.session.sampleRate / 1000 * store.transport.speed
  return Math.max(0, Math.min(ahead, store.session.end))
}

/// A node's faders and meters, read out of the bytes that came last.
export const row = {
  has: index => store.levels !== null && HEAD + ROW * (index + 1) <= store.levels.byteLength,
  number: (index, field) => store.levels.getFloat32(HEAD + ROW * index + 4 * field, true),
  fader: index => row.number(index, 0),
  pan: index => row.number(index, 1),
  lane: index => row.number(index, 2),
  word: index => store.levels.getUint32(HEAD + ROW * index + 12, true),
  mute: index => (row.word(index) & 1) !== 0,
  solo: index => (row.word(index) & 2) !== 0,
  writes: index => (row.word(index) & 16) !== 0,
  state: index => WRITE_STATES[(row.word(index) >> 8) & 255],
  clips: index => row.word(index) >>> 16,
  peakLeft: index => row.number(index, 4),
  peakRight: index => row.number(index, 5),
  rmsLeft: index => row.number(index, 6),
  rmsRight: index => row.number(index, 7),
  held: index => row.number(index, 8),
  gate: index => row.number(index, 9),
  compressor: index => row.number(index, 10),
  other: index => row.number(index, 11),
}

/// Which values somebody looks at, by who looks.
const watchers = new Map()
export function watch(who, addresses) {
  if (addresses.length) watchers.set(who, addresses)
  else watchers.delete(who)
  order({ watch: [...new Set([...watchers.values()].flat())] })
}
on('link', () => { if (!link.isLost && watchers.size) order({ watch: [...new Set([...watchers.values()].flat())] }) })

// The page: which view is shown, the transport, the keys.

import { act, link, on, order, playHead, start, store, watch } from './link.js'
import { element, press } from './controls.js'
import { time } from './units.js'
import { KEYS, listKeys, perform } from './keys.js'
import * as consoleView from './console.js'
import * as lanesView from './lanes.js'
import * as stripView from './strip.js'
import * as metersView from './meters.js'
import * as historyView from './history.js'
import * as surfacesView from './surfaces.js'
import * as mappingView from './mapping.js'

const VIEWS = [
  ['console', 'Console', consoleView], ['lanes', 'Lanes', lanesView], ['strip', 'Strip', stripView], ['meters', 'Meters', metersView],
  ['surfaces', 'Surfaces', surfacesView], ['history', 'History', historyView], ['mapping', 'Mapping', mappingView],
]
const byId = id => document.getElementById(id)
let present = null
let close = null

/// `device` and `control`: what was chosen on another view.
function showView(name, device, control) {
  const [id, , module] = VIEWS.find(([id]) => id === name) ?? VIEWS[0]
  close?.abort()
  close = new AbortController()
  for (const tab of byId('views').children) tab.setAttribute('aria-selected', String(tab.dataset.view === id))
  document.body.dataset.view = id
  byId('view').replaceChildren()
  present = { id, ...module.open(byId('view'), close.signal, device ? { device, control, mapping: store.surfaces.find(one => one.name === device)?.mapping } : undefined) }
  watch('view', present.watched?.() ?? [])
}

const partsInLink = () => location.hash.slice(1).split('/').map(decodeURIComponent)
const showLink = () => showView(partsInLink()[1] ?? 'console', ...partsInLink().slice(2))
export function go(view) { location.hash = `${link.token}/${view}` }

function makeTransport() {
  const button = (id, sign, name, words) => element('button', { type: 'button', id, 'aria-label': name, title: name, onclick: () => act(words) }, sign)
  const play = button('play', '▶', 'Play', '/transport/play')
  const stop = button('stop', '■', 'Stop', '/transport/stop')
  const loop = button('loop', '⟲', 'Loop', 'toggle /transport/loop')
  byId('transport').append(
    button('to-start', '⇤', 'To the start', '/transport/start'), button('previous', '◁', 'Previous marker', '/marker/previous'), play, stop,
    button('next', '▷', 'Next marker', '/marker/next'), loop, button('marker', '⚑', 'Marker here', '/marker/add'))
  on(['transport', 'levels'], () => {
    press(play, store.rolling)
    press(stop, !store.rolling)
    press(loop, Boolean(store.transport.loop))
  })
  const mode = element('select', { 'aria-label': 'Automation mode of the whole session', title: 'Automation mode of the whole session', onchange: () => act(`/session/mode = ${mode.value}`) },
    element('option', { value: 'default' }, 'own modes'), consoleView.MODES.map(one => element('option', { value: one }, 'all ' + one)))
  on('session', () => { mode.value = store.session.mode ?? 'default' })
  const undo = button('undo', '↶', 'Undo', '/session/undo'), redo = button('redo', '↷', 'Redo', '/session/redo')
  on('history', () => {
    const last = store.history.findLast(change => !change.isUndone), next = store.history.find(change => change.isUndone)
    undo.title = last ? `Undo: ${last.label}` : 'Nothing to undo'
    redo.title = next ? `Redo: ${next.label}` : 'Nothing to redo'
    undo.disabled = !last
    redo.disabled = !next
  })
  byId('session').append(mode, undo, redo, element('button', { type: 'button', 'aria-label': 'Keys', title: 'Keys (?)', onclick: showHelp }, '?'))
}

function showHelp() {
  const help = byId('help')
  help.replaceChildren(element('h2', {}, 'Keys'), listKeys(), element('button', { type: 'button', onclick: () => help.close() }, 'Close'))
  help.showModal()
}

function tick() {
  if (store.session) {
    const speed = store.transport.speed
    const sign = speed === 1 ? '' : `${speed < 0 ? '◀ ' : ''}×${Math.abs(speed)} `
    const clock = `${sign}${time(playHead(), store.session.sampleRate)} / ${time(store.session.end, store.session.sampleRate, 0)}`
    if (byId('clock').textContent !== clock) byId('clock').textContent = clock
  }
  requestAnimationFrame(tick)
}

let clear = 0
function tell(line, isFault = false) {
  const notice = byId('notice')
  notice.textContent = line
  notice.classList.toggle('fault', isFault)
  clearTimeout(clear)
  clear = setTimeout(() => { notice.textContent = ''; notice.classList.remove('fault') }, 12000)
}

on('session', () => {
  byId('song').textContent = store.session.name
  document.title = `${store.session.name} — Gainrider`
  const { noSound, xruns, isReadOnly, clippedFrames } = store.session
  byId('clipped').hidden = !clippedFrames
  byId('health').textContent = [isReadOnly ? 'read only' : '', noSound ? `no sound: ${noSound}` : '', `${xruns} xrun${xruns === 1 ? '' : 's'}`].filter(Boolean).join(' · ')
  byId('health').classList.toggle('fault', Boolean(noSound || isReadOnly))
})
byId('clipped').addEventListener('click', () => order({ meters: 'clear' }))
let told = -1
on('notices', () => {
  const last = store.notices.at(-1)
  if (last && told >= 0 && last.number > told) tell(last.text)
  told = last?.number ?? 0
})
on('refused', message => tell(message.words ? `${message.refused}` : message.refused, true))
on('link', () => {
  byId('lost').hidden = !link.isLost
  document.body.classList.toggle('is-lost', link.isLost)
  if (link.isLost) byId('lost').textContent = `${link.reason}${link.attempts ? ` — trying again (${link.attempts})` : ''}`
})
// A link to a device's mapping can only be followed when the devices are known.
let isFirst = true
on('surfaces', () => {
  if (isFirst && partsInLink().length > 2) showLink()
  isFirst = false
})
on(['nodes', 'session'], () => { if (present?.watched) watch('view', present.watched()) })

addEventListener('hashchange', () => {
  if (partsInLink()[0] !== link.token) location.reload()
  else showLink()
})
addEventListener('keydown', event => {
  if (event.target.closest('input, textarea, select, dialog') || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === '?') {
    showHelp()
    return event.preventDefault()
  }
  const number = Number(event.key)
  if (number >= 1 && number <= VIEWS.length && !event.target.closest('gr-value')) return go(VIEWS[number - 1][0])
  if (event.key === ' ' && event.target.closest('button')) event.target.blur()
  if (perform(event, { reveal: address => present?.reveal?.(address) })) event.preventDefault()
})
// A hand that leaves the window has let go.
addEventListener('blur', () => order({ release: true }))

for (const [id, title] of VIEWS) {
  byId('views').append(element('button', { type: 'button', role: 'tab', 'aria-selected': 'false', 'data-view': id, onclick: () => go(id) }, title))
}
makeTransport()
showLink()
tick()
start()

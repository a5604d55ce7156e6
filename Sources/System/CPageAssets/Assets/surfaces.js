// Connected devices: each control where the hand has it, what it does now, and which way to go where it has to catch a value.

import { act, link, on, store } from './link.js'
import { element } from './controls.js'

export function open(view, signal) {
  const page = element('div', { class: 'page' })
  view.replaceChildren(page)
  // A part that is pressed stays until it is let go, however much moves meanwhile.
  let isHeld = false
  const draw = () => {
    if (isHeld) return
    const focused = document.activeElement?.dataset?.part
    page.replaceChildren(...store.surfaces.map(card), ...store.unmapped.map(bare))
    if (!page.children.length) {
      page.append(element('div', { class: 'card empty' }, 'No controller is connected. Plug one in: it appears here at once; if it has no mapping it can be learnt. `gainrider surfaces` tells what the system sees. Everything on this page works without one.'))
    }
    if (focused) [...page.querySelectorAll('.part')].find(one => one.dataset.part === focused)?.focus()
  }
  page.addEventListener('pointerdown', () => { isHeld = true })
  for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => setTimeout(() => { isHeld = false; if (!signal.aborted) draw() }), { signal })
  on(['surfaces', 'unmapped', 'nodes'], draw, signal)
  draw()
  return {}
}

function card(surface) {
  return element('section', { class: 'card' },
    element('h2', {}, `${surface.name} — mapping ${surface.mapping}`),
    surface.isLearnt ? element('p', { class: 'learnt' }, 'A page learns from it: until that has ended it moves nothing.') : null,
    element('div', { class: 'row' }, `layer ${surface.layer} of ${surface.layers.join(', ')}`, surface.nodes.length ? ` · bank: ${surface.nodes.map(address => store.nodes[store.byAddress.get(address)]?.name ?? address).join(', ')}` : '',
      element('button', { type: 'button', onclick: () => act('/bank/previous') }, 'bank left'), element('button', { type: 'button', onclick: () => act('/bank/next') }, 'bank right'),
      element('button', { type: 'button', onclick: () => act('/surface/resync') }, 'send everything anew')),
    drawn(surface))
}

function bare(name) {
  return element('section', { class: 'card' }, element('h2', {}, `${name} — no mapping yet`),
    element('div', { class: 'row' }, 'Move its controls one by one and say what they do: that is its mapping.',
      element('button', { type: 'button', 'data-part': name, class: 'part-less', onclick: () => choose(name) }, 'learn')))
}

/// Its line in the mapping, and learning.
function choose(device, control) { location.hash = [link.token, 'mapping', device, ...control ? [control] : []].map(encodeURIComponent).join('/') }

/// The controls as they are on the device, where its mapping says so, and below what it does not place.
function drawn(surface) {
  const byName = new Map(surface.controls.map(control => [control.name, control])), look = surface.look ?? []
  const columns = Math.max(1, ...look.map(row => row.length)), placed = new Set(look.flat())
  const rows = look.map(row => {
    const made = element('div', { class: 'device look' }, row.map(name => byName.has(name) ? part(surface, byName.get(name)) : element('div')))
    made.style.gridTemplateColumns = `repeat(${columns}, minmax(72px, 1fr))`
    return made
  })
  const rest = surface.controls.filter(control => !placed.has(control.name))
  return rows.concat(rowsOf(rest).map(controls => element('div', { class: 'device' }, controls.map(one => part(surface, one)))))
}

/// A good guess at where controls are: those of one name stand side by side, in the order of the mapping.
function rowsOf(controls) {
  const rows = []
  for (const control of controls) {
    const parts = control.name.split('/')
    const kind = parts.filter(part => !/^[0-9]+$/.test(part)).join('/')
    const isNumbered = parts.some(part => /^[0-9]+$/.test(part))
    const row = rows.find(one => one.kind === (isNumbered ? kind : ''))
    if (row) row.controls.push(control)
    else rows.push({ kind: isNumbered ? kind : '', controls: [control] })
  }
  return rows.map(row => row.controls)
}

/// What it moves now, as people call it; else what the mapping says, with the names of what its bank shows.
function meaning(surface, control) {
  const named = address => store.nodes[store.byAddress.get(address)]?.name
  if (!control.parameter) {
    return control.action.replace(/\/slot\/(\d+)\/([^ ,]*)/g, (words, slot, rest) => {
      const name = named(surface.nodes[slot - 1])
      return name ? `${name} ${rest.replaceAll('/', ' ')}` : words
    }) || 'does nothing in this layer'
  }
  const parts = control.parameter.split('/'), count = parts[1] === 'master' || parts[1] === 'monitor' ? 2 : 3
  const owner = store.nodes[store.byAddress.get(parts.slice(0, count).join('/'))]
  return `${owner?.name ?? parts[1]} ${parts.slice(count).join(' ')}`
}

function part(surface, control) {
  const waits = control.waits ? ` ${control.waits === 'up' ? '↑' : '↓'} ${distance(control)}` : ''
  const made = element('button', { type: 'button', 'data-part': `${surface.name} ${control.name}`, onclick: () => choose(surface.name, control.name), class: `part${control.isTouched ? ' touched' : ''}${control.waits ? ' waits' : ''}`, title: control.action },
    element('b', {}, breakable(control.name) + waits), element('small', {}, breakable(meaning(surface, control))))
  if (control.travel !== undefined) {
    const bar = element('div', { class: 'bar' })
    bar.style.width = control.travel * 100 + '%'
    made.append(bar)
  }
  if (control.target !== undefined && control.parameter) {
    const aim = element('div', { class: 'aim' })
    aim.style.left = control.target * 100 + '%'
    made.append(aim)
  }
  return made
}

/// A long name goes on in the next line behind a slash rather than anywhere.
const breakable = text => text.replaceAll('/', '/\u200b')

function distance(control) {
  if (control.travel === undefined || control.target === undefined) return ''
  return `${Math.round(Math.abs(control.target - control.travel) * 100)} % of its way`
}

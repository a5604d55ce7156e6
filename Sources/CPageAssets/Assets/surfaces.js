// Connected devices: each control where the hand has it, what it does now, and which way to go where it has to catch a value.

import { act, on, store } from './link.js'
import { element } from './controls.js'

export function open(view, signal) {
  const page = element('div', { class: 'page' })
  view.replaceChildren(page)
  const draw = () => {
    if (!store.surfaces.length) {
      return page.replaceChildren(element('div', { class: 'card empty' }, 'No controller is connected. Plug one in: if it has a mapping it appears here at once. `gainrider surfaces` tells what the system sees, and why a device has no mapping. Everything on this page works without one.'))
    }
    page.replaceChildren(...store.surfaces.map(surface => element('section', { class: 'card' },
      element('h2', {}, `${surface.name} — mapping ${surface.mapping}`),
      element('div', { class: 'row' }, `layer ${surface.layer} of ${surface.layers.join(', ')}`, surface.nodes.length ? ` · bank: ${surface.nodes.map(address => store.nodes[store.byAddress.get(address)]?.name ?? address).join(', ')}` : '',
        element('button', { type: 'button', onclick: () => act('/bank/previous') }, 'bank left'), element('button', { type: 'button', onclick: () => act('/bank/next') }, 'bank right'),
        element('button', { type: 'button', onclick: () => act('/surface/resync') }, 'send everything anew')),
      element('div', { class: 'device' }, surface.controls.map(part)))))
  }
  on(['surfaces', 'nodes'], draw, signal)
  draw()
  return {}
}

function part(control) {
  const waits = control.waits ? ` ${control.waits === 'up' ? '↑' : '↓'} ${distance(control)}` : ''
  const made = element('div', { class: `part${control.isTouched ? ' touched' : ''}${control.waits ? ' waits' : ''}`, title: control.parameter ?? '' },
    element('b', {}, control.name + waits), element('small', {}, control.action || 'does nothing in this layer'))
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

function distance(control) {
  if (control.travel === undefined || control.target === undefined) return ''
  return `${Math.round(Math.abs(control.target - control.travel) * 100)} % of its way`
}

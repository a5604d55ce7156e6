// One strip with all its stages: curves of equaliser and dynamics, handles on them, every parameter as a control.

import { ask, on, order, row, store } from './link.js'
import { control, element, press, switchButton } from './controls.js'
import { fit, palette } from './console.js'
import { fromTravel, position, specs, text, value, wire } from './units.js'

const RANGE = 18

export function open(view, signal) {
  const curve = element('canvas', { class: 'picture', role: 'img', 'aria-label': 'Response of equaliser and filters; drag the handles' })
  const dynamics = element('canvas', { class: 'picture', role: 'img', 'aria-label': 'Curves of gate and compressor with the level now' })
  const chooser = element('select', { 'aria-label': 'Strip to show', onchange: () => order({ do: `${chooser.value}/select` }) })
  const stages = element('div', { class: 'grid' })
  const curves = element('div', { class: 'grid' }, element('div', { class: 'card' }, element('h2', {}, 'Equaliser and filters'), curve), element('div', { class: 'card' }, element('h2', {}, 'Gate and compressor'), dynamics))
  view.replaceChildren(element('div', { class: 'page' }, element('div', { class: 'row' }, chooser), curves, stages))
  let address = ''
  let controls = []
  let response = null
  let isAsking = false, isStale = false
  let drag = null
  const colours = palette()
  const kindOf = () => store.nodes[store.byAddress.get(address)]?.kind
  const at = path => store.values.get(`${address}/${path}`)
  const valueOf = path => { const here = at(path); return here === undefined ? undefined : value(specs.get(path), here) }

  const build = () => {
    if (!store.session) return
    chooser.replaceChildren(...store.nodes.map(node => element('option', { value: node.address }, node.name)))
    chooser.value = store.session.selected
    if (address === store.session.selected && controls.length) return
    address = store.session.selected
    past = []
    const node = store.nodes[store.byAddress.get(address)]
    if (!node) return
    controls = []
    const fits = [...specs.values()].filter(spec => spec.nodes.includes(node.kind))
    const made = spec => {
      const full = `${address}/${spec.path}`, words = spec.path.split('/')
      const label = words[0] === 'hpf' || words[0] === 'lpf' || words[0] === 'eq' || words.length === 1 ? words.join(' ') : words.slice(1).join(' ')
      const name = `${node.name} ${spec.path.replaceAll('/', ' ')}`
      if (spec.scale === 'on-off') {
        const button = switchButton(label, name, { className: 'switch', onpress: () => order({ do: `toggle ${full}` }) })
        button.title = spec.summary
        controls.push({ full, button })
        return button
      }
      const knob = control(full, name, { orientation: 'knob', class: 'knob', title: spec.summary })
      knob.append(element('span', {}, label))
      controls.push({ full, knob })
      return knob
    }
    // A card for each title of stages, in the order of the signal; sends and output have cards of their own.
    const staged = fits.filter(spec => !['output', 'send', 'trim', 'trim/send'].includes(spec.stage)).sort((a, b) => a.place - b.place)
    const cards = [...new Set(staged.map(spec => spec.title))].map(title => {
      const found = staged.filter(spec => spec.title === title)
      if (found[0].stage !== 'eq') return element('section', { class: 'card' }, element('h2', {}, title), element('div', { class: 'knobs' }, found.map(made)))
      const bands = [1, 2, 3, 4].flatMap(band => ['on', 'type', 'frequency', 'gain', 'q'].map(part => found.find(spec => spec.path === `eq/${band}/${part}`)))
      return element('section', { class: 'card wide' }, element('h2', {}, title), element('div', { class: 'row' }, made(found.find(spec => spec.path === 'eq/on'))), element('div', { class: 'knobs bands' }, bands.filter(Boolean).map(made)))
    })
    const sends = node.sends.flatMap(send => fits.filter(spec => spec.path.startsWith(`send/${send.number}/`)).map(spec => [send, spec]))
    if (sends.length) cards.push(element('section', { class: 'card' }, element('h2', {}, 'Sends'), element('div', { class: 'knobs' }, sends.map(([send, spec]) => {
      const one = made(spec)
      const tag = one.querySelector('span')
      if (tag) tag.textContent = `${send.to} ${spec.path.split('/').at(-1)}`
      else one.textContent = `${send.to} ${spec.path.split('/').at(-1)}`
      return one
    }))))
    const output = fits.filter(spec => spec.stage === 'output')
    cards.push(element('section', { class: 'card' }, element('h2', {}, `Output to ${node.output ?? 'the loudspeakers'}`), element('div', { class: 'knobs' }, output.map(made))))
    stages.replaceChildren(...cards.filter(Boolean))
    curves.hidden = node.kind === 'vca'
    ask_()
  }
  const ask_ = async () => {
    if (kindOf() === 'vca' || !address) return
    if (isAsking) {
      isStale = true
      return
    }
    isAsking = true
    response = await ask('curves?of=' + encodeURIComponent(address)).catch(() => response)
    isAsking = false
    draw()
    if (isStale) {
      isStale = false
      ask_()
    }
  }
  const update = changed => {
    for (const { full, button, knob } of controls) {
      const here = store.values.get(full)
      if (here === undefined) continue
      if (button) press(button, here >= 0.5)
      else knob.update(here)
    }
    if (changed && Object.keys(changed).some(name => /\/(eq|hpf|lpf)\//.test(name))) ask_()
    draw()
  }

  // The picture of the response.
  const x = hertz => 34 + (curve.clientWidth - 40) * Math.log(hertz / 20) / Math.log(1000)
  const hertz = px => 20 * 1000 ** ((px - 34) / (curve.clientWidth - 40))
  const y = level => 10 + (RANGE - Math.max(-RANGE, Math.min(RANGE, level))) / (2 * RANGE) * (curve.clientHeight - 30)
  const level = py => RANGE - (py - 10) / (curve.clientHeight - 30) * 2 * RANGE
  const handles = () => [1, 2, 3, 4].map(band => ({ band, on: valueOf('eq/on') && valueOf(`eq/${band}/on`), hertz: valueOf(`eq/${band}/frequency`), gain: valueOf(`eq/${band}/type`) === 3 ? 0 : valueOf(`eq/${band}/gain`) })).filter(one => one.hertz !== undefined)

  const draw = () => {
    if (kindOf() === 'vca') return
    const context = fit(curve), width = curve.clientWidth, height = curve.clientHeight
    context.clearRect(0, 0, width, height)
    context.font = '10px system-ui, sans-serif'
    for (const tick of [-18, -12, -6, 0, 6, 12, 18]) {
      context.strokeStyle = tick ? colours.line : colours.dim
      context.beginPath()
      context.moveTo(34, y(tick))
      context.lineTo(width - 6, y(tick))
      context.stroke()
      context.fillStyle = colours.dim
      context.textAlign = 'right'
      context.fillText(String(tick), 28, y(tick) + 3)
    }
    context.textAlign = 'center'
    for (const tick of [20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000]) {
      context.strokeStyle = colours.line
      context.beginPath()
      context.moveTo(x(tick), 10)
      context.lineTo(x(tick), height - 20)
      context.stroke()
      context.textAlign = tick === 20000 ? 'right' : 'center'
      context.fillText(tick < 1000 ? String(tick) : tick / 1000 + 'k', tick === 20000 ? width : x(tick), height - 6)
    }
    if (response) {
      for (const [levels, colour, line] of [[response.filters, colours.cool, 1], [response.equalizer.map((one, index) => one + response.filters[index]), colours.accent, 2]]) {
        context.strokeStyle = colour
        context.lineWidth = line
        context.beginPath()
        response.frequencies.forEach((frequency, index) => context[index ? 'lineTo' : 'moveTo'](x(frequency), y(levels[index])))
        context.stroke()
      }
      context.lineWidth = 1
    }
    context.textAlign = 'center'
    for (const { band, on, hertz, gain } of handles()) {
      context.beginPath()
      context.arc(x(hertz), y(gain), 9, 0, 7)
      context.fillStyle = on ? colours.accent : colours.slot
      context.fill()
      context.strokeStyle = on ? colours.text : colours.dim
      context.stroke()
      context.fillStyle = on ? colours.base : colours.dim
      context.fillText(String(band), x(hertz), y(gain) + 3.5)
    }
    drawDynamics()
  }

  /// Level out for a level in, as gate and compressor make it; without their times.
  const out = input => {
    let level = input
    if (valueOf('gate/on')) {
      const under = valueOf('gate/threshold') - input
      if (under > 0) level -= Math.min(valueOf('gate/range'), under * (valueOf('gate/ratio') - 1))
    }
    if (valueOf('comp/on')) {
      const over = level - valueOf('comp/threshold'), knee = valueOf('comp/knee'), slope = 1 - 1 / valueOf('comp/ratio')
      const reduction = over <= -knee / 2 ? 0 : over >= knee / 2 ? slope * over : slope * (over + knee / 2) ** 2 / (2 * knee)
      const wet = level - reduction + valueOf('comp/makeup'), mix = valueOf('comp/mix') / 100
      level = mix >= 1 ? wet : 20 * Math.log10(mix * 10 ** (wet / 20) + (1 - mix) * 10 ** (level / 20))
    }
    return level
  }
  const drawDynamics = () => {
    const context = fit(dynamics), width = dynamics.clientWidth, height = dynamics.clientHeight, size = Math.max(100, Math.min(width - 184, height - 26))
    context.clearRect(0, 0, width, height)
    if (at('comp/threshold') === undefined) return
    const px = level => 34 + (Math.max(-72, Math.min(6, level)) + 72) / 78 * size, py = level => 8 + size - (Math.max(-72, Math.min(6, level)) + 72) / 78 * size
    context.font = '10px system-ui, sans-serif'
    for (const tick of [-60, -40, -20, 0]) {
      context.strokeStyle = colours.line
      context.strokeRect(px(tick), py(6), 0, size)
      context.strokeRect(px(-72), py(tick), size, 0)
      context.fillStyle = colours.dim
      context.textAlign = 'center'
      context.fillText(String(tick), px(tick), Math.min(height - 4, size + 22))
      context.textAlign = 'right'
      context.fillText(String(tick), 28, py(tick) + 3)
    }
    context.strokeStyle = colours.accent
    context.lineWidth = 2
    context.beginPath()
    for (let input = -72; input <= 6; input += 0.5) context[input === -72 ? 'moveTo' : 'lineTo'](px(input), py(out(input)))
    context.stroke()
    context.lineWidth = 1
    const index = store.byAddress.get(address)
    if (!row.has(index)) return
    context.textAlign = 'left'
    context.fillStyle = colours.text
    const gate = row.gate(index), compressor = row.compressor(index)
    const left = size + 52
    for (const [place, name, reduction] of [[0, 'gate', gate], [1, 'compressor', compressor], [2, 'de-esser', row.other(index)]]) {
      context.fillStyle = colours.dim
      context.fillText(`${name} −${reduction.toFixed(1)} dB`, left, 24 + place * 34)
      context.fillStyle = colours.slot
      context.fillRect(left, 29 + place * 34, Math.max(20, width - left - 10), 8)
      context.fillStyle = colours.cool
      context.fillRect(left, 29 + place * 34, Math.min(1, reduction / 24) * Math.max(20, width - left - 10), 8)
    }
    drawPast(context, left, 126, Math.max(20, width - left - 10), Math.max(20, height - 150))
  }

  /// Gain reduction of the last seconds, of the strip that is shown.
  const PAST = 8
  let past = []
  const drawPast = (context, left, top, width, height) => {
    context.fillStyle = colours.slot
    context.fillRect(left, top, width, height)
    const now = performance.now()
    for (const [field, colour] of [[1, colours.cool], [2, colours.accent], [3, colours.warm]]) {
      context.strokeStyle = colour
      context.beginPath()
      past.forEach((one, index) => context[index ? 'lineTo' : 'moveTo'](left + width * (1 - (now - one[0]) / (PAST * 1000)), top + 1 + Math.min(1, one[field] / 24) * (height - 2)))
      context.stroke()
    }
    context.fillStyle = colours.dim
    context.fillText(width > 170 ? `last ${PAST} s, 24 dB from top to bottom` : `last ${PAST} s, 24 dB`, left, top + height + 11)
  }

  curve.style.touchAction = 'none'
  curve.addEventListener('pointerdown', event => {
    const found = handles().map(one => ({ ...one, d: Math.hypot(x(one.hertz) - event.offsetX, y(one.gain) - event.offsetY) })).sort((a, b) => a.d - b.d)[0]
    if (!found || found.d > 24) return
    curve.setPointerCapture(event.pointerId)
    const base = `${address}/eq/${found.band}`
    drag = { base, names: [`${base}/frequency`, `${base}/gain`] }
    order({ touch: drag.names })
    if (!found.on) order({ do: [`${address}/eq/on = on`, `${base}/on = on`] })
  })
  curve.addEventListener('pointermove', event => {
    if (!drag) return
    const frequency = Math.max(20, Math.min(20000, hertz(event.offsetX))), gain = Math.max(-24, Math.min(24, level(event.offsetY)))
    order({ set: { [drag.names[0]]: Math.round(frequency * 10) / 10, [drag.names[1]]: Math.round(gain * 10) / 10 }, touch: true })
  })
  for (const end of ['pointerup', 'pointercancel']) curve.addEventListener(end, () => {
    if (drag) order({ release: drag.names })
    drag = null
  })
  curve.addEventListener('wheel', event => {
    const found = handles().sort((a, b) => Math.hypot(x(a.hertz) - event.offsetX, y(a.gain) - event.offsetY) - Math.hypot(x(b.hertz) - event.offsetX, y(b.gain) - event.offsetY))[0]
    if (!found) return
    event.preventDefault()
    const path = `eq/${found.band}/q`, now = valueOf(path)
    order({ set: { [`${address}/${path}`]: Math.max(0.1, Math.min(20, now * (event.deltaY < 0 ? 1.1 : 1 / 1.1))) } })
  }, { passive: false })
  on(['session', 'nodes'], build, signal)
  on('values', update, signal)
  let last = 0
  on('levels', () => {
    if (performance.now() - last < 40) return
    last = performance.now()
    const index = store.byAddress.get(address)
    if (store.rolling && row.has(index)) past.push([last, row.gate(index), row.compressor(index), row.other(index)])
    past = past.filter(one => one[0] > last - PAST * 1000)
    drawDynamics()
  }, signal)
  const size = new ResizeObserver(() => draw())
  size.observe(curve)
  signal.addEventListener('abort', () => size.disconnect())
  build()
  update()
  return { watched: () => [store.session?.selected ?? '/master'] }
}

// Meters of the mix: loudness, true peak, correlation, both sides against each other, third octaves; what the monitors play.

import { act, on, order, store } from './link.js'
import { element, press, switchButton } from './controls.js'
import { fit, palette } from './console.js'

const BANDS = [20, 25, 31.5, 40, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000, 5000, 6300, 8000, 10000, 12500, 16000, 20000]
const FIGURES = [
  ['momentary', 'momentary', 'LUFS'], ['shortTerm', 'short-term', 'LUFS'], ['integrated', 'integrated', 'LUFS'], ['range', 'range', 'LU'],
  ['truePeak', 'true peak', 'dBTP'], ['correlation', 'correlation', ''],
]
const TRANSLATIONS = ['off', 'phone', 'laptop', 'car', 'radio', 'earbuds']
/// Seconds of the history of loudness.
const PAST = 120

/// Kept while other views are shown.
const past = []
on('mix', () => {
  if (!store.rolling) return
  past.push([performance.now(), store.mix.momentary, store.mix.shortTerm])
  while (past.length && past[0][0] < performance.now() - PAST * 1000) past.shift()
})

export function figure(value, digits = 1) {
  return Number.isFinite(value) ? value.toFixed(digits) : value === -Infinity ? '−∞' : '–'
}

export function open(view, signal) {
  const figures = FIGURES.map(([key, name, unit]) => {
    const number = element('div', { class: 'big' }, '–')
    return { key, number, digits: key === 'correlation' ? 2 : 1, element: element('div', {}, number, element('span', {}, `${name} ${unit}`)) }
  })
  const picture = name => element('canvas', { class: 'picture', role: 'img', 'aria-label': name })
  const history = picture('Loudness of the last two minutes'), sides = picture('Left against right'), bands = picture('Third octaves')
  const sources = element('div', { class: 'row' })
  const translations = TRANSLATIONS.map((name, index) => switchButton(name === 'off' ? 'as it is' : name, `Listen as through: ${name}`, { className: 'switch', onpress: () => act(`/monitor/translation = ${name}`) }))
  const switches = ['dim', 'mono', 'cut', 'swap'].map(name => switchButton(name, `Monitors: ${name}`, { className: 'switch', onpress: () => act(`toggle /monitor/${name}`) }))
  view.replaceChildren(element('div', { class: 'page' },
    element('div', { class: 'card' }, element('h2', {}, 'Loudness of the mix (EBU R 128)'), element('div', { class: 'figures' }, figures.map(one => one.element)),
      element('div', { class: 'row' }, element('button', { type: 'button', onclick: () => order({ meters: 'restart' }) }, 'measure anew'), element('button', { type: 'button', onclick: () => order({ meters: 'clear' }) }, 'clear clips and held peaks'))),
    element('div', { class: 'grid' },
      element('div', { class: 'card' }, element('h2', {}, 'Short-term (line) and momentary (bars), last two minutes'), history),
      element('div', { class: 'card' }, element('h2', {}, 'Third octaves'), bands),
      element('div', { class: 'card' }, element('h2', {}, 'Left against right: upright is mono, lying is out of phase'), sides)),
    element('div', { class: 'card' }, element('h2', {}, 'Listen to'), sources, element('div', { class: 'row' }, translations), element('div', { class: 'row' }, switches))))

  const list = () => {
    const said = (name, gain) => `${name} (${gain > 0 ? '+' : ''}${gain.toFixed(1)} dB)`
    const references = (store.session?.references ?? []).map((gain, index) => said(`reference ${index + 1}`, gain))
    const names = ['the mix', ...references, ...(store.session?.heard ?? []).map(one => said(one.name, one.gain))]
    sources.replaceChildren(...names.map((name, index) =>
      switchButton(name, `Listen to ${name}`, { className: 'switch', onpress: () => act(`/monitor/source = ${index}`) })), names.length > 1 ? '' : element('span', { class: 'empty' }, 'References to compare with: gainrider session reference SONG FILE. Revisions: the button listen of each, in the history.'))
    values()
  }
  const values = () => {
    const at = path => Math.round(store.values.get('/monitor/' + path) ?? 0)
    translations.forEach((button, index) => press(button, at('translation') === index))
    switches.forEach((button, index) => press(button, at(['dim', 'mono', 'cut', 'swap'][index]) === 1))
    ;[...sources.querySelectorAll('button')].forEach((button, index) => press(button, at('source') === index))
  }
  let isDue = true
  const colours = palette()
  const frame = () => {
    if (signal.aborted) return
    if (isDue && store.mix) {
      isDue = false
      for (const one of figures) {
        const shown = figure(store.mix[one.key], one.digits)
        if (one.number.textContent !== shown) one.number.textContent = shown
        if (one.key === 'truePeak') one.number.classList.toggle('fault', store.mix.truePeak > -1)
      }
      drawPast(history, colours)
      drawBands(bands, colours)
      drawSides(sides, colours)
    }
    requestAnimationFrame(frame)
  }
  on('mix', () => { isDue = true }, signal)
  on('session', list, signal)
  on('values', values, signal)
  list()
  frame()
  return { watched: () => ['/monitor'] }
}

function axes(context, width, height, levels, at, colours) {
  context.clearRect(0, 0, width, height)
  context.font = '10px system-ui, sans-serif'
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  for (const level of levels) {
    const y = Math.round(at(level)) + 0.5
    context.strokeStyle = colours.line
    context.beginPath()
    context.moveTo(30, y)
    context.lineTo(width, y)
    context.stroke()
    context.fillStyle = colours.dim
    context.fillText(String(level), 26, y)
  }
}

function drawPast(canvas, colours) {
  const context = fit(canvas), width = canvas.clientWidth, height = canvas.clientHeight
  const at = level => height - 14 - (Math.max(-50, Math.min(0, level)) + 50) / 50 * (height - 22)
  axes(context, width, height, [0, -9, -14, -23, -36, -50], at, colours)
  const now = performance.now()
  const x = when => 32 + (width - 34) * (1 - (now - when) / (PAST * 1000))
  context.fillStyle = colours.peak
  for (const [when, momentary] of past) if (momentary > -50) context.fillRect(x(when), at(momentary), 2, at(-50) - at(momentary))
  context.strokeStyle = colours.accent
  context.lineWidth = 2
  context.beginPath()
  past.forEach(([when, , shortTerm], index) => context[index ? 'lineTo' : 'moveTo'](x(when), at(shortTerm)))
  context.stroke()
  context.lineWidth = 1
}

function drawBands(canvas, colours) {
  const context = fit(canvas), width = canvas.clientWidth, height = canvas.clientHeight
  const at = level => 8 + (Math.min(0, Math.max(-80, level)) / -80) * (height - 26)
  axes(context, width, height, [0, -20, -40, -60, -80], at, colours)
  const spectrum = store.mix.spectrum, step = (width - 34) / BANDS.length
  context.textAlign = 'center'
  BANDS.forEach((hertz, index) => {
    const left = 32 + index * step, y = at(spectrum[index] ?? -80)
    context.fillStyle = colours.rms
    context.fillRect(left + 1, y, step - 2, at(-80) - y)
    if ([31.5, 125, 500, 2000, 8000].includes(hertz)) {
      context.fillStyle = colours.dim
      context.fillText(hertz < 1000 ? String(hertz) : hertz / 1000 + 'k', left + step / 2, height - 7)
    }
  })
}

function drawSides(canvas, colours) {
  const context = fit(canvas), width = canvas.clientWidth, height = canvas.clientHeight
  const middle = width / 2, centre = height / 2 - 8, size = Math.min(width, height - 24) / 2 - 4
  context.clearRect(0, 0, width, height)
  context.strokeStyle = colours.line
  context.beginPath()
  for (const [x, y] of [[1, 1], [1, -1], [0, 1], [1, 0]]) {
    context.moveTo(middle - x * size * 0.7, centre - y * size * 0.7)
    context.lineTo(middle + x * size * 0.7, centre + y * size * 0.7)
  }
  context.stroke()
  context.fillStyle = colours.rms
  const pairs = store.mix.pairs
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    const left = pairs[index] / 127, right = pairs[index + 1] / 127
    context.fillRect(middle + (right - left) * size * 0.7, centre - (left + right) * size * 0.7, 1.5, 1.5)
  }
  const y = height - 12
  context.fillStyle = colours.slot
  context.fillRect(30, y, width - 60, 8)
  context.fillStyle = store.mix.correlation < 0 ? colours.hot : colours.rms
  context.fillRect(30 + (width - 60) * (store.mix.correlation + 1) / 2 - 2, y - 1, 4, 10)
  context.fillStyle = colours.dim
  context.font = '10px system-ui, sans-serif'
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText('−1', 18, y + 4)
  context.fillText('+1', width - 18, y + 4)
}

// The live strip: one server-sent event a second.

import {duration} from './hits.js';

const SECONDS_SHOWN = 60;
const HEIGHT = 16;

/** Keeps the strip up to date while the page is open. */
export function followLive(strip) {
  const rates = [];
  const show = (name, text) => { strip.querySelector(`[data-figure=${name}]`).textContent = text; };
  const source = new EventSource('/v1/events');
  source.addEventListener('open', () => strip.classList.remove('lost'));
  source.addEventListener('error', () => strip.classList.add('lost'));
  source.addEventListener('message', ({data}) => {
    const figures = JSON.parse(data);
    rates.push(figures.changes_per_second);
    rates.splice(0, rates.length - SECONDS_SHOWN);
    show('rate', number(figures.changes_per_second));
    show('changes', number(figures.changes));
    show('dedup', figures.dedup_ratio === null ? '–' : `${(100 * figures.dedup_ratio).toFixed(1)} %`);
    show('dead', number(figures.dead_letters));
    show('age', duration(figures.index_age_ms));
    show('searchable', latency(figures.event_to_searchable_ms));
    show('hidden', latency(figures.event_to_hidden_ms));
    strip.querySelector('polyline').setAttribute('points', points(rates));
  });
}

// The longest, too: a median alone would flatter.
function latency({p50, p99, max}) {
  return max === 0 ? '–' : `${duration(p50)} · ${duration(p99)} · ${duration(max)}`;
}

function number(value) {
  return new Intl.NumberFormat(undefined, {maximumFractionDigits: value < 10 ? 1 : 0}).format(value);
}

function points(rates) {
  const top = Math.max(1, ...rates);
  const first = SECONDS_SHOWN - rates.length;
  return rates.map((rate, i) => `${first + i},${(HEIGHT - 1 - (rate / top) * (HEIGHT - 2)).toFixed(1)}`).join(' ');
}

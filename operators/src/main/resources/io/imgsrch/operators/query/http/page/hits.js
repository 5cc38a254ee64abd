// What a search found, as elements.

const STAGES = ['embed', 'vectors', 'filter', 'check'];

/** An element with properties, and children that are elements or text. */
function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** A product; `switchOff` is null where offers cannot be switched. */
export function hitElement(hit, switchOff) {
  const item = element('li', {className: 'hit'},
    picture(hit),
    element('h3', {textContent: hit.title, title: hit.title}),
    element('p', {className: 'price', textContent: price(hit)}),
    element('p', {className: 'seller', textContent: `Merchant ${hit.merchant_id}`}),
    element('p', {className: 'seller', textContent: hit.category, title: hit.category}));
  item.dataset.product = `${hit.merchant_id}/${hit.product_id}`;
  if (switchOff) {
    const button = element('button', {type: 'button', textContent: 'Switch off'});
    button.setAttribute('aria-label', `Switch off ${hit.title} of merchant ${hit.merchant_id}`);
    button.addEventListener('click', () => switchOff(hit, button));
    item.append(button);
  }
  return item;
}

function picture(hit) {
  const score = element('span', {
    className: 'score',
    textContent: hit.score.toFixed(2),
    title: 'Similarity to your photo: cosine, at most 1',
  });
  const frame = element('div', {className: 'picture'}, score);
  if (hit.picture_url) {
    const image = element('img', {src: hit.picture_url, alt: '', loading: 'lazy', decoding: 'async'});
    image.addEventListener('error', () => image.remove());
    frame.prepend(image);
  }
  return frame;
}

function price({price_minor, currency}) {
  const format = new Intl.NumberFormat(undefined, {style: 'currency', currency});
  return format.format(price_minor / 10 ** format.resolvedOptions().maximumFractionDigits);
}

/** What the search took, how fresh it is, and whether it was checked. */
export function factElements(answer) {
  const took = answer.took_ms;
  const words = STAGES.map((stage) => `${stage} ${took[stage].toFixed(1)} ms`);
  const bar = element('div', {className: 'bar', role: 'img', ariaLabel: `Stages: ${words.join(', ')}`});
  const legend = element('ul', {className: 'legend', ariaHidden: 'true'});
  STAGES.forEach((stage, index) => {
    const part = element('span', {className: stage});
    part.style.flexGrow = took[stage];
    bar.append(part);
    legend.append(element('li', {className: stage, textContent: words[index]}));
  });
  const checked = answer.verified
    ? element('li', {className: 'good', textContent: 'verified',
      title: 'Every offer was read from the state, and was on sale, within this search'})
    : element('li', {className: 'bad', textContent: 'degraded: some offers could not be checked and are left out'});
  const age = element('li', {textContent: `newest change ${duration(answer.index_age_ms)} old`});
  const way = element('li', {textContent: wayWords(answer.explain),
    title: 'How the search came to its candidates'});
  const marks = element('ul', {className: 'marks'}, checked, age, way);
  if (answer.degrade_level > 1) {
    marks.append(element('li', {className: 'bad', textContent: answer.degrade_level === 2
      ? 'searched in memory: the vector store does not answer'
      : 'searched in memory, some pictures left out: the vector store does not answer'}));
  }
  return [bar, legend, marks];
}

function wayWords({path, allowed}) {
  if (path === 'NOTHING') return 'the filters leave no picture';
  if (path === 'EXACT') return `${allowed.toLocaleString()} pictures scored in memory`;
  if (path === 'CLUSTERED') return `the likeliest of ${allowed.toLocaleString()} pictures scored in memory`;
  return allowed === null ? 'vector store searched' : `vector store searched, ${allowed.toLocaleString()} pictures allowed`;
}

/** Milliseconds for people. */
export function duration(millis) {
  if (millis === null) return '–';
  if (millis < 1000) return `${Math.round(millis)} ms`;
  if (millis < 60_000) return `${(millis / 1000).toFixed(1)} s`;
  if (millis < 3_600_000) return `${Math.floor(millis / 60_000)} min`;
  return `${Math.floor(millis / 3_600_000)} h`;
}

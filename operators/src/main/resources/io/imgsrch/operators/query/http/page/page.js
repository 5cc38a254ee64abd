// The page: a photo and filters go in, products come out, and offers are switched while one watches.

import {ApiError, search, setAvailable} from './api.js';
import {duration, factElements, hitElement} from './hits.js';
import {followLive} from './live.js';
import {onPhoto, prepared} from './photo.js';

const AGAIN_MILLIS = 50;
const GIVE_UP_MILLIS = 10_000;

const at = (id) => document.getElementById(id);
const writes = document.body.dataset.writes === 'on';
const narrow = matchMedia('(max-width: 859px)'); // there the results are below the form
const categories = new Set();
let photo = null;
let current = new AbortController(); // of the search or the switch on its way: the newest alone counts

function filters() {
  return {merchants: at('merchants').value.trim(), category: at('category').value.trim()};
}

/** Runs a task that replaces the one before it; its errors are shown. */
async function run(task) {
  current.abort();
  const mine = current = new AbortController();
  at('problem').hidden = true;
  at('found').setAttribute('aria-busy', 'true');
  try {
    await task(mine.signal);
  } catch (error) {
    if (error.name === 'AbortError') return;
    if (!(error instanceof ApiError)) throw error;
    at('problem').textContent = error.message;
    at('problem').hidden = false;
    if (!at('hits').firstChild) at('status').textContent = '';
  } finally {
    if (mine === current) at('found').removeAttribute('aria-busy');
  }
}

function searchNow() {
  if (!photo) return;
  at('switched').hidden = true;
  run(async (signal) => {
    at('status').textContent = 'Searching …';
    at('facts').hidden = true;
    at('hits').replaceChildren();
    const started = performance.now();
    const answer = await search(photo, filters(), signal);
    show(answer);
    if (narrow.matches) at('found').scrollIntoView();
    const found = answer.hits.length === 1 ? '1 product' : `${answer.hits.length} products`;
    at('status').textContent = answer.hits.length
      ? `${found} in ${duration(answer.took_ms.total)} (${duration(performance.now() - started)} from here and back)`
      : 'No product on sale looks like this. Are the filters too narrow?';
  });
}

function show(answer) {
  at('facts').replaceChildren(...factElements(answer));
  at('facts').hidden = false;
  at('hits').replaceChildren(...answer.hits.map((hit) => hitElement(hit, writes ? switchOff : null)));
  for (const {category} of answer.hits) {
    if (!categories.has(category)) {
      categories.add(category);
      at('categories').append(new Option(category));
    }
  }
}

function switchOff(hit, button) {
  button.disabled = true;
  switchOffer(hit, false).finally(() => { button.disabled = false; });
}

/** Sends the event, then asks again until a search obeys it; says how long that took. */
function switchOffer(hit, available) {
  const name = `${hit.title} of merchant ${hit.merchant_id}`;
  return run(async (signal) => {
    const started = performance.now();
    await setAvailable(hit, available, signal);
    const answer = await untilShown(hit, available, started + GIVE_UP_MILLIS, signal);
    show(answer);
    const took = Math.round(performance.now() - started);
    const [bar, text, undo] = [at('switched'), at('switched').firstElementChild, at('switched').lastElementChild];
    bar.hidden = false;
    bar.dataset.millis = took;
    text.textContent = available
      ? `${name} was back ${took} ms after the click.`
      : `${name} was gone ${took} ms after the click.`;
    undo.textContent = available ? 'Switch off again' : 'Undo';
    undo.onclick = () => switchOffer(hit, !available);
    undo.focus({preventScroll: true}); // the bar sticks to the top
  });
}

async function untilShown(hit, wanted, deadline, signal) {
  while (performance.now() < deadline) {
    const answer = await search(photo, filters(), signal);
    const shown = answer.hits.some(
      (other) => other.merchant_id === hit.merchant_id && other.product_id === hit.product_id);
    if (shown === wanted) return answer;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MILLIS));
  }
  throw new ApiError(`After ${GIVE_UP_MILLIS / 1000} s the results are still as before.`);
}

async function use(file) {
  const sent = await prepared(file);
  URL.revokeObjectURL(at('preview').src);
  at('preview').src = URL.createObjectURL(sent);
  at('preview').hidden = false;
  photo = sent;
  searchNow();
}

onPhoto([at('file'), at('camera')], document.querySelector('.drop'), use);
for (const button of document.querySelectorAll('.samples button')) {
  button.addEventListener('click', async () => use(await (await fetch(button.firstElementChild.src)).blob()));
}
at('ask').addEventListener('submit', (event) => { event.preventDefault(); searchNow(); });
at('merchants').addEventListener('change', searchNow);
at('category').addEventListener('change', searchNow);
followLive(at('live'));

// The query API, as /openapi.yaml describes it.

/** An error in words; `code` is the API's, or empty where no answer came. */
export class ApiError extends Error {
  constructor(message, code = '') {
    super(message);
    this.code = code;
  }
}

/** Searches with a photo. Filters are sent as they were typed: the server says what is wrong. */
export function search(photo, {merchants, category}, signal) {
  const form = new FormData();
  form.append('image', photo, 'photo');
  form.append('top_k', '24');
  form.append('explain', 'true');
  if (merchants) form.append('merchant_ids', merchants);
  if (category) form.append('category', category);
  return send('/v1/search', {method: 'POST', body: form, signal});
}

/** Sends an availability event; resolves once Kafka has it. */
export function setAvailable({merchant_id, product_id}, available, signal) {
  return send('/v1/availability', {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({merchant_id, product_id, available}),
    signal,
  });
}

async function send(path, request) {
  const response = await fetch(path, request).catch((error) => {
    if (error.name === 'AbortError') throw error;
    throw new ApiError('The server cannot be reached. Is it running?');
  });
  const body = await response.json().catch(() => null);
  if (response.ok && body) return body;
  if (!body) throw new ApiError(`The server answered ${response.status} and nothing more.`);
  throw new ApiError(`${body.title}: ${body.detail}. (${body.code}, trace ${body.trace_id})`, body.code);
}

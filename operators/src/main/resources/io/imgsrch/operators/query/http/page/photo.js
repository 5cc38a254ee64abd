// Where photos come from, and what is sent of them.

const SENT_AS_IS = 2 * 1024 * 1024;
const LONGEST_SIDE = 1600;
const READ_BY_SERVER = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'];

/** Calls back with each photo that is chosen, taken, dropped or pasted. */
export function onPhoto(inputs, dropZone, callback) {
  for (const input of inputs) {
    input.addEventListener('change', () => {
      if (input.files[0]) callback(input.files[0]);
      input.value = ''; // the same file may be chosen again
    });
  }
  document.addEventListener('paste', (event) => {
    if (event.clipboardData.files[0]) callback(event.clipboardData.files[0]);
  });
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    dropZone.classList.add('over');
  });
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) dropZone.classList.remove('over');
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    dropZone.classList.remove('over');
    if (event.dataTransfer.files[0]) callback(event.dataTransfer.files[0]);
  });
}

/** Makes a phone's photo small enough to send; what the browser cannot read is the server's to judge. */
export async function prepared(file) {
  if (file.size <= SENT_AS_IS && READ_BY_SERVER.includes(file.type)) return file;
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return file;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), 'image/jpeg', 0.9));
}

/** As much of a text as fits into so many bytes of UTF-8, cut between characters. */
export function cutBytes(text: string, maxBytes: number): string {
  let cut = '';
  let bytes = 0;
  for (const character of text.toWellFormed()) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    cut += character;
  }
  return cut;
}

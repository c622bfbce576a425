/**
 * Puts a text on the clipboard. Browsers have `navigator.clipboard` on https and localhost only; on plain http the
 * older command does it.
 *
 * @returns false when the browser refuses both
 */
export async function copyText(value: string): Promise<boolean> {
  // Typed as if it were always there; on plain http it is not.
  const clipboard: Clipboard | undefined = navigator.clipboard;
  try {
    if (clipboard !== undefined) {
      await clipboard.writeText(value);
      return true;
    }
  } catch {
    // Refused, for example in a frame: the older way may still do.
  }
  return copyBySelection(value);
}

function copyBySelection(value: string): boolean {
  const before = document.activeElement;
  const area = document.createElement('textarea');
  area.value = value;
  area.readOnly = true;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  // oxlint-disable-next-line typescript/no-deprecated -- the only way without https
  const isCopied = document.execCommand('copy');
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return isCopied;
}

// What tests run inside a page of a browser: each function is sent there as its text and can use nothing around it.

/** Makes whatever breaks the page's content security policy a line of its console. */
export function reportViolations() {
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
    // oxlint-disable-next-line no-console -- the page's console is what the test reads
    console.error(`CSP: ${violatedDirective} ${blockedURI} ${sourceFile}`);
  });
}

/** Whether the page has a heading, and nothing in it is still loading. */
export function hasArrived() {
  const isLoading = '[data-busy], [aria-busy=true], [role=status][aria-label*=…]';
  return document.querySelector('h1') !== null && document.querySelector(isLoading) === null;
}

/** Whether the page has these colours, and nothing in it is still passing from one to another. */
export function hasScheme(scheme) {
  const { mantineColorScheme: now } = document.documentElement.dataset;
  return now === scheme && document.getAnimations().length === 0;
}

/** Runs axe-core, which is in the page already, by these tags; answers what breaks its rules. */
export async function runAxe(tags) {
  const options = { runOnly: tags, resultTypes: ['violations'] };
  const { violations } = await window.axe.run(document, options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) =>
      `${id}: ${html.slice(0, 240)} ${failureSummary.split('\n').slice(1).join(' ')}`.trim(),
    ),
  );
}

/** Every text that the page shows, or says: text nodes, and attributes that are shown or read out. */
export function readTexts() {
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const isCode = element === null || /^(?:STYLE|SCRIPT)$/.test(element.tagName);
    if (!isCode && element.checkVisibility()) texts.push(node.nodeValue);
  }
  for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'])
    for (const element of document.querySelectorAll(`[${name}]`))
      texts.push(element.getAttribute(name));
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}

/** By how much the page is wider than its window, px. */
export function readOverflow() {
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}

/** Whether this global was set, and every element that this selector finds. */
export function readEffects([canary, planted]) {
  const elements = [...document.querySelectorAll(planted)].map(({ outerHTML }) => outerHTML);
  return canary in window ? [`${canary} is set`, ...elements] : elements;
}

/** The pixels of this image, as a camera would see them: drawn on white, large. */
export function readPixels(selector) {
  const image = document.querySelector(selector);
  const size = 512;
  const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, size, size);
  context.drawImage(image, 32, 32, size - 64, size - 64);
  return { width: size, height: size, data: [...context.getImageData(0, 0, size, size).data] };
}

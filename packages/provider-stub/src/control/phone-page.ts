/** The customer's phone: what waits, approve, refuse. One page without parts of others. */
export function phonePage(): string {
  return `<!doctype html>
<html lang="zh">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>顾客的手机 · The customer's phone</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 26rem; padding: 1rem; background: #f4f5f7; color: #16181d; }
  h1 { font-size: 1.1rem; }
  article { background: #fff; border-radius: .75rem; padding: 1rem; margin: .75rem 0; box-shadow: 0 1px 3px #0002; overflow-wrap: anywhere; }
  strong { font-size: 1.6rem; display: block; }
  small { color: #5b6170; }
  button { font: inherit; min-height: 44px; border: 0; border-radius: .5rem; padding: .5rem 1.25rem; margin: .75rem .5rem 0 0; cursor: pointer; }
  .approve { background: #0a7d34; color: #fff; }
  .refuse { background: #e4e6ea; color: #16181d; }
</style>
<h1>顾客的手机 <small lang="en">The customer's phone (stub, no real money)</small></h1>
<main id="waiting" aria-live="polite"></main>
<script>
  const main = document.getElementById('waiting');
  let before = '';
  const send = (path, body) =>
    fetch(path, { method: 'POST', body: JSON.stringify(body) }).then(show, show);
  function button(text, name, action) {
    const made = document.createElement('button');
    made.className = name;
    made.textContent = text;
    made.onclick = action;
    return made;
  }
  function card(order) {
    const card = document.createElement('article');
    const line = (tag, text) => card.append(Object.assign(document.createElement(tag), { textContent: text }));
    line('strong', '¥' + (order.amount / 100).toFixed(2));
    line('div', order.subject);
    line('small', order.out_trade_no);
    const act = (wanted) => () => order.codeUrl
      ? send('/control/scan', { codeUrl: order.codeUrl, act: wanted })
      : send('/control/phone', { out_trade_no: order.out_trade_no, act: wanted });
    const approve = order.codeUrl && !order.isScanned ? '扫码并付款 · Scan and pay' : '同意付款 · Approve';
    card.append(document.createElement('br'), button(approve, 'approve', act('approve')));
    card.append(button('拒绝 · Refuse', 'refuse', act('refuse')));
    return card;
  }
  async function show() {
    const text = await fetch('/control/phone').then((answer) => answer.text(), () => '');
    if (text === before || text === '') return;
    before = text;
    const { waiting } = JSON.parse(text);
    const none = Object.assign(document.createElement('p'), { textContent: '没有待付款 · Nothing to pay' });
    main.replaceChildren(...(waiting.length > 0 ? waiting.map(card) : [none]));
  }
  show();
  setInterval(show, 500);
</script>
</html>
`;
}

/** The page of `npm run demo -- --qr`, in the browser's language. */
export const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>PayServer</title><link rel="stylesheet" href="page.css"></head>
<body><main data-state="waiting"><h1 id="title"></h1><p id="amount"></p>
<div id="code"><img id="image" alt="" hidden></div>
<p id="status" role="status"></p><p id="number"></p></main><script src="page.js"></script></body></html>`;

export const STYLE = `:root{color-scheme:light dark;font-family:system-ui,sans-serif}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:Canvas;color:CanvasText}
main{width:min(22rem,92vw);text-align:center;padding:1.5rem;box-sizing:border-box}
h1{font-size:1.125rem;font-weight:600;margin:0}
#amount{font-size:2.5rem;font-weight:650;font-variant-numeric:tabular-nums;margin:.25rem 0 1rem}
#code{aspect-ratio:1;border-radius:1rem;background:#fff;display:grid;place-items:center;border:1px solid #8884;font-size:6rem}
#image{width:88%;image-rendering:pixelated}
#status{font-size:1.125rem;margin:1rem 0 .25rem;min-height:1.5em}
#number{opacity:.7;font-size:.8125rem;font-variant-numeric:tabular-nums;margin:0}
main[data-state=paid] #code{background:#0b7a43;color:#fff;border-color:transparent}
main[data-state=paid] #code::before{content:"✓"}
main[data-state=failed] #code{background:#b3261e;color:#fff;border-color:transparent}
main[data-state=failed] #code::before{content:"✕"}
main:not([data-state=waiting]) #image{display:none}
`;

export const SCRIPT = `const zh = navigator.language.startsWith('zh');
document.documentElement.lang = zh ? 'zh-CN' : 'en';
const names = { wechat: zh ? '微信支付' : 'WeChat Pay', alipay: zh ? '支付宝' : 'Alipay' };
const words = zh
  ? { scan: '请顾客扫码付款', making: '二维码生成中', paid: '已支付', failed: '未支付', lost: '连接中断，正在重试', alt: '付款二维码' }
  : { scan: 'Scan to pay', making: 'The code is being made', paid: 'Paid', failed: 'Not paid', lost: 'Connection lost, trying again', alt: 'payment code' };
const $ = (id) => document.getElementById(id);
function show({ provider, tractionNo, amount, state, codeUrl, reason }) {
  document.querySelector('main').dataset.state = state;
  $('title').textContent = names[provider];
  $('amount').textContent = '¥' + (amount / 100).toFixed(2);
  $('number').textContent = tractionNo;
  const waiting = codeUrl === null ? words.making : words.scan;
  $('status').textContent = state === 'waiting' ? waiting : words[state] + (state === 'failed' && reason ? '：' + reason : '');
  if (codeUrl !== null && $('image').hidden) {
    Object.assign($('image'), { src: 'code.svg', alt: words.alt, hidden: false });
  }
  return state;
}
async function poll() {
  let state = 'waiting';
  try {
    state = show(await (await fetch('payment')).json());
  } catch {
    $('status').textContent = words.lost;
  }
  if (state === 'waiting') setTimeout(poll, 500);
}
poll();
`;

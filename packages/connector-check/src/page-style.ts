/** How a report is laid out: no font, picture or script from elsewhere. */
export const STYLE = `
:root{color-scheme:light dark;--text:#1f2328;--back:#fff;--card:#f6f8fa;--dim:#59636e;--line:#d1d9e0;--ok:#1a7f37;--bad:#cf222e;--mid:#9a6700}
@media(prefers-color-scheme:dark){:root{--text:#e6edf3;--back:#0d1117;--card:#161b22;--dim:#9198a1;--line:#30363d;--ok:#3fb950;--bad:#f85149;--mid:#d29922}}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,-apple-system,"PingFang SC","Microsoft YaHei",sans-serif;margin:0;color:var(--text);background:var(--back);overflow-wrap:anywhere}
main{max-width:52rem;margin:0 auto;padding:2rem 1rem}p{margin:.25rem 0 0}
header{display:flex;gap:1.25rem;align-items:center}h1{font-size:1.25rem;line-height:1.3;margin:0}h2{font-size:1.15rem;margin:2.25rem 0 .75rem}h3{font-size:1rem;margin:1.5rem 0 .5rem}
.grade{flex:none;width:5rem;text-align:center;font-size:3rem;font-weight:700;line-height:5rem;border-radius:.75rem;color:#fff;background:#1a7f37}
.C .grade{background:#9a6700}.F .grade{background:#cf222e}.url{color:var(--dim)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:1.5rem 0 0}dt{color:var(--dim)}dd{margin:0}
article{border:1px solid var(--line);border-left:.3rem solid var(--mid);border-radius:.4rem;background:var(--card);padding:.75rem 1rem;margin:.75rem 0;break-inside:avoid}
article h3{margin:0 0 .35rem}article.money{border-left-color:var(--bad)}article.money .reason{color:var(--bad)}
ul{margin:0;padding-left:1.25rem}table{border-collapse:collapse;width:100%}td{vertical-align:top;padding:.5rem 0;border-top:1px solid var(--line)}
.what p{color:var(--dim)}.tag{font-size:.8125rem;color:var(--dim)}.result{width:7rem;text-align:right;white-space:nowrap;font-weight:600;color:var(--ok)}
.failed .result{color:var(--bad)}.skipped .result{color:var(--dim);font-weight:400}
code{font:.92em ui-monospace,Menlo,Consolas,monospace}footer{margin-top:2.5rem;color:var(--dim);font-size:.875rem}
@media(max-width:30rem){header{align-items:flex-start}main{padding:1.25rem 1rem}.grade{width:3.5rem;line-height:3.5rem;font-size:2rem}.result{width:6.5rem;font-size:.9rem}}
@media print{main{padding:0;max-width:none}tr{break-inside:avoid}}`;

"""How a report looks: light and dark as the reader's system is, and on paper."""

LEVELS = 5
"""Steps of the tints of words: from those that hardly count to those that count most."""
_TINTS = "\n".join(
    f".{side}{level} {{ background: rgba({colour}, {0.6 * level / LEVELS:.2f}); }}"
    for side, colour in (("for", "217, 127, 46"), ("against", "79, 143, 196"))
    for level in range(1, LEVELS + 1)
)
"""Orange and blue, as in the figures."""

STYLE = (
    """
:root { color-scheme: light dark; --ground: #f3f5f9; --card: #ffffff; --text: #1a2133; --muted: #566077;
  --line: #d3d9e6; --accent: #2f5fe0; --warn: #935500; --warn-ground: #fff6e5; --code: #eaeef6; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171e; --card: #1c2029; --text: #e7eaf1; --muted: #a2abbf;
  --line: #384051; --accent: #7ea0ff; --warn: #f2b44c; --warn-ground: #2b2418; --code: #272d39; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
header, nav, main, footer { max-width: 54rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2.5rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; margin: 0 0 .75rem; }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .25rem; }
p { margin: 0 0 .75rem; overflow-wrap: anywhere; }
section > :last-child { margin-bottom: 0; }
a { color: var(--accent); }
.muted { color: var(--muted); overflow-wrap: anywhere; }
.missing { color: var(--warn); background: var(--warn-ground); border-left: 3px solid var(--warn);
  padding: .5rem .75rem; border-radius: 4px; }
nav ol { columns: 2; column-gap: 2rem; padding-left: 1.25rem; margin: 1rem 0 1.5rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.25rem 1.5rem;
  margin: 0 0 1.25rem; }
section.first > p:first-of-type { font-size: 1.1rem; }
figure { margin: .75rem 0 1.25rem; }
figure.drawing { background: #ffffff; border: 1px solid var(--line); border-radius: 8px; padding: .25rem; }
figure.drawing img { display: block; width: 100%; height: auto; }
.wide { overflow-x: auto; margin: .5rem 0 1.25rem; }
table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding-bottom: .25rem; }
th, td { padding: .25rem .75rem; text-align: right; border-bottom: 1px solid var(--line); unicode-bidi: isolate; }
th:first-child, td:first-child { text-align: left; padding-left: 0; overflow-wrap: anywhere; }
thead th { color: var(--muted); font-weight: 600; }
tbody th { font-weight: 400; }
.facts th { color: var(--muted); white-space: nowrap; vertical-align: top; }
.facts td { text-align: left; overflow-wrap: anywhere; }
pre { background: var(--code); border-radius: 6px; padding: .75rem; margin: 0 0 .75rem; white-space: pre-wrap;
  overflow-wrap: anywhere; font: .88rem/1.5 ui-monospace, Menlo, Consolas, monospace; }
.shots { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 1rem; margin: .5rem 0; }
.shots figure { margin: 0; font-size: .85rem; line-height: 1.35; }
.shots .frame { display: flex; align-items: center; justify-content: center; height: 160px; background: var(--code);
  border-radius: 6px; color: var(--muted); }
.shots .passage { padding: .5rem; max-height: 100%; overflow: hidden; color: var(--text); overflow-wrap: anywhere; }
.shots img { max-width: 100%; max-height: 160px; }
.shots figcaption { margin-top: .35rem; overflow-wrap: anywhere; unicode-bidi: isolate; }
footer { color: var(--muted); font-size: .85rem; padding-bottom: 2rem; }
@media (max-width: 40rem) { nav ol { columns: 1; } section { padding: 1rem; } }
@page { margin: 16mm; }
@media print {
  :root { color-scheme: light; --ground: #ffffff; --card: #ffffff; --text: #000000; --muted: #444444; --line: #bbbbbb;
    --accent: #000000; --warn: #663c00; --warn-ground: #ffffff; --code: #f4f4f4; }
  body { font-size: 10.5pt; }
  header, nav, main, footer { max-width: none; padding: 0; }
  section { border: 0; padding: 0; margin: 0 0 8mm; }
  h2, h3, h3 + .muted, caption { break-after: avoid; }
  figure.drawing { max-width: 150mm; }
  figure, .wide, tr, pre, .missing { break-inside: avoid; }
  thead { display: table-header-group; }
  .wide { overflow: visible; }
  a { text-decoration: none; }
}
"""
    + _TINTS
    + "\n"
)

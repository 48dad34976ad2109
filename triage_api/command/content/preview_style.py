"""The looks of the preview: four columns on a wide screen, one on a telephone, in light and in dark."""

STYLE = """
:root { color-scheme: light dark; --line: #8885; --soft: #8882; --quiet: #666; --warn: #a40;
  font: 16px/1.55 system-ui, "Noto Sans", "Noto Sans Thai", sans-serif; }
@media (prefers-color-scheme: dark) { :root { --quiet: #aaa; --warn: #fa6; } }
body { max-width: 110rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h2 { margin: 3rem 0 0; padding-top: 1rem; border-top: 3px solid var(--line); }
h3 { margin: 2rem 0 .25rem; } h4 { margin: 1.25rem 0 0; font-weight: 600; }
nav a { display: inline-block; margin: 0 .75rem .25rem 0; }
summary { cursor: pointer; padding: .25rem 0; }
.for { margin: 0 0 .5rem; color: var(--quiet); max-width: 75ch; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .75rem; margin: .5rem 0; font-size: .85rem; }
dt { color: var(--quiet); } dd { margin: 0; }
.languages { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: .75rem; }
.languages > div { border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .75rem; }
.language { margin: 0; font-size: .8rem; color: var(--quiet); }
.text { margin: .25rem 0; white-space: pre-line; } [lang=th] .text { line-height: 1.8; }
.sms { background: var(--soft); border-radius: .4rem; padding: .4rem .6rem; margin-top: .75rem; }
.figures { margin: 0; font-size: .8rem; color: var(--quiet); }
.verify, .missing, .notes { color: var(--warn); } .verify { font-size: .8em; } .notes { font-size: .85rem; }
@media print { nav { display: none; } section { break-inside: avoid; } }
"""

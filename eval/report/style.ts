/** Style of the report: light and dark by the reader's setting, tables that scroll by themselves on narrow screens. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #fff; --raised: #f4f5f7; --text: #1b1c20; --quiet: #535965; --line: #c5c9d1;
  --accent: #0b4fbf; --better: #0a6630; --worse: #a3150f; --alarm: #fdeceb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #15171b; --raised: #1f2228; --text: #e9ebef; --quiet: #b4bac5; --line: #454b56;
    --accent: #9cc1ff; --better: #83d9a0; --worse: #ffb3aa; --alarm: #3b1715;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header, main { max-width: 84rem; margin: 0 auto; padding: 0 clamp(.75rem, 3vw, 2rem); }
header { padding-top: 1rem; }
main { padding-bottom: 3rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0; }
h2 { font-size: 1.25rem; margin: 2.25rem 0 .5rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.quiet { color: var(--quiet); }
.better { color: var(--better); }
.worse { color: var(--worse); }
.verdict, .leaks { border-left: .35rem solid var(--line); padding: .5rem 1rem; background: var(--raised); }
.verdict.better { border-color: var(--better); } .verdict.worse { border-color: var(--worse); }
.leaks { border-color: var(--worse); background: var(--alarm); }
.leaks h2 { margin-top: .25rem; color: var(--worse); }
.scroll { overflow-x: auto; margin: .75rem 0; border: 1px solid var(--line); border-radius: .4rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: .6rem .75rem; color: var(--quiet); }
caption span { position: sticky; left: .75rem; display: inline-block; max-width: calc(100vw - 4rem); }
th, td { padding: .4rem .7rem; text-align: right; border-top: 1px solid var(--line); vertical-align: top; }
td, thead th { overflow-wrap: normal; }
thead th { vertical-align: bottom; font-weight: 600; min-width: 4.5rem; }
tbody th, thead th:first-child { position: sticky; left: 0; background: var(--ground); }
tbody th { text-align: left; font-weight: 600; min-width: 8.5rem; overflow-wrap: break-word; }
thead th:first-child { text-align: left; }
td small { display: block; color: var(--quiet); white-space: nowrap; }
td small.better { color: var(--better); } td small.worse { color: var(--worse); }
figure { margin: 1rem 0; }
figcaption { color: var(--quiet); margin-bottom: .35rem; }
svg { display: block; width: 100%; height: auto; max-width: 30rem; }
svg text { fill: var(--text); font: 14px system-ui, sans-serif; }
svg .quiet { fill: var(--quiet); }
svg .bar { fill: var(--accent); } svg .soft { fill: var(--line); }
svg .axis { stroke: var(--line); } svg .zero { stroke: var(--quiet); }
svg .range { stroke: var(--accent); stroke-width: 3; } svg .point { fill: var(--accent); }
svg .worse { stroke: var(--worse); fill: var(--worse); } svg .better { stroke: var(--better); fill: var(--better); }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .5rem 0; }
summary { padding: .5rem .75rem; cursor: pointer; }
details > div { padding: 0 .75rem .75rem; }
.question { border-top: 1px solid var(--line); padding: .6rem 0; }
.question p { margin: .1rem 0; }
.questions { list-style: none; margin: 0; padding: 0; }
ol.ranking { margin: .25rem 0 0; padding-left: 1.75rem; }
blockquote { margin: .25rem 0; padding-left: .75rem; border-left: 3px solid var(--line); }
@media print { details > div { display: block; } }
`;

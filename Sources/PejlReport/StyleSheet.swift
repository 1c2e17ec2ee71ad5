/// The page's only style sheet: screen, telephone, dark screens and A4; no address in it.
enum StyleSheet {
    static let css: StaticString = """
        :root { --ink: #1b1f24; --muted: #4d5661; --paper: #ffffff; --soft: #f4f6f8; --rule: #d3d9e0; --link: #17507f;
          --own: #b8460b; --group: #1d5c96; --other: #8793a0; --all: #1b1f24; --band: #e9ecf0; }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 3rem; background: var(--paper); color: var(--ink);
          font: 1.0625rem/1.55 "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }
        h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .75rem; }
        h2 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem; }
        h3 { font-size: 1.1rem; line-height: 1.3; margin: 1.75rem 0 .5rem; }
        p { margin: 0 0 .75rem; max-width: 44rem; }
        a { color: var(--link); }
        header, section { margin-bottom: 2.5rem; }
        header dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 1rem 0 0; }
        dt { color: var(--muted); }
        dd { margin: 0; }
        .in-short { background: var(--soft); border-left: .35rem solid var(--own); padding: 1.25rem 1.5rem; }
        .in-short li { margin-bottom: .75rem; max-width: 46rem; }
        .in-short ul { padding-left: 1.1rem; margin: 0 0 .5rem; }
        .figure, .small-table, .about, .sources { border-top: 2px solid var(--ink); padding-top: 1.25rem; }
        .key-figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(12.5rem, 1fr)); gap: .75rem 1.25rem;
          margin: 1rem 0; }
        .key-figures dt { font-size: .875rem; line-height: 1.3; }
        .key-figures dd { font-weight: 600; font-size: 1.125rem; line-height: 1.35; }
        .key { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: 0 0 .5rem; padding: 0;
          font-size: .9375rem; }
        .key li { display: flex; align-items: flex-start; }
        .swatch { flex: none; width: 2.125rem; height: 1rem; margin: .25rem .4rem 0 0; }
        .chart { display: block; width: 100%; height: auto; margin: .25rem 0 .75rem; overflow: visible;
          font-family: inherit; }
        .scroll { overflow-x: auto; }
        .only-narrow, .key li.only-narrow { display: none; }
        .grid { stroke: var(--rule); stroke-width: 1; }
        .axis { stroke: var(--muted); stroke-width: 1.25; }
        .label { fill: var(--ink); }
        .tick { fill: var(--muted); }
        .strong { font-weight: 700; }
        .other { fill: var(--other); }
        .group { fill: var(--group); }
        .own { fill: var(--own); }
        .own-text { fill: var(--own); }
        .groupline-text { fill: var(--group); }
        .all-text { fill: var(--all); }
        .own-stroke { stroke: var(--own); }
        .groupline-stroke { stroke: var(--group); stroke-dasharray: 3 3; }
        .all-stroke { stroke: var(--all); stroke-dasharray: 9 4; }
        .own-fill { fill: var(--own); }
        .groupline-fill { fill: var(--group); }
        .all-fill { fill: var(--all); }
        .halo { stroke: var(--paper); stroke-width: 3.4; stroke-opacity: .65; }
        .median { stroke-width: 2; fill: none; }
        .pointer { stroke: var(--own); stroke-width: 1.5; }
        .curve { fill: none; stroke-width: 2.25; stroke-linejoin: round; }
        .curve.own-stroke { stroke-width: 3.25; }
        .marker { stroke: var(--paper); stroke-width: 1; }
        .leader { fill: none; stroke-width: 1; stroke-dasharray: none; opacity: .7; }
        .band { fill: var(--band); }
        .cut { stroke: var(--muted); stroke-width: 1.5; stroke-dasharray: 2 3; }
        .note, .caveats { font-size: .9375rem; }
        .note { margin-bottom: .35rem; }
        .caveats { max-width: 44rem; padding-left: 1.1rem; }
        .source { font-size: .9375rem; margin: 1rem 0 .25rem; }
        .findings, .digest, footer { font-size: .8125rem; color: var(--muted); overflow-wrap: anywhere; max-width: none; }
        .digest { font-family: ui-monospace, "Liberation Mono", Menlo, monospace; }
        table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
        caption { text-align: left; font-size: .9375rem; color: var(--muted); padding-bottom: .5rem; max-width: 44rem; }
        th, td { text-align: left; vertical-align: top; padding: .3rem 1.5rem .3rem .25rem;
          border-bottom: 1px solid var(--rule); }
        thead th { vertical-align: bottom; border-bottom: 2px solid var(--muted); }
        tbody th { font-weight: 400; }
        .number { text-align: right; }
        td.number { white-space: nowrap; }
        .own-row th, .own-row td { font-weight: 700; color: var(--own); }
        summary { cursor: pointer; font-weight: 600; padding: .5rem 0; color: var(--link); }
        .about dt { color: var(--ink); font-weight: 600; margin-top: .6rem; }
        .about dd, .about li { max-width: 44rem; }
        .source-note dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem 1rem; margin: 0; }
        .source-note dd { grid-column: 2; overflow-wrap: anywhere; }
        @media screen and (max-width: 640px) {
          body { padding: 1rem 1rem 2rem; }
          h1 { font-size: 1.6rem; }
          .in-short { padding: 1rem; }
          .only-wide { display: none; }
          .only-narrow { display: block; }
          .key.only-narrow { display: flex; }
          .key li.only-narrow { display: flex; }
          .key-figures { grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); }
          header dl { grid-template-columns: 1fr; }
          header dd { margin-bottom: .4rem; }
          table { font-size: .875rem; }
          th, td { padding-right: .5rem; }
          thead th { hyphens: auto; }
          .source-note dl { grid-template-columns: 1fr; }
          .source-note dd { grid-column: 1; margin-bottom: .4rem; }
        }
        @media screen and (prefers-color-scheme: dark) {
          :root { --ink: #e8ebef; --muted: #aeb7c1; --paper: #14181d; --soft: #1d232a; --rule: #38414b; --link: #8ec3f5;
            --own: #f39149; --group: #6fb1ee; --other: #5d6873; --all: #e8ebef; --band: #232a32; }
        }
        @media print {
          @page { size: A4; margin: 16mm 15mm; }
          body { max-width: none; padding: 0; font-size: 10.5pt; line-height: 1.4; }
          h1 { font-size: 20pt; }
          h2 { font-size: 15pt; }
          h2, h3, caption, summary { break-after: avoid; }
          a { color: inherit; text-decoration: none; }
          .figure, .about { break-before: page; }
          .chart, .key, .key-figures, .small-table table, .source-note, li, tr { break-inside: avoid; }
          .in-short, .band, .bar, .own, .group, .marker { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          details::details-content { content-visibility: visible; display: block; block-size: auto; }
          details, .scroll { break-inside: avoid; }
          summary { list-style: none; color: inherit; }
          .key-figures { grid-template-columns: repeat(4, 1fr); }
          .columns { column-count: 3; column-gap: 7mm; font-size: 8pt; line-height: 1.15; }
          .columns table { width: 100%; margin: 0; }
          .columns th, .columns td { padding: .03rem .3rem .06rem 0; }
          .columns caption { font-size: 8pt; }
          .columns table { font-size: 8pt; }
          .caveats, .note { margin-top: 0; }
          section { margin-bottom: 0; }
        }
        """
}

// Draws Mermaid in the colours of the pages, on its strictest level: no scripts, no clicks, no HTML.
import mermaid from 'mermaid';

/** The diagram as SVG. */
export async function draw(id: string, source: string, dark: boolean): Promise<string> {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    htmlLabels: false,
    flowchart: { htmlLabels: false, useMaxWidth: true },
    theme: 'base',
    fontFamily: style.getPropertyValue('--sans'),
    themeVariables: {
      darkMode: dark,
      background: colour('card'),
      primaryColor: colour('brand-tint'),
      primaryTextColor: colour('ink'),
      primaryBorderColor: colour('brand'),
      secondaryColor: colour('sunken'),
      tertiaryColor: colour('paper'),
      tertiaryBorderColor: colour('line'),
      tertiaryTextColor: colour('ink'),
      lineColor: colour('ink-soft'),
      textColor: colour('ink'),
      edgeLabelBackground: colour('card'),
    },
  });
  const { svg } = await mermaid.render(id, source);
  return svg;
}

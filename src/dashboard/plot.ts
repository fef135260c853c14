// Small plots as inline SVG: values by day. Pure; colours come from the stylesheet. The numbers also stand in a table beside them.
import { html } from 'hono/html';
import type { Page } from './page.ts';

export interface Bar {
  readonly label: string;
  /** From the bottom up; `tone` is a class of the stylesheet. */
  readonly parts: readonly { readonly value: number; readonly tone: string }[];
}

const height = 56;
const step = 10;

/** Stacked bars, one a day. */
export function bars(name: string, days: readonly Bar[]): Page {
  const sum = ({ parts }: Bar) => parts.reduce((total, { value }) => total + value, 0);
  const highest = Math.max(...days.map(sum), Number.EPSILON);
  const drawn = days.map((day, index) => {
    let top = height;
    const rectangles = day.parts.map(({ value, tone }) => {
      const tall = (value / highest) * height;
      top -= tall;
      return html`<rect class="${tone}" x="${index * step + 1}" y="${top.toFixed(2)}" width="${step - 2}" height="${tall.toFixed(2)}"/>`;
    });
    return html`<g><title>${day.label}</title>${rectangles}</g>`;
  });
  return frame(name, days.length * step, drawn);
}

/** One bar cut into shares of the whole, for instance of time. */
export function shares(name: string, parts: Bar['parts']): Page {
  const total = parts.reduce((sum, { value }) => sum + value, 0) || 1;
  let left = 0;
  const drawn = parts.map(({ value, tone }) => {
    const width = (value / total) * 100;
    left += width;
    return html`<rect class="${tone}" x="${(left - width).toFixed(2)}" y="0" width="${width.toFixed(2)}" height="8"/>`;
  });
  return html`<svg class="shares" role="img" aria-label="${name}" viewBox="0 0 100 8" preserveAspectRatio="none">${drawn}</svg>`;
}

function frame(name: string, width: number, drawn: readonly Page[]): Page {
  return html`<svg class="plot" role="img" aria-label="${name}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none">
<line x1="0" x2="${width}" y1="${height}" y2="${height}"/>${drawn}</svg>`;
}

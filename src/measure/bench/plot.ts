// Draws a plot as SVG, without a browser: Vega-Lite says what it shows, Vega renders it to text.
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { Axis, Plot } from './figure.ts';

/** Throws when the points do not fit the plot's own fields. */
export async function svgOf(plot: Plot): Promise<string> {
  const view = new View(parse(compile(specOf(plot)).spec), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

function specOf({ title, x, y, series, points }: Plot): TopLevelSpec {
  return {
    title,
    background: 'white',
    width: 480,
    height: 300,
    data: { values: [...points] },
    mark: { type: 'line', point: true },
    encoding: { x: logarithmic(x), y: logarithmic(y), color: { field: series, type: 'nominal', title: null } },
  };
}

function logarithmic({ field, title }: Axis) {
  return { field, title, type: 'quantitative', scale: { type: 'log' } } as const;
}

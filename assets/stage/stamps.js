// Points by the thousand: a shape is drawn once, then stamped into the pixels in each point's colours.

import { cutPie, SECTORS } from "./pies.js";

/** @typedef {import("./types").Faces} Faces */

/**
 * How much of each pixel a shape covers (0 to 255): its ink, and the ink with a rim in the paper's
 * colour. The path is drawn around (0, 0) as large as a disc of radius `unit`.
 * @param {{ path: string, unit: number, radius: number, rim: number, hollow: boolean }} look
 * @param {Document} document
 */
export function makeStamp({ path, unit, radius, rim, hollow }, document) {
  const half = Math.ceil(1.3 * radius + rim) + 1;
  const size = 2 * half + 1;
  const shape = new Path2D(path);
  const scale = radius / unit;
  /** @param {(context: CanvasRenderingContext2D) => void} draw */
  const coverage = (draw) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = size;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
    context.translate(half + 0.5, half + 0.5);
    context.scale(scale, scale);
    draw(context);
    const { data } = context.getImageData(0, 0, size, size);
    return Uint8Array.from({ length: size * size }, (_, i) => data[4 * i + 3]);
  };
  const ink = coverage((context) => {
    context.fill(shape);
    if (!hollow) return;
    context.globalCompositeOperation = "destination-out";
    context.scale(0.5, 0.5);
    context.fill(shape);
  });
  const cover = coverage((context) => {
    context.fill(shape);
    context.lineWidth = (2 * rim) / scale;
    context.stroke(shape);
  });
  // Only what is covered, the plain ink first.
  const covered = Array.from(cover.keys()).filter((i) => cover[i] > 0);
  covered.sort((a, b) => ink[b] - ink[a]);
  return {
    half,
    plain: covered.filter((i) => ink[i] === 255).length,
    // Each pixel's sector of a pie.
    sectors: Uint8Array.from(covered, (i) => sectorAt((i % size) - half, Math.floor(i / size) - half)),
    columns: Int32Array.from(covered, (i) => (i % size) - half),
    rows: Int32Array.from(covered, (i) => Math.floor(i / size) - half),
    ink: Float64Array.from(covered, (i) => ink[i] / 255),
    cover: Float64Array.from(covered, (i) => cover[i] / 255),
  };
}

/**
 * The sector of a pie in which a place lies, clockwise from 12 o'clock.
 * @param {number} x
 * @param {number} y downwards
 */
function sectorAt(x, y) {
  const turns = (Math.atan2(x, -y) / (2 * Math.PI) + 1) % 1;
  return Math.min(SECTORS - 1, Math.floor(SECTORS * turns));
}

/**
 * Lays a stamp at each centre (device pixels) over what is there, in the order given. `which` says for
 * each point which of the stamps it is. A face is one colour, or a pie.
 * @param {ImageData} image
 * @param {Float64Array} centres
 * @param {Faces} faces
 * @param {{ stamps: ReturnType<typeof makeStamp>[], which: ArrayLike<number>, order: number[] }} how
 * @param {number[]} paper
 */
export function stamp({ data, width, height }, centres, { inks, labels, gamma, doubtful }, { stamps, which, order }, paper) {
  const pixels = new Uint32Array(data.buffer); // red is the lowest byte
  const opaque = Uint32Array.from(inks, ([red, green, blue]) => (255 << 24) | (blue << 16) | (green << 8) | red);
  const face = new Uint8Array(SECTORS); // of the point at hand, a component for each sector
  const K = gamma ? gamma.length / labels.length : 0;
  for (const n of order) {
    const { half, plain, columns, rows, sectors, ink, cover } = stamps[which[n]];
    const [x, y] = [Math.round(centres[2 * n]), Math.round(centres[2 * n + 1])];
    if (x < -half || y < -half || x >= width + half || y >= height + half) continue;
    const at = y * width + x;
    // Of a point at the edge only what is within; elsewhere nobody has to look.
    const cut = x < half || y < half || x + half >= width || y + half >= height;
    /** @param {number} i */
    const beyond = (i) => x + columns[i] < 0 || y + rows[i] < 0 || x + columns[i] >= width || y + rows[i] >= height;
    const isPie = gamma && doubtful?.[n];
    if (isPie) {
      cutPie(gamma, K, n, face);
      for (let i = 0; i < plain; i += 1) {
        if (!cut || !beyond(i)) pixels[at + rows[i] * width + columns[i]] = opaque[face[sectors[i]]];
      }
    } else {
      const whole = opaque[labels[n]];
      for (let i = 0; i < plain; i += 1) {
        if (!cut || !beyond(i)) pixels[at + rows[i] * width + columns[i]] = whole;
      }
    }
    for (let i = plain; i < rows.length; i += 1) {
      if (cut && beyond(i)) continue;
      const [red, green, blue] = inks[isPie ? face[sectors[i]] : labels[n]];
      const to = 4 * (at + rows[i] * width + columns[i]);
      const alpha = 255 * cover[i] + data[to + 3] * (1 - cover[i]);
      const own = (255 * ink[i]) / alpha;
      const rim = (255 * (cover[i] - ink[i])) / alpha;
      const below = 1 - own - rim;
      data[to] = own * red + rim * paper[0] + below * data[to];
      data[to + 1] = own * green + rim * paper[1] + below * data[to + 1];
      data[to + 2] = own * blue + rim * paper[2] + below * data[to + 2];
      data[to + 3] = alpha;
    }
  }
}

// Points by the thousand: a shape is drawn once, then stamped into the pixels in each point's colour.

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
  return { half, size, ink, cover };
}

/**
 * Lays a stamp at each centre (device pixels) over what is there; later points lie on top. `which`
 * says for each point which of the stamps it is.
 * @param {ImageData} image
 * @param {Float64Array} centres
 * @param {Uint8ClampedArray} colours
 * @param {ReturnType<typeof makeStamp>[]} stamps
 * @param {ArrayLike<number>} which
 * @param {number[]} paper
 */
export function stamp(image, centres, colours, stamps, which, paper) {
  const { data, width, height } = image;
  for (let n = 0; 2 * n < centres.length; n += 1) {
    const { half, size, ink, cover } = stamps[which[n]];
    const left = Math.round(centres[2 * n]) - half;
    const top = Math.round(centres[2 * n + 1]) - half;
    if (left < 0 || top < 0 || left + size > width || top + size > height) continue;
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        const from = row * size + column;
        const over = cover[from];
        if (over === 0) continue;
        const to = 4 * ((top + row) * width + left + column);
        const share = ink[from] / over;
        const below = data[to + 3] * (1 - over / 255);
        const alpha = over + below;
        for (let channel = 0; channel < 3; channel += 1) {
          const colour = paper[channel] + share * (colours[3 * n + channel] - paper[channel]);
          data[to + channel] = (colour * over + data[to + channel] * below) / alpha;
        }
        data[to + 3] = alpha;
      }
    }
  }
}

// Points by the thousand: one disc is drawn once, then stamped into the pixels in each point's colour.

// How much of each pixel the disc covers (0 to 255): its ink, and the ink with a rim in the paper's colour.
export function disc(radius, rim, document) {
  const half = Math.ceil(radius + rim) + 1;
  const size = 2 * half + 1;
  const coverage = (reach) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = size;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.arc(half + 0.5, half + 0.5, reach, 0, 2 * Math.PI);
    context.fill();
    const { data } = context.getImageData(0, 0, size, size);
    return Uint8Array.from({ length: size * size }, (_, i) => data[4 * i + 3]);
  };
  return { half, size, ink: coverage(radius), cover: coverage(radius + rim) };
}

// Lays the stamp at each centre (device pixels) over what is there; later points lie on top.
export function stamp(image, centres, colours, { half, size, ink, cover }, paper) {
  const { data, width, height } = image;
  for (let n = 0; 2 * n < centres.length; n += 1) {
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

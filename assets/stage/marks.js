// Marks of the components: eight shapes, then the same shapes hollow. Each is an SVG path around (0, 0).

const polygon = (corners) => `M${corners.map(([x, y]) => `${x},${y}`).join("L")}Z`;

const turning = (count, radius, inner = radius, first = -90) =>
  polygon(
    Array.from({ length: count }, (_, i) => {
      const angle = ((first + (360 * i) / count) * Math.PI) / 180;
      const reach = i % 2 ? inner : radius;
      return [(reach * Math.cos(angle)).toFixed(2), (reach * Math.sin(angle)).toFixed(2)];
    }),
  );

const SHAPES = [
  "M-6.5,0A6.5,6.5,0,1,0,6.5,0A6.5,6.5,0,1,0,-6.5,0Z",
  polygon([[-5.3, -5.3], [5.3, -5.3], [5.3, 5.3], [-5.3, 5.3]]),
  turning(3, 7.5),
  turning(4, 7.5),
  turning(3, 7.5, 7.5, 90),
  turning(10, 8, 3.6),
  turning(6, 6.8),
  polygon([[-2.4, -7], [2.4, -7], [2.4, -2.4], [7, -2.4], [7, 2.4], [2.4, 2.4],
    [2.4, 7], [-2.4, 7], [-2.4, 2.4], [-7, 2.4], [-7, -2.4], [-2.4, -2.4]]),
];

export const markPath = (k) => SHAPES[k % SHAPES.length];
export const isHollow = (k) => k >= SHAPES.length;

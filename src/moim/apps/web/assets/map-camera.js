// Which part of the world the map shows. World units are Web Mercator, 1 wide.

const EQUATOR_M = 40_075_016.7;
const CONTROLS_PX = 52; // what the buttons cover on the right
const LEGEND_PX = 28; // and the legend below

export function createCamera(places) {
  const size = { width: 0, height: 0 };
  let scale = 1; // screen pixels a world unit
  let centre = [0.5, 0.5];
  let fitted = 1;
  let touched = false;

  function extent() {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [x, y] of places) {
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    return { left, top, right, bottom };
  }

  const camera = {
    size,
    toScreen: ([x, y]) => [(x - centre[0]) * scale + size.width / 2, (y - centre[1]) * scale + size.height / 2],
    /** Metres a pixel stands for in the middle of the picture. */
    metresPerPixel() {
      const lat = Math.atan(Math.sinh(Math.PI * (1 - 2 * centre[1])));
      return (EQUATOR_M * Math.cos(lat)) / scale;
    },
    /** Shows the whole course. */
    fit() {
      if (!places.length) return;
      const { left, top, right, bottom } = extent();
      const pad = Math.min(size.width, size.height) * 0.1;
      const least = 300 / EQUATOR_M; // do not zoom into the noise of a standing start
      scale = Math.min(
        (size.width - 2 * pad - CONTROLS_PX) / Math.max(right - left, least),
        (size.height - 2 * pad - LEGEND_PX) / Math.max(bottom - top, least),
      );
      centre = [(left + right) / 2 + CONTROLS_PX / 2 / scale, (top + bottom) / 2 + LEGEND_PX / 2 / scale];
      fitted = scale;
      touched = false;
    },
    /** The place in the middle of the picture. */
    middle: () => [...centre],
    /** Shows `metres` across around a place; it stays so when the picture changes its size. */
    lookAt([x, y], metres) {
      const lat = Math.atan(Math.sinh(Math.PI * (1 - 2 * y)));
      centre = [x, y];
      scale = (Math.min(size.width, size.height) * EQUATOR_M * Math.cos(lat)) / metres;
      fitted = scale;
      touched = true;
    },
    resize(width, height) {
      size.width = width;
      size.height = height;
      if (!touched) camera.fit();
    },
    panBy(dx, dy) {
      centre = [centre[0] - dx / scale, centre[1] - dy / scale];
      touched = true;
    },
    /** Zooms around a point of the screen, the middle by default. */
    zoomBy(factor, x = size.width / 2, y = size.height / 2) {
      const next = Math.max(fitted / 4, Math.min(fitted * 200, scale * factor));
      const shift = [x - size.width / 2, y - size.height / 2];
      centre = [
        centre[0] + shift[0] / scale - shift[0] / next,
        centre[1] + shift[1] / scale - shift[1] / next,
      ];
      scale = next;
      touched = true;
    },
  };
  return camera;
}

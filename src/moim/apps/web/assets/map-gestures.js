// How fingers, mouse, wheel and keys move the map.

const ARROWS = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };

/**
 * One finger scrolls the page (a tap points at the course), two fingers move the map; once the map
 * fills the screen, one finger moves it. The wheel zooms with Ctrl or ⌘ so that the page can scroll.
 */
export function mapGestures(canvas, camera, { redraw, pick, full }) {
  const fingers = new Map();
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  canvas.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, at(event));
    if (event.pointerType === "mouse" || full()) canvas.setPointerCapture(event.pointerId);
    if (event.pointerType !== "mouse") pick(...at(event));
  });

  canvas.addEventListener("pointermove", (event) => {
    const here = at(event);
    const before = fingers.get(event.pointerId);
    if (!before) {
      if (event.pointerType === "mouse") pick(...here);
      return;
    }
    if (fingers.size === 1 && (event.pointerType === "mouse" || full())) {
      camera.panBy(here[0] - before[0], here[1] - before[1]);
    } else if (fingers.size === 2) pinch(event.pointerId, before, here);
    fingers.set(event.pointerId, here);
    redraw();
  });

  function pinch(id, before, here) {
    const [, other] = [...fingers].find(([finger]) => finger !== id);
    const wide = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
    camera.panBy((here[0] - before[0]) / 2, (here[1] - before[1]) / 2);
    const was = wide(before, other);
    if (was > 0) camera.zoomBy(wide(here, other) / was, (here[0] + other[0]) / 2, (here[1] + other[1]) / 2);
  }

  const release = (event) => fingers.delete(event.pointerId);
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse" && !fingers.size) pick(-1e6, -1e6);
  });

  canvas.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey && !full()) return;
      event.preventDefault();
      camera.zoomBy(Math.exp(-event.deltaY * 0.0025), ...at(event));
      redraw();
    },
    { passive: false },
  );
  canvas.addEventListener("dblclick", (event) => {
    camera.zoomBy(2, ...at(event));
    redraw();
  });
  canvas.addEventListener("keydown", (event) => {
    if (event.key in ARROWS) camera.panBy(...ARROWS[event.key]);
    else if (event.key === "+" || event.key === "=") camera.zoomBy(1.4);
    else if (event.key === "-") camera.zoomBy(1 / 1.4);
    else if (event.key === "0") camera.fit();
    else return;
    event.preventDefault();
    redraw();
  });
}

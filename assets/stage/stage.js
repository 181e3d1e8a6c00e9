// The stage: it keeps the run and the frame on show, and draws whatever follows from the two.

import { blend, isDark, palette, parse, uniform } from "./colours.js";
import { drawCurve } from "./curve.js";
import { lineFor, prepareLine } from "./line.js";
import { between, likeliest, nearest, oneHot, responsibilities } from "./mixture.js";
import { drawParameters } from "./parameters.js";
import { unpack } from "./payload.js";
import { drawRings, innerSize, makePicture } from "./picture.js";
import { planeFor, preparePlane } from "./plane.js";
import { colouredAt, drawnAt, phaseAt } from "./tape.js";
import { makeTransport } from "./transport.js";
import { plural } from "./numbers.js";
import { sentence, status } from "./words.js";

const GLIDE = 160;

function makeStage(root) {
  const find = (selector) => root.querySelector(selector);
  const panes = { em: find("[data-pane=em]"), kmeans: find("[data-pane=kmeans]") };
  const pictures = {
    em: makePicture(panes.em.querySelector(".picture")),
    kmeans: makePicture(panes.kmeans.querySelector(".picture")),
  };
  const stillness = window.matchMedia("(prefers-reduced-motion: reduce)");

  let run = null;
  let theme = null;
  let scene = null; // what is prepared for the run, the size and the theme on show
  let frame = 0;
  let ringed = false;
  let pending = 0; // the animation frame that will paint
  let shown = { frame: -1, mixture: null, at: 0 };
  let address = 0; // the timer that writes the frame into the address bar

  const transport = makeTransport(root, { at: () => frame, last: () => run.frames - 1, go });
  const ringButton = find(".rings");
  ringButton.onclick = () => {
    ringed = !ringed;
    ringButton.setAttribute("aria-pressed", ringed);
    redraw();
  };

  // ------------------------------------------------------------------ what the numbers are

  // Responsibilities and labels by the parameters they came from; a few are kept for stepping to and fro.
  const memory = new Map();
  function remember(key, compute) {
    if (!memory.has(key)) {
      if (memory.size >= 24) memory.delete(memory.keys().next().value);
      memory.set(key, compute());
    }
    return memory.get(key);
  }
  const lastColoured = ({ frames }) => colouredAt(frames - 1);
  const softAt = (index) =>
    remember(`soft ${index}`, () => {
      const gamma = responsibilities(run.points, run.em.mixtures[index]);
      return { gamma, labels: likeliest(gamma, run.K) };
    });
  const hardAt = (index) =>
    remember(`hard ${index}`, () => {
      const labels = nearest(run.points, run.kmeans.centroids[index], run.D);
      return { gamma: oneHot(labels, run.K), labels };
    });
  const softOn = (at) => softAt(Math.min(colouredAt(at), lastColoured(run.em)));
  const hardOn = (at) => hardAt(Math.min(colouredAt(at), lastColoured(run.kmeans)));
  const mixtureOn = (at) => run.em.mixtures[drawnAt(Math.min(at, run.em.frames - 1))];
  const centroidsOn = (at) =>
    run.kmeans.centroids[drawnAt(Math.min(at, run.kmeans.frames - 1))];

  function disagreement(at) {
    if (!run.kmeans || at === 0 || run.em.frames < 2) return [];
    const [soft, hard] = [softOn(at).labels, hardOn(at).labels];
    return Array.from(soft.keys()).filter((n) => soft[n] !== hard[n]);
  }

  const differences = (a, b) => a.reduce((count, label, n) => count + (label !== b[n]), 0);

  // The numbers of the frame's sentence.
  function reading(at) {
    const numbers = {};
    const { em, kmeans } = run;
    if (phaseAt(at) === "E") {
      if (at < em.frames) {
        if (at > 2) numbers.changed = differences(softOn(at).labels, softOn(at - 2).labels);
        const { gamma } = softOn(at);
        numbers.certainty = 0;
        for (let n = 0; n < gamma.length; n += run.K) {
          numbers.certainty += Math.max(...gamma.subarray(n, n + run.K)) / run.N;
        }
      }
      if (kmeans && at > 2 && at < kmeans.frames) {
        numbers.clusterChanged = differences(hardOn(at).labels, hardOn(at - 2).labels);
      }
    } else if (phaseAt(at) === "M") {
      if (at < em.frames) {
        numbers.gain = em.logLikelihood[at] - em.logLikelihood[at - 1];
        numbers.farthest = farthestMove(mixtureOn(at - 1), mixtureOn(at));
      }
      if (kmeans && at < kmeans.frames) numbers.fall = kmeans.inertia[at - 1] - kmeans.inertia[at];
    }
    return numbers;
  }

  // ------------------------------------------------------------------ what is drawn

  function readTheme() {
    const style = getComputedStyle(root);
    const paper = parse(style.backgroundColor);
    root.classList.toggle("dark", isDark(paper));
    return { paper, colours: palette(paper, run.K), neutral: isDark(paper) ? [138, 146, 162] : [128, 135, 150] };
  }

  // Everything that a frame does not change: axes, sizes, curves, the table's head.
  function prepare() {
    theme = readTheme();
    const size = innerSize(pictures.em);
    const inPlane = run.D === 2;
    const shared = inPlane ? planeFor(run, size) : lineFor(run, size);
    const prepared = (picture) =>
      inPlane ? preparePlane(picture, shared, theme) : prepareLine(picture, shared, theme);
    const curve = (name, values, label, unit) =>
      drawCurve(find(`[data-curve=${name}]`), { values, frames: run.frames, label, unit }, transport.jump);
    scene = {
      size,
      shared,
      em: prepared(pictures.em),
      kmeans: run.kmeans && prepared(pictures.kmeans),
      parameters: drawParameters(find(".parameters"), run, theme),
      logLikelihood: curve("log-likelihood", run.em.logLikelihood, "Log-likelihood", "nats"),
      inertia: run.kmeans && curve("inertia", run.kmeans.inertia, "Inertia of k-means", ""),
      coloured: { em: null, kmeans: null },
    };
    shown = { frame: -1, mixture: null, at: 0 };
  }

  // Points are painted again only when their colours change: at an E-step.
  function paintPoints(twin, key, assignment) {
    if (scene.coloured[twin] === key) return;
    scene.coloured[twin] = key;
    const { gamma } = assignment ?? {};
    const colours = gamma
      ? blend(gamma, run.K, theme.colours)
      : uniform(run.N, theme.neutral);
    scene[twin].paintPoints(colours, gamma);
    pictures[twin].colours = colours;
  }

  function paintColours() {
    const known = frame > 0 && run.em.frames > 1;
    paintPoints("em", known ? colouredAt(frame) : -1, known ? softOn(frame) : null);
    if (!run.kmeans) return;
    paintPoints("kmeans", frame > 0 ? colouredAt(frame) : -1, frame > 0 ? hardOn(frame) : null);
    const which = disagreement(frame);
    const rings = ringed ? which : [];
    for (const twin of ["em", "kmeans"]) drawRings(pictures[twin], scene.shared, rings);
    ringButton.textContent =
      frame === 0 ? "Ring differences" : `Ring the ${plural(which.length, "difference", "differences")}`;
  }

  function drawShapes(mixture, centroids) {
    scene.em.drawMixture(mixture);
    if (centroids) scene.kmeans.drawCentroids(centroids);
    shown.mixture = mixture;
    shown.centroids = centroids;
  }

  // Shapes glide from where they are to where they belong, unless somebody steps faster than that.
  function moveShapes(now) {
    const to = { mixture: mixtureOn(frame), centroids: run.kmeans && centroidsOn(frame) };
    const from = { ...shown };
    const glides =
      from.mixture &&
      from.mixture !== to.mixture &&
      Math.abs(frame - from.frame) <= 1 &&
      now - from.at > GLIDE &&
      !stillness.matches;
    const start = now;
    const mix = (a, b, t) => a.map((value, i) => value + t * (b[i] - value));
    const glide = (time) => {
      const t = Math.min(1, Math.max(0, (time - start) / GLIDE));
      if (t >= 1) {
        pending = 0;
        drawShapes(to.mixture, to.centroids);
        return;
      }
      const eased = t * t * (3 - 2 * t);
      drawShapes(
        between(from.mixture, to.mixture, eased),
        to.centroids && mix(from.centroids, to.centroids, eased),
      );
      pending = requestAnimationFrame(glide);
    };
    if (glides) pending = requestAnimationFrame(glide);
    else if (from.mixture !== to.mixture || from.centroids !== to.centroids) {
      drawShapes(to.mixture, to.centroids);
    }
  }

  function paint(now) {
    pending = 0;
    paintColours();
    moveShapes(now);
    scene.logLikelihood(frame);
    scene.inertia?.(frame);
    scene.parameters(mixtureOn(frame));
    say();
    transport.show();
    const { dataset } = root;
    dataset.frame = frame;
    dataset.frames = run.frames;
    dataset.phase = phaseAt(frame);
    dataset.logLikelihood = run.em.logLikelihood[Math.min(frame, run.em.frames - 1)].toPrecision(17);
    dataset.ready = "true";
    shown.frame = frame;
    shown.at = now;
    clearTimeout(address);
    if (run.linked) address = setTimeout(writeAddress, 300);
  }

  function say() {
    const { em, kmeans } = run;
    panes.em.querySelector(".status").textContent = status(em, frame, "stopped");
    if (kmeans) panes.kmeans.querySelector(".status").textContent = status(kmeans, frame, "stopped");
    const words = find(".words");
    // A screen reader hears each half-step somebody makes, but not the flood of a tape that plays.
    words.setAttribute("aria-live", transport.playing() ? "off" : "polite");
    words.textContent = sentence(run, frame, reading(frame));
  }

  // The address bar follows without a message to the server, so that a copied link opens on this frame.
  function writeAddress() {
    const url = new URL(window.location.href);
    if (frame) url.searchParams.set("frame", frame);
    else url.searchParams.delete("frame");
    if (url.href !== window.location.href) window.history.replaceState(window.history.state, "", url);
  }

  function redraw() {
    if (!run) return;
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(paint);
  }

  function go(to) {
    const next = Math.max(0, Math.min(run.frames - 1, to));
    if (next === frame) return;
    frame = next;
    redraw();
  }

  function refresh() {
    if (!run) return;
    prepare();
    redraw();
  }

  const observer = new ResizeObserver(() => {
    if (!run) return;
    const size = innerSize(pictures.em);
    if (size.some((length, i) => length !== scene.size[i])) refresh();
  });
  observer.observe(pictures.em.host);

  // What tests and other tools read: the frame's numbers as the picture has them.
  root.inspect = () => ({
    frame,
    run,
    responsibilities: frame > 0 && run.em.frames > 1 ? softOn(frame).gamma : null,
    labels: frame > 0 && run.kmeans ? hardOn(frame).labels : null,
    colours: { em: pictures.em.colours, kmeans: pictures.kmeans.colours },
    palette: theme.colours,
    centres: scene.shared.centres,
  });

  return {
    show(payload) {
      const isNew = payload.run !== run?.run;
      if (isNew) {
        const first = run === null;
        if (run) transport.pause();
        run = unpack(payload);
        memory.clear();
        frame = first ? Math.max(0, Math.min(run.frames - 1, payload.frame)) : 0;
      }
      find(".title").textContent = payload.title;
      find(".summary").textContent = payload.summary;
      root.classList.toggle("alone", !run.kmeans);
      refresh();
    },
    close() {
      cancelAnimationFrame(pending);
      clearTimeout(address);
      observer.disconnect();
      transport.close();
    },
  };
}

// The component whose mean moved farthest, in standard deviations of where it was (Mahalanobis distance).
function farthestMove(from, to) {
  const { K, D } = from;
  const moves = Array.from({ length: K }, (_, k) => {
    const dx = to.means[D * k] - from.means[D * k];
    if (D === 1) return Math.abs(dx) / Math.sqrt(from.covariances[k]);
    const dy = to.means[2 * k + 1] - from.means[2 * k + 1];
    const [xx, xy, yy] = from.covariances.subarray(3 * k, 3 * k + 3);
    return Math.sqrt((yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / (xx * yy - xy * xy));
  });
  const sigmas = Math.max(...moves);
  return { k: moves.indexOf(sigmas), sigmas };
}

const stages = new WeakMap();

// What Streamlit calls with every payload, and with every change of theme.
export default function stage({ data, parentElement }) {
  const root = parentElement.querySelector(".stage");
  if (!stages.has(root)) stages.set(root, makeStage(root));
  stages.get(root).show(data);
  return () => {
    stages.get(root)?.close();
    stages.delete(root);
  };
}

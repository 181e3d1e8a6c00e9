// A run as gmm/ui/stage.py packs it, unpacked once: float64 all the way, nothing rounded.

function floats(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new Float64Array(bytes.buffer);
}

// One mixture is K weights, K·D means and K·D(D+1)/2 covariance entries: (xx) or (xx, xy, yy).
function mixtures(packed, K, D) {
  const entries = (D * (D + 1)) / 2;
  const stride = K * (1 + D + entries);
  return Array.from({ length: packed.length / stride }, (_, i) => {
    const at = i * stride;
    return {
      K,
      D,
      weights: packed.subarray(at, at + K),
      means: packed.subarray(at + K, at + K + K * D),
      covariances: packed.subarray(at + K + K * D, at + stride),
    };
  });
}

function rows(packed, width) {
  return Array.from({ length: packed.length / width }, (_, i) =>
    packed.subarray(i * width, (i + 1) * width),
  );
}

// A run without a tape: too few points so far.
function blank(payload) {
  const points = floats(payload.points);
  const nothing = { frames: 1, mixtures: [], logLikelihood: [], bound: [], inertia: [], centroids: [] };
  const kmeans = payload.kmeans && nothing;
  const box = payload.box && Float64Array.from(payload.box);
  return { ...payload, box, N: points.length / payload.D, points, em: nothing, kmeans, truth: null };
}

export function unpack(payload) {
  const { K, D } = payload;
  if (payload.blank) return blank(payload);
  const em = {
    ...payload.em,
    mixtures: mixtures(floats(payload.em.mixtures), K, D),
    logLikelihood: floats(payload.em.log_likelihood),
    bound: floats(payload.em.bound),
  };
  const kmeans = payload.kmeans && {
    ...payload.kmeans,
    centroids: rows(floats(payload.kmeans.centroids), K * D),
    inertia: floats(payload.kmeans.inertia),
  };
  const points = floats(payload.points);
  const box = payload.box && Float64Array.from(payload.box);
  const frequencies = payload.frequencies && floats(payload.frequencies);
  return { ...payload, box, N: points.length / D, points, frequencies, em, kmeans };
}

// What has been done of a lesson, kept by the browser: in memory where it may keep nothing.

/** @typedef {{ done: boolean, tries: number, answer?: string | number }} Deed */

/** @returns {Deed} */
const nothing = () => ({ done: false, tries: 0 });

/**
 * What a browser has kept: whatever else stands there is passed over.
 * @param {string | null} text
 * @param {number} count
 */
function read(text, count) {
  /** @type {Record<string, any>} */
  let kept = {};
  try {
    kept = JSON.parse(text ?? "{}") ?? {};
  } catch {
    // It is not ours.
  }
  return Array.from({ length: count }, (_, scene) => {
    const { done, tries, answer } = kept[scene + 1] ?? nothing();
    const told = ["string", "number"].includes(typeof answer) ? { answer } : {};
    return { done: done === true, tries: Number.isInteger(tries) ? tries : 0, ...told };
  });
}

/**
 * What two tabs have done, together.
 * @param {Deed[]} ours
 * @param {Deed[]} theirs
 * @returns {Deed[]}
 */
const merged = (ours, theirs) =>
  ours.map((deed, scene) => ({
    ...theirs[scene],
    ...deed,
    done: deed.done || theirs[scene].done,
    tries: Math.max(deed.tries, theirs[scene].tries),
  }));

/**
 * `changed()` is told when another tab has done something.
 * @param {string} lesson
 * @param {number} count
 * @param {AbortSignal} signal
 * @param {() => void} changed
 */
export function makeProgress(lesson, count, signal, changed) {
  const key = `mixtape-lesson-${lesson}`;
  /** @param {(storage: Storage) => void} use */
  const withStorage = (use) => {
    try {
      use(window.localStorage);
    } catch {
      // A browser that keeps nothing forgets it with the page.
    }
  };
  let deeds = read(null, count);
  const look = () => withStorage((storage) => (deeds = merged(deeds, read(storage.getItem(key), count))));
  look();
  window.addEventListener("storage", (event) => {
    if (event.key !== key && event.key !== null) return;
    if (event.newValue === null) deeds = read(null, count);
    look();
    changed();
  }, { signal });

  return {
    /** @param {number} scene */
    of: (scene) => deeds[scene],
    done: () => deeds.filter(({ done }) => done).length,
    /**
     * @param {number} scene
     * @param {Partial<Deed>} patch
     */
    keep(scene, patch) {
      look();
      deeds = deeds.map((deed, i) => (i === scene ? { ...deed, ...patch } : deed));
      const kept = Object.fromEntries(deeds.map((deed, i) => [i + 1, deed]).filter(([, deed]) => Object.values(deed).some(Boolean)));
      withStorage((storage) => storage.setItem(key, JSON.stringify(kept)));
    },
    clear() {
      deeds = read(null, count);
      withStorage((storage) => storage.removeItem(key));
    },
  };
}

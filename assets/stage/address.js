// The address bar: it follows the frame and the view without a message to the server, and each run that
// a setting makes is a place that the browser's Back returns to.

const PATIENCE = 300; // milliseconds of stillness before it is written; browsers limit how often

export function makeAddress() {
  let last = window.location.href;
  let timer = 0;
  let travelling = false;
  const onTravel = () => {
    travelling = true;
  };
  window.addEventListener("popstate", onTravel);

  function write(words) {
    const url = new URL(window.location.href);
    for (const [name, value] of Object.entries(words)) {
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    }
    if (url.href !== window.location.href) window.history.replaceState(window.history.state, "", url);
    last = window.location.href;
  }

  return {
    // The address of what is on show, written at once.
    now(words) {
      clearTimeout(timer);
      write(words);
      return last;
    },
    follow(words) {
      clearTimeout(timer);
      timer = setTimeout(() => write(words), PATIENCE);
    },
    // A new run has come. Streamlit has overwritten the address of the one before: it gets its place in
    // the history back, unless it is the history that brought us here. Tells which.
    arrive() {
      clearTimeout(timer);
      const travelled = travelling;
      travelling = false;
      const here = window.location.href;
      if (!travelled && here !== last) {
        window.history.replaceState(window.history.state, "", last);
        window.history.pushState(window.history.state, "", here);
      }
      last = here;
      return travelled;
    },
    close() {
      clearTimeout(timer);
      window.removeEventListener("popstate", onTravel);
    },
  };
}

// A page that is not served over a secure connection has no clipboard to write to.
export async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

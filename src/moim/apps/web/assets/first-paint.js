// Runs before the first paint so that a stored theme or language does not flash in late.
(() => {
  const root = document.documentElement;
  const stored = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // storage is switched off: the defaults serve
    }
  };
  const theme = stored("moim.theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  const language = stored("moim.language");
  if (language === "en") root.lang = "en";
})();

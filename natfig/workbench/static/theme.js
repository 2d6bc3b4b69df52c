// Light or dark: as the notebook says, else as the system does.

export function themeOf() {
  for (const element of [document.body, document.documentElement]) {
    const { jpThemeLight, vscodeThemeKind, theme } = element.dataset;
    if (jpThemeLight) return jpThemeLight === "true" ? "light" : "dark";
    if (vscodeThemeKind) return vscodeThemeKind.includes("light") ? "light" : "dark";
    if (theme === "dark" || element.classList.contains("dark")) return "dark";
    if (theme === "light" || element.classList.contains("light")) return "light";
  }
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Keep an element's `data-theme` that of the page; return how to stop. */
export function followTheme(element) {
  const apply = () => { element.dataset.theme = themeOf(); };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const observer = new MutationObserver(apply);
  const watched = { attributes: true, attributeFilter: ["class", "data-jp-theme-light", "data-vscode-theme-kind", "data-theme"] };
  observer.observe(document.body, watched);
  observer.observe(document.documentElement, watched);
  system.addEventListener("change", apply);
  apply();
  return () => {
    observer.disconnect();
    system.removeEventListener("change", apply);
  };
}

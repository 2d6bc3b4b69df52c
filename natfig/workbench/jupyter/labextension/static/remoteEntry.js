// What JupyterLab loads first: a container as its module federation expects one, written by hand.
// The modules themselves come from natfig's server extension, so that page and server always are of
// one version; nothing is bundled and nothing is compiled.

(() => {
  // Of JupyterLab's own packages, those the modules use; each is shared and there is one of each.
  const PACKAGES = {
    application: "@jupyterlab/application",
    apputils: "@jupyterlab/apputils",
    coreutils: "@jupyterlab/coreutils",
    docmanager: "@jupyterlab/docmanager",
    docregistry: "@jupyterlab/docregistry",
    filebrowser: "@jupyterlab/filebrowser",
    fileeditor: "@jupyterlab/fileeditor",
    launcher: "@jupyterlab/launcher",
    mainmenu: "@jupyterlab/mainmenu",
    services: "@jupyterlab/services",
    ui: "@jupyterlab/ui-components",
    messaging: "@lumino/messaging",
    widgets: "@lumino/widgets",
  };
  let scope = null;

  /** Return one package of the share scope: the one that is loaded, else the newest. */
  async function shared(name) {
    const versions = Object.entries(scope[name] ?? {});
    if (!versions.length) throw new Error(`natfig: this JupyterLab does not share ${name}`);
    const newestFirst = versions.sort(([a], [b]) => b.localeCompare(a, "en", { numeric: true }));
    const [, entry] = newestFirst.find(([, one]) => one.loaded) ?? newestFirst[0];
    const factory = await entry.get();
    return factory();
  }

  /** Return the address of natfig's modules, below the server's own. */
  function pageAddress() {
    const config = JSON.parse(document.getElementById("jupyter-config-data")?.textContent || "{}");
    const base = new URL(config.baseUrl || "/", location.href);
    return new URL("natfig/page/jupyter/page/", base.href.endsWith("/") ? base.href : `${base.href}/`);
  }

  async function extension() {
    let page;
    try {
      page = await import(new URL("plugin.js", pageAddress()).href);
    } catch (error) {
      // Without the server's part nothing can be drawn: say so once, and leave JupyterLab alone.
      console.warn("natfig: its server extension does not answer; enable it with "
        + "'jupyter server extension enable natfig.workbench.jupyter'.", error);
      return () => ({ __esModule: true, default: [] });
    }
    const names = Object.keys(PACKAGES);
    const found = await Promise.all(names.map((name) => shared(PACKAGES[name])));
    const lab = Object.fromEntries(names.map((name, index) => [name, found[index]]));
    return () => ({ __esModule: true, default: page.plugins(lab) });
  }

  /** Load the style sheets; each module's rules stay within natfig's own elements. */
  async function style() {
    for (const sheet of ["../../static/workbench.css", "preview.css"]) {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = new URL(sheet, pageAddress()).href;
      document.head.append(link);
    }
    return () => ({});
  }

  const modules = { "./extension": extension, "./style": style };
  const container = {
    init(shareScope) {
      if (scope && scope !== shareScope) throw new Error("natfig: the container was initialized already");
      scope = shareScope;
    },
    async get(name) {
      const load = modules[name];
      if (!load) throw new Error(`natfig: there is no module ${name}`);
      return load();
    },
  };
  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB.natfig = container;
})();

// natfig's workbench: a figure's contract, its picture and what is found in it, on one screen.
// State comes down from the kernel, messages go up; the page keeps nothing of its own.

import { button, make, say, uniqueName } from "./dom.js";
import { Draft } from "./draft.js";
import { Form } from "./form.js";
import { Link } from "./link.js";
import { Picture } from "./picture.js";
import { Report } from "./report.js";
import { Source } from "./source.js";
import { followTheme } from "./theme.js";

class Workbench {
  constructor(model, host) {
    this.model = model;
    this.link = new Link(model, (isSilent) => { this.silence.hidden = !isSilent; });
    this.form = new Form(this.link);
    this.source = new Source(this.link);
    this.draft = model.get("draft") ? new Draft(this.link) : null;
    this.report = new Report({ onpoint: (index, isNear) => this.picture.point(index, { isNear }) });
    this.picture = new Picture(model.get("views"), {
      onplace: (index) => this.report.focus(index),
      ontext: (text) => { this.form.focusText(text); },
    });
    this.root = make("div", {
      class: "natfig-workbench", role: "group", lang: "en", tabindex: "-1", "aria-label": `Workbench: ${model.get("path")}`,
      // Lumino's own shortcuts stay out, so that Ctrl-S here saves the spec and not the notebook.
      "data-lm-suppress-shortcuts": "true",
      onkeydown: (event) => this.key(event),
    }, this.head(), this.messages(), this.tabs());
    this.unfollow = followTheme(this.root);
    host.append(this.root);
    this.listen();
  }

  // ------------------------------------------------------------ parts

  head() {
    this.title = make("h3", {});
    this.dirty = make("span", { class: "dirty" });
    this.drawing = make("span", { class: "drawing", "aria-hidden": "true" }, "Drawing …");
    // A button that can do nothing keeps the focus, so that the keys still work: it is not `disabled`.
    const act = (kind) => (event) => { if (event.currentTarget.getAttribute("aria-disabled") !== "true") this.ask(kind); };
    this.undo = button("Undo", { title: "Ctrl-Z", "aria-keyshortcuts": "Control+Z", onclick: act("undo") });
    this.redo = button("Redo", { title: "Ctrl-Shift-Z", "aria-keyshortcuts": "Control+Shift+Z", onclick: act("redo") });
    this.reload = button("Reload", { title: "Read the spec and its data again", onclick: act("reload") });
    this.save = button("Save", { title: "Ctrl-S", class: "main", "aria-keyshortcuts": "Control+S", onclick: act("save") });
    this.tablist = make("div", { class: "tablist", role: "tablist", "aria-label": "Views", onkeydown: (event) => this.tabKey(event) });
    return make("div", { class: "head" }, make("div", { class: "name" }, this.title, this.dirty, this.drawing), this.tablist,
      make("div", { class: "actions", role: "group", "aria-label": "Edits" }, this.undo, this.redo, this.reload, this.save));
  }

  messages() {
    this.silence = make("p", { class: "message warning", role: "status" }, "The kernel does not answer: it is busy, or it was started anew. If it was, run the cell again: edits that were not saved can be copied from the tab YAML before.");
    this.silence.hidden = true;
    this.notice = make("p", { class: "message", role: "alert" });
    this.notice.hidden = true;
    this.conflict = make("div", { class: "message warning", role: "alert" },
      make("span", {}, "Another program changed the file since it was read. Nothing is lost: undo gives back the text you did not choose."),
      button("Take the file’s text", { onclick: () => this.link.send("reload") }),
      button("Write mine", { onclick: () => this.link.send("save", { force: true }) }));
    this.conflict.hidden = true;
    return make("div", { class: "messages" }, this.silence, this.notice, this.conflict);
  }

  tabs() {
    this.stale = make("div", { class: "stale", role: "status", "aria-live": "polite" });
    this.stale.hidden = true;
    const figure = make("div", { class: "figure" },
      make("div", { class: "left" }, this.stale, this.picture.element, this.report.element),
      make("div", { class: "right" }, this.form.element));
    const views = [["figure", "Figure", figure], ["yaml", "YAML", this.source.element]];
    if (this.draft) views.push(["draft", "Draft", this.draft.element]);
    this.panels = views.map(([id, label, content]) => {
      const name = uniqueName(id);
      const tab = button(label, { role: "tab", id: `${name}-tab`, "aria-controls": name, "data-tab": id, onclick: () => this.open(id) });
      const panel = make("div", { role: "tabpanel", class: "panel", id: name, "aria-labelledby": `${name}-tab` }, content);
      return { id, tab, panel };
    });
    this.tablist.append(...this.panels.map(({ tab }) => tab));
    this.open("figure");
    return make("div", { class: "panels" }, ...this.panels.map(({ panel }) => panel));
  }

  open(id) {
    this.shown = id;
    if (this.parts) this.showStatus(this.model.get("status"));
    for (const { id: one, tab, panel } of this.panels) {
      const isOpen = one === id;
      tab.setAttribute("aria-selected", String(isOpen));
      tab.tabIndex = isOpen ? 0 : -1;
      panel.hidden = !isOpen;
    }
  }

  // ------------------------------------------------------------ keys

  tabKey(event) {
    const at = this.panels.findIndex(({ id }) => id === this.shown);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    const next = this.panels.at(to % this.panels.length);
    this.open(next.id);
    next.tab.focus();
    event.preventDefault();
  }

  key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const kind = key === "s" ? "save" : key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" ? "redo" : "";
    if (!kind) return;
    event.preventDefault();
    event.stopPropagation();
    this.ask(kind);
  }

  /** Undo, redo, reload, save: of the draft where that is shown, else of the spec. */
  ask(kind) {
    if (this.shown !== "draft") this.link.send(kind);
    else if (kind === "undo" || kind === "save") this.draft.act(kind);
  }

  // ------------------------------------------------------------ state

  listen() {
    const all = { path: "name", picture: "picture", report: "report", text: "source", form: "fields", errors: "fields", status: "status", draft: "draft" };
    this.handlers = Object.entries(all).map(([trait, part]) => [`change:${trait}`, () => this.later(part)]);
    for (const [event, handler] of this.handlers) this.model.on(event, handler);
    this.onreturn = () => { if (!document.hidden) this.link.post("check", {}); };
    document.addEventListener("visibilitychange", this.onreturn);
    this.parts = new Set(["name", "picture", "report", "source", "fields", "status", "draft"]);
    this.update();
  }

  /** Traits of one message change one after the other: the page follows once. */
  later(part) {
    if (this.parts.size === 0) queueMicrotask(() => this.update());
    this.parts.add(part);
  }

  update() {
    const parts = this.parts;
    this.parts = new Set();
    const get = (name) => this.model.get(name);
    if (parts.has("picture")) this.picture.show(get("picture"));
    if (parts.has("report") && get("report")) {
      this.report.show(get("report"));
      this.picture.describe(get("report").findings, get("report").texts);
    }
    // Values before errors, and both after the kernel's word on what it has seen.
    this.form.show(get("form"), get("errors"), get("status").can_edit);
    this.source.show(get("text"), get("errors"));
    if (this.draft && parts.has("draft")) this.draft.show(get("draft"));
    this.showErrors(get("errors"));
    this.showStatus(get("status"));
  }

  showErrors(errors) {
    this.stale.hidden = errors.length === 0;
    const said = JSON.stringify(errors);
    if (said === this.said) return;
    this.said = said;
    const lead = this.model.get("picture") ? "The picture is the last good one: " : "Nothing can be drawn yet: ";
    this.stale.replaceChildren(make("strong", {}, lead), make("ul", {}, ...errors.map((error) => make("li", {}, `${error.message} `,
      error.field || error.line ? button(error.field ? "Go to the field" : `Line ${error.line}`, { onclick: () => this.goTo(error) }) : null))));
    this.root.classList.toggle("is-stale", errors.length > 0);
  }

  goTo(error) {
    if (error.field && this.form.focus(error.field)) return;
    this.open("yaml");
    this.source.goTo(error.line);
  }

  showStatus(status) {
    const draft = this.shown === "draft" ? this.model.get("draft") : null;
    const now = draft ? { can_undo: draft.can_undo, can_redo: false, is_dirty: draft.is_dirty } : status;
    for (const [one, can] of [[this.undo, now.can_undo], [this.redo, now.can_redo], [this.save, now.is_dirty], [this.reload, !draft]]) {
      one.setAttribute("aria-disabled", String(!can));
    }
    say(this.title, draft ? draft.name : this.model.get("path").split("/").slice(-2).join("/"));
    say(this.dirty, now.is_dirty ? "not saved" : draft ? "" : "saved");
    this.dirty.classList.toggle("yes", now.is_dirty);
    this.drawing.classList.toggle("on", status.is_rendering);
    this.root.setAttribute("aria-busy", String(status.is_rendering));
    // What was pressed goes away: the keys still work in the workbench.
    if (!status.has_conflict && this.conflict.contains(this.root.getRootNode().activeElement)) this.root.focus();
    this.conflict.hidden = !status.has_conflict;
    const isElsewhere = Boolean(status.notice?.tab) && status.notice.tab !== this.shown;
    const notice = status.has_conflict || isElsewhere ? null : status.notice;
    this.notice.hidden = !notice;
    this.notice.className = `message ${notice ? notice.level : ""}`;
    say(this.notice, notice ? notice.text : "");
    this.link.heard();
  }

  close() {
    for (const [event, handler] of this.handlers) this.model.off(event, handler);
    document.removeEventListener("visibilitychange", this.onreturn);
    this.unfollow();
    this.picture.close();
    this.link.close();
    this.root.remove();
  }
}

function render({ model, el }) {
  const workbench = new Workbench(model, el);
  return () => workbench.close();
}

export default { render };

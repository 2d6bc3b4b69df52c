// The preview of a spec: the picture of its last good save, what was found, and what is wrong now.

import { button, make, say } from "../../static/dom.js";
import { Picture } from "../../static/picture.js";
import { Report } from "../../static/report.js";
import { followTheme } from "../../static/theme.js";
import { ask } from "./server.js";

const AS_IT_IS = [{ id: "normal", label: "Normal", matrix: null }];

/** Return the class of previews, made of JupyterLab's own widget. */
export function previewClass(lab) {
  return class Preview extends lab.widgets.Widget {
    /** `context` is the document's, `showLine(line)` goes to a line of its text. */
    constructor({ context, showLine }) {
      super();
      this.context = context;
      this.showLine = showLine;
      this.allowCode = false;
      this.isAsking = false;
      this.isStale = true;
      this.views = "";
      this.addClass("natfig-workbench");
      this.addClass("natfig-preview");
      this.addClass("jp-Document-content");
      this.build();
      this.unfollow = followTheme(this.node);
      const changed = () => this.refresh();
      context.saveState.connect((_, state) => { if (state === "completed") this.refresh(); }, this);
      context.fileChanged.connect(changed, this);
      context.pathChanged.connect(() => { this.allowCode = false; this.name(); this.refresh(); }, this);
      context.ready.then(changed, () => {});
    }

    build() {
      this.node.setAttribute("role", "region");
      this.node.tabIndex = -1;
      this.name();
      this.drawing = make("p", { class: "drawing", role: "status" });
      this.trust = make("div", { class: "message warning", role: "status" });
      this.wrong = make("div", { class: "stale", role: "status", "aria-live": "polite" });
      this.trust.hidden = this.wrong.hidden = true;
      this.report = new Report({ onpoint: (index, isNear) => this.picture.point(index, { isNear }) });
      this.see(AS_IT_IS);
      this.node.append(this.drawing, this.trust, this.wrong, this.picture.element, this.report.element);
    }

    name() {
      this.node.setAttribute("aria-label", `Preview of ${this.context.path}`);
    }

    /** Offer the ways to see the picture; they come with the first answer and do not change. */
    see(views) {
      const said = JSON.stringify(views);
      if (said === this.views) return;
      this.views = said;
      const old = this.picture;
      this.picture = new Picture(views, {
        onplace: (index) => this.report.focus(index),
        ontext: (text) => this.goToText(text),
      });
      if (!old) return;
      old.element.replaceWith(this.picture.element);
      old.close();
    }

    /** Draw what is saved; whatever is saved meanwhile is drawn after. A preview nobody sees waits. */
    async refresh() {
      this.isStale = true;
      if (this.isAsking || this.isDisposed || !this.isVisible || !this.context.isReady) return;
      this.isAsking = true;
      // A save tells of itself twice, and some saves follow at once.
      await new Promise((done) => { setTimeout(done, 30); });
      try {
        while (this.isStale && !this.isDisposed) {
          this.isStale = false;
          this.busy(true);
          await this.draw();
        }
      } finally {
        this.isAsking = false;
        if (!this.isDisposed) this.busy(false);
      }
    }

    async draw() {
      let answer;
      try {
        answer = await ask(lab, "preview", { path: lab.server(this.context.path), allow_code: this.allowCode });
      } catch (error) {
        answer = { errors: [{ message: error.message, line: null }] };
      }
      if (this.isDisposed) return;
      if (answer.views) this.see(answer.views);
      if (answer.picture) {
        this.hasPicture = true;
        await this.picture.show(answer.picture);
      }
      if (answer.report) {
        this.report.show(answer.report);
        this.picture.describe(answer.report.findings, answer.report.texts);
      }
      this.showTrust(answer);
      this.showErrors(answer.errors ?? []);
    }

    busy(isBusy) {
      this.node.setAttribute("aria-busy", String(isBusy));
      this.drawing.classList.toggle("on", isBusy);
      say(this.drawing, isBusy && this.hasPicture ? "Drawing …" : "");
    }

    /** Code beside a spec runs when its reader says so, for as long as this preview is open. */
    showTrust({ code, picture }) {
      const asks = Boolean(code?.length) && !this.allowCode;
      this.trust.hidden = !asks;
      if (!asks) return;
      const run = button("Run this code", {
        class: "main",
        onclick: () => { this.allowCode = true; this.trust.hidden = true; this.node.focus(); this.refresh(); },
      });
      const what = picture ? "" : " The picture needs it.";
      this.trust.replaceChildren(make("span", {}, "This spec runs code from its folder: ", make("code", {}, code.join(", ")), `.${what} Run it only if you trust it.`), run);
      if (!this.hasPicture) say(this.picture.wait, "There is no picture before the code is allowed.");
    }

    showErrors(errors) {
      this.wrong.hidden = errors.length === 0;
      this.toggleClass("is-stale", errors.length > 0 && Boolean(this.hasPicture));
      if (!errors.length) return;
      const lead = this.hasPicture ? "The picture is the last good one: " : "Nothing can be drawn yet: ";
      if (!this.hasPicture) say(this.picture.wait, "The picture appears when the spec is mended and saved.");
      this.wrong.replaceChildren(make("strong", {}, lead), make("ul", {}, ...errors.map((error) =>
        make("li", {}, `${error.message} `,
          error.line ? button(`Line ${error.line}`, { onclick: () => this.showLine(error.line) }) : null))));
    }

    /** Go to where the spec says a text of the picture; a text it does not say is left alone. */
    goToText(text) {
      const source = this.context.model.toString();
      const at = source.indexOf(text);
      if (at >= 0) this.showLine(source.slice(0, at).split("\n").length);
    }

    onAfterShow() {
      if (this.isStale) this.refresh();
    }

    onActivateRequest() {
      this.node.focus();
    }

    dispose() {
      if (this.isDisposed) return;
      this.unfollow();
      this.picture.close();
      super.dispose();
    }
  };
}

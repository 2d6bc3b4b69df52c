// The spec as text.

import { button, make } from "./dom.js";

export class Source {
  constructor(link) {
    this.link = link;
    this.shown = undefined;
    this.text = make("textarea", {
      class: "yaml", "aria-label": "Spec as YAML", spellcheck: "false", autocapitalize: "off", wrap: "off",
      oninput: () => {
        this.shown = this.text.value;
        link.edit("text", "text", { text: this.text.value });
      },
    });
    this.problems = make("ul", { class: "problems", "aria-label": "Errors" });
    this.element = make("div", { class: "source" }, this.text, this.problems);
  }

  show(text, errors) {
    // A text area has line feeds alone; the session gives the file its own ends of lines.
    const plain = text.replaceAll("\r\n", "\n");
    if (!this.link.isAhead("text") && this.shown !== plain) {
      this.shown = plain;
      const { selectionStart, selectionEnd, scrollTop } = this.text;
      this.text.value = plain;
      this.text.setSelectionRange(selectionStart, selectionEnd);
      this.text.scrollTop = scrollTop;
    }
    this.problems.replaceChildren(...errors.map((error) => make("li", {},
      error.line ? button(`Line ${error.line}`, { onclick: () => this.goTo(error.line) }) : null, ` ${error.message}`)));
    this.text.setAttribute("aria-invalid", String(errors.length > 0));
  }

  /** Select a line and bring it into view. */
  goTo(line) {
    const lines = this.text.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    this.text.focus();
    this.text.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
    const high = this.text.scrollHeight / lines.length;
    this.text.scrollTop = Math.max(0, (line - 6) * high);
    this.text.scrollLeft = 0;
  }
}

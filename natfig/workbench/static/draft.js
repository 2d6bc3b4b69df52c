// The draft: remarks in the text, each taken or left, and sentences rewritten past the gate.

import { button, make, say, uniqueName } from "./dom.js";

const WORD_TAGS = { same: "span", gone: "del", new: "ins" };

export class Draft {
  constructor(link) {
    this.link = link;
    this.sentence = null;
    this.text = make("div", { class: "paper", role: "region", "aria-label": "Draft", onclick: (event) => this.clicked(event), onkeydown: (event) => this.key(event) });
    this.counts = make("ul", { class: "counts", "aria-label": "Length" });
    this.held = make("p", { class: "held" });
    this.safe = button("Accept all safe", { onclick: () => this.act("accept-safe") });
    this.tally = make("p", { class: "tally", role: "status", "aria-live": "polite" });
    this.list = make("ol", { class: "remarks", "aria-label": "Remarks" });
    this.element = make("div", { class: "draft" }, this.text,
      make("div", { class: "margin" }, this.counts, this.held, make("div", { class: "row" }, this.tally, this.safe), this.model(), this.editor(), this.proposals, this.list));
  }

  // ------------------------------------------------------------ model

  model() {
    this.heard = make("p", { class: "tally", role: "status", "aria-live": "polite" });
    this.suggest = button("Suggest rewrites", { "data-key": "suggest", onclick: () => this.act("suggest") });
    this.stop = button("Stop", { "data-key": "stop", onclick: () => this.act("stop") });
    this.proposals = make("ol", { class: "remarks proposals", "aria-label": "Proposed rewrites" });
    this.asked = make("div", { class: "row" }, this.heard, this.suggest, this.stop);
    return this.asked;
  }

  showModel({ model, proposals }) {
    this.asked.hidden = this.ask.hidden = model === null;
    if (model === null) return;
    const sent = `Sends the text to ${model.name}. Numbers, citations and terms leave as placeholders.`;
    for (const one of [this.suggest, this.ask]) {
      one.title = sent;
      one.hidden = model.is_asking;
    }
    this.stop.hidden = !model.is_asking;
    const open = proposals.filter((proposal) => proposal.state === "open" && proposal.accepted).length;
    const cost = model.dollars ? `, ${model.dollars < 0.005 ? "under 1 ¢" : `$${model.dollars.toFixed(2)}`}` : "";
    const news = model.is_asking ? `Asking ${model.name}: paragraph ${model.done + 1} of ${model.total} …`
      : model.problem ? model.problem
      : model.total === 0 ? sent
      : `${open} of ${proposals.length} ${proposals.length === 1 ? "proposal" : "proposals"} open, ${model.same} ${model.same === 1 ? "sentence" : "sentences"} left as ${model.same === 1 ? "it is" : "they are"}${cost}`;
    this.heard.classList.toggle("bad", model.problem !== "" && !model.is_asking);
    say(this.heard, news);
    this.proposals.replaceChildren(...proposals.map((proposal) => this.proposal(proposal)));
  }

  proposal({ sentence, text, words, accepted, reasons, state }) {
    const original = this.sentenceText(sentence);
    const brief = original.length > 60 ? `${original.slice(0, 57)}…` : original;
    const point = (isOn) => () => this.text.querySelector(`[data-sentence="${sentence}"]`)?.classList.toggle("on", isOn || sentence === this.sentence);
    const press = (label, wanted, act) => button(label, { "data-key": `${act}-${sentence}`, "aria-pressed": String(state === wanted), "aria-label": `${label}: proposal for “${brief}”`,
      onclick: () => this.act(state === wanted ? "put-back" : act, { sentence }) });
    return make("li", { class: `remark proposal ${accepted ? "" : "refused"} ${state}`, "data-proposal": sentence, onpointerenter: point(true), onpointerleave: point(false), onfocusin: point(true), onfocusout: point(false) },
      make("p", { class: "top" }, make("span", { class: "severity" }, accepted ? "proposal" : "refused by the gate")),
      words.length ? make("p", { class: "swap" }, ...words.map(([kind, part]) => make(WORD_TAGS[kind], {}, part))) : null,
      accepted ? make("p", { class: "note" }, reasons.join("; ")) : make("ul", { class: "note" }, ...reasons.map((reason) => make("li", {}, reason))),
      make("div", { class: "row" }, accepted ? press("Accept", "accepted", "take") : null, press("Leave", "rejected", "leave"),
        button("Rewrite", { "aria-label": `Rewrite the sentence: “${brief}”`, "data-key": `edit-${sentence}`, onclick: () => this.edit(sentence, text) })));
  }

  act(act, content = {}) {
    this.link.send("draft", { act, ...content });
  }

  // ------------------------------------------------------------ sentence

  editor() {
    const name = uniqueName("sentence");
    this.input = make("textarea", { id: name, rows: "4", "data-key": "sentence", oninput: () => this.link.edit("sentence", "draft", { act: "try", sentence: this.sentence, text: this.input.value }) });
    this.verdict = make("div", { class: "gate", role: "status", "aria-live": "polite" });
    this.use = button("Use it", { class: "main", onclick: () => this.act("revise", { sentence: this.sentence, text: this.input.value }) });
    this.back = button("Original", { onclick: () => this.act("revise", { sentence: this.sentence, text: this.original() }) });
    this.ask = button("Suggest", { "data-key": "ask", onclick: () => this.act("suggest", { sentence: this.sentence }) });
    this.box = make("div", { class: "editor" }, make("label", { for: name }, "Sentence"), this.input, this.verdict,
      make("div", { class: "row" }, this.use, this.back, this.ask, button("Close", { onclick: () => this.edit(null) })));
    this.box.hidden = true;
    return this.box;
  }

  original() {
    return this.sentenceText(this.sentence);
  }

  sentenceText(sentence) {
    const { block, begin, end } = this.state.sentences[sentence];
    return points(this.state.blocks[block].text).slice(begin, end).join("");
  }

  /** Open a sentence in the editor, with a text to begin with, or close the editor. */
  edit(sentence, text = null) {
    const last = this.sentence;
    this.sentence = sentence;
    this.box.hidden = sentence === null;
    for (const span of this.text.querySelectorAll(".sentence")) span.classList.toggle("on", Number(span.dataset.sentence) === sentence);
    if (sentence === null) {
      this.text.querySelector(`[data-key="s${last}"]`)?.focus();
      return;
    }
    this.input.value = text ?? this.state.sentences[sentence].revision?.text ?? this.original();
    if (text !== null) this.act("try", { sentence, text });
    this.judge();
    this.input.focus();
  }

  judge() {
    if (this.sentence === null) return;
    const { revision } = this.state.sentences[this.sentence];
    const trial = this.state.trial?.sentence === this.sentence ? this.state.trial : revision;
    const isSame = !trial || trial.text === this.original();
    const passes = isSame || trial.accepted;
    this.use.textContent = passes ? "Use it" : "Use it all the same";
    this.use.hidden = !isSame && !trial.can_be_made;
    this.back.hidden = !revision;
    this.verdict.className = `gate ${isSame ? "" : passes ? "good" : "bad"}`;
    const lead = isSame ? "The gate holds what you write against the original sentence." : passes ? "The gate lets it pass." : "The gate would refuse it:";
    this.verdict.replaceChildren(make("p", {}, lead), make("ul", {}, ...(isSame ? [] : trial.reasons).map((reason) => make("li", {}, reason.message))));
  }

  // ------------------------------------------------------------ state

  show(state) {
    const root = this.element.getRootNode();
    const key = root.activeElement?.closest?.("[data-key]")?.dataset.key;
    this.state = state;
    this.counts.replaceChildren(...state.counts.map(countRow));
    this.held.hidden = state.figures.length === 0;
    say(this.held, `Held against ${state.figures.map(({ label, name }) => `${label} (${name})`).join(", ")}`);
    const open = state.remarks.filter((remark) => remark.state === "open" && !this.isRewritten(remark)).length;
    say(this.tally, `${open} of ${state.remarks.length} remarks open, ${state.changes} ${state.changes === 1 ? "change" : "changes"}`);
    this.safe.hidden = !state.remarks.some((remark) => remark.fix === "safe" && remark.state === "open" && !this.isRewritten(remark));
    this.text.replaceChildren(...state.blocks.map((block, index) => this.block(block, index)));
    this.list.replaceChildren(...state.remarks.map((remark, index) => this.remark(remark, index)));
    this.showModel(state);
    this.judge();
    if (key && !this.input.matches(":focus")) this.element.querySelector(`[data-key="${key}"]`)?.focus();
  }

  block(block, index) {
    const sentences = this.state.sentences.map((sentence, number) => ({ ...sentence, number })).filter((sentence) => sentence.block === index);
    const letters = points(block.text);
    const element = make("p", { class: `block ${block.role}` });
    let at = 0;
    for (const sentence of sentences) {
      element.append(letters.slice(at, sentence.begin).join(""), this.span(sentence, letters, index));
      at = sentence.end;
    }
    element.append(letters.slice(at).join(""));
    return element;
  }

  span(sentence, letters, block) {
    const { number, begin, end, revision } = sentence;
    const isProposed = this.state.proposals.some((proposal) => proposal.sentence === number && proposal.accepted && proposal.state === "open");
    const span = make("span", { class: `sentence${number === this.sentence ? " on" : ""}${isProposed ? " proposed" : ""}`, "data-sentence": number, "data-key": `s${number}`, tabindex: "0", role: "button", "aria-roledescription": "sentence" });
    if (revision) {
      span.append(...revision.words.map(([kind, part]) => make(WORD_TAGS[kind], { class: kind === "new" && !revision.accepted ? "risky" : "" }, part)));
      return span;
    }
    let at = begin;
    this.state.remarks.forEach((remark, index) => {
      if (remark.block !== block || remark.begin < at || remark.end > end || remark.end <= remark.begin) return;
      span.append(letters.slice(at, remark.begin).join(""), ...this.mark(remark, index));
      at = remark.end;
    });
    span.append(letters.slice(at, end).join(""));
    return span;
  }

  mark(remark, index) {
    if (remark.state === "accepted") return [make("del", { "data-remark": index }, remark.text), make("ins", { "data-remark": index }, remark.replacement)];
    if (remark.state === "rejected") return [remark.text];
    return [make("mark", { class: remark.severity, "data-remark": index }, remark.text)];
  }

  /** Whether a remark is about words that a rewrite of their sentence has replaced. */
  isRewritten(remark) {
    return remark.sentence !== null && Boolean(this.state.sentences[remark.sentence].revision);
  }

  remark(remark, index) {
    const point = (isOn) => () => {
      for (const mark of this.text.querySelectorAll(`[data-remark="${index}"]`)) mark.classList.toggle("on", isOn);
    };
    const swap = remark.replacement === null ? null : make("p", { class: "swap" }, make("del", {}, remark.text), " → ", make("ins", {}, remark.replacement || "(nothing)"));
    const press = (text, state) => button(text, { "data-key": `${state}${index}`, "aria-pressed": String(remark.state === state), "aria-label": `${text}: ${remark.code} ${remark.text}`,
      onclick: () => this.act(remark.state === state ? "reopen" : state === "accepted" ? "accept" : "reject", { remark: index }) });
    return make("li", { class: `remark ${remark.severity} ${this.isRewritten(remark) ? "rejected" : remark.state}`, "data-item": index, onpointerenter: point(true), onpointerleave: point(false), onfocusin: point(true), onfocusout: point(false) },
      make("p", { class: "top" }, make("span", { class: "severity" }, remark.severity), make("code", {}, remark.code), remark.fix === "unsafe" ? make("span", { class: "note" }, "read before you accept") : null),
      swap, make("p", {}, remark.message), remark.note ? make("p", { class: "note" }, remark.note) : null,
      this.isRewritten(remark) ? make("p", { class: "note" }, remark.replacement === null ? "The sentence was rewritten since." : "The sentence was rewritten since; Accept goes back to the original with this change.") : null,
      make("div", { class: "row" },
        remark.replacement === null ? null : press("Accept", "accepted"), press("Leave", "rejected"),
        remark.sentence === null ? null : button("Rewrite", { "aria-label": `Rewrite the sentence: ${remark.code} ${remark.text}`, onclick: () => this.edit(remark.sentence) })));
  }

  // ------------------------------------------------------------ hands

  clicked(event) {
    const mark = event.target.closest("[data-remark]");
    const sentence = event.target.closest("[data-sentence]");
    if (mark) {
      const item = this.list.children[mark.dataset.remark];
      item.scrollIntoView({ block: "nearest" });
      item.querySelector("button").focus();
    } else if (sentence) this.edit(Number(sentence.dataset.sentence));
  }

  key(event) {
    const sentence = event.target.closest("[data-sentence]");
    if (!sentence || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    this.edit(Number(sentence.dataset.sentence));
  }
}

/** "abstract 120 of 200 words"; outside the journal's limits it says so. */
function countRow({ label, number, unit, least, limit, is_outside: isOutside, source }) {
  const said = (value) => value.toLocaleString("en");
  const allowed = limit === null ? "" : least === null ? ` of ${said(limit)}` : ` of ${said(least)}–${said(limit)}`;
  return make("li", { class: isOutside ? "over" : "", title: source },
    make("span", {}, label), make("b", {}, `${said(number)}${allowed}`), ` ${unit}`,
    isOutside ? make("span", { class: "sign" }, limit !== null && number > limit ? "too long" : "too short") : null);
}

/** Return a text's code points: the kernel counts in these. */
function points(text) {
  return Array.from(text);
}

// What is known of the picture: its verdict, findings, claims and data.

import { button, make, number, say } from "./dom.js";

export class Report {
  /** `onpoint(index)` while a finding has the pointer or the focus; null when it is left. */
  constructor({ onpoint }) {
    this.onpoint = onpoint;
    this.verdict = make("p", { class: "verdict", role: "status", "aria-live": "polite" });
    this.list = make("ol", { class: "findings", "aria-label": "Findings" });
    this.claims = make("tbody");
    this.claimTable = make("table", { class: "claims" },
      make("caption", {}, "Claims"),
      make("thead", {}, make("tr", {}, ...["Claim", "Value", "Must be", ""].map((text) => make(text ? "th" : "td", text ? { scope: "col" } : {}, text)))),
      this.claims);
    this.data = make("ul", { class: "data" });
    this.notes = make("ul", { class: "notes", "aria-label": "Notes" });
    this.element = make("section", { class: "report", "aria-label": "Findings and claims" },
      this.verdict, this.list,
      make("div", { class: "facts" }, this.claimTable,
        make("div", {}, make("h4", {}, "Data"), this.data, this.notes)));
    this.element.hidden = true;
  }

  show(report) {
    if (!report) return;
    this.element.hidden = false;
    const small = report.min_pt === null ? "" : `, the smallest ${number(report.min_pt)} pt`;
    say(this.verdict, `${report.id} ${report.ok ? "passes" : "fails"} for ${report.journal}, ${report.stage}: ${counted(report)}; ${report.text_elements} editable texts${small}.`);
    this.verdict.className = `verdict ${report.ok ? "good" : "bad"}`;
    this.list.hidden = report.findings.length === 0;
    this.showFindings(report.findings);
    this.claimTable.hidden = report.claims.length === 0;
    this.claims.replaceChildren(...report.claims.map(claimRow));
    // Two panels that use a table alike say so once.
    const rows = new Map(report.data.map((use) => [JSON.stringify([use.name, saidOf(use)]), dataRow(use)]));
    this.data.replaceChildren(...rows.values());
    this.notes.replaceChildren(...report.warnings.map((text) => make("li", {}, text)));
  }

  showFindings(findings) {
    const said = JSON.stringify(findings);
    if (said === this.said) return;
    this.said = said;
    const root = this.list.getRootNode();
    const kept = [...this.list.children].findIndex((item) => item.contains(root.activeElement));
    this.list.replaceChildren(...findings.map((finding, index) => this.item(finding, index)));
    if (kept >= 0) this.focus(Math.min(kept, findings.length - 1));
  }

  item(finding, index) {
    const { panel, bbox_mm: box } = finding.where;
    const said = (panel ? `Panel ${panel}: ` : "") + finding.message;
    const item = button("", {
      class: `finding ${finding.severity}`,
      onpointerenter: () => this.onpoint(index, false),
      onpointerleave: () => this.onpoint(null, false),
      onfocus: () => this.onpoint(index, true),
      onblur: () => this.onpoint(null, false),
      onclick: () => this.onpoint(index, true),
    });
    item.append(
      make("span", { class: "severity" }, finding.severity), make("code", {}, finding.code), make("span", { class: "said" }, said),
      make("span", { class: "source" }, [finding.source, box ? "" : "It has no single place."].filter(Boolean).join(" · ")));
    return make("li", {}, item);
  }

  focus(index) {
    const item = this.list.children[index];
    if (item) item.firstElementChild.focus();
  }
}

function counted(report) {
  const failing = report.claims.filter((claim) => !claim.holds).length;
  const parts = ["error", "warning", "info"].map((severity) => {
    const n = report.findings.filter((finding) => finding.severity === severity).length;
    return n ? `${n} ${severity}${n > 1 ? "s" : ""}` : "";
  });
  if (failing) parts.push(failing > 1 ? `${failing} claims do not hold` : "1 claim does not hold");
  return parts.filter(Boolean).join(", ") || "no findings";
}

function claimRow(claim) {
  const verdict = claim.assert ? (claim.holds ? "holds" : "does not hold") : "";
  return make("tr", { class: claim.holds ? "" : "bad" },
    make("th", { scope: "row" }, make("code", {}, claim.name)), make("td", {}, claim.value), make("td", {}, claim.assert), make("td", {}, verdict));
}

function dataRow(use) {
  return make("li", {}, make("code", {}, use.name), ` ${saidOf(use)}`);
}

/** Return how many rows of a table are used, and why not all. */
function saidOf(use) {
  const all = use.rows.toLocaleString("en");
  const left = use.exclusions.filter((one) => one.rows > 0).map((one) => `${one.rows.toLocaleString("en")} left out: ${one.reason}`).join("; ");
  return left ? `${use.rows_used.toLocaleString("en")} of ${all} rows (${left})` : `${all} rows`;
}

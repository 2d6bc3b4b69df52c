"""Kaplan–Meier curves."""

from __future__ import annotations

from natfig.charts import _curves as curves
from natfig.legend.kinds.base import KindWords, View, by_color, groups_of
from natfig.legend.model import Statement
from natfig.legend.spread import n_statement
from natfig.legend.words import n_words, name_of, sentence
from natfig.stats.survival import log_rank

__all__ = ["words"]

_BANDS = {"log-log": "log-log", "plain": "linear"}


class _Survival(KindWords):
    id = "survival"

    def subject(self, view: View) -> str:
        panel = view.panel
        what = panel.y_label or "Survival probability"
        return f"{what} against {name_of(panel.time)}{by_color(panel.color)}"

    def statements(self, view: View) -> list[Statement]:
        panel = view.panel
        bands = (
            "" if panel.interval == "none" else f" with 95% confidence bands ({_BANDS[panel.interval]} scale)"
        )
        curves_text = sentence(f"Curves are Kaplan–Meier estimates{bands}")
        out = [Statement("data", curves_text, said_by=r"kaplan|\bas (?:in|for)\b")]
        if panel.censoring:
            out.append(Statement("marks", "Ticks, censored observations.", is_needed=False, said_by="censor"))
        table = view.table
        happened = curves.flags(table, panel.event.field, panel.event_value, "event_value")
        counts = {level: rows.rows for level, rows in groups_of(table, panel.color).items()}
        events = f"{int(happened.sum()):,} events"
        number = n_words(view.counts(counts), view.unit)
        number += "" if events in view.said else f"; {events}"
        out.append(n_statement(number))
        if panel.test is not None:
            out.append(_test(view, happened))
        return out


def _test(view: View, happened: object) -> Statement:
    from natfig.data.tables import Table
    from natfig.stats.words import format_p

    panel = view.panel
    table = Table(view.table.name, {**view.table.columns, "\0event": happened})  # type: ignore[dict-item]
    samples = []
    for rows in groups_of(table, panel.color).values():
        time = View(view.letter, panel, rows).column(panel.time.field)
        samples.append((time, rows["\0event"]))
    result = log_rank(samples)
    degrees = f"{result.df} degree{'s' if result.df > 1 else ''} of freedom"
    text = f"Log-rank test: χ² = {result.statistic:.3g}, {degrees}, {format_p(result.p)}"
    short = sentence(f"Log-rank test, {format_p(result.p)}")
    return Statement("test", sentence(text), said_by=r"log-?rank", short=short)


words = _Survival()

"""Sentences from a model for a draft under review: asked for in a thread, judged by the gate."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from natfig.core.errors import MissingRuntimeError, NatfigError, UsageError

if TYPE_CHECKING:
    from natfig.polish.result import Rewrite
    from natfig.prose.document import Block, Manuscript
    from natfig.prose.rule import Context
    from natfig.prose.rulesets import RuleSet

__all__ = ["Asking", "Rewriter"]

_KEY = "ANTHROPIC_API_KEY"
_BASE_URL = "ANTHROPIC_BASE_URL"
_STOPPED = "Stopped; what came before is kept."


@dataclass(frozen=True, slots=True)
class Asking:
    """How far the model is.

    Parameters
    ----------
    is_on : bool
    done, total : int
        Paragraphs.
    same : int
        Sentences the model would leave as they are.
    problem : str
        Why there is no more to come; "" where all went well.
    dollars : float or None
        Spent so far; None where a price is unknown.
    """

    is_on: bool = False
    done: int = 0
    total: int = 0
    same: int = 0
    problem: str = ""
    dollars: float | None = 0.0


class _StoppedError(Exception):
    """The author wants no more of it."""


class Rewriter:
    """Asks for the paragraphs of a draft, one after the other, off the caller's thread.

    Nothing is sent before `ask` is called.

    Parameters
    ----------
    take : callable
        Takes the rewrites of a paragraph as they come, from the thread.
    tell : callable
        Is called without arguments when `asking` is new, from the thread.
    max_cost : float or None
        Dollars that all requests together may cost.
    """

    def __init__(
        self,
        take: Callable[[Sequence[Rewrite]], None],
        tell: Callable[[], None],
        *,
        max_cost: float | None = None,
    ) -> None:
        self._take, self._tell = take, tell
        self._max_cost = max_cost
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.asking = Asking()

    @property
    def model(self) -> str:
        """Who is asked first."""
        from natfig.polish.cost import models

        return models().first

    def ask(
        self, manuscript: Manuscript, blocks: Sequence[Block], rules: RuleSet | None, context: Context
    ) -> None:
        """Ask for the sentences of paragraphs.

        Raises
        ------
        MissingRuntimeError
            If there is no key, or the library isn't installed.
        UsageError
            If an answer is waited for already, or nothing in the paragraphs is rewritten.
        """
        if self.asking.is_on:
            raise UsageError("the model is being asked already", hint="wait for it, or press Stop")
        if not os.environ.get(_KEY):
            raise MissingRuntimeError(
                "there is no key for the model", hint=f"set {_KEY} before the kernel starts"
            )
        wanted = [block for block in blocks if _has_sentences(manuscript, block, rules, context)]
        if not wanted:
            raise UsageError(
                "there is no sentence to ask for: headings, references and short lines are left as they are"
            )
        self._stop.clear()
        self.asking = Asking(True, total=len(wanted), dollars=self.asking.dollars)
        self._thread = threading.Thread(
            target=self._run, args=(manuscript, wanted, rules, context), name="natfig-rewrite", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Ask for no more; what came is kept."""
        self._stop.set()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until the model has answered; return whether it has."""
        thread = self._thread
        if thread is not None:
            thread.join(timeout_s)
        return not self.asking.is_on

    def _run(self, manuscript: Manuscript, blocks: Sequence[Block], rules: Any, context: Context) -> None:
        problem = ""
        try:
            for block in blocks:
                self._paragraph(manuscript, block, rules, context)
                self._tell()
        except _StoppedError:
            problem = _STOPPED
        except NatfigError as error:
            problem = " ".join(str(p) for p in error.problems)
        except Exception as error:  # noqa: BLE001 - a thread has nobody above it who could tell
            problem = f"The model can't be asked: {type(error).__name__}: {error}"
        self.asking = replace(self.asking, is_on=False, problem=problem)
        self._tell()

    def _paragraph(self, manuscript: Manuscript, block: Block, rules: Any, context: Context) -> None:
        from natfig.polish.rewrite import RewriteOptions, rewrite_manuscript

        spent = self.asking.dollars
        left = None if self._max_cost is None or spent is None else self._max_cost - spent
        if left is not None and left <= 0:
            raise UsageError("what may be spent is spent", hint="open the workbench with a higher max_cost")
        options = RewriteOptions(
            may_send=True,
            key=os.environ.get(_KEY, ""),
            base_url=os.environ.get(_BASE_URL, ""),
            max_cost=left,
        )
        done = rewrite_manuscript(
            _only(manuscript, block), rules, context, options, progress=lambda *_: self._check()
        )
        self._take([r for r in done.rewrites if r.proposed != r.original or not r.accepted])
        if done.notes:
            raise UsageError(" ".join(done.notes).replace("--max-cost", "max_cost"))
        cost = done.usage.get("dollars")
        self.asking = replace(
            self.asking,
            done=self.asking.done + 1,
            same=self.asking.same + sum(r.accepted and r.proposed == r.original for r in done.rewrites),
            dollars=spent + cost if spent is not None and isinstance(cost, int | float) else None,
        )

    def _check(self) -> None:
        if self._stop.is_set():
            raise _StoppedError


def _only(manuscript: Manuscript, block: Block) -> Manuscript:
    from natfig.prose.document import Manuscript as Parts

    return Parts(manuscript.drafts, (block,))


def _has_sentences(manuscript: Manuscript, block: Block, rules: Any, context: Context) -> bool:
    """Whether anything of a paragraph would be sent; asked of the same code that sends."""
    from natfig.polish.rewrite import RewriteOptions, rewrite_manuscript

    tried = rewrite_manuscript(_only(manuscript, block), rules, context, RewriteOptions(dry_run=True))
    return bool(tried.requests)

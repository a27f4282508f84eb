"""The outline: which heading is a section, a group, a finding, a subfinding, a measure.

Reports number in a dozen ways; no single marker means "finding". So the headings are nested by their rank;
then each outermost part is judged by what its levels say of themselves: a level most of whose titles name a
shortcoming holds the findings, what nests inside it is an aspect of the finding or a measure, what stands
around it is a section or a group. Small parts borrow the judgement of the whole text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from bihuan.report import cues
from bihuan.report.markers import Rank
from bihuan.report.nodes import LeafKind, SectionRole
from bihuan.report.split import first_sentence_end, label_kinds, labelled_parts
from bihuan.zh.status import closing_outcome, is_outcome_wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bihuan.report.markers import Token

HEADINGS = frozenset(Rank) - {Rank.NONE, Rank.ORDINAL}
_REMARK = re.compile(r"\s*[（(][^（）()]*[）)]\s*")
_TASK_LABELS = ("整改任务：", "整改任务:", "反馈问题：", "反馈问题:", "问题：", "问题:")
_ANSWERS = frozenset({"measures", "outcome", "either"})


class Heading:
    """A numbered line with what nests under it."""

    __slots__ = (
        "children",
        "closed",
        "first_label",
        "has_outcome",
        "has_text",
        "index",
        "is_act",
        "is_finding",
        "kind",
        "number",
        "outermost",
        "paragraphs",
        "rank",
        "rest",
        "role",
        "title",
    )

    def __init__(self, index: int, rank: Rank, title: str, rest: str) -> None:
        self.index = index
        """Into the tokens; -1 for the root."""
        self.number = ""
        self.rank = rank
        self.title = title
        self.rest = rest
        """Text that runs on after the title on the same line."""
        self.children: list[Heading] = []
        self.paragraphs: list[int] = []
        self.first_label: str | None = None
        """Kind of the label that its first paragraph begins with."""
        self.closed = False
        """True where the line ends like a sentence."""
        self.has_outcome = False
        """True where a paragraph below only states a status."""
        self.has_text = False
        """True where a paragraph below tells more than a status."""
        self.kind = LeafKind.PASSAGE
        self.role: SectionRole | None = None
        self.outermost = False
        self.is_finding = False
        self.is_act = False

    @property
    def is_title(self) -> bool:
        """True for a line that is a heading and no sentence."""
        return not self.rest and len(self.title) <= 60

    @property
    def has_content(self) -> bool:
        """True where measures can stand under it."""
        return bool(self.paragraphs or self.children or self.rest)

    def walk(self) -> Iterator[Heading]:
        """All headings below, in order of the text."""
        stack = self.children[::-1]
        while stack:
            heading = stack.pop()
            yield heading
            stack.extend(reversed(heading.children))


def build(tokens: Sequence[Token], start: int, stop: int) -> Heading:
    """Root of the headings in ``tokens[start:stop]``, nested by rank."""
    root = Heading(-1, Rank.NONE, "", "")
    stack = [root]
    inside_out = _circled_outside(tokens[start:stop])
    in_row = _name_findings([token for token in tokens[start:stop] if token.rank is Rank.ORDINAL])
    for index in range(start, stop):
        token = tokens[index]
        if not token.body:
            continue
        if token.rank not in HEADINGS and not _is_ordinal_finding(token, in_row=in_row):
            _add_paragraph(stack[-1], index, token)
            continue
        heading = _heading(index, token)
        if inside_out and token.rank in _TURNED:
            heading.rank = _TURNED[token.rank]
        while len(stack) > 1 and stack[-1].rank >= heading.rank:
            stack.pop()
        stack[-1].children.append(heading)
        stack.append(heading)
    return root


_TURNED = {Rank.CIRCLED: Rank.ARABIC_PAREN, Rank.ARABIC_PAREN: Rank.CIRCLED}


def _circled_outside(tokens: Sequence[Token]) -> bool:
    """True where （1）（2） begin anew below ① and again below ②: the office numbers the other way round."""
    row = [token for token in tokens if token.rank in _TURNED]
    if not row or row[0].rank is not Rank.CIRCLED:
        return False
    numbers = Counter((token.rank, token.number) for token in row)
    begun = numbers[Rank.CIRCLED, "①"]
    return any(n > max(begun, 1) for (rank, _), n in numbers.items() if rank is Rank.ARABIC_PAREN)


def _name_findings(row: Sequence[Token]) -> bool:
    """True where 第一，…。 or 一是…。 lines are a row of findings: two of them and a third of all say so."""
    found = sum(map(_is_ordinal_finding, row)) if len(row) > 2 else 0
    return found > 1 and found * 3 >= len(row)


def _is_ordinal_finding(token: Token, *, in_row: bool = False) -> bool:
    """一是关于…的问题。… names a finding; 一是制定…。 tells of a measure.

    ``in_row``: others of its row do, so that a plain title is enough.
    """
    if token.rank is not Rank.ORDINAL or "二是" in token.body:
        return False
    stop = first_sentence_end(token.body)
    title = token.body[:stop].rstrip("。：:")
    if token.body.startswith(("关于", "针对", "反馈")):
        return cues.names_problem(title)
    if stop == len(token.body) or cues.looks_like_act(title):
        return False
    return cues.looks_like_finding(title) or (in_row and len(title) <= 30 and cues.is_plain(title))


def _add_paragraph(heading: Heading, index: int, token: Token) -> None:
    parts = labelled_parts(token.body)
    if parts[0][1] is None and (cues.sums_up(token.body) or cues.points_to_annex(token.body)):
        return  # speaks of the whole report
    if is_outcome_wording(token.body[parts[0][2] :].strip()):
        heading.has_outcome = True
    else:
        heading.has_text = True
        heading.has_outcome = heading.has_outcome or _ends_in_outcome(heading, token.body)
    if not heading.paragraphs and not heading.children:
        heading.first_label = _answer_label(parts[:2], token.body)
    heading.paragraphs.append(index)


def _ends_in_outcome(heading: Heading, body: str) -> bool:
    """True for a paragraph that closes with a status, under a title that needs it to be told a finding."""
    if heading.is_finding or heading.is_act or not heading.is_title:
        return False
    return closing_outcome(body) is not None and not (
        cues.is_leadership(heading.title) or cues.tells_whole(heading.title)
    )


def _heading(index: int, token: Token) -> Heading:
    body = token.body
    stop = first_sentence_end(body)
    parts = labelled_parts(body)
    if len(parts) > 1 and 0 < parts[1][0] < stop:
        stop = parts[1][0]
    if (cell := body.find("\t", 1)) > 0:  # a row of a table that was flattened
        stop = min(stop, cell)
    if _REMARK.fullmatch(body, stop):
        stop = len(body)
    title, rest = body[:stop].rstrip(" \u3000。：:"), body[stop:]
    heading = Heading(index, token.rank, title, rest)
    if rest and len(parts) > 1:
        heading.first_label = _answer_label(parts[1:3], body)
    heading.number = token.number or ""
    heading.closed = body.endswith("。")
    heading.is_finding = cues.looks_like_finding(title) or body.startswith(_TASK_LABELS)
    heading.is_act = not heading.is_finding and cues.looks_like_act(title)
    return heading


def _answer_label(parts: Sequence[tuple[int, str | None, int]], body: str) -> str | None:
    """Kind of the first label, unless only a status follows: that may close the measure above as well."""
    kind = label_kinds().get(parts[0][1] or "")
    end = parts[1][0] if len(parts) > 1 else len(body)
    return None if is_outcome_wording(body[parts[0][2] : end].strip()) else kind


class _Votes:
    """How many headings of each rank read as findings, over the whole text."""

    def __init__(self, parts: Sequence[Heading]) -> None:
        self.yes: dict[Rank, int] = defaultdict(int)
        self.all: dict[Rank, int] = defaultdict(int)
        self.shared: dict[Rank, bool] = {}
        """False for a rank of which a heading is answered by itself, not with all others of its part."""
        for part in parts:
            if part.children:
                rank = part.children[0].rank
                self.shared[rank] = self.shared.get(rank, True) and _share_answer(part.children)
            for heading in part.walk():
                self.all[heading.rank] += 1
                self.yes[heading.rank] += _speaks_for_finding(heading)

    def share(self, headings: Sequence[Heading]) -> float:
        """Share of findings among ``headings``; the whole text weighs as much as four of them."""
        if not headings:
            return 0.0
        rank = headings[0].rank
        prior = self.yes[rank] / self.all[rank] if self.all[rank] else 0.0
        yes = sum(map(_speaks_for_finding, headings))
        return (yes + 4 * prior) / (len(headings) + 4)


def _share_answer(headings: Sequence[Heading]) -> bool:
    """True for bare titles one after the other with text under the last alone: one finding's aspects."""
    bare = all(one.is_title and not one.closed and not one.is_act for one in headings)
    return len(headings) > 1 and bare and not any(one.has_content for one in headings[:-1])


def _speaks_for_finding(heading: Heading) -> bool:
    if heading.rank is Rank.PROBLEM or heading.is_finding:
        return True
    answered = heading.has_outcome or heading.first_label in _ANSWERS
    return answered and heading.is_title and not heading.is_act and not heading.closed


def classify(root: Heading) -> None:
    """Set ``kind`` of every heading and ``role`` of every section below ``root``."""
    tops = root.children
    for top in tops:
        top.outermost = True
    _set_roles(tops)
    worked = [top for top in tops if top.role in {SectionRole.FINDINGS, SectionRole.OTHER}]
    worked = [top for top in worked if top is tops[0] or top.children or not cues.tells_whole(top.title)]
    votes = _Votes(worked)
    for top in worked:
        _classify_part(top, votes)
    for top in tops:
        if top not in worked:
            top.kind = LeafKind.SECTION
    _settle_outermost(tops, worked)


def _settle_outermost(tops: Sequence[Heading], worked: Sequence[Heading]) -> None:
    """A part whose own heading is the finding is no section; so it is for all of a rank or for none."""
    for rank in {top.rank for top in worked}:
        same = [top for top in worked if top.rank is rank]
        findings = [top for top in same if top.kind is LeafKind.FINDING]
        # A row of 1.–4. outside everything is never a row of parts.
        if len(findings) * 2 < len(same) and rank < Rank.ARABIC:
            for top in findings:
                _make_section(top)
            continue
        for top in same:  # of one row with findings, though its title does not say so
            if findings and not top.children and top.has_content:
                top.kind = LeafKind.FINDING
            elif findings and top.kind is LeafKind.SECTION and rank >= Rank.ARABIC:
                _make_finding(top)
    if any(top.kind is LeafKind.SECTION for top in tops):
        return
    for top in worked:  # nothing outside the findings: no section at all
        top.role = None


def _make_section(top: Heading) -> None:
    top.kind = LeafKind.SECTION
    for child in top.children:
        child.kind = LeafKind.FINDING if child.is_finding else child.kind


def _make_finding(top: Heading) -> None:
    """1.…, whose (1)(2) seemed to be the findings, in a row of 1. 2. 3. that are."""
    top.kind = LeafKind.FINDING
    _classify_inside(top)


def _set_roles(tops: Sequence[Heading]) -> None:
    wanting = [_wanting(top) for top in tops]
    if len(tops) > 1 and not wanting[0] and _is_one_of_row(tops, wanting):
        wanting[0] = True
    for position, top in enumerate(tops):
        later = any(wanting[position + 1 :])
        if wanting[position] and not cues.is_next_steps(top.title):
            top.role = SectionRole.FINDINGS
        elif cues.is_next_steps(top.title, last=position + 1 == len(tops) > 1) and (
            position > 0 or len(tops) == 1
        ):
            top.role = SectionRole.NEXT_STEPS
        elif (
            (cues.is_leadership(top.title) and not any(wanting[:position]) and position + 1 < len(tops))
            or cues.is_supervision(top.title)
            or _opens(top, position, later)
        ):
            top.role = SectionRole.LEADERSHIP
        else:
            top.role = SectionRole.FINDINGS if cues.names_findings(top.title) else SectionRole.OTHER


def _is_one_of_row(tops: Sequence[Heading], wanting: Sequence[bool]) -> bool:
    """True for a first heading that is plain, in a row of headings that are the findings themselves."""
    first = tops[0]
    same = [position for position, top in enumerate(tops) if position and top.rank is first.rank]
    found = [
        position
        for position in same
        if not tops[position].children and (wanting[position] or _speaks_for_finding(tops[position]))
    ]
    return (
        len(found) * 2 > len(same)
        and not first.children
        and first.has_content
        and cues.is_plain(first.title)
        and not (cues.is_leadership(first.title) or cues.tells_whole(first.title))
    )


def _opens(top: Heading, position: int, later: bool) -> bool:
    """True for a first chapter that tells of no finding where later ones do."""
    return position == 0 and later and top.rank < Rank.ARABIC and not cues.names_findings(top.title)


def _wanting(top: Heading) -> bool:
    """True where the part speaks of findings, in its own title or in a level below."""
    if top.is_finding or top.first_label in _ANSWERS:
        return True
    below: dict[Rank, list[bool]] = defaultdict(list)
    for heading in top.walk():
        below[heading.rank].append(_speaks_for_finding(heading))
    return any(sum(said) * 2 >= len(said) for said in below.values())


def _classify_part(top: Heading, votes: _Votes) -> None:
    levels: dict[Rank, list[Heading]] = defaultdict(list)
    for heading in top.walk():
        levels[heading.rank].append(heading)
    level = _finding_level(top, levels, votes)
    if level is None:
        _classify_achievements(top)
        return
    if level is top.rank:
        top.kind = LeafKind.FINDING
    else:
        top.kind = LeafKind.SECTION
    for heading in top.walk():
        if heading.rank < level:
            heading.kind = LeafKind.GROUP
        elif heading.rank is level:
            heading.kind = LeafKind.FINDING
    for finding in [top, *top.walk()]:
        if finding.kind is LeafKind.FINDING:
            _classify_inside(finding)


def _finding_level(top: Heading, levels: dict[Rank, list[Heading]], votes: _Votes) -> Rank | None:
    """Rank at which the findings of this part stand; None where it has none."""
    ranks = sorted(levels)
    if not ranks:
        return top.rank if _speaks_for_finding(top) else None
    first, *deeper = ranks
    outer_share = votes.share(levels[first])
    if deeper and deeper[0] <= Rank.CIRCLED:
        inner = levels[deeper[0]]
        inner_share = votes.share(inner)
        if inner_share >= 0.5 and _gathers(levels[first], inner, outer_share):
            return deeper[0]
    if first >= Rank.ARABIC_PAREN and top.is_finding and votes.shared.get(first):
        return top.rank
    if outer_share >= 0.5:
        return first
    acts = sum(heading.is_act or heading.closed or not heading.is_title for heading in levels[first])
    if cues.names_problem(top.title) or (_speaks_for_finding(top) and acts * 2 >= len(levels[first])):
        return top.rank
    if top.is_finding and outer_share >= 0.3:
        return first
    return _plain_level(top, levels)


def _plain_level(top: Heading, levels: dict[Rank, list[Heading]]) -> Rank | None:
    """Level of short titles that praise nothing and have text below, in a part that answers findings."""
    if not (cues.names_findings(top.title) or top.is_finding):
        return None
    for rank in sorted(levels):
        answered = [heading for heading in levels[rank] if heading.has_text or heading.rest]
        plain = sum(cues.is_plain(heading.title) and len(heading.title) <= 60 for heading in answered)
        if answered and plain * 3 >= len(answered) * 2:
            return rank
        if not all(heading.title.endswith(("方面", "问题")) for heading in levels[rank]):
            return None
    return None


def _gathers(outer: Sequence[Heading], inner: Sequence[Heading], outer_share: float) -> bool:
    """True where the outer level only gathers the findings of the inner one (（一）…方面 over 1.…问题)."""
    # The last of several takes the answer to them all, so it says nothing about the others.
    telling = [kid for heading in outer for kid in heading.children[:-1]] or list(inner)
    answered = sum(heading.has_content for heading in telling)
    runs_on = outer_share < 0.5
    if inner[0].rank is Rank.ARABIC_PAREN or inner[0].rank is Rank.CIRCLED:
        return runs_on
    own_text = sum(bool(heading.paragraphs) for heading in outer if heading.children)
    return runs_on or (answered * 2 >= len(telling) and own_text * 2 <= len(outer))


def _classify_inside(finding: Heading) -> None:
    """Aspects of the finding come before anything else under it; the rest are measures."""
    after_text = bool(
        finding.paragraphs and finding.children and finding.paragraphs[0] < finding.children[0].index
    )
    open_for_aspects = not after_text and finding.first_label not in _ANSWERS
    aspects = _aspects(finding.children) if open_for_aspects else 0
    for position, child in enumerate(finding.children):
        if position < aspects and child.is_title:
            child.kind = LeafKind.SUBFINDING
            _classify_inside_aspect(child)
        else:
            _classify_measure(child)


def _aspects(headings: Sequence[Heading]) -> int:
    """How many of the headings under a finding are its aspects; they come first.

    Bare titles one after the other with the answer only under the last are aspects, whatever they say
    (（1）列席人员参与表决（2）编制空缺较多); so are those after which numbering starts again. Others
    must mostly name a shortcoming.
    """
    starts_again = (n for n, one in enumerate(headings) if n and _ones(one.number))
    again = next(starts_again, len(headings))
    run = headings[:again]
    bare = all(one.is_title and not one.closed for one in run) and not any(
        one.has_content for one in run[:-1]
    )
    answered = again < len(headings) or (bool(run) and run[-1].has_content)
    if bare and answered and len(run) > 1 and sum(one.is_act for one in run) * 2 < len(run):
        return again
    if sum(one.is_finding for one in headings) * 2 <= len(headings):
        return 0
    return next((n for n, one in enumerate(headings) if one.is_act and not one.is_finding), len(headings))


def _ones(number: str) -> bool:
    """True for the first number of a row in any form: （1）, 1, ①, 一."""
    return number.strip("（）() 　") in {"1", "１", "①", "一"}


def _classify_inside_aspect(aspect: Heading) -> None:
    for child in aspect.children:
        _classify_measure(child)


def _classify_measure(heading: Heading) -> None:
    """A short heading with text below it only leads in; the text below is the measure."""
    below = bool(heading.children) or (heading.has_text and heading.first_label not in _ANSWERS)
    leads = heading.is_title and below and not cues.is_dated(heading.title)
    heading.kind = LeafKind.LEAD_IN if leads else LeafKind.MEASURE
    for child in heading.children:
        _classify_measure(child)


def _classify_achievements(top: Heading) -> None:
    """No finding anywhere: the innermost headings with text below carry measures of their own."""
    top.kind = LeafKind.SECTION
    for heading in top.walk():
        if any(child.children or child.paragraphs for child in heading.children):
            heading.kind = LeafKind.GROUP
        elif heading.children or heading.paragraphs:
            heading.kind = LeafKind.HEADING
        else:
            heading.kind = LeafKind.MEASURE

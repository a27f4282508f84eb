"""What a letter says. Pure: the words are kept with the letter, so that later ones change nothing."""

from __future__ import annotations

from bihuan.web.supervision.levels import Level, rung_of

_END = "办理情况请及时登记进展、上传佐证；有特殊情况的，请在本函之下回复说明。"


def body(level: Level, count: int, before: int) -> str:
    """The paragraphs of a letter that is written by itself; ``before`` items were told of earlier."""
    told = f"另有{before}项此前已经函告，至今没有办结，一并列出。" if before else ""
    if level is Level.REMIND:
        head = (
            f"根据巡察整改台账，你单位有{count}项整改事项将在{rung_of(level).left}日内到期。{told}"
            "请责任科室对照完成标准抓紧落实，整改联络员逐项督促；确实不能按期完成的，请在到期前按程序申请延期。"
        )
    elif level is Level.ORDER:
        head = (
            f"你单位有{count}项整改事项距到期已不足{rung_of(level).left + 1}日，仍未办结。{told}"
            "请分管领导牵头督办，逐项明确责任人和完成时间，确保按期办结。"
        )
    else:
        head = (
            f"你单位有{count}项整改事项已经超过时限，仍未办结。{told}"
            "现就整改推进情况约请主要负责人谈话，时间、地点另行通知。"
            "请先签收本通知，书面说明逾期原因、已采取的措施和预计办结时间。"
        )
    return f"{head}\n{_END}"


def ending(level: Level) -> str:
    """The formula before the signature."""
    return {Level.REMIND: "特此提醒。", Level.ORDER: "特此督办。", Level.SUMMON: "特此通知。"}.get(
        level, "特此催办。"
    )


def told(level: Level, reference: str, count: int) -> str:
    """The line in the inbox."""
    if level is Level.SUMMON:
        return f"{reference}：{count}项整改已经逾期，请签收并书面说明。"
    if level is Level.URGE:
        return f"{reference}：请按要求抓紧办理{f'，共{count}项' if count else ''}，并签收。"
    return f"{reference}：{count}项整改即将到期，请签收并抓紧办理。"

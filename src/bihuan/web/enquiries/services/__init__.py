"""Writes of the app."""

from bihuan.web.enquiries.services.answering import enquiry_answer, enquiry_draft
from bihuan.web.enquiries.services.attaching import attached
from bihuan.web.enquiries.services.forgetting import contacts_forget, traces_sweep
from bihuan.web.enquiries.services.handling import (
    enquiry_assign,
    enquiry_close,
    enquiry_release,
    enquiry_reopen,
)
from bihuan.web.enquiries.services.receiving import Received, enquiry_receive
from bihuan.web.enquiries.services.showing import enquiry_show, enquiry_show_decide, enquiry_show_stop

__all__ = [
    "Received",
    "attached",
    "contacts_forget",
    "enquiry_answer",
    "enquiry_assign",
    "enquiry_close",
    "enquiry_draft",
    "enquiry_receive",
    "enquiry_release",
    "enquiry_reopen",
    "enquiry_show",
    "enquiry_show_decide",
    "enquiry_show_stop",
    "traces_sweep",
]

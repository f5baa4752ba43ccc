"""Live pages: what an action publishes reaches every page that shows it, within milliseconds.

    action ── publish() ──> table live_event ── NOTIFY on commit ──> feed of each web process
                                                                       │ rows it has not seen
    page <── SharedWorker <── GET /live (server-sent events) <── hub <─┘

An event says only that something changed; the page then asks for its part again and gets what this
person may see. The outbox keeps an hour of events, so a browser that was cut off, or whose web
process was killed, takes up exactly where it was (`outbox.Position`). docs/dev/live.md shows how a
page becomes live.
"""

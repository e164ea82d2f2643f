from voicecoach.render.transcript import Caption, Section, as_text, as_vtt

SECTIONS = (
    Section("Before you begin", 0.0, (Caption(0.0, 1.5, "A & B <i>--> C</i>"),)),
    Section(
        "1. Bridge",
        3725.25,
        (
            Caption(3725.25, 3726.0, "Lift."),
            Caption(3726.0, 3746.0, "20 seconds of silence", aside=True),
            Caption(3746.0, 3746.0, "Lower."),
        ),
    ),
)


def test_webvtt_has_times_and_a_note_for_each_chapter() -> None:
    assert as_vtt("A title", "en", ["Not reviewed."], SECTIONS).splitlines() == [
        "WEBVTT - A title",
        "Kind: captions",
        "Language: en",
        "",
        "NOTE Not reviewed.",
        "",
        "NOTE Before you begin",
        "",
        "00:00:00.000 --> 00:00:01.500",
        "A &amp; B &lt;i&gt;--&gt; C&lt;/i&gt;",
        "",
        "NOTE 1. Bridge",
        "",
        "01:02:05.250 --> 01:02:06.000",
        "Lift.",
        "",
        "01:02:06.000 --> 01:02:26.000",
        "[20 seconds of silence]",
        "",
        "01:02:26.000 --> 01:02:26.100",
        "Lower.",
    ]


def test_plain_text_reads_like_a_page() -> None:
    assert as_text("A title", ["Not reviewed."], SECTIONS).splitlines() == [
        "A title",
        "Not reviewed.",
        "",
        "Before you begin (0:00)",
        "A & B <i>--> C</i>",
        "",
        "1. Bridge (62:05)",
        "Lift.",
        "[20 seconds of silence]",
        "Lower.",
    ]

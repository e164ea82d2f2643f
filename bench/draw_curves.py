"""Draw the curves in `hearing.json`: misses of "stop" against false alarms an hour.

pip install matplotlib
python bench/draw_curves.py hearing.json docs/hearing-curves.svg
"""

import argparse
import json
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt

OWED_AN_HOUR = 6.5
"""False stops and questions together."""
LEAST = 0.3
"""The axis is logarithmic: what never happened is drawn here."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw misses against false alarms.")
    parser.add_argument("report", type=Path)
    parser.add_argument("picture", type=Path)
    options = parser.parse_args()
    curve = json.loads(options.report.read_text("utf-8"))["curve"]
    mpl.rcParams["svg.hashsalt"] = "voicecoach"
    figure, axes = plt.subplots(figsize=(7.5, 4.8))
    alarms = [max(LEAST, point["alarms_an_hour"]) for point in curve]
    for name in curve[0]["missed"]:
        missed = [100 * point["missed"][name] for point in curve]
        style = "--" if name.startswith("babble") else "-"
        axes.plot(alarms, missed, style, marker=".", label=name)
    axes.axvline(OWED_AN_HOUR, color="0.6", linewidth=1)
    axes.set_xscale("log")
    axes.set_xlabel("false alarms an hour of conversation, at most this sure of “stop”")
    axes.set_ylabel("“stop” missed, %")
    axes.set_ylim(0, 100)
    axes.legend(fontsize=8)
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(options.picture, metadata={"Date": None})


if __name__ == "__main__":
    main()

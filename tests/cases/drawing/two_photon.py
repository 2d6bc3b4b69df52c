"""Draw ``two_photon.svg``: a mouse on a wheel under a two-photon microscope. CC0, drawn for natfig."""
# ruff: noqa: E501  (an element a line)

import math
from pathlib import Path

CELLS = [
    (378, 52, 6.2, 1.0), (398, 66, 5.4, 0.55), (419, 50, 5.8, 0.85), (437, 71, 6.0, 0.4), (366, 78, 5.2, 0.5),
    (386, 90, 6.4, 0.9), (410, 84, 5.0, 0.35), (428, 98, 5.8, 1.0), (402, 108, 5.6, 0.6), (374, 107, 5.0, 0.3),
    (396, 38, 4.8, 0.45), (446, 90, 4.8, 0.7), (354, 62, 4.6, 0.35), (416, 121, 4.8, 0.45),
]  # fmt: skip
EVENTS = (((22, 30), (70, 24), (121, 33)), ((24, 14), (72, 31), (98, 9)), ((20, 20), (74, 8), (122, 26)))


def trace(x0, y0, events):
    """Return a calcium trace: quick rises and slow falls on a wavy floor."""
    points = []
    for t in range(151):
        y = 0.9 * math.sin(t * 0.9) + 0.6 * math.sin(t * 2.3 + 1)
        for at, height in events:
            if t > at:
                y += height * (1 - math.exp(-(t - at) / 1.6)) * math.exp(-(t - at) / 13)
        points.append(f"{x0 + t:g},{y0 - y:.2f}")
    return " ".join(points)


def draw():
    """Return the drawing."""
    cells = "\n".join(
        f'      <use href="#cell" transform="translate({x} {y}) scale({r / 6:.3f})" opacity="{o}"/>'
        for x, y, r, o in CELLS
    )
    stripes = "\n".join(f'      <rect x="{250 + 9 * i}" y="120" width="4.5" height="130"/>' for i in range(7))
    traces = "\n".join(
        f'    <polyline class="trace" points="{trace(352, 178 + 27 * i, e)}"/>' for i, e in enumerate(EVENTS)
    )
    spokes = "\n".join(
        f'      <line x1="124" y1="266" x2="{124 + 62 * math.cos(math.radians(a)):.2f}" '
        f'y2="{266 - 62 * math.sin(math.radians(a)):.2f}"/>'
        for a in range(15, 180, 30)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- CC0 1.0: drawn for natfig, free for any use. -->
<svg xmlns="http://www.w3.org/2000/svg" width="130mm" height="66.5mm" viewBox="0 0 520 266">
  <title>Two-photon imaging of a head-fixed mouse</title>
  <defs>
    <style>
      text {{ font-family: Arial, Helvetica, sans-serif; font-size: 10px; fill: #272727; }}
      .middle {{ text-anchor: middle; }}
      .outline {{ stroke: #4d4d4d; stroke-width: 1.2; stroke-linejoin: round; }}
      .beam {{ stroke: #c8403a; stroke-width: 3; stroke-opacity: 0.8; fill: none; }}
      .light {{ stroke: #2e9e5b; stroke-width: 2.4; fill: none; }}
      .trace {{ fill: none; stroke: #2e8b57; stroke-width: 1.3; stroke-linejoin: round; }}
      .guide {{ stroke: #767676; stroke-width: 0.9; stroke-dasharray: 3 2.4; fill: none; }}
    </style>
    <linearGradient id="metal" x1="0" x2="1" y1="0" y2="0">
      <stop offset="0" stop-color="#8d99a6"/><stop offset="0.35" stop-color="#e8edf1"/>
      <stop offset="1" stop-color="#77838f"/>
    </linearGradient>
    <linearGradient id="fur" x1="0" x2="0" y1="0" y2="1">
      <stop offset="0" stop-color="#b3a498"/><stop offset="1" stop-color="#85766b"/>
    </linearGradient>
    <radialGradient id="tissue" cx="0.5" cy="0.45" r="0.6">
      <stop offset="0" stop-color="#1d5c3c"/><stop offset="1" stop-color="#0a2818"/>
    </radialGradient>
    <radialGradient id="glow" cx="0.5" cy="0.5" r="0.5">
      <stop offset="0" stop-color="#c9ffd9"/><stop offset="1" stop-color="#37c978"/>
    </radialGradient>
    <symbol id="cell" overflow="visible"><circle r="6" fill="url(#glow)"/><circle r="2.4" fill="#0f4a2b"/></symbol>
    <clipPath id="field"><circle cx="402" cy="80" r="56"/></clipPath>
    <clipPath id="screen"><path d="M256 152 296 143V222L256 213Z"/></clipPath>
    <clipPath id="ground"><rect x="40" y="190" width="180" height="62"/></clipPath>
    <marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">
      <path d="M0 0 8 4 0 8Z" fill="context-stroke"/>
    </marker>
  </defs>

  <g id="optics">
    <rect x="10" y="22" width="98" height="36" rx="5" fill="#ece6f3" stroke="#7a5ba6" stroke-width="1.2"/>
    <text class="middle" x="59" y="37">Ti:sapphire laser<tspan x="59" dy="12">920 nm</tspan></text>
    <path class="beam" d="M108 40H184V104"/>
    <g transform="translate(184 40) rotate(45)">
      <rect x="-15" y="-2" width="30" height="4" fill="#8fa3b5" class="outline"/>
    </g>
    <text x="198" y="32">Scan mirrors</text>
    <path class="light" d="M184 86H221" marker-end="url(#head)"/>
    <g transform="translate(184 86) rotate(-45)">
      <rect x="-15" y="-1.6" width="30" height="3.2" fill="#9ecae1" class="outline"/>
    </g>
    <text x="156" y="82" text-anchor="end">Dichroic mirror</text>
    <rect x="222" y="74" width="40" height="24" rx="4" fill="#e5f3ea" stroke="#2e9e5b" stroke-width="1.2"/>
    <text class="middle" x="242" y="89.6">PMT</text>
    <path d="M177 132 184 149 191 132Z" fill="#c8403a" fill-opacity="0.55"/>
    <path d="M169 102H199V119L192 133H176L169 119Z" fill="url(#metal)" class="outline"/>
    <text x="160" y="122" text-anchor="end">Objective</text>
  </g>

  <g id="mouse">
    <g id="wheel" clip-path="url(#ground)" fill="none" stroke="#9aa5ad" stroke-width="1.1">
      <circle cx="124" cy="266" r="66" fill="#eef1f3" stroke="#67747e" stroke-width="2.2"/>
{spokes}
    </g>
    <path d="M76 178C56 190 52 166 30 174" fill="none" stroke="#a08f84" stroke-width="4" stroke-linecap="round"/>
    <ellipse cx="100" cy="199" rx="11" ry="4.6" fill="#c9a99b" class="outline"/>
    <ellipse cx="146" cy="200" rx="10" ry="4.4" fill="#c9a99b" class="outline"/>
    <path d="M72 178C72 158 96 146 124 148 140 149 150 152 160 152 186 148 204 160 217 173 219 176 216 179 211 180
      192 185 178 186 164 190 146 198 118 201 98 199 80 197 72 190 72 178Z" fill="url(#fur)" class="outline"/>
    <circle cx="162" cy="158" r="9" fill="#c9a99b" class="outline"/>
    <circle cx="194" cy="167" r="2.4" fill="#1b1b1b"/><circle cx="194.8" cy="166.2" r="0.7" fill="#fff"/>
    <circle cx="216.5" cy="175" r="2" fill="#5b3f3a"/>
    <path d="M209 179 226 184M209 178 228 178" stroke="#6d6259" stroke-width="0.7"/>
    <rect x="172" y="149" width="24" height="4.4" rx="1.4" fill="#4d5862"/>
    <text x="8" y="146">Head-fixed mouse</text>
    <text x="226" y="246" text-anchor="end">Wheel</text>
  </g>

  <g id="stimulus">
    <path d="M252 148 300 137V228L252 217Z" fill="#3c444b" class="outline"/>
    <g clip-path="url(#screen)"><rect x="250" y="130" width="60" height="100" fill="#f4f4f4"/>
      <g fill="#777" transform="rotate(14 275 180)">
{stripes}
      </g>
    </g>
    <text class="middle" x="276" y="242">Gratings</text>
  </g>

  <g id="field-of-view">
    <path class="guide" d="M188 149 349 61M188 151 352 106"/>
    <circle cx="402" cy="80" r="56" fill="url(#tissue)"/>
    <g clip-path="url(#field)">
{cells}
    </g>
    <circle cx="402" cy="80" r="56" fill="none" class="outline"/>
    <path d="M416 117H436" stroke="#fff" stroke-width="2"/>
    <text x="402" y="16" class="middle">GCaMP6f, layer 2/3</text>
    <text x="464" y="124">50 µm</text>
    <path d="M462 120.5 440 117.5" stroke="#767676" stroke-width="0.9"/>
  </g>

  <g id="traces">
    <rect x="374" y="150" width="14" height="88" fill="#e3e6e8"/><rect x="423" y="150" width="14" height="88" fill="#e3e6e8"/>
    <rect x="473" y="150" width="14" height="88" fill="#e3e6e8"/>
{traces}
    <path d="M508 206V236H484" fill="none" stroke="#272727" stroke-width="1.2"/>
    <text x="496" y="249" class="middle">5 s</text>
    <text transform="translate(517 221) rotate(-90)" class="middle">Δ<tspan font-style="italic">F</tspan>/<tspan
      font-style="italic">F</tspan><tspan dy="2.4" font-size="7">0</tspan></text>
    <text x="352" y="249">Three neurons</text>
  </g>
</svg>
"""


if __name__ == "__main__":
    Path(__file__).with_name("two_photon.svg").write_text(draw(), encoding="utf-8")

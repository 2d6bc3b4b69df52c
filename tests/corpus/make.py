"""Draw the corpus again: `python tests/corpus/make.py [PROGRAM …]`.

A program or package that is missing is named and left out; its files stay as they are.
"""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

CORPUS = Path(__file__).parent
GENERATORS = CORPUS / "generators"

# Folder(s) it fills → what it needs: programs on PATH and Python packages.
NEEDS = {
    "matplotlib": ((), ("matplotlib",)),
    "seaborn": ((), ("seaborn",)),
    "r": (("Rscript",), ()),
    "inkscape": (("inkscape",), ()),
    "altair": ((), ("altair", "vl_convert")),
    "gnuplot": (("gnuplot",), ()),
    "graphviz": (("dot",), ()),
    "plotly": ((), ("plotly", "kaleido")),
    "pygal": ((), ("pygal",)),
    "libreoffice": (("soffice",), ("pptx",)),
    "handwritten": ((), ()),
}


def missing(name):
    """Return what a generator lacks, in words, or None."""
    programs, packages = NEEDS[name]
    lacking = [p for p in programs if shutil.which(p) is None]
    lacking += [p for p in packages if importlib.util.find_spec(p) is None]
    return ", ".join(lacking) or None


def draw(name):
    """Run one generator into its folder."""
    folder = CORPUS / name
    if name == "r":
        for device in ("svglite", "r_svg"):
            (CORPUS / device).mkdir(exist_ok=True)
        subprocess.run(["Rscript", GENERATORS / "gen_r.R", CORPUS], check=True)
        return
    folder.mkdir(exist_ok=True)
    if name == "gnuplot":
        subprocess.run(["gnuplot", "-c", GENERATORS / "gen_gnuplot.gp", folder], check=True)
    elif name == "graphviz":
        for source in sorted((GENERATORS / "graphviz").glob("*.dot")):
            subprocess.run(["dot", "-Tsvg", source, "-o", folder / f"{source.stem}.svg"], check=True)
    else:
        # -P: the folder of the generators must not hide a package of the same name.
        subprocess.run([sys.executable, "-P", GENERATORS / f"gen_{name}.py", folder], check=True)


def main(names):
    """Draw what is asked for, or everything; return how many were left out."""
    left_out = 0
    for name in names or NEEDS:
        if lacking := missing(name):
            sys.stderr.write(f"{name}: left out, {lacking} is not installed\n")
            left_out += 1
        else:
            draw(name)
            sys.stderr.write(f"{name}: drawn\n")
    return left_out


if __name__ == "__main__":
    main(sys.argv[1:])

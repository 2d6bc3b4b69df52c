"""The point cloud against matplotlib's own scatter, and against counting."""

from __future__ import annotations

import io
import re
import time

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.figure import Figure

from natfig.backends.mpl.svg import RendererSvg
from natfig.charts._points import PointCloud, PointGroup

BLUE = "#0F4D92"
RED = "#D55E00"
LIMITS = ((-2.0, 2.5), (-3.0, 3.0))


def make_axes(dpi=300, scales=("linear", "linear")):
    figure = Figure(figsize=(3.5, 2.4), dpi=dpi)
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0.123, 0.157, 0.81, 0.79))
    ax.set(xscale=scales[0], yscale=scales[1])
    ax.set_axis_off()
    return ax


def picture(ax):
    canvas = ax.figure.canvas
    canvas.draw()
    return np.asarray(canvas.buffer_rgba()).astype(float)


def cloud_on(ax, *groups, diameter_pt=2.0, alpha=0.5, limits=LIMITS):
    cloud = PointCloud.add_to(ax, [PointGroup(*g) for g in groups], diameter_pt, alpha)
    if limits is not None:
        ax.set(xlim=limits[0], ylim=limits[1])
    return cloud


@pytest.mark.parametrize("dpi", [100, 300, 600])
@pytest.mark.parametrize("marker", ["o", "^"])
def test_cloud_looks_like_scatter(dpi, marker):
    x, y = np.random.default_rng(1).normal(size=(2, 3000))
    ours, theirs = make_axes(dpi), make_axes(dpi)
    cloud_on(ours, (x, y, BLUE, marker))
    # Sizes that differ by nothing visible keep matplotlib from rounding centres to whole pixels.
    sizes = 4 + 1e-6 * np.arange(len(x))
    theirs.scatter(x, y, s=sizes, c=BLUE, alpha=0.5, linewidths=0, marker=marker)
    theirs.set(xlim=LIMITS[0], ylim=LIMITS[1])
    a, b = picture(ours), picture(theirs)
    assert np.abs(a - b).mean() < 1.0
    assert (255 - a[..., :3]).sum() == pytest.approx((255 - b[..., :3]).sum(), rel=0.03)


@pytest.mark.parametrize("scale", ["log", "symlog"])
def test_scales_move_the_points(scale):
    values = np.array([0.01, 1.0, 100.0])
    ax = make_axes(scales=(scale, "linear"))
    cloud = cloud_on(ax, (values, np.zeros(3), BLUE), limits=((1e-3, 1e3), (-1, 1)))
    image, left, _ = cloud.image(300)
    alpha = image[..., 3].max(axis=0) > 0
    wanted = ax.transData.transform(np.column_stack([values, np.zeros(3)]))[:, 0] - left
    assert all(alpha[round(w)] for w in wanted)
    assert alpha.sum() < 3 * (2 * 300 / 72 + 2)


def test_reversed_axis_turns_the_picture():
    x = np.array([0.0, 0.0, 2.0])
    ax = make_axes()
    cloud = cloud_on(ax, (x, np.zeros(3), BLUE), limits=((-3, 3), (-1, 1)))
    image = cloud.image(300)[0].copy()
    ax.set_xlim(3, -3)
    # Mirrored up to the fraction of a pixel by which the axes are off the grid.
    turned = cloud.image(300)[0][:, ::-1]
    assert np.abs(image.astype(float) - turned).mean() < 1.5
    assert np.abs(image.astype(float) - turned[:, ::-1]).mean() > np.abs(image.astype(float) - turned).mean()


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_overlap_of_n_discs_is_exact(n):
    ax = make_axes()
    cloud = cloud_on(ax, (np.zeros(n), np.zeros(n), BLUE), diameter_pt=6, alpha=0.3)
    assert cloud.image(300)[0][..., 3].max() == round(255 * (1 - 0.7**n))


def test_one_point_among_a_million_is_visible():
    crowd = np.random.default_rng(2).normal(0, 0.05, size=(2, 999_999))
    x, y = np.append(crowd[0], 2.0), np.append(crowd[1], 2.0)
    ax = make_axes()
    image, left, bottom = cloud_on(ax, (x, y, BLUE)).image(600)
    column, row = ax.transData.transform((2.0, 2.0)) * 2 - (left, bottom)
    assert image[round(row), round(column), 3] in {127, 128}


def test_no_point_is_dropped_where_they_do_not_touch():
    """The ink of N points apart is N times the ink of one."""
    side = np.linspace(-1.8, 2.3, 60)
    x, y = (a.ravel() for a in np.meshgrid(side, np.linspace(-2.8, 2.8, 40)))
    one, many = make_axes(), make_axes()
    lone = cloud_on(one, (x[:1], y[:1], BLUE), diameter_pt=1).image(600)[0][..., 3].sum()
    every = cloud_on(many, (x, y, BLUE), diameter_pt=1).image(600)[0][..., 3].sum()
    assert every / lone == pytest.approx(len(x), rel=0.01)


def test_crowd_leaves_no_noise_elsewhere():
    x = np.append(np.zeros(500_000), 2.0)
    image, _, _ = cloud_on(make_axes(), (x, x, BLUE)).image(600)
    disc = np.pi * (600 / 72) ** 2
    assert (image[..., 3] > 0).sum() < 2.4 * disc


def test_groups_mix_whatever_their_order():
    crowd = np.random.default_rng(3).normal(0, 0.3, size=(2, 200_000))
    rare = (np.zeros(1), np.zeros(1), RED)
    one = cloud_on(make_axes(), (*crowd, BLUE), rare).image(300)[0]
    other = cloud_on(make_axes(), rare, (*crowd, BLUE)).image(300)[0]
    assert np.abs(one.astype(int) - other).max() <= 1
    alone = cloud_on(make_axes(), (*crowd, BLUE)).image(300)[0]
    # The one red point still shows in the middle of 200 000 blue ones.
    assert (one[..., 0].astype(int) - alone[..., 0]).max() > 40


def test_limits_take_in_every_point():
    ax = make_axes()
    cloud_on(ax, (np.array([1.0, 5.0]), np.array([-3.0, 9.0]), BLUE), limits=None)
    assert ax.get_xlim()[0] < 1
    assert ax.get_xlim()[1] > 5
    assert ax.get_ylim()[0] < -3
    assert ax.get_ylim()[1] > 9


def test_nothing_is_painted_outside_the_axes():
    x = np.random.default_rng(4).uniform(-4, 4, size=20_000)
    ax = make_axes()
    cloud_on(ax, (x, x[::-1], BLUE))
    ink = picture(ax)[..., 0] < 250
    rows, columns = np.nonzero(ink)
    x0, y0, x1, y1 = ax.bbox.extents
    height = ink.shape[0]
    assert columns.min() >= int(x0)
    assert columns.max() <= int(x1)
    assert height - 1 - rows.max() >= int(y0)
    assert height - 1 - rows.min() <= int(y1)


def test_svg_pdf_and_png_share_one_computation(monkeypatch):
    ax = make_axes()
    cloud = cloud_on(ax, (*np.random.default_rng(5).normal(size=(2, 1000)), BLUE))
    calls = []
    paint = PointCloud._paint
    monkeypatch.setattr(PointCloud, "_paint", lambda self, *a: calls.append(a) or paint(self, *a))
    for kind in ("svg", "pdf", "png"):
        ax.figure.savefig(io.BytesIO(), format=kind, dpi=600)
    assert len(calls) == 1
    assert cloud.image(600)[0].shape[2] == 4


def test_svg_of_a_low_resolution_holds_one_image_of_600_dpi_without_a_clip_path():
    ax = make_axes()
    cloud = cloud_on(ax, (*np.random.default_rng(6).normal(size=(2, 1000)), BLUE))
    cloud.set_gid("panel-a.series.x")
    buffer = io.BytesIO()
    ax.figure.savefig(buffer, format="svg", dpi=72)
    text = buffer.getvalue().decode()
    assert text.count("<image") == 1
    assert 'id="panel-a.series.x"' in text
    group = text[text.index('id="panel-a.series.x"') :]
    assert "clip-path" not in group
    width = float(re.search(r'<image[^>]*width="([\d.]+)"', text)[1])
    scale = float(re.search(r"<image.*?matrix\(([\d.]+)", text, re.DOTALL)[1])
    assert width * scale == pytest.approx(ax.bbox.width / 300 * 72, abs=0.3)
    assert 72 / scale == pytest.approx(600, rel=1e-3)


def test_vector_and_pixel_files_show_the_same_place():
    """The image of the vector file lies on the figure's pixel grid."""
    ax = make_axes(dpi=600)
    cloud = cloud_on(ax, (np.zeros(1), np.zeros(1), BLUE))
    image, left, bottom = cloud.image(600)
    rows, columns = np.nonzero(image[..., 3])
    center = (columns.mean() + 0.5 + left, rows.mean() + 0.5 + bottom)
    assert center == pytest.approx(ax.transData.transform((0, 0)), abs=0.51)


def test_a_million_points_take_half_the_time_of_scatter():
    x, y = np.random.default_rng(7).normal(size=(2, 1_000_000))

    def seconds(draw):
        ax = make_axes(dpi=600)
        start = time.perf_counter()
        draw(ax)
        ax.figure.canvas.draw()
        return time.perf_counter() - start

    cloud = min(seconds(lambda ax: cloud_on(ax, (x, y, BLUE))) for _ in range(2))
    scatter = seconds(lambda ax: ax.scatter(x, y, s=4, c=BLUE, alpha=0.5, linewidths=0, rasterized=True))
    assert cloud <= 0.5 * scatter


def own_svg(ax, image_dpi):
    """Return columns, rows and the box (left, top, width, height in pt) of the image in natfig's own SVG."""
    width_pt, height_pt = ax.figure.get_size_inches() * 72
    renderer = RendererSvg(width_pt, height_pt, image_dpi=image_dpi, floor_pt=5)
    ax.figure.draw(MixedModeRenderer(ax.figure, 3.5, 2.4, image_dpi, renderer))
    text = re.search(r"<image [^>]*>", str(vars(renderer)))[0]
    size = [float(v) for v in re.search(r'width="([\d.]+)" height="([\d.]+)"', text).groups()]
    if "matrix(" not in text:
        place = [float(v) for v in re.search(r' x="([-\d.]+)" y="([-\d.]+)"', text).groups()]
        return (*place, *size), text
    a, _, _, d, e, f = (float(v) for v in re.search(r"matrix\(([^)]*)\)", text)[1].split())
    return (e, min(f, f + d * size[1]), a * size[0], abs(d) * size[1]), text


@pytest.mark.parametrize(("image_dpi", "is_plain"), [(100, False), (300, True), (600, True)])
def test_natfigs_own_svg_shows_the_image_where_the_axes_are(image_dpi, is_plain):
    ax = make_axes(dpi=72)
    cloud_on(ax, (*np.random.default_rng(8).normal(size=(2, 1000)), BLUE))
    box, text = own_svg(ax, image_dpi)
    assert ("pixelated" not in text) == is_plain
    x0, y0, x1, y1 = ax.bbox.extents
    # The pixel grid reaches a pixel of 300 dpi beyond the axes at most.
    top = ax.figure.get_size_inches()[1] * 72 - y1
    assert box == pytest.approx((x0, top, x1 - x0, y1 - y0), abs=0.5)

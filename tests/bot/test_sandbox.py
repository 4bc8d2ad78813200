"""The limited child: hostile files end in a named verdict, others go on."""

from __future__ import annotations

import io
import os
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest

from bot.demo.sheets import plan_set
from bot.sandbox import Examination, SandboxLimits, examine

QUICK = SandboxLimits(seconds=20)


def pdf_of(*bodies: bytes) -> bytes:
    """A PDF of these objects, the first its catalog."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, len(out))
    return out + head + table + tail


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), extra, content)


def one_page(
    content: bytes = b"0 0 m 99 99 l S",
    *more: bytes,
    box: bytes = b"[0 0 2592 1728]",
    kids: bytes = b"[3 0 R]",
    count: bytes = b"1",
    resources: bytes = b"<<>>",
    packing: bytes = b"",
) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox%s/Resources%s>>" % (box, resources)
    tree = b"<</Type/Pages/Kids%s/Count %s>>" % (kids, count)
    return pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", tree, page, stream(content, packing), *more)


def laughs(depth: int = 12) -> bytes:
    """Forms that each draw the next ten times."""
    forms = [
        stream(
            b"/F Do " * 10 if level < depth - 1 else b"0 0 m 100 100 l S",
            b"/Type/XObject/Subtype/Form/BBox[0 0 2592 1728]/Resources<</XObject<</F %d 0 R>>>>"
            % (6 + level),
        )
        for level in range(depth)
    ]
    return one_page(b"/F Do " * 10, *forms, resources=b"<</XObject<</F 5 0 R>>>>")


def locked(user: str) -> bytes:
    with pikepdf.open(io.BytesIO(plan_set(1))) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user=user))
    return out.getvalue()


def portfolio() -> bytes:
    with pikepdf.open(io.BytesIO(plan_set(1))) as pdf:
        pdf.Root.Collection = pikepdf.Dictionary()
        pdf.attachments["plans.pdf"] = b"%PDF-1.4"
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def scripted() -> bytes:
    with pikepdf.open(io.BytesIO(plan_set(1))) as pdf:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("while (1) {}"))
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
        pdf.Root.OpenAction = script
        pdf.pages[0].AA = pikepdf.Dictionary(O=launch)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def looked_at(
    tmp_path: Path, content: bytes, limits: SandboxLimits = QUICK, *, thumbnails: bool = False
) -> Examination:
    path = tmp_path / "stored-under-another-name"
    path.write_bytes(content)
    return examine(path, "plans.pdf", limits, as_plans=True, thumbnails=thumbnails)


def test_a_good_set_is_read_to_its_end(tmp_path: Path) -> None:
    seen = looked_at(tmp_path, plan_set(3))
    assert (seen.problem, seen.document.file, seen.document.pages) == (None, "plans.pdf", 3)
    assert [sheet.number for sheet in seen.sheets] == ["G-001", "A-101", "A-121"]


REFUSED = {
    "empty": (b"", "unreadable"),
    "html": (b"<!DOCTYPE html><html>Sign in</html>", "not_pdf"),
    "zip": (b"PK\x03\x04" + b"0" * 500, "not_pdf"),
    "png": (b"\x89PNG\r\n\x1a\n" + b"0" * 300, "not_pdf"),
    "noise": (bytes(range(256)) * 20, "not_pdf"),
    "only a head": (b"%PDF-1.7\n", "unreadable"),
    "no pages": (one_page(kids=b"[]", count=b"0"), "unreadable"),
}


@pytest.mark.parametrize(("content", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_sound_pdf_gets_a_named_verdict(tmp_path: Path, content: bytes, problem: str) -> None:
    seen = looked_at(tmp_path, content)
    assert (seen.problem, seen.document.problem, seen.sheets) == (problem, problem, ())
    assert seen.reason


def test_a_truncated_set_is_unreadable_or_repaired(tmp_path: Path) -> None:
    whole = plan_set(2)
    assert looked_at(tmp_path, whole[: len(whole) // 2]).problem == "unreadable"


def test_a_password_is_named(tmp_path: Path) -> None:
    assert looked_at(tmp_path, locked("secret")).problem == "encrypted"


def test_a_protected_set_that_opens_without_a_password_is_read(tmp_path: Path) -> None:
    seen = looked_at(tmp_path, locked(""))
    assert (seen.problem, len(seen.sheets)) == (None, 1)


def test_a_portfolio_is_named(tmp_path: Path) -> None:
    seen = looked_at(tmp_path, portfolio())
    assert (seen.problem, "portfolio" in seen.reason) == ("unreadable", True)


def test_scripts_and_launch_actions_are_never_run(tmp_path: Path) -> None:
    assert looked_at(tmp_path, scripted()).problem is None


@pytest.mark.parametrize(
    "content",
    [
        one_page(count=b"2000000000"),
        one_page(count=b"-3"),
        one_page(count=b"0"),
        one_page(b"q " * 200_000),
        one_page(b"[" * 50_000),
        one_page(b"/F Do", stream(b"/F Do", b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>"),
                 resources=b"<</XObject<</F 5 0 R>>>>"),
    ],
    ids=["lying count", "negative count", "zero count", "unbalanced", "nested", "form in itself"],
)  # fmt: skip
def test_odd_files_are_read_as_far_as_they_hold(tmp_path: Path, content: bytes) -> None:
    seen = looked_at(tmp_path, content)
    assert (seen.problem, seen.document.pages, len(seen.sheets)) == (None, 1, 1)


@pytest.mark.parametrize(
    "box",
    [b"[0 0 nan inf]", b"[0 0 0 0]", b"[0 0 2592]", b"[(a)(b)(c)(d)]", b"[0 0 1e12 1e12]", b"[0 0 900000 9]"],
)
def test_a_box_that_does_not_hold_gives_no_size(tmp_path: Path, box: bytes) -> None:
    (sheet,) = looked_at(tmp_path, one_page(box=box)).sheets
    assert (sheet.width_in, sheet.height_in) == (0, 0)


def test_a_box_written_backwards_is_a_box(tmp_path: Path) -> None:
    (sheet,) = looked_at(tmp_path, one_page(box=b"[2592 1728 0 0]")).sheets
    assert (sheet.width_in, sheet.height_in) == (36, 24)


def test_a_page_tree_that_bites_its_tail_ends(tmp_path: Path) -> None:
    seen = looked_at(tmp_path, one_page(kids=b"[2 0 R 2 0 R]", count=b"2"))
    assert seen.problem in {None, "unreadable", "timed_out"}


def test_the_same_page_many_times_is_looked_at_only_so_often(tmp_path: Path) -> None:
    content = one_page(kids=b"[" + b"3 0 R " * 20_000 + b"]", count=b"20000")
    seen = looked_at(tmp_path, content)
    assert (seen.problem, seen.document.pages, len(seen.sheets)) == (None, 20_000, 300)


def test_forms_within_forms_end_within_the_limits(tmp_path: Path) -> None:
    seen = looked_at(tmp_path, laughs(), SandboxLimits(seconds=20, memory_mb=700))
    assert seen.problem == "timed_out"


def test_a_bomb_of_content_ends_within_the_limits(tmp_path: Path) -> None:
    bomb = zlib.compress(b"0 0 m 2592 1728 l S\n" * 2_000_000, 9)
    limits = SandboxLimits(seconds=2, first_seconds=2)
    seen = looked_at(tmp_path, one_page(bomb, packing=b"/Filter/FlateDecode"), limits)
    assert (seen.problem, seen.seconds < 4) == ("timed_out", True)


def picture_of(width: int, height: int, extra: bytes, content: bytes = b"\0" * 99) -> bytes:
    """A sheet with one picture all over it that claims to be so large."""
    drawn = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray%s" % (width, height, extra)
    return one_page(
        b"q 2592 0 0 1728 0 0 cm /I Do Q", stream(content, drawn), resources=b"<</XObject<</I 5 0 R>>>>"
    )


def lettered(font: bytes, *more: bytes) -> bytes:
    return one_page(b"BT /F 12 Tf 100 100 Td (aaaa) Tj ET", font, *more, resources=b"<</Font<</F 5 0 R>>>>")


TYPE3 = (
    b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<</a 6 0 R>>"
    b"/Encoding<</Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[1000]/Resources<</Font<</F 5 0 R>>>>>>"
)
TYPE0 = (
    b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(A)/Ordering(B)/Supplement 0>>>>]>>"
)
SHEET = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 2592 1728]%s>>"
TREE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
TWISTED = {
    "page labels in a cycle": pdf_of(
        b"<</Type/Catalog/Pages 2 0 R/PageLabels 4 0 R>>", TREE, SHEET % b"", b"<</Kids[4 0 R 4 0 R]>>"
    ),
    "titles that are no text": pdf_of(
        b"<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R/PageLabels<</Nums[0<</P<FEFFD800DC>>>]>>>>",
        TREE,
        SHEET % b"/Annots[<</Subtype/FreeText/Rect[0 0 99 99]/T<FEFFD83D>/Contents<FEFFDC00D800>>>]",
        b"<</First 5 0 R/Last 5 0 R>>",
        b"<</Title<FEFFD83DD83D00>/Next 5 0 R/First 5 0 R/Dest[3 0 R/Fit]>>",
    ),
    "bilevel picture of 60,000 dots": picture_of(
        60_000, 60_000, b"/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 60000>>"
    ),
    "picture that masks itself": picture_of(1, 1, b"/BitsPerComponent 8/SMask 5 0 R"),
    "letters that draw themselves": lettered(TYPE3, stream(b"1000 0 d0 BT /F 900 Tf (aaaa) Tj ET")),
    "hostile letter codes": lettered(
        TYPE0, stream(b"begincmap 100 beginbfrange\n" + b"<0000><FFFFFFFF><0000>\n" * 5000 + b"endcmap")
    ),
    "a table of a thousand million objects": one_page()
    .replace(b"xref\n0 5\n", b"xref\n0 1000000000\n")
    .replace(b"/Size 5", b"/Size 1000000000"),
    "an earlier table that is this one": one_page().replace(b"trailer\n<<", b"trailer\n<</Prev 9 "),
    "dictionaries 50,000 deep": one_page(b"/A " + b"<</A" * 50_000 + b">>" * 50_000 + b" BDC EMC"),
    "a stream as long as itself": pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        TREE,
        SHEET % b"/Contents 4 0 R",
        b"<</Length 4 0 R>>\nstream\n0 0 m 9 9 l S\nendstream",
    ),
    "contents that hold themselves": pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>", TREE, SHEET % b"/Contents[4 0 R 4 0 R]", b"[4 0 R]"
    ),
}


@pytest.mark.parametrize("content", TWISTED.values(), ids=TWISTED.keys())
def test_twisted_files_are_read_as_far_as_they_hold(tmp_path: Path, content: bytes) -> None:
    seen = looked_at(tmp_path, content, SandboxLimits(seconds=20, memory_mb=1024))
    assert (seen.problem, seen.document.pages, len(seen.sheets)) == (None, 1, 1)


ENDLESS = {
    "a pattern of itself": one_page(
        b"/Pattern cs /P scn 0 0 2592 1728 re f",
        stream(
            b"/Pattern cs /P scn 0 0 9 9 re f",
            b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 10 10]/XStep .1/YStep .1"
            b"/Resources<</Pattern<</P 5 0 R>>>>",
        ),
        resources=b"<</Pattern<</P 5 0 R>>>>",
    ),
    "layers in a cycle": pdf_of(
        b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[5 0 R]/D<<>>>>>>",
        TREE,
        SHEET % b"/Contents 4 0 R/Resources<</Properties<</O 6 0 R>>>>",
        stream(b"/OC /O BDC 0 0 99 99 re f EMC"),
        b"<</Type/OCG/Name(a)>>",
        b"<</Type/OCMD/OCGs 5 0 R/VE[/Not 7 0 R]>>",
        b"[/And 7 0 R 7 0 R]",
    ),
    "200,000 notes": pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        TREE,
        SHEET % (b"/Annots[" + b"<</Type/Annot/Subtype/Square/Rect[1 1 9 9]/C[1 0 0]>>" * 200_000 + b"]"),
    ),
}


@pytest.mark.parametrize("content", ENDLESS.values(), ids=ENDLESS.keys())
def test_endless_files_end_within_the_limits(tmp_path: Path, content: bytes) -> None:
    seen = looked_at(tmp_path, content, SandboxLimits(seconds=3, first_seconds=3))
    assert seen.problem in {None, "timed_out"}
    assert seen.seconds < 6


def test_pages_before_the_one_that_kills_the_reader_are_kept(tmp_path: Path) -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 2592 1728]/Contents %d 0 R%s>>"
    good, bad = page % (4, b""), page % (6, b"/Resources<</XObject<</F 7 0 R>>>>")
    forms = [
        stream(
            b"/F Do " * 10,
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>" % (8 + level),
        )
        for level in range(12)
    ]
    tree = b"<</Type/Pages/Kids[3 0 R 3 0 R 5 0 R 3 0 R]/Count 4>>"
    content = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>", tree, good, stream(b"0 0 m 99 99 l S"), bad, stream(b"/F Do " * 10), *forms,
        stream(b"0 0 m 9 9 l S", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"),
    )  # fmt: skip
    seen = looked_at(tmp_path, content, SandboxLimits(seconds=15, memory_mb=700))
    assert (seen.problem, [sheet.page for sheet in seen.sheets]) == ("timed_out", [1, 2])
    assert seen.document.pages == 4


def test_a_file_over_the_size_limit_is_not_opened(tmp_path: Path) -> None:
    assert looked_at(tmp_path, plan_set(1), SandboxLimits(file_mb=0.001)).problem == "too_large"


def test_progress_is_told_page_by_page(tmp_path: Path) -> None:
    path = tmp_path / "set.pdf"
    path.write_bytes(plan_set(3))
    told: list[tuple[int, int]] = []
    examine(path, "set.pdf", QUICK, as_plans=True, on_page=lambda done, pages: told.append((done, pages)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_several_files_are_looked_at_at_once(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.pdf" for number in range(3)]
    for path in paths:
        path.write_bytes(plan_set(1))
    with ThreadPoolExecutor(3) as threads:
        seen = list(threads.map(lambda path: examine(path, path.name, QUICK, as_plans=True), paths))
    assert [examination.problem for examination in seen] == [None, None, None]


def test_the_child_inherits_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FPP_PASSWORD", "secret")
    from bot import sandbox

    child = sandbox._start()
    try:
        assert b"secret" not in Path(f"/proc/{child.pid}/environ").read_bytes()
    finally:
        sandbox._end(child)


def test_no_child_is_left_behind(tmp_path: Path) -> None:
    before = _children()
    looked_at(tmp_path, plan_set(1))
    assert _children() <= before


def _children() -> set[str]:
    path = Path(f"/proc/self/task/{os.getpid()}/children")
    return set(path.read_text().split()) if path.exists() else set()


def test_thumbnails_come_only_when_asked_for(tmp_path: Path) -> None:
    assert looked_at(tmp_path, plan_set(1)).sheets[0].thumbnail == ""
    assert looked_at(tmp_path, plan_set(1), thumbnails=True).sheets[0].thumbnail.startswith("iVBOR")


def test_calculations_are_read_for_their_stamps_only(tmp_path: Path) -> None:
    path = tmp_path / "calc.pdf"
    path.write_bytes(plan_set(1))
    assert examine(path, "calc.pdf", QUICK).document.pages == 1

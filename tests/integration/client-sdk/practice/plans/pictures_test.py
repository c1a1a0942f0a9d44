"""The sample pictures as files: current in docs/images, well-formed for a strict XML parser, named for
screen readers, no letter too small, and with hostile words in them still the same elements.

    pictures_test.py --program SANDERLING_PICTURES --images DOCS_IMAGES
"""

import argparse
import os
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

SVG = "{http://www.w3.org/2000/svg}"
PROGRAM = IMAGES = ""
HOSTILE = [
    "</text><script>alert(1)</script>",
    "\"><image href='http://example.org/x'/>",
    "]]> &amp; &#0; <!-- ' onload=alert(1)",
    "\x01\x1b[31m\uffff ctrl",
    "x" * 400,
    "\u202eabc Llanfair\u00adpwll \U0001f600 \u05d0",
]


def pictures_in(folder):
    for name in sorted(os.listdir(folder)):
        if name.endswith(".svg"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                yield name, ElementTree.fromstring(file.read())


class PicturesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def check(self, name, root):
        self.assertEqual(root.tag, SVG + "svg", name)
        self.assertEqual(root.get("role"), "img", name)
        title, desc = root.find(SVG + "title"), root.find(SVG + "desc")
        self.assertTrue(title.text.strip(), name)
        self.assertGreater(len(desc.text), 20, name)
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        self.assertEqual(len(ids), len(set(ids)), name)
        allowed = {"svg", "title", "desc", "defs", "rect", "circle", "ellipse", "line", "path",
                   "text", "pattern", "marker"}
        left, top, width, height = (float(part) for part in root.get("viewBox").split())
        for element in root.iter():
            self.assertIn(element.tag.removeprefix(SVG), allowed, name)
            for attribute in element.attrib:
                self.assertFalse(attribute.startswith("on"), name)
                self.assertNotIn("href", attribute, name)
                self.assertNotEqual(attribute, "style", f"{name}: a strict content policy")
            if element.tag == SVG + "text":
                self.assertGreaterEqual(float(element.get("font-size")), 14, name)
                self.assertLess(float(element.get("y")), height, name)
                # By the narrow half of the letters there are: what is sure to overflow.
                wide = len(element.text) * float(element.get("font-size")) * 0.45
                if element.get("text-anchor") == "start":
                    self.assertLess(float(element.get("x")) + wide, width + 2, name)

    def test_samples_are_current_and_legible(self):
        check = subprocess.run([PROGRAM, IMAGES, "--check"], capture_output=True, text=True)
        self.assertEqual(check.returncode, 0, check.stderr)
        found = dict(pictures_in(IMAGES))
        mine = {name: root for name, root in found.items() if root.get("lang")}
        self.assertGreaterEqual(len(mine), 16)
        for name, root in mine.items():
            self.check(name, root)

    def test_hostile_words_stay_words(self):
        subprocess.run([PROGRAM, self.folder, "--saying", "calm"], check=True)
        calm = {name: root for name, root in pictures_in(self.folder)}
        for said in HOSTILE:
            subprocess.run([PROGRAM, self.folder, "--saying", said], check=True)
            for name, root in pictures_in(self.folder):
                self.check_hostile(name, root, said)
                kinds = {element.tag for element in root.iter()}
                self.assertLessEqual(kinds, {element.tag for element in calm[name].iter()}, name)

    def check_hostile(self, name, root, said):
        readable = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", said)
        self.assertEqual(root.find(SVG + "title").text, readable, name)
        self.assertIn(readable, root.find(SVG + "desc").text, name)
        self.check(name, root)

    def test_a_stale_picture_is_named(self):
        subprocess.run([PROGRAM, self.folder], check=True)
        with open(os.path.join(self.folder, "web.svg"), "a", encoding="utf-8") as file:
            file.write("\n")
        check = subprocess.run([PROGRAM, self.folder, "--check"], capture_output=True, text=True)
        self.assertEqual(check.returncode, 1)
        self.assertIn("web.svg is stale", check.stderr)
        self.assertNotIn("stepping", check.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--images", required=True)
    given, rest = parser.parse_known_args()
    PROGRAM, IMAGES = given.program, given.images
    unittest.main(argv=["pictures_test"] + rest)

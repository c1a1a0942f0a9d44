"""House style, rule 24: g++ 12 miscompiles a braced aggregate or a capturing lambda inside an
expression that contains co_await. Name the object on the line above, then std::move it.

A small reader of C++: it splits each block into statements, keeps the body of a lambda apart from
the statement that the lambda stands in, and tells blocks from braced initialisers.
"""

import re

from tree import CPP, Finding, Rule, line_of

SKIPPED = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<tag>[^(\s]*)\(.*?\)(?P=tag)"|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'|^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.DOTALL | re.MULTILINE)
TOKEN = re.compile(r"[A-Za-z_]\w*|->|::|[0-9][\w.']*|\S")
HEADERS = ("if", "while", "for", "switch")
SCOPES = {"struct", "class", "union", "enum", "namespace", "extern"}
BEFORE_BLOCK = {"", ")", ";", "{", "}", ":", "else", "do", "try", "noexcept", "mutable", "const",
                "override", "final"}
BEFORE_LAMBDA = re.compile(r"^(?:return|co_return|co_await|co_yield|[(,={};:&|?!<>+-]|)$")


def tokens_of(text):
    """(token, position) without comments, preprocessor lines and the inside of literals."""
    blank = lambda match: re.sub(r"[^\n]", " ", match.group(0)[:-1]) + "0"
    code = SKIPPED.sub(lambda m: blank(m) if m.group(0)[:1] in "\"'R"
                       else re.sub(r"[^\n]", " ", m.group(0)), text)
    return [(match.group(0), match.start()) for match in TOKEN.finditer(code)]


class Statement:
    def __init__(self):
        self.words = []      # its tokens so far, without the bodies of lambdas
        self.depth = 0       # of open ( and [
        self.braces = 0      # of open braced initialisers
        self.awaits = False
        self.suspects = []   # (position, what) of braced aggregates and capturing lambdas
        self.lambda_depth = None  # the depth around a lambda whose body has not begun

    def previous(self):
        return self.words[-1] if self.words else ""

    def opens_block(self):
        if self.lambda_depth is not None:
            return self.depth == self.lambda_depth
        previous = self.previous()
        if self.depth or self.braces:
            return False
        if previous in BEFORE_BLOCK or SCOPES & set(self.words[:4]):
            return True
        return ")" in self.words and self._is_return_type(self.words)

    @staticmethod
    def _is_return_type(words):
        last = len(words) - 1 - words[::-1].index(")")
        return words[last + 1: last + 2] == ["->"] or words[last + 1: last + 3] == ["const", "->"]

    def header_ended(self):
        words = self.words
        return (not self.depth and not self.braces and words[-1] == ")" and words[0] in HEADERS)


class Reader:
    def __init__(self, text):
        self.tokens = tokens_of(text)
        self.at = 0
        self.found = []

    def end(self, statement):
        if statement.awaits:
            self.found += statement.suspects
        return Statement()

    def block(self):
        """Reads up to and including the brace that closes the block."""
        statement = Statement()
        while self.at < len(self.tokens):
            word, position = self.tokens[self.at]
            self.at += 1
            if word == "}" and not statement.braces:
                break
            statement = self.take(statement, word, position)
        self.end(statement)

    def take(self, statement, word, position):
        if word == "{":
            return self.brace(statement, position)
        if word == "[" and self.is_lambda(statement):
            if self.tokens[self.at][0] != "]":
                statement.suspects.append((position, "a capturing lambda"))
            statement.lambda_depth = statement.depth
        if word in (";", "else", "do") and not statement.depth and not statement.braces:
            return self.end(statement)
        statement.depth += (word in "([") - (word in ")]")
        statement.braces -= word == "}"
        statement.awaits = statement.awaits or word == "co_await"
        statement.words.append(word)
        return self.end(statement) if statement.header_ended() else statement

    def brace(self, statement, position):
        if not statement.opens_block():
            statement.braces += 1
            statement.suspects.append((position, "a braced initialiser"))
            statement.words.append("{")
            return statement
        is_lambda = statement.lambda_depth is not None
        statement.lambda_depth = None
        self.block()
        statement.words.append("}")
        return statement if is_lambda else self.end(statement)

    def is_lambda(self, statement):
        return (BEFORE_LAMBDA.match(statement.previous()) is not None
                and self.tokens[self.at][0] != "[" and statement.previous() != "[")

    def read(self):
        while self.at < len(self.tokens):
            self.block()
        return self.found


def braces_beside_co_await(tree):
    for path, text in tree.items():
        if path.endswith(CPP) and "co_await" in text:
            for position, what in Reader(text).read():
                yield Finding(path, line_of(text, position),
                              f"{what} in an expression with co_await: name it on the line above")


def _inside(line):
    return {"sync-server/a.cpp": "awaitable<void> f(int x) {\n    " + line + "\n}\n"}


RULES = [
    Rule("no braces or captures beside co_await", braces_beside_co_await,
         bad=[_inside("co_await send(Frame{1, 2});"),
              _inside("co_await send({.size = 2});"),
              _inside("auto r = co_await run([this] { return 1; });"),
              _inside("if (auto r = co_await run([&] { return 1; }); r) go();"),
              _inside("store(Row{1}, co_await next());"),
              _inside("co_await run([x = Row{1}](int) { return 1; });"),
              _inside("auto f = [] { return 1; }; if (x) {} else co_await send(Frame{1});"),
              _inside("co_spawn(e, [this]() -> awaitable<void> { co_await go(Frame{1}); }, done);"),
              _inside("auto v = make(co_await next(),\n             std::vector<int>{1});")],
         good=_inside(
             "Frame frame{1, 2};\n"
             "    co_await send(std::move(frame));\n"
             "    auto [a, b] = co_await next();  // Frame{1}\n"
             "    if (!(co_await next())) co_return Error{1};\n"
             "    if (co_await next()) { return Frame{1}; }\n"
             "    else if (co_await next()) co_return Frame{1};\n"
             "    for (int i = 0; i < 3; ++i) { co_await next(i); }\n"
             "    co_spawn(e, [this]() -> awaitable<void> { co_await next(); }, done);\n"
             "    co_await next([](int y) { return y; }, items[2], \"{\");\n"
             "    run([&] { return Frame{1}; });\n"
             "    switch (x) { case 1: co_await next(); break; default: use(Frame{1}); }")),
]

"""Names the constructs of Python that programs use, as server/curriculum/constructs.toml calls them.

Runs in the sandbox. Each file 0.txt, 1.txt, ... beside this program is one program; a line of JSON is printed for each:
a list of [construct, line], each construct once, or nothing for a program that is no Python (a mistake may be one).
"""

import ast
import builtins
import json

BUILTINS = {name for name in dir(builtins) if name.islower() and not name.startswith("_")}
# Arguments by name that built-in functions and methods take, and that a topic introduces.
KEYWORDS = {"sep", "end", "file", "key", "reverse", "default", "start"}
NODES = {
    ast.Assign: "=", ast.AnnAssign: "type hint", ast.AugAssign: "+=", ast.NamedExpr: ":=",
    ast.BinOp: "arithmetic", ast.JoinedStr: "f-string", ast.IfExp: "if in one line",
    ast.For: "for", ast.While: "while", ast.Break: "break", ast.Continue: "continue", ast.Pass: "pass",
    ast.Return: "return", ast.Lambda: "lambda", ast.Global: "global", ast.Nonlocal: "nonlocal",
    ast.List: "list", ast.Tuple: "tuple", ast.Set: "set", ast.Dict: "dict", ast.Starred: "*",
    ast.ListComp: "comprehension", ast.SetComp: "comprehension", ast.DictComp: "comprehension",
    ast.GeneratorExp: "comprehension", ast.Try: "try", ast.Raise: "raise", ast.Assert: "assert",
    ast.ClassDef: "class", ast.Delete: "del", ast.Yield: "yield", ast.YieldFrom: "yield", ast.Await: "await",
    ast.AsyncFunctionDef: "async", ast.AsyncFor: "async", ast.AsyncWith: "async", ast.Match: "match",
    ast.TryStar: "except*", ast.Slice: "slice", ast.TemplateStr: "t-string",
}  # fmt: skip


class Constructs(ast.NodeVisitor):
    def __init__(self, tree):
        self.found = {}
        self.own = set()
        self.methods = set()
        self.outside = set()
        for node in ast.walk(tree):
            self.know(node)

    def know(self, node):
        """Notes the names that the program makes itself: they are no built-in functions or methods."""
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            self.own.add(node.name)
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            self.own.add(node.id)
        elif isinstance(node, ast.arg):
            self.own.add(node.arg)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [(alias.asname or alias.name).split(".")[0] for alias in node.names]
            self.outside.update(names)
            self.own.update(names)
        if isinstance(node, ast.ClassDef):
            self.methods.update(part.name for part in node.body if isinstance(part, ast.FunctionDef))

    def add(self, name, node):
        self.found.setdefault(name, getattr(node, "lineno", 1))

    def visit(self, node):
        if name := NODES.get(type(node)):
            self.add(name, node)
        super().visit(node)

    def visit_Constant(self, node):
        if node.value is True or node.value is False:
            self.add("True", node)
        elif node.value is None:
            self.add("None", node)
        elif isinstance(node.value, (int, float, complex)):
            self.add("number", node)

    def visit_UnaryOp(self, node):
        self.add("not" if isinstance(node.op, ast.Not) else "number", node)
        self.generic_visit(node)

    def visit_BoolOp(self, node):
        self.add("and" if isinstance(node.op, ast.And) else "or", node)
        self.generic_visit(node)

    def visit_Compare(self, node):
        for op in node.ops:
            kind = {ast.In: "in", ast.NotIn: "in", ast.Is: "is", ast.IsNot: "is"}.get(type(op), "comparison")
            self.add(kind, node)
        if len(node.ops) > 1:
            self.add("chained comparison", node)
        self.generic_visit(node)

    def visit_If(self, node):
        main = isinstance(node.test, ast.Compare) and getattr(node.test.left, "id", "") == "__name__"
        self.add("__main__" if main else "if", node)
        self.generic_visit(node)

    def visit_For(self, node):
        if isinstance(node.target, (ast.Tuple, ast.List)):
            self.add("for with two names", node)
            node = ast.For(ast.Name("pair", ast.Store()), node.iter, node.body, node.orelse)
        self.loop_else(node)
        self.generic_visit(node)

    def visit_While(self, node):
        self.loop_else(node)
        self.generic_visit(node)

    def visit_With(self, node):
        calls = [item.context_expr for item in node.items]
        asserts = [call for call in calls if "assert" in ast.unparse(call)]
        self.add("with assertRaises" if asserts else "with", node)
        self.generic_visit(node)

    def loop_else(self, node):
        if node.orelse:
            self.add("else of a loop", node.orelse[0])

    def visit_Assign(self, node):
        for target in node.targets:
            if isinstance(target, (ast.Tuple, ast.List)):
                self.add("unpacking", node)
            elif isinstance(target, ast.Subscript):
                self.add("x[i] =", node)
            elif isinstance(target, ast.Attribute) and not self.from_outside(target):
                self.add("attribute", node)
        if len(node.targets) > 1:
            self.add("a = b = c", node)
        self.generic_visit(node)

    def from_outside(self, node):
        """Whether this belongs to something imported, or (in a program that is to be fixed) not even that."""
        while isinstance(node, ast.Attribute):
            node = node.value
        return isinstance(node, ast.Name) and (node.id in self.outside or node.id not in self.own | BUILTINS)

    def visit_Subscript(self, node):
        if not isinstance(node.slice, ast.Slice):
            self.add("index", node)
        self.generic_visit(node)

    def visit_FunctionDef(self, node):
        self.add("def", node)
        arguments = node.args
        if arguments.defaults or any(arguments.kw_defaults):
            self.add("default argument", node)
        if arguments.vararg or arguments.kwarg:
            self.add("*args", node)
        if arguments.kwonlyargs or arguments.posonlyargs:
            self.add("keyword-only argument", node)
        if node.returns or any(argument.annotation for argument in arguments.args):
            self.add("type hint", node)
        if node.decorator_list:
            self.add("decorator", node)
        if ast.get_docstring(node, clean=False) is not None:
            self.add("docstring", node)
        for inner in ast.walk(node):
            if inner is not node and isinstance(inner, ast.FunctionDef):
                self.add("def in def", inner)
            elif isinstance(inner, ast.Call) and getattr(inner.func, "id", "") == node.name:
                self.add("recursion", inner)
        self.generic_visit(node)

    def visit_ClassDef(self, node):
        bases = [ast.unparse(base) for base in node.bases]
        if any(base.endswith("TestCase") for base in bases):
            # What `testing` shows of classes: the shape that unittest wants.
            self.add("class of unittest", node)
            del self.found["class"]
        elif bases:
            self.add("inheritance", node)
        self.generic_visit(node)

    def visit_Import(self, node):
        for alias in node.names:
            self.add(f"import {alias.name.split('.')[0]}", node)

    def visit_ImportFrom(self, node):
        self.add(f"import {(node.module or '').split('.')[0]}", node)

    def visit_Call(self, node):
        function = node.func
        if isinstance(function, ast.Name):
            if function.id in BUILTINS and function.id not in self.own:
                self.add(f"{function.id}()", node)
        elif isinstance(function, ast.Attribute):
            if self.from_outside(function) or function.attr in self.methods:
                pass
            elif function.attr.startswith("assert"):
                self.add("unittest assertion", node)
            else:
                self.add(f".{function.attr}()", node)
        for keyword in node.keywords:
            if keyword.arg in KEYWORDS and getattr(function, "id", None) not in self.own:
                self.add(f"{keyword.arg}=", node)
        self.generic_visit(node)


def constructs(text):
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return []
    walk = Constructs(tree)
    walk.visit(tree)
    return sorted(walk.found.items(), key=lambda found: found[1])


for number in range(int(input())):
    with open(f"{number}.txt", encoding="utf-8") as file:
        print(json.dumps(constructs(file.read())))

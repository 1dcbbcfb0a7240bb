//! Ten programs that only calculate, each a tenth of a second or more of Python.

pub(crate) const PROGRAMS: &[(&str, &str)] = &[
    ("fib", "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nprint(fib(25))"),
    (
        "loops",
        "total = 0\nfor a in range(1500):\n    for b in range(1000):\n        total += a ^ b\nprint(total)",
    ),
    (
        "sort",
        "numbers = [(n * 7919) % 100_003 for n in range(60_000)]\n\
         for _ in range(5):\n    ordered = sorted(numbers, key=lambda n: -n)\n\
         def bubble(v):\n    v = v[:]\n    for i in range(len(v)):\n        for j in range(len(v) - 1 - i):\n            \
         if v[j] > v[j + 1]:\n                v[j], v[j + 1] = v[j + 1], v[j]\n    return v\n\
         print(ordered[0], bubble(numbers[:400])[0])",
    ),
    (
        "strings",
        "words = []\nfor n in range(60_000):\n    words.append(f'word {n}'.upper().replace('W', 'v').strip())\n\
         text = ' '.join(words)\nprint(len(text.split()), text.count('v'))",
    ),
    (
        "dicts",
        "ages = {}\nfor n in range(200_000):\n    key = f'k{n % 5000}'\n    ages[key] = ages.get(key, 0) + n\n\
         print(sum(ages.values()))",
    ),
    (
        "sieve",
        "def primes(most):\n    is_prime = [True] * (most + 1)\n    for n in range(2, int(most ** 0.5) + 1):\n        \
         if is_prime[n]:\n            for m in range(n * n, most + 1, n):\n                is_prime[m] = False\n    \
         return sum(is_prime) - 2\nprint(primes(600_000))",
    ),
    (
        "n-queens",
        "def place(row, columns, up, down, size):\n    if row == size:\n        return 1\n    found = 0\n    \
         for column in range(size):\n        if column not in columns and row + column not in up and row - column not in down:\n            \
         found += place(row + 1, columns | {column}, up | {row + column}, down | {row - column}, size)\n    return found\n\
         print(place(0, frozenset(), frozenset(), frozenset(), 7))",
    ),
    (
        "matrix",
        "size = 90\na = [[i * j % 7 for j in range(size)] for i in range(size)]\n\
         b = [[i + j for j in range(size)] for i in range(size)]\n\
         c = [[sum(a[i][k] * b[k][j] for k in range(size)) for j in range(size)] for i in range(size)]\nprint(c[3][4])",
    ),
    (
        "text counting",
        "text = 'the quick brown fox jumps over the lazy dog and runs away ' * 6000\ncounts = {}\n\
         for word in text.split():\n    counts[word] = counts.get(word, 0) + 1\nletters = {}\n\
         for letter in text:\n    letters[letter] = letters.get(letter, 0) + 1\nprint(counts['the'], letters['e'])",
    ),
    (
        "classes",
        "class Account:\n    def __init__(self, owner):\n        self.owner = owner\n        self.balance = 0\n    \
         def deposit(self, amount):\n        self.balance += amount\n        return self\n    \
         @property\n    def rich(self):\n        return self.balance > 1000\n\
         accounts = [Account(n) for n in range(1000)]\nfor turn in range(250):\n    for account in accounts:\n        \
         account.deposit(turn)\nprint(sum(account.rich for account in accounts))",
    ),
];

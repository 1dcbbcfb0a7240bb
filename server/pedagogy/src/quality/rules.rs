//! The rules: which part of the score each belongs to, what it costs, and how urgent it is.

use learnflow_contracts::tutor::Quality;

/// A rule that programs are held to.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name in the words and in what reads programs.
    pub name: &'static str,
    pub part: Quality,
    /// Points of its part's hundred that a program loses which breaks it everywhere; half of them for the first time.
    pub price: u8,
    /// What is told first: the highest.
    pub rank: u8,
}

const fn mistake(name: &'static str, price: u8, rank: u8) -> Rule {
    Rule { name, part: Quality::Mistakes, price, rank }
}

const fn dead(name: &'static str, price: u8, rank: u8) -> Rule {
    Rule { name, part: Quality::DeadCode, price, rank }
}

const fn complex(name: &'static str, price: u8, rank: u8) -> Rule {
    Rule { name, part: Quality::Complexity, price, rank }
}

const fn named(name: &'static str, price: u8, rank: u8) -> Rule {
    Rule { name, part: Quality::Names, price, rank }
}

const fn style(name: &'static str, price: u8, rank: u8) -> Rule {
    Rule { name, part: Quality::Style, price, rank }
}

/// All rules. What may make a program wrong ranks above what makes it hard to read, and that above how it looks.
pub const RULES: &[Rule] = &[
    mistake("undefined_name", 80, 100),
    mistake("changed_while_looping", 60, 92),
    mistake("always_true", 60, 90),
    mistake("no_effect", 50, 88),
    mistake("true_tuple", 60, 86),
    mistake("literal_is", 40, 85),
    mistake("format_mismatch", 40, 82),
    mistake("key_twice", 40, 81),
    mistake("mutable_default", 50, 80),
    mistake("swallowed_error", 50, 76),
    mistake("bare_except", 40, 74),
    mistake("compared_to_itself", 40, 73),
    mistake("uneven_return", 30, 62),
    mistake("defined_twice", 40, 60),
    mistake("odd_escape", 20, 47),
    mistake("type_compare", 20, 36),
    mistake("star_import", 20, 34),
    dead("unreachable", 80, 72),
    dead("unused_variable", 60, 58),
    dead("self_assign", 60, 57),
    dead("unused_import", 60, 55),
    dead("empty_branch", 40, 45),
    dead("commented_code", 40, 30),
    dead("useless_pass", 30, 26),
    dead("empty_f_string", 20, 25),
    complex("nested_deep", 50, 68),
    complex("too_many_ways", 50, 66),
    complex("repeated_lines", 40, 52),
    complex("long_function", 30, 48),
    complex("range_len", 30, 44),
    complex("return_condition", 30, 42),
    complex("bool_compare", 30, 41),
    complex("nested_if", 25, 39),
    complex("many_parameters", 25, 37),
    complex("negated", 20, 33),
    complex("augmented", 12, 20),
    named("shadow_builtin", 60, 65),
    named("ambiguous_name", 40, 46),
    named("short_name", 40, 43),
    named("numbered_names", 40, 40),
    named("camel_name", 40, 38),
    named("class_name", 40, 35),
    style("mixed_tabs", 80, 54),
    style("indentation", 60, 51),
    style("compare_none", 30, 50),
    style("several_on_line", 40, 32),
    style("import_place", 25, 29),
    style("line_too_long", 25, 28),
    style("operator_spaces", 30, 24),
    style("comma_spaces", 30, 23),
    style("lambda_assign", 20, 22),
    style("bracket_spaces", 25, 21),
    style("keyword_spaces", 25, 19),
    style("blank_lines", 25, 18),
    style("comment_form", 15, 15),
    style("trailing_space", 15, 10),
];

/// The rule of a name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}

/// The rule behind a tool's code: of pycodestyle as `E225`, of pyflakes as `UnusedImport`. What a beginner is not told,
/// or what our own reading says better, has none.
pub fn of_tool(code: &str) -> Option<&'static Rule> {
    rule(match code {
        "UndefinedName" | "UndefinedLocal" => "undefined_name",
        "IsLiteral" | "F632" => "literal_is",
        "IfTuple" | "AssertTuple" => "true_tuple",
        "MultiValueRepeatedKeyLiteral" | "MultiValueRepeatedKeyVariable" => "key_twice",
        "RedefinedWhileUnused" => "defined_twice",
        "ImportStarUsed" => "star_import",
        "UnusedImport" => "unused_import",
        "UnusedVariable" | "UnusedAnnotation" => "unused_variable",
        "FStringMissingPlaceholders" => "empty_f_string",
        "E722" => "bare_except",
        "E721" => "type_compare",
        "E731" => "lambda_assign",
        "E741" | "E742" | "E743" => "ambiguous_name",
        "W605" => "odd_escape",
        "W191" | "E101" => "mixed_tabs",
        "E401" | "E402" => "import_place",
        "E501" => "line_too_long",
        "W291" => "trailing_space",
        _ if code.starts_with("StringDotFormat") || code.starts_with("PercentFormat") => "format_mismatch",
        _ if code.starts_with("E70") => "several_on_line",
        _ if code.starts_with("E11") || code.starts_with("E13") => "indentation",
        _ if code.starts_with("E22") => "operator_spaces",
        _ if code.starts_with("E23") || code.starts_with("E24") => "comma_spaces",
        _ if code.starts_with("E20") || code.starts_with("E21") => "bracket_spaces",
        _ if code.starts_with("E25") || code.starts_with("E27") => "keyword_spaces",
        _ if code.starts_with("E26") => "comment_form",
        _ if code.starts_with("E30") => "blank_lines",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_stands_once_and_costs_something() {
        for (at, rule) in RULES.iter().enumerate() {
            assert!((1..=100).contains(&rule.price) && (1..=100).contains(&rule.rank), "{}", rule.name);
            let before = &RULES[..at];
            assert!(before.iter().all(|other| other.name != rule.name), "{} stands twice", rule.name);
            let same_rank = before.iter().find(|other| other.rank == rule.rank);
            assert!(same_rank.is_none(), "{} is as urgent as {same_rank:?}", rule.name);
        }
    }

    #[test]
    fn what_may_be_wrong_is_more_urgent_than_how_it_looks() {
        let rank = |name| rule(name).unwrap().rank;
        for (first, second) in [
            ("undefined_name", "unreachable"),
            ("no_effect", "nested_deep"),
            ("unused_variable", "range_len"),
            ("nested_deep", "operator_spaces"),
            ("shadow_builtin", "line_too_long"),
        ] {
            assert!(rank(first) > rank(second), "{first} before {second}");
        }
    }

    #[test]
    fn the_tools_codes_have_rules_where_a_beginner_is_told() {
        for (code, expected) in [
            ("UnusedImport", Some("unused_import")),
            ("StringDotFormatMissingArgument", Some("format_mismatch")),
            ("E225", Some("operator_spaces")),
            ("E231", Some("comma_spaces")),
            ("E303", Some("blank_lines")),
            ("W291", Some("trailing_space")),
            ("W292", None),
            ("W391", None),
            ("E128", None),
            ("LateFutureImport", None),
        ] {
            assert_eq!(of_tool(code).map(|rule| rule.name), expected, "{code}");
        }
    }
}

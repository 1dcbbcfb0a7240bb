//! Words as they are compared: small letters, no umlauts, text-speak written out.

/// Small letters, umlauts as two letters, no apostrophes or accents, and `sooooo` as `so`.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' => folded.push_str("ae"),
            'ö' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            'é' | 'è' => folded.push('e'),
            'á' | 'à' => folded.push('a'),
            '\'' | '’' | '`' | '´' => {}
            other => folded.push(other),
        }
    }
    folded
}

/// A run of three or more of one letter is one: nobody means three.
pub(super) fn unstretch(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut short = String::with_capacity(word.len());
    let mut at = 0;
    while at < letters.len() {
        let run = letters[at..].iter().take_while(|letter| **letter == letters[at]).count();
        let keep = if run >= 3 && letters[at].is_alphabetic() { 1 } else { run };
        short.extend(std::iter::repeat_n(letters[at], keep));
        at += run;
    }
    short
}

/// What a word of text-speak, a contraction or a dialect stands for.
pub(super) fn written_out(word: &str) -> Option<&'static [&'static str]> {
    let words: &[&str] = match word {
        "u" | "ya" => &["you"],
        "ur" => &["your"],
        "youre" => &["you", "are"],
        "r" => &["are"],
        "y" => &["why"],
        "im" => &["i", "am"],
        "ive" => &["i", "have"],
        "id" => &["i", "would"],
        "ill" => &["i", "will"],
        "its" => &["it", "is"],
        "thats" => &["that", "is"],
        "theres" => &["there", "is"],
        "whats" | "wats" | "wuts" => &["what", "is"],
        "whos" => &["who", "is"],
        "wheres" => &["where", "is"],
        "hows" => &["how", "is"],
        "whys" => &["why", "is"],
        "wat" | "wut" | "wht" | "wot" => &["what"],
        "hw" => &["how"],
        "cant" | "cannot" => &["can", "not"],
        "dont" | "dnt" => &["do", "not"],
        "doesnt" | "dosnt" | "dosent" | "doesent" | "doesn" | "doenst" => &["does", "not"],
        "didnt" => &["did", "not"],
        "isnt" | "aint" => &["is", "not"],
        "arent" => &["are", "not"],
        "wasnt" => &["was", "not"],
        "wont" => &["will", "not"],
        "wouldnt" => &["would", "not"],
        "couldnt" => &["could", "not"],
        "shouldnt" => &["should", "not"],
        "havent" => &["have", "not"],
        "hasnt" => &["has", "not"],
        "pls" | "plz" | "plx" | "pleas" | "plse" | "pleeze" => &["please"],
        "smth" | "sth" | "sumthing" | "somthing" => &["something"],
        "sb" | "sm1" | "some1" => &["someone"],
        "wanna" => &["want", "to"],
        "gonna" => &["going", "to"],
        "gotta" => &["got", "to"],
        "gimme" => &["give", "me"],
        "lemme" => &["let", "me"],
        "dunno" | "idk" => &["not", "know"],
        "cuz" | "cos" | "coz" => &["because"],
        "abt" => &["about"],
        "rn" => &["now"],
        "tmrw" | "tmr" => &["tomorrow"],
        "thru" => &["through"],
        "prog" => &["program"],
        "func" | "funcs" => &["function"],
        "vars" | "var" => &["variable"],
        "ex" => &["exercise"],
        "nd" | "nich" | "net" | "ned" | "nit" | "nid" => &["nicht"],
        "nix" => &["nichts"],
        "ne" | "ner" | "nen" | "nem" | "n" => &["eine"],
        "gehts" => &["geht", "es"],
        "gibts" => &["gibt", "es"],
        "wies" => &["wie", "es"],
        "hab" => &["habe"],
        "versteh" => &["verstehe"],
        "bekomm" | "krieg" | "kriege" => &["bekomme"],
        "isses" => &["ist", "es"],
        "kannste" => &["kannst", "du"],
        "haste" => &["hast", "du"],
        "biste" => &["bist", "du"],
        "wieso" | "weshalb" => &["warum"],
        "is" => &["is"],
        _ => return None,
    };
    Some(words)
}

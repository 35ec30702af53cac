//! Text as people type it: cleaned before it is stored, folded before it is compared.
//!
//! Here belongs what is true of any text; rules for a particular field (a tax number, an address)
//! belong to [`crate::rules`]. The stored `search_key` is [`fold`], the stored `sort_key` is
//! [`sort_key`]: a change to either needs a migration that writes the columns anew.

use unicode_normalization::UnicodeNormalization;

/// No request searches by more words; the rest of them are ignored.
pub const MAX_SEARCH_TERMS: usize = 8;

/// Digits to which runs of digits are padded in a sort key.
const DIGITS: usize = 8;

/// Why a text can't be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFault {
    /// Nothing but white space. Absence is said with null, never with an empty text.
    Empty,
    /// More characters than the field takes.
    TooLong {
        /// How many the field takes.
        max: usize,
        /// How many there are.
        found: usize,
    },
    /// A line break where one line is expected.
    LineBreak,
    /// A control character, or one that can't be seen or that turns the text around.
    Forbidden {
        /// Its code point, for the message: the character itself would not be seen there.
        code_point: u32,
        /// How many characters stand before it in the text as sent.
        at: usize,
    },
}

/// One line of text in its stored form: composed (NFC), trimmed, inner white space collapsed.
pub fn clean(text: &str, max_chars: usize) -> Result<String, TextFault> {
    refuse_forbidden(text, true)?;
    let composed: String = text.nfc().collect();
    bounded(words(&composed), max_chars)
}

/// Text of several lines in its stored form: as [`clean`], line by line. Line ends become `\n`, at
/// most one empty line stands between two others, none at either end.
pub fn clean_lines(text: &str, max_chars: usize) -> Result<String, TextFault> {
    refuse_forbidden(text, false)?;
    let composed: String = text.nfc().collect();
    let mut cleaned = String::with_capacity(composed.len());
    let mut breaks = 0_usize;
    for line in composed.replace("\r\n", "\n").split(is_line_break).map(words) {
        if !line.is_empty() {
            if !cleaned.is_empty() {
                cleaned.push_str(if breaks > 1 { "\n\n" } else { "\n" });
            }
            cleaned.push_str(&line);
            breaks = 0;
        }
        breaks += 1;
    }
    bounded(cleaned, max_chars)
}

fn bounded(text: String, max: usize) -> Result<String, TextFault> {
    match text.chars().count() {
        0 => Err(TextFault::Empty),
        found if found > max => Err(TextFault::TooLong { max, found }),
        _ => Ok(text),
    }
}

/// The words of a text with one space between them.
fn words(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined
}

fn refuse_forbidden(text: &str, one_line: bool) -> Result<(), TextFault> {
    // Line ends at either end come from copying and are trimmed, not refused.
    let last = text.trim_end().chars().count();
    let first = text.chars().take_while(|c| c.is_whitespace()).count();
    for (at, c) in text.chars().enumerate() {
        if is_line_break(c) {
            if one_line && (first..last).contains(&at) {
                return Err(TextFault::LineBreak);
            }
        } else if (c.is_control() && c != '\t') || is_unseen(c) {
            return Err(TextFault::Forbidden { code_point: u32::from(c), at });
        }
    }
    Ok(())
}

const fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// Characters without a shape of their own: soft hyphens, zero-width joiners and spaces, marks,
/// embeddings and overrides of direction, fillers that look like nothing, and what is no character.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fdd0}'..='\u{fdef}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
        || (u32::from(c) & 0xfffe) == 0xfffe
}

/// The form in which texts are searched: lower case, compatibility forms composed (й stays), ё as
/// е, stress marks and quotes dropped, dashes one and without spaces around, № as a space, white
/// space collapsed. `fold(fold(x)) == fold(x)`.
pub fn fold(text: &str) -> String {
    // № would become the Latin "no"; as a space it lets «№ 2», «№2» and «2» find each other.
    let decomposed = text.chars().map(|c| if c == '№' { ' ' } else { c }).nfkd();
    let lower = decomposed.flat_map(char::to_lowercase).nfkd();
    let mut kept = String::with_capacity(text.len());
    let mut after_ie = false;
    for c in lower {
        match c {
            _ if is_quote(c) || is_unseen(c) || matches!(c, '\u{300}' | '\u{301}') => {}
            '\u{308}' if after_ie => {}
            _ if is_dash(c) => kept.push('-'),
            _ if c.is_whitespace() || c.is_control() => kept.push(' '),
            _ => kept.push(c),
        }
        // Marks and what is left out may stand between a letter and its dots.
        if c == 'е' || !(is_dropped(c) || is_mark(c)) {
            after_ie = c == 'е';
        }
    }
    let composed: String = words(&kept).nfc().collect();
    composed.replace(" -", "-").replace("- ", "-")
}

/// A mark over or under the letter before it.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// What [`fold`] leaves out altogether, so that it does not part a letter from its marks.
fn is_dropped(c: char) -> bool {
    is_quote(c) || is_unseen(c)
}

const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{2e3a}' | '\u{2e3b}')
}

const fn is_quote(c: char) -> bool {
    matches!(c,
        '"' | '\'' | '`' | '«' | '»' | '\u{2018}'..='\u{201f}' | '\u{2032}'..='\u{2037}'
        | '\u{2039}' | '\u{203a}' | '\u{2bc}' | '\u{301d}'..='\u{301f}')
}

/// The form by which texts are ordered: folded, from its first letter or digit, runs of digits
/// padded, so that «Школа № 2» stands before «Школа № 10». Longer runs keep all their digits.
pub fn sort_key(text: &str) -> String {
    let folded = fold(text);
    let mut key = String::with_capacity(folded.len() + DIGITS);
    let mut run = String::new();
    for c in folded.trim_start_matches(|c: char| !c.is_alphanumeric()).chars() {
        if c.is_ascii_digit() {
            run.push(c);
        } else {
            flush(&mut run, &mut key);
            key.push(c);
        }
    }
    flush(&mut run, &mut key);
    key
}

/// Appends a run of digits, padded, and empties it.
fn flush(run: &mut String, key: &mut String) {
    if !run.is_empty() {
        let digits = run.trim_start_matches('0');
        key.extend(std::iter::repeat_n('0', DIGITS.saturating_sub(digits.len())));
        key.push_str(digits);
        run.clear();
    }
}

/// A word cut at the dashes between letters: «ИМЦ – Выселки» and «МБОУ-ДО» find what is written without a dash. Numbers
/// stay whole: «100-к» is not «100-1125».
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let between = |at: usize| {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        letter(word.get(..at).and_then(|before| before.chars().next_back()))
            && letter(word.get(at + 1..).and_then(|after| after.chars().next()))
    };
    let mut cuts: Vec<usize> = word.match_indices('-').map(|(at, _)| at).filter(|at| between(*at)).collect();
    cuts.push(word.len());
    let mut from = 0;
    cuts.into_iter().filter_map(move |at| {
        let part = word.get(from..at);
        from = at + 1;
        part
    })
}

/// The words of a search, folded, without the punctuation around them, each once, longest first
/// (the longest is the most selective). All of them have to be found.
pub fn search_terms(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut terms: Vec<&str> = Vec::new();
    let parts = folded.split(' ').flat_map(parts).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    for word in parts {
        if !word.is_empty() && !terms.contains(&word) && terms.len() < MAX_SEARCH_TERMS {
            terms.push(word);
        }
    }
    terms.sort_by_key(|term| std::cmp::Reverse(term.chars().count()));
    terms.into_iter().map(str::to_owned).collect()
}

/// Whether a text can be compared with what is stored: PostgreSQL takes no NUL, so nothing bears such a key.
pub fn storable(key: &str) -> bool {
    !key.contains('\0')
}

/// A `LIKE` pattern that finds the term anywhere, for `LIKE ? ESCAPE '\'`.
pub fn like_pattern(term: &str) -> String {
    let mut pattern = String::with_capacity(term.len() + 2);
    pattern.push('%');
    for c in term.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cleaning_composes_trims_and_collapses() {
        assert_eq!(clean("  Дом\u{a0} детского\tтворчества \r\n", 40).as_deref(), Ok("Дом детского творчества"));
        assert_eq!(clean("Саи\u{306}т", 4).as_deref(), Ok("Сайт"));
        assert_eq!(
            clean_lines("\r\n один  два \r\n\r\n\r\n три\u{2028}четыре\n", 40).as_deref(),
            Ok("один два\n\nтри\nчетыре")
        );
    }

    #[test]
    fn cleaning_refuses_what_can_not_be_seen() {
        assert_eq!(clean(" \t ", 5), Err(TextFault::Empty));
        assert_eq!(clean("шесть", 4), Err(TextFault::TooLong { max: 4, found: 5 }));
        assert_eq!(clean("а\nб", 5), Err(TextFault::LineBreak));
        for c in ['\0', '\u{7}', '\u{1b}', '\u{85}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{feff}', '\u{ffff}'] {
            let expected = Err(TextFault::Forbidden { code_point: u32::from(c), at: 1 });
            assert_eq!(clean(&format!("а{c}б"), 5), expected);
            assert_eq!(clean_lines(&format!("а{c}б"), 5), expected);
        }
    }

    #[test]
    fn folding_forgets_what_people_type_differently() {
        for (left, right) in [
            ("Ёлка", "елка"),
            ("МБУ ДО «Дом творчества»", "мбу до \"дом  творчества\""),
            ("„Орлёнок“", "орленок"),
            ("Северо–Восточная", "северо-восточная"),
            ("2019 — 2024", "2019-2024"),
            ("Школа №\u{a0}2", "школа 2"),
            ("Школа №2", "Школа № 2"),
            ("за\u{301}мок", "замок"),
            ("Саи\u{306}т", "сайт"),
            ("ﬁльм Ⅳ", "fiльм iv"),
        ] {
            assert_eq!(fold(left), fold(right), "{left}");
        }
        assert_ne!(fold("сайт"), fold("саит"));
    }

    #[test]
    fn sorting_counts_and_skips_quotes() {
        assert!(sort_key("Школа № 2") < sort_key("Школа № 10"));
        assert!(sort_key("«Ёлочка»") < sort_key("Жаворонок"));
        assert!(sort_key("Дерево") < sort_key("Ёлка"));
        assert_eq!(sort_key("«Школа № 007»"), "школа 00000007");
        assert_eq!(sort_key("№ 0"), "00000000");
        assert_eq!(sort_key("123456789"), "123456789");
    }

    #[test]
    fn terms_are_words_and_patterns_are_escaped() {
        assert_eq!(search_terms(" «дом», ТВОРЧЕСТВА — дом! "), ["творчества", "дом"]);
        assert_eq!(search_terms("МБОУ-ДО 100-к 447–пп"), ["447-пп", "100-к", "мбоу", "до"]);
        assert_eq!(search_terms("100-к от 13.01.2020"), ["13.01.2020", "100-к", "от"]);
        assert!(search_terms(" «» — % ").is_empty());
        assert_eq!(search_terms(&"а б в г д е ж з и к л".repeat(2)).len(), MAX_SEARCH_TERMS);
        assert_eq!(like_pattern(r"50%_\к"), r"%50\%\_\\к%");
    }

    /// Marks, case pairs, quotes and spaces side by side, where folding is most easily wrong.
    const TANGLED: &str = "[ еёЕЁйЙи\u{306}\u{308}\u{301}\u{323}«»\"'–—-№İẞſⅣﬁ\u{a0}\u{ad}\u{200b}´¨0-9a-c.]{0,24}";

    proptest! {
        #[test]
        fn folding_is_idempotent(text in prop_oneof![".{0,24}", TANGLED]) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn folding_ignores_case_of_russian(text in "[а-яёА-ЯЁ «»-]{0,24}") {
            prop_assert_eq!(fold(&text.to_uppercase()), fold(&text));
            prop_assert_eq!(fold(&text.replace('ё', "е")), fold(&text));
        }

        #[test]
        fn cleaning_is_idempotent_and_keeps_the_folded_text(text in prop_oneof![".{0,24}", TANGLED]) {
            for cleaned in [clean(&text, 99), clean_lines(&text, 99)].into_iter().flatten() {
                prop_assert_eq!(clean_lines(&cleaned, 99), Ok(cleaned.clone()));
                prop_assert_eq!(fold(&cleaned), fold(&text));
            }
        }

        #[test]
        fn every_term_of_a_text_is_in_its_fold(text in prop_oneof![".{0,24}", TANGLED]) {
            let folded = fold(&text);
            for term in search_terms(&text) {
                prop_assert!(folded.contains(&term));
            }
        }

        #[test]
        fn numbers_sort_as_numbers(a in 0_u32..100_000_000, b in 0_u32..100_000_000) {
            let key = |n: u32| sort_key(&format!("Школа № {n}"));
            prop_assert_eq!(key(a).cmp(&key(b)), a.cmp(&b));
        }

        #[test]
        fn a_pattern_unescapes_to_its_term(term in "[а-я%_\\\\]{0,12}") {
            let pattern = like_pattern(&term);
            let mut plain = String::new();
            let mut inner = pattern.chars().skip(1).take(pattern.chars().count() - 2);
            while let Some(c) = inner.next() {
                plain.extend(if c == '\\' { inner.next() } else { Some(c) });
            }
            prop_assert_eq!(plain, term);
        }
    }
}

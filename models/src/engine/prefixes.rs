//! The standing orders that were read already: sequences of the model's memory that are copied into a slot
//! when a question begins with them. The one not needed for longest makes room.

use llama_cpp_2::token::LlamaToken;

/// As many as there are kinds of questions, and a few more.
pub(super) const MOST: u32 = 12;

/// Shorter ones are not worth a sequence.
const SHORTEST: usize = 8;

pub(super) struct Prefixes {
    /// The first sequence that is not a slot's.
    first: i32,
    /// Tokens that all of them may hold.
    room: usize,
    kept: Vec<Kept>,
    uses: u64,
}

struct Kept {
    sequence: i32,
    tokens: Vec<LlamaToken>,
    used: u64,
}

/// What has to be done for a new one.
pub(super) struct Store {
    /// Sequences to be cleared first.
    pub(super) clear: Vec<i32>,
    /// Where it goes.
    pub(super) sequence: i32,
}

impl Prefixes {
    pub(super) fn new(first: i32, room: usize) -> Self {
        Self { first, room, kept: Vec::new(), uses: 0 }
    }

    /// The sequence that begins like `prompt` for longest, and for how long. At least one token of a prompt
    /// is always left to be read: without it there would be nothing to go on from.
    pub(super) fn find(&mut self, prompt: &[LlamaToken]) -> Option<(i32, usize)> {
        self.uses += 1;
        let common = |kept: &Kept| kept.tokens.iter().zip(prompt).take_while(|(a, b)| a == b).count();
        let best = self.kept.iter_mut().max_by_key(|kept| common(kept))?;
        let length = common(best).min(prompt.len() - 1);
        if length < SHORTEST {
            return None;
        }
        best.used = self.uses;
        Some((best.sequence, length))
    }

    /// Whether exactly this is kept, or too short to be.
    pub(super) fn has(&self, prefix: &[LlamaToken]) -> bool {
        prefix.len() < SHORTEST
            || prefix.len() > self.room
            || self.kept.iter().any(|kept| kept.tokens == prefix)
    }

    /// Makes room for one that is not kept yet.
    pub(super) fn store(&mut self, prefix: &[LlamaToken]) -> Store {
        let mut clear = Vec::new();
        let held = |kept: &[Kept]| kept.iter().map(|kept| kept.tokens.len()).sum::<usize>();
        while self.kept.len() >= MOST as usize || held(&self.kept) + prefix.len() > self.room {
            match self.forget() {
                Some(sequence) => clear.push(sequence),
                None => break,
            }
        }
        let taken = |sequence| self.kept.iter().any(|kept| kept.sequence == sequence);
        let most = i32::try_from(MOST).unwrap_or(i32::MAX);
        let mut free = (self.first..self.first + most).filter(|sequence| !taken(*sequence));
        let sequence = free.next().expect("there are fewer than MOST: room was made above");
        self.uses += 1;
        self.kept.push(Kept { sequence, tokens: prefix.to_vec(), used: self.uses });
        Store { clear, sequence }
    }

    /// Gives up the one not used for longest: its sequence is to be cleared.
    pub(super) fn forget(&mut self) -> Option<i32> {
        let (index, _) = self.kept.iter().enumerate().min_by_key(|(_, kept)| kept.used)?;
        Some(self.kept.swap_remove(index).sequence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(range: std::ops::Range<i32>) -> Vec<LlamaToken> {
        range.map(LlamaToken::new).collect()
    }

    #[test]
    fn the_longest_is_found_and_the_oldest_makes_room() {
        let mut prefixes = Prefixes::new(4, 100);
        assert!(prefixes.find(&tokens(0..50)).is_none());
        assert_eq!(prefixes.store(&tokens(0..40)).sequence, 4);
        assert_eq!(prefixes.store(&tokens(0..50)).sequence, 5);
        assert_eq!(prefixes.find(&tokens(0..60)), Some((5, 50)));
        assert_eq!(prefixes.find(&tokens(0..45)), Some((5, 44)), "one is left to be read");
        assert_eq!(prefixes.find(&tokens(0..40)), Some((5, 39)).or(Some((4, 39))));
        assert!(prefixes.find(&tokens(90..99)).is_none());
        assert!(prefixes.has(&tokens(0..40)) && prefixes.has(&tokens(0..7)) && !prefixes.has(&tokens(0..41)));

        let store = prefixes.store(&tokens(200..250));
        assert_eq!(store.clear.len(), 1);
        assert_eq!(store.sequence, store.clear[0]);
        assert!(prefixes.has(&tokens(0..1_000)), "what is longer than the room is not kept");
    }
}

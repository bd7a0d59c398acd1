package dev.escriba.speech.biasing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Tokens below 100 begin a word; others continue a word. */
class TermTrieTest {

    static final Offset<Double> EXACT = within(1e-9);
    static final int END = 0;

    final TermTrie trie = new TermTrie(token -> token >= 100);

    TermTrie.Path write(double logProbability, int... tokens) {
        TermTrie.Path path = trie.start();
        for (int token : tokens) {
            path = path.next(token, logProbability);
        }
        return path;
    }

    @Test
    void addsABonusForEveryTokenOfATerm() {
        trie.add(List.of(1, 101), 2);
        assertThat(trie.terms()).isEqualTo(1);
        assertThat(trie.start().termTokens()).containsExactly(1);
        assertThat(write(-5, 1).bonus()).isEqualTo(2, EXACT);
        assertThat(write(-5, 1).isInsideTerm()).isTrue();
        assertThat(write(-5, 1).continuations()).containsExactly(101);
        assertThat(write(-5, 1).termTokens()).containsExactlyInAnyOrder(1, 101);
        assertThat(write(-5, 1, 101).bonus()).isEqualTo(4, EXACT);
        assertThat(write(-5, 1, 101).isInsideTerm()).isFalse();
        assertThat(write(-5, 1, 101, 7).bonus()).isEqualTo(4, EXACT);
    }

    @Test
    void takesTheBonusBackWhereTheTermIsLeft() {
        trie.add(List.of(1, 101, 102), 2);
        assertThat(write(-5, 1, 101).finalBonus(END)).isZero();
        assertThat(write(-5, 1, 101, 7).bonus()).isZero();
    }

    @Test
    void takesTheBonusBackWhereTheWordContinues() {
        trie.add(List.of(1), 2);
        assertThat(write(-5, 1, 7).bonus()).isEqualTo(2, EXACT);
        assertThat(write(-5, 1, 105).bonus()).isZero();
        assertThat(write(-5, 1).finalBonus(END)).isEqualTo(2, EXACT);
        assertThat(write(-5, 1).finalBonus(105)).isZero();
    }

    @Test
    void keepsTheBonusOfTheShorterTermWhereALongerOneIsLeft() {
        trie.add(List.of(1), 2);
        trie.add(List.of(1, 2, 3), 2);
        assertThat(write(-5, 1, 2).bonus()).isEqualTo(4, EXACT);
        assertThat(write(-5, 1, 2, 7).bonus()).isEqualTo(2, EXACT);
        assertThat(write(-5, 1, 2, 3).bonus()).isEqualTo(6, EXACT);
    }

    @Test
    void doesNotDependOnTheOrderOfTerms() {
        trie.add(List.of(1), 2.5);
        trie.add(List.of(1, 101), 0.8);
        trie.add(List.of(2, 102), 0.8);
        trie.add(List.of(2), 2.5);
        assertThat(write(-5, 1, 101).bonus()).isEqualTo(write(-5, 2, 102).bonus(), EXACT);
        assertThat(write(-5, 1).bonus()).isEqualTo(write(-5, 2).bonus(), EXACT);
    }

    @Test
    void beginsATermRightAfterAnother() {
        trie.add(List.of(1, 101), 1);
        trie.add(List.of(2), 1);
        assertThat(write(-5, 1, 101).termTokens()).containsExactlyInAnyOrder(1, 2);
        assertThat(write(-5, 1, 101, 2).bonus()).isEqualTo(3, EXACT);
    }

    @Test
    void neverMakesATermFree() {
        trie.add(List.of(1, 101), 2);
        assertThat(write(-1, 1, 101).bonus()).isLessThan(2);
        assertThat(write(-0.01, 1, 101).bonus()).isZero();
    }

    @Test
    void reducesTheBonusOfARepeatedTerm() {
        trie.add(List.of(1), 2);
        assertThat(write(-5, 1, 7, 1).bonus()).isEqualTo(3, EXACT);
        assertThat(write(-5, 1, 7, 1, 7, 1, 7, 1).bonus()).isEqualTo(3, EXACT);
    }

    @Test
    void halvesTheBonusOfLaterTokens() {
        trie.add(List.of(1, 101, 102, 103, 104), 2);
        assertThat(write(-5, 1, 101, 102, 103, 104).bonus()).isEqualTo(8, EXACT);
    }
}

package dev.escriba.speech.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.segmentation.UtteranceFixture;
import org.junit.jupiter.api.Test;

class UnconfirmedBudgetTest {

    @Test
    void coversHalfAMinuteAndATenthOfTheRecording() {
        UnconfirmedBudget budget = new UnconfirmedBudget();
        budget.spend(20);

        assertThat(budget.covers(UtteranceFixture.at(0, 9.5))).isTrue();
        assertThat(budget.covers(UtteranceFixture.at(0, 10.5))).isFalse();
        assertThat(budget.covers(UtteranceFixture.at(100 * 16_000, 19.5))).isTrue();
        assertThat(budget.covers(UtteranceFixture.at(100 * 16_000, 20.5))).isFalse();
    }

    @Test
    void speechThatIsFoundCostsNothing() {
        UnconfirmedBudget budget = new UnconfirmedBudget();
        budget.spend(25);
        budget.giveBack(25);

        assertThat(budget.covers(UtteranceFixture.at(0, 26))).isTrue();
    }
}

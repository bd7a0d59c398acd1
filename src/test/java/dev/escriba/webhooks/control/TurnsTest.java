package dev.escriba.webhooks.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnsTest {

    private static List<ReadyWebhook> webhooks(String account, int number) {
        List<ReadyWebhook> made = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            made.add(new ReadyWebhook(account + " webhook " + i, account));
        }
        return made;
    }

    private static int beginAll(Turns turns, List<ReadyWebhook> ready) {
        int begun = 0;
        for (Optional<ReadyWebhook> next = turns.next(ready); next.isPresent(); next = turns.next(ready)) {
            turns.begin(next.get());
            begun++;
        }
        return begun;
    }

    /** All receivers of an account are slow: no attempt ends. */
    @ParameterizedTest
    @CsvSource({"2, 20, 1", "4, 20, 2", "8, 20, 4", "8, 1, 2", "2, 1, 1", "64, 1, 16"})
    void anAccountLeavesWorkersToTheOthers(int workers, int webhooks, int most) {
        Turns turns = new Turns(workers);
        List<ReadyWebhook> ready = webhooks("slow", webhooks);
        assertThat(beginAll(turns, ready)).isEqualTo(most);
        ready.addAll(webhooks("other", 1));
        assertThat(turns.next(ready)).map(ReadyWebhook::accountId).contains("other");
    }

    @Test
    void anAttemptThatEndsMakesRoom() {
        Turns turns = new Turns(2);
        List<ReadyWebhook> ready = webhooks("a", 1);
        assertThat(beginAll(turns, ready)).isEqualTo(1);
        turns.end(ready.get(0));
        assertThat(turns.next(ready)).contains(ready.get(0));
    }

    @Test
    void accountsTakeTurnsAndSoDoTheirWebhooks() {
        Turns turns = new Turns(8);
        List<ReadyWebhook> ready = webhooks("a", 2);
        ready.addAll(webhooks("b", 1));
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ReadyWebhook next = turns.next(ready).orElseThrow();
            turns.begin(next);
            turns.end(next);
            order.add(next.id());
        }
        assertThat(order)
                .containsExactly(
                        "a webhook 0", "b webhook 0", "a webhook 1", "b webhook 0", "a webhook 0", "b webhook 0");
    }

    @Test
    void noWebhookIsReady() {
        assertThat(new Turns(8).next(List.of())).isEmpty();
    }
}

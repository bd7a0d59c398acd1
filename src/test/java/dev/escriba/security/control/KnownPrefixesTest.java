package dev.escriba.security.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Clocks;
import dev.escriba.security.entity.KeySecret;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KnownPrefixesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final Set<String> stored = new HashSet<>();
    private final Instant[] now = {NOW};
    private int queries;

    private final KnownPrefixes prefixes = new KnownPrefixes(
            new KnownPrefixes.PrefixTransactions() {
                @Override
                public Set<String> prefixes() {
                    queries++;
                    return Set.copyOf(stored);
                }
            },
            Clocks.of(now));

    @Test
    void aGuessedKeyCostsNoQueryOfItsOwn() {
        KeySecret key = KeySecret.random();
        stored.add(key.prefix());
        assertThat(prefixes.isKnown(key.text())).isTrue();
        for (int i = 0; i < 1_000; i++) {
            assertThat(prefixes.isKnown(KeySecret.random().text())).isFalse();
        }
        assertThat(prefixes.isKnown("x".repeat(10_000))).isFalse();
        assertThat(queries).isEqualTo(1);
    }

    @Test
    void othersDoNotWaitForTheOneThatReads() {
        KeySecret key = KeySecret.random();
        KnownPrefixes[] slow = new KnownPrefixes[1];
        slow[0] = new KnownPrefixes(
                new KnownPrefixes.PrefixTransactions() {
                    @Override
                    public Set<String> prefixes() {
                        assertThat(CompletableFuture.supplyAsync(() -> slow[0].isKnown(key.text()))
                                        .orTimeout(10, TimeUnit.SECONDS)
                                        .join())
                                .isFalse();
                        return Set.of(key.prefix());
                    }
                },
                Clocks.of(now));
        assertThat(slow[0].isKnown(key.text())).isTrue();
    }

    @Test
    void aNewKeyIsKnownAfterSomeSeconds() {
        KeySecret key = KeySecret.random();
        assertThat(prefixes.isKnown(key.text())).isFalse();
        stored.add(key.prefix());
        now[0] = NOW.plusSeconds(6);
        assertThat(prefixes.isKnown(key.text())).isTrue();
        now[0] = NOW.minusSeconds(60);
        stored.clear();
        assertThat(prefixes.isKnown(key.text())).as("after a step of the clock").isFalse();
    }
}

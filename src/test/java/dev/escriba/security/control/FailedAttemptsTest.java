package dev.escriba.security.control;

import static dev.escriba.security.entity.CredentialKind.KEY;
import static dev.escriba.security.entity.CredentialKind.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.escriba.Clocks;
import dev.escriba.Configured;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.entity.CredentialKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailedAttemptsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private int asked;

    /** Number of addresses that are remembered. */
    private TokenBuckets tokens(int number) {
        return new TokenBuckets() {
            @Override
            public Optional<Duration> take(List<Bucket> buckets) {
                return ++asked > number ? Optional.of(Duration.ofMillis(2_300)) : Optional.empty();
            }
        };
    }

    @Test
    void doesNotAskTheDatabaseOnceTheBudgetIsUsedUp() {
        FailedAttempts attempts = new FailedAttempts(tokens(2), Clock.fixed(NOW, ZoneOffset.UTC), perMinute(20));
        attempts.count(KEY, "192.0.2.1");
        attempts.count(KEY, "192.0.2.1");
        attempts.requireBudget(KEY, "192.0.2.1", () -> false);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> attempts.count(KEY, "192.0.2.1"))
                .satisfies(FailedAttemptsTest::isTooMany);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> attempts.requireBudget(KEY, "192.0.2.1", () -> false))
                .satisfies(FailedAttemptsTest::isTooMany);
        assertThat(asked).isEqualTo(3);
        attempts.requireBudget(KEY, "192.0.2.2", () -> false);
    }

    @Test
    void theTimeIsOverAtSomeTime() {
        Instant[] now = {NOW};
        FailedAttempts attempts = new FailedAttempts(tokens(0), Clocks.of(now), perMinute(20));
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> attempts.count(KEY, "192.0.2.1"));
        now[0] = NOW.plusMillis(2_299);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> attempts.requireBudget(KEY, "192.0.2.1", () -> false));
        now[0] = NOW.plusMillis(2_300);
        attempts.requireBudget(KEY, "192.0.2.1", () -> false);
    }

    @Test
    void theTimeIsOverWhereTheClockIsSetBack() {
        Instant[] now = {NOW.plus(Duration.ofDays(1))};
        FailedAttempts attempts = new FailedAttempts(tokens(0), Clocks.of(now), perMinute(20));
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> attempts.count(KEY, "192.0.2.1"));
        now[0] = NOW;
        attempts.requireBudget(KEY, "192.0.2.1", () -> false);
    }

    @Test
    void aPlausibleCredentialIsVerifiedBeyondTheBudgetWithinALimit() {
        Instant[] now = {NOW};
        int[] looked = {0};
        FailedAttempts attempts = new FailedAttempts(tokens(0), Clocks.of(now), perMinute(20));
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> attempts.count(KEY, "192.0.2.1"));
        attempts.requireBudget(KEY, "192.0.2.2", () -> looked[0]++ < 0);
        assertThat(looked[0])
                .as("within the budget the credential is not looked at")
                .isZero();
        for (int i = 0; i < 20; i++) {
            attempts.requireBudget(KEY, "192.0.2.1", () -> true);
        }
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> attempts.requireBudget(KEY, "192.0.2.1", () -> true))
                .satisfies(FailedAttemptsTest::isTooMany);
        now[0] = NOW.plusSeconds(1);
        attempts.requireBudget(KEY, "192.0.2.1", () -> true);
        assertThatExceptionOfType(Problem.class)
                .as("a failure beyond the budget is not counted again")
                .isThrownBy(() -> attempts.count(KEY, "192.0.2.1"));
        assertThat(asked).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void guessesOfOneKindLeaveTheBudgetsOfTheOthers(CredentialKind guessed) {
        List<String> subjects = new ArrayList<>();
        TokenBuckets one = new TokenBuckets() {
            @Override
            public Optional<Duration> take(List<Bucket> buckets) {
                String subject = buckets.get(0).subject();
                subjects.add(subject);
                return subjects.stream().filter(subject::equals).count() > 1
                        ? Optional.of(Duration.ofSeconds(3))
                        : Optional.empty();
            }
        };
        FailedAttempts attempts = new FailedAttempts(one, Clock.fixed(NOW, ZoneOffset.UTC), perMinute(20));
        attempts.count(guessed, "192.0.2.1");
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> attempts.count(guessed, "192.0.2.1"));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> attempts.requireBudget(guessed, "192.0.2.1", () -> false))
                .satisfies(FailedAttemptsTest::isTooMany);
        for (CredentialKind other : CredentialKind.values()) {
            if (other != guessed) {
                attempts.requireBudget(other, "192.0.2.1", () -> false);
                attempts.count(other, "192.0.2.1");
            }
        }
        assertThat(subjects.stream().distinct()).hasSize(CredentialKind.values().length);
    }

    @Test
    void plausibleGuessesOfOneKindLeaveTheExceptionsOfTheOthers() {
        FailedAttempts attempts = new FailedAttempts(tokens(0), Clock.fixed(NOW, ZoneOffset.UTC), perMinute(20));
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> attempts.count(TOKEN, "192.0.2.1"));
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> attempts.count(KEY, "192.0.2.1"));
        for (int i = 0; i < 20; i++) {
            attempts.requireBudget(TOKEN, "192.0.2.1", () -> true);
        }
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> attempts.requireBudget(TOKEN, "192.0.2.1", () -> true));
        attempts.requireBudget(KEY, "192.0.2.1", () -> true);
    }

    @Test
    void plausibleGuessesOfOneNetworkLeaveTheExceptionsOfTheOthers() {
        FailedAttempts attempts = new FailedAttempts(tokens(0), Clock.fixed(NOW, ZoneOffset.UTC), perMinute(20));
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> attempts.count(TOKEN, "192.0.2.1"));
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> attempts.count(TOKEN, "192.0.2.2"));
        for (int i = 0; i < 20; i++) {
            attempts.requireBudget(TOKEN, "192.0.2.1", () -> true);
        }
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> attempts.requireBudget(TOKEN, "192.0.2.1", () -> true));
        attempts.requireBudget(TOKEN, "192.0.2.2", () -> true);
    }

    @Test
    void remembersOnlySoMany() {
        FailedAttempts attempts = new FailedAttempts(tokens(0), Clock.fixed(NOW, ZoneOffset.UTC), perMinute(20));
        for (int i = 0; i <= 10_000; i++) {
            String address = "address " + i;
            assertThatExceptionOfType(Problem.class).isThrownBy(() -> attempts.count(KEY, address));
        }
        // the oldest entry was evicted
        attempts.requireBudget(KEY, "address 0", () -> false);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> attempts.requireBudget(KEY, "address 10000", () -> false));
    }

    @Test
    void aBudgetIsPositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> perMinute(0))
                .withMessageContaining("escriba.security.failed-attempts-per-minute");
    }

    private static SecuritySettings perMinute(int failures) {
        return Configured.read(
                SecuritySettings::read, "escriba.security.failed-attempts-per-minute", Integer.toString(failures));
    }

    private static void isTooMany(Problem problem) {
        assertThat(problem.status()).isEqualTo(429);
        // whole seconds, rounded up
        assertThat(problem.retryAfterSeconds()).contains("3");
    }
}

package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.Configured;
import dev.escriba.problem.entity.Problem;
import dev.escriba.web.control.BodyPlaces.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BodyPlacesTest {

    private static BodyPlaces places(String most, String ofAccount, Duration maxWait) {
        return new BodyPlaces(
                Configured.read(
                        WebSettings::read,
                        "escriba.web.max-bodies",
                        most,
                        "escriba.web.max-bodies-per-account",
                        ofAccount),
                maxWait);
    }

    @Test
    void anAccountHasItsShareAndLeavesPlacesToOthers() {
        BodyPlaces places = places("3", "2", Duration.ZERO);
        Place first = places.take("a");
        places.take("a");
        requireRefused(places, "a", "body.too-many-of-account");
        places.take("b");
        requireRefused(places, "b", "body.too-many");
        assertThat(places.count()).isEqualTo(3);
        first.leave();
        first.leave();
        assertThat(places.count()).as("left once").isEqualTo(2);
        places.take("a");
        requireRefused(places, "a", "body.too-many-of-account");
    }

    @Test
    void aRequestWaitsForAPlaceThatIsLeftSoon() throws Exception {
        BodyPlaces places = places("1", "1", Duration.ofSeconds(20));
        Place first = places.take("a");
        CompletableFuture<Place> second = CompletableFuture.supplyAsync(() -> places.take("a"));
        first.leave();
        second.get(10, TimeUnit.SECONDS).leave();
        assertThat(places.count()).isZero();
    }

    @Test
    void onlyAFewRequestsWait() {
        BodyPlaces places = places("1", "1", Duration.ofSeconds(2));
        places.take("a");
        List<CompletableFuture<Duration>> others = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            others.add(CompletableFuture.supplyAsync(() -> timeOfRefusal(places), task -> new Thread(task).start()));
        }
        assertThat(others.stream()
                        .map(CompletableFuture::join)
                        .filter(time -> time.toMillis() > 1_900)
                        .count())
                .isEqualTo(8);
    }

    private static Duration timeOfRefusal(BodyPlaces places) {
        long start = System.nanoTime();
        requireRefused(places, "a", "body.too-many-of-account");
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void requireRefused(BodyPlaces places, String account, String message) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> places.take(account))
                .satisfies(problem -> {
                    assertThat(problem.status()).isEqualTo(503);
                    assertThat(problem.retryAfter()).isPresent();
                    assertThat(problem.message().key()).isEqualTo(message);
                });
    }
}

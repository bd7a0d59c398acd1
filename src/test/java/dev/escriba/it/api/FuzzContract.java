package dev.escriba.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.fuzz.FuzzChecks;
import dev.escriba.fuzz.FuzzRun;
import dev.escriba.fuzz.ServerVitals;
import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A small, fixed part of what {@code mvn verify -Pfuzz} does. */
interface FuzzContract {

    long SEED = 20;

    Service service();

    Path home();

    @Test
    default void damagedRecordingsAndRequestsAreTheCallersFault() throws Exception {
        FuzzRun.media(service(), SEED).cases(-20, 20);
        FuzzRun.requests(service(), SEED).cases(-50, 50);
        ServerVitals before = ServerVitals.of(processId(), home());
        FuzzRun media = FuzzRun.media(service(), SEED).cases(0, 200);
        FuzzRun requests = FuzzRun.requests(service(), SEED).cases(0, 600);
        ServerVitals after = ServerVitals.of(processId(), home());
        System.out.printf("%s, %s%n%s%n%s%n", media.kinds(), requests.kinds(), before, after);
        assertThat(media.objections()).isEmpty();
        assertThat(requests.objections()).isEmpty();
        assertThat(media.kinds()).containsKey("200").hasSizeGreaterThan(3);
        assertThat(requests.kinds()).containsKeys("200", "400", "401", "404");
        FuzzChecks.requireNoLeak(before, after);
        FuzzChecks.requireAlive(service(), MediaFixture.ENGLISH);
    }

    /** The server process with that directory, among the processes that this test has started. */
    default long processId() {
        String data = "-Describa.data.dir=" + home().resolve("data").toAbsolutePath();
        return ProcessHandle.current()
                .descendants()
                .filter(process -> Arrays.asList(process.info().arguments().orElse(new String[0]))
                        .contains(data))
                .findFirst()
                .orElseThrow()
                .pid();
    }
}

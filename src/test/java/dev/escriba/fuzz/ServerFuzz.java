package dev.escriba.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Service;
import dev.escriba.it.support.UberJar;
import dev.escriba.media.MediaFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sends damaged recordings and requests to the uber-jar: {@code mvn verify -Pfuzz}. */
class ServerFuzz {

    private static final String KEY = "a-key-for-the-tests-of-this-build-alone";

    private final int cases = Integer.getInteger("escriba.fuzz.cases");
    private final long seed = Long.getLong("escriba.fuzz.seed");

    @Test
    void theServerSurvives() throws Exception {
        Path home = Files.createTempDirectory(Files.createDirectories(Path.of("target/it")), "fuzz-")
                .toAbsolutePath();
        System.out.printf("2 x %d cases, seed %d%n", cases, seed);
        try (UberJar jar = UberJar.start(
                home,
                "server.log",
                "-Xmx1g",
                "-Describa.security.bootstrap-key=" + KEY,
                // with the usual limit, damaged keys would soon get 429 for every request
                "-Describa.security.failed-attempts-per-minute=1000000",
                // a damaged header can claim a day of audio; its cost is not the subject of this test
                "-Describa.media.max-duration=PT1M")) {
            Service service = jar.service(KEY);
            // measured after a warm-up, so that resources that are made once exist; its case numbers do not occur again
            FuzzRun.media(service, seed).cases(-1_000, 500);
            FuzzRun.requests(service, seed).cases(-1_000, 500);
            ServerVitals before = ServerVitals.of(jar.pid(), home);
            System.out.println("before   " + before);
            FuzzRun media = run(FuzzRun.media(service, seed), jar, home, before);
            assertThat(media.kinds()).containsKey("200").hasSizeGreaterThan(3);
            FuzzRun requests = run(FuzzRun.requests(service, seed), jar, home, before);
            assertThat(requests.kinds()).containsKeys("200", "400", "401", "404");
            assertThat(media.objections()).isEmpty();
            assertThat(requests.objections()).isEmpty();
            FuzzChecks.requireAlive(service, MediaFixture.ENGLISH);
            // as bytes, not as text: the log may have any bytes of a request
            assertThat(Files.readString(home.resolve("server.log"), StandardCharsets.ISO_8859_1))
                    .doesNotContain("OutOfMemoryError");
        }
    }

    private FuzzRun run(FuzzRun run, UberJar jar, Path home, ServerVitals before) throws Exception {
        long start = System.nanoTime();
        Map<String, Integer> kinds = run.cases(0, cases).kinds();
        ServerVitals after = ServerVitals.of(jar.pid(), home);
        System.out.printf("%d cases in %d s: %s%n", cases, (System.nanoTime() - start) / 1_000_000_000, kinds);
        System.out.println("after    " + after);
        run.objections().forEach(System.out::println);
        FuzzChecks.requireNoLeak(before, after);
        return run;
    }
}

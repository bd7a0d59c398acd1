package dev.escriba.it.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.escriba.it.cluster.Node;
import dev.escriba.it.support.Chromium;
import dev.escriba.it.support.UberJar;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the console costs a browser: its first visit, and a transcript of an hour. The limits are those of processor
 * time, which other processes change little; the frames as a person sees them are printed.
 */
class ConsoleBench {

    private static final String KEY = "a-key-for-the-tests-of-this-build-alone";

    @Test
    void aTranscriptOfAnHourScrollsAndPlays() throws Exception {
        String chromium = Chromium.required();
        assumeTrue(Files.exists(Path.of("target/console/dist/index.html")), "the build left the console out");
        Path home = Path.of("target/it/console-bench").toAbsolutePath();
        Files.createDirectories(home);
        try (UberJar jar = UberJar.start(home, "server.log", "-Describa.security.bootstrap-key=" + KEY)) {
            JsonObject seen = Node.run(
                    "console-hour.mjs", chromium, jar.service(KEY).base().toString(), KEY);
            seen.forEach((name, value) -> System.out.println("console " + name + ": " + value));
            assertThat(seen.getInt("firstVisitBytes")).isLessThan(400_000);
            for (String part : List.of("scroll", "play", "playAndScroll", "jump", "pauseAndPlay")) {
                assertThat(seen.getJsonObject(part).getInt("longestTask"))
                        .as("milliseconds of processor time, " + part)
                        .isLessThanOrEqualTo(50);
            }
            JsonArray memory = seen.getJsonArray("memory");
            assertThat(megabytes(memory, memory.size() - 1))
                    .as("after ten recordings, as after two")
                    .isLessThan(megabytes(memory, 1) * 1.2 + 1);
        }
    }

    private static double megabytes(JsonArray memory, int place) {
        return memory.getJsonObject(place).getJsonNumber("megabytes").doubleValue();
    }
}

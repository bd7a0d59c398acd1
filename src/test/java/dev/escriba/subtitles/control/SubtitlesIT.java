package dev.escriba.subtitles.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.cluster.Node;
import dev.escriba.speech.entity.Segment;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The validator of the W3C reads what is written as WebVTT. */
class SubtitlesIT {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void theValidatorFindsNoError(long seed) throws IOException, InterruptedException {
        List<Segment> segments = new MadeTranscripts(seed).next();
        Path file = Files.writeString(
                directory.resolve("made.vtt"), Subtitles.webVtt(segments, Map.of(0, "A & B <Ltd>", 1, "Ana")));

        JsonObject checked = Node.run("check-vtt.mjs", file.toString());

        assertThat(checked.getJsonArray("errors")).isEmpty();
        assertThat(checked.getJsonArray("cues").getValuesAs(JsonObject.class))
                .extracting(cue -> Math.round(cue.getJsonNumber("start").doubleValue() * 1000))
                .isEqualTo(ReadCue.webVtt(Files.readString(file)).stream()
                        .map(ReadCue::start)
                        .toList());
    }
}

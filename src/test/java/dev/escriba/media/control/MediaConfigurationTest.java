package dev.escriba.media.control;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Configured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MediaConfigurationTest {

    static final String UNSET = "none";

    @Test
    void hasTheseKeysAndDefaults() {
        assertThat(defaults())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        entry("escriba.media.max-file-bytes", "26214400"),
                        entry("escriba.media.formats", "mp3,mp4,mpeg,mpga,m4a,wav,webm"),
                        entry("escriba.media.max-duration", "PT4H"),
                        entry("escriba.media.max-channels", "8"),
                        entry("escriba.media.max-probe-time", "PT30S"),
                        entry("escriba.media.max-stall", "PT30S"),
                        entry("escriba.media.max-decode-time", "PT10M"),
                        entry("escriba.media.max-open-time", "PT4H"),
                        entry("escriba.media.max-decoder-bytes", "134217728"),
                        entry("escriba.media.max-processes", UNSET),
                        entry("escriba.media.max-kept-bytes", "2147483648"),
                        entry("escriba.media.ffmpeg", UNSET)));
    }

    @Test
    void isDocumentedInThePackage() throws IOException {
        String contract = Files.readString(Path.of("src/main/java/dev/escriba/media/package-info.java"));
        defaults().forEach((key, value) -> assertThat(contract)
                .contains("{@code " + key + "}</td><td>" + (value.equals(UNSET) ? "" : value + "<")));
    }

    private static Map<String, String> defaults() {
        return Configured.defaults(MediaSettings::read);
    }
}

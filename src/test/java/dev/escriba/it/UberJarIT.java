package dev.escriba.it;

import static dev.escriba.it.Service.Part.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.media.MediaFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jar that people start by hand: its first key, and what is left after it stops. */
class UberJarIT {

    private static final Pattern KEY = Pattern.compile("escriba_[0-9a-f]{64}");

    @Test
    void showsItsKeyOnceKeepsWhatIsStoredAndLeavesNothingBehind() throws Exception {
        Path home = Files.createDirectories(Path.of("target/it/uber-jar").toAbsolutePath());
        String key;
        String logs;
        try (UberJar jar = UberJar.start(home, "first.log")) {
            Matcher matcher = KEY.matcher(jar.log());
            assertThat(matcher.find()).as("a key in the log").isTrue();
            key = matcher.group();
            assertThat(matcher.find()).as("a second one").isFalse();
            Answer.success(jar.service(key).transcribe(file("File", MediaFixture.mp3())));
            assertThat(files(home.resolve("data/uploads")))
                    .allMatch(path -> path.toString().endsWith(".lock"));
            assertThat(jar.children()).isZero();
            logs = jar.log();
        }
        try (UberJar jar = UberJar.start(home, "second.log")) {
            assertThat(jar.log()).doesNotContainPattern(KEY);
            Answer.success(jar.service(key).transcribe(file("File", MediaFixture.ENGLISH)));
            logs += jar.log();
        }
        assertThat(logs).doesNotContain("brown fox", "fox.mp3");
        assertThat(files(home.resolve("tmp")).stream()
                        .map(path -> path.getFileName().toString()))
                .noneMatch(name -> name.startsWith("MIME") || name.contains("onnx") || name.contains("ffmpeg"));
        for (Path stored : files(home.resolve("data"))) {
            if (stored.toString().endsWith(".db")) {
                assertThat(new String(Files.readAllBytes(stored), StandardCharsets.ISO_8859_1))
                        .doesNotContain(key);
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}

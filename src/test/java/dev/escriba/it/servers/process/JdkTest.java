package dev.escriba.it.servers.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkTest {

    private static final Jdk OWN = jdk("own", "17.0.15");
    private static final Jdk SAME = jdk("same", "17.0.15");
    private static final Jdk NEWER = jdk("newer", "21.0.9");
    private static final Jdk NEWEST = jdk("newest", "25");

    private static Jdk jdk(String home, String version) {
        return new Jdk(Path.of(home), version);
    }

    @Test
    void theNewestOfTheRangeIsTaken() {
        List<Jdk> installed = List.of(OWN, NEWEST, NEWER);
        assertThat(Jdk.newest(17, 25, installed)).contains(NEWEST);
        assertThat(Jdk.newest(17, 21, installed)).contains(NEWER);
        assertThat(Jdk.newest(17, 20, installed)).contains(OWN);
        assertThat(Jdk.newest(22, 24, installed)).isEmpty();
    }

    @Test
    void theFirstOfEqualVersionsIsTaken() {
        assertThat(Jdk.newest(17, 25, List.of(OWN, SAME))).contains(OWN);
        assertThat(Jdk.newest(17, 25, List.of(SAME, OWN))).contains(SAME);
    }

    @Test
    void aJdkIsKnownByItsReleaseFileAndItsTools(@TempDir Path home) throws IOException {
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"A maker\"\nJAVA_VERSION=\"25.0.3\"\n");
        assertThat(Jdk.at(home)).as("a JRE").isEmpty();
        Files.createDirectories(home.resolve("bin"));
        assertThat(Files.createFile(home.resolve("bin/jcmd")).toFile().setExecutable(true))
                .isTrue();
        assertThat(Jdk.at(home)).contains(new Jdk(home, "25.0.3"));
        assertThat(Jdk.at(home).orElseThrow().feature()).isEqualTo(25);
    }

    @Test
    void theJdkOfTheTestsIsFound() {
        int own = Runtime.version().feature();
        assertThat(Jdk.newest(own, own)).isPresent();
    }
}

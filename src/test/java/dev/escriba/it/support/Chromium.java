package dev.escriba.it.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The browser of the machine, for tests that use pages as people do. */
public final class Chromium {

    private Chromium() {}

    /** The program. Without one, the test is skipped with a message. */
    public static String required() {
        Optional<Path> found = Stream.of(System.getenv("PATH").split(":"))
                .flatMap(directory -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), "there is no chromium on the PATH, so no person can use a page");
        return found.orElseThrow().toString();
    }
}

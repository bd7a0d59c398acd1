package dev.escriba.it.servers.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A JDK that is installed on this machine.
 *
 * @param home its directory
 * @param version as its {@code release} file says, for instance {@code 25.0.3}
 */
public record Jdk(Path home, String version) {

    private static final String KEY = "JAVA_VERSION=";

    /** The newest one of these feature versions, both included. Of equal versions it is the JDK that runs the tests. */
    public static Optional<Jdk> newest(int from, int to) {
        return newest(from, to, installed());
    }

    /** The first of the newest ones in the list. */
    static Optional<Jdk> newest(int from, int to, List<Jdk> installed) {
        // reduce, because max takes the last of equal elements
        return installed.stream()
                .filter(jdk -> jdk.feature() >= from && jdk.feature() <= to)
                .reduce((first, second) ->
                        Comparator.comparing(Jdk::number).compare(first, second) >= 0 ? first : second);
    }

    /** The one of this process and that of {@code JAVA_HOME}, then their neighbours. */
    private static List<Jdk> installed() {
        List<Path> own = Stream.of(System.getProperty("java.home"), System.getenv("JAVA_HOME"))
                .filter(home -> home != null && !home.isBlank())
                .map(Path::of)
                .toList();
        return Stream.concat(own.stream(), own.stream().flatMap(Jdk::neighbours))
                .filter(Files::isDirectory)
                .map(Jdk::real)
                .distinct()
                .flatMap(home -> at(home).stream())
                .toList();
    }

    private static Stream<Path> neighbours(Path home) {
        Path parent = real(home).getParent();
        try (Stream<Path> files = Files.list(parent)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty where the directory is no whole JDK: the tests need its tools too. */
    static Optional<Jdk> at(Path home) {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release) || !Files.isExecutable(home.resolve("bin/jcmd"))) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(release)) {
            return lines.filter(line -> line.startsWith(KEY))
                    .map(line -> new Jdk(
                            home, line.substring(KEY.length()).replace("\"", "").strip()))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 17, 21 or 25. */
    public int feature() {
        return number().feature();
    }

    private Runtime.Version number() {
        return Runtime.Version.parse(version);
    }

    /** The path of {@code java}, {@code jcmd} or another program. */
    public String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }
}

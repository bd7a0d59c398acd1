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
 * @param version the version in its {@code release} file, such as {@code 25.0.3}
 */
public record Jdk(Path home, String version) {

    private static final String KEY = "JAVA_VERSION=";

    /**
     * The newest installed JDK in this range of feature versions. Among equal versions, the JDK of the tests comes
     * first.
     */
    public static Optional<Jdk> newest(int from, int to) {
        return newest(from, to, installed());
    }

    /** The newest JDK of the list; among equal ones the first. */
    static Optional<Jdk> newest(int from, int to, List<Jdk> installed) {
        // reduce, because max takes the last of equal elements
        return installed.stream()
                .filter(jdk -> jdk.feature() >= from && jdk.feature() <= to)
                .reduce((first, second) ->
                        Comparator.comparing(Jdk::number).compare(first, second) >= 0 ? first : second);
    }

    /** The JDK of this process and that of {@code JAVA_HOME}, then the other JDKs in the same directories. */
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

    /** Empty if the directory is not a complete JDK: the tests need its tools too. */
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

    /** The feature version: 17, 21 or 25. */
    public int feature() {
        return number().feature();
    }

    private Runtime.Version number() {
        return Runtime.Version.parse(version);
    }

    /** The path of a program of the JDK, such as {@code java} or {@code jcmd}. */
    public String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }
}

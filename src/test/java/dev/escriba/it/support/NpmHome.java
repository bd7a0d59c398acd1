package dev.escriba.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A directory below target with scripts of the build and the packages of their lock file, installed by the first who needs them. */
public final class NpmHome {

    private final Path source;
    private final Path home;

    /**
     * A home for scripts.
     *
     * @param source with {@code package.json}, {@code package-lock.json} and the scripts
     * @param home where they and their packages are to lie
     */
    public NpmHome(Path source, Path home) {
        this.source = source;
        this.home = home;
    }

    /** Puts scripts there, and their packages where those of the lock file are not there yet. */
    public synchronized void install(String... scripts) throws IOException, InterruptedException {
        Files.createDirectories(home);
        Path installed = home.resolve("node_modules/.package-lock.json");
        Path lock = home.resolve("package-lock.json");
        boolean current = Files.exists(installed)
                && Files.exists(lock)
                && Files.mismatch(lock, source.resolve("package-lock.json")) < 0;
        List<String> files = new ArrayList<>(List.of("package.json", "package-lock.json"));
        files.addAll(List.of(scripts));
        for (String file : files) {
            Files.copy(source.resolve(file), home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!current) {
            output("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
        }
    }

    /** A command to be run there, its messages among those of the build. */
    public ProcessBuilder command(String... command) {
        return new ProcessBuilder(command).directory(home.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** Runs a command of some two minutes at most, which has to succeed. */
    public String output(String... command) throws IOException, InterruptedException {
        Process process = command(command).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}

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

/**
 * A directory below target with scripts of the build and the packages of their lock file. The first use installs them.
 */
public final class NpmHome {

    private final Path source;
    private final Path home;

    /**
     * Makes a home for scripts.
     *
     * @param source with {@code package.json}, {@code package-lock.json} and the scripts
     * @param home the directory for the scripts and their packages
     */
    public NpmHome(Path source, Path home) {
        this.source = source;
        this.home = home;
    }

    /** Copies the scripts, and installs the packages of the lock file if they are missing. */
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

    /** A process that runs a command there. Its messages go to the output of the build. */
    public ProcessBuilder command(String... command) {
        return new ProcessBuilder(command).directory(home.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** Runs a command and returns its output. It has to succeed within some two minutes. */
    public String output(String... command) throws IOException, InterruptedException {
        Process process = command(command).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}

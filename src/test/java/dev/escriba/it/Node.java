package dev.escriba.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the scripts of {@code src/test/npm}, each of which prints one JSON object. */
final class Node {

    private static final Path HOME = Path.of("target/client");

    private Node() {}

    static JsonObject run(String script, String... arguments) throws IOException, InterruptedException {
        install(script);
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        try (JsonReader reader = Json.createReader(new StringReader(output(command)))) {
            return reader.readObject();
        }
    }

    private static synchronized void install(String script) throws IOException, InterruptedException {
        Files.createDirectories(HOME);
        Path installed = HOME.resolve("node_modules/.package-lock.json");
        Path lock = HOME.resolve("package-lock.json");
        boolean current = Files.exists(installed)
                && Files.exists(lock)
                && Files.mismatch(lock, Path.of("src/test/npm/package-lock.json")) < 0;
        for (String file : new String[] {"package.json", "package-lock.json", script}) {
            Files.copy(Path.of("src/test/npm", file), HOME.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!current) {
            output(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"));
        }
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(HOME.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}

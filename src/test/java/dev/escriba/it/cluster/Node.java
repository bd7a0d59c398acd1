package dev.escriba.it.cluster;

import dev.escriba.it.support.NpmHome;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs scripts of {@code src/test/npm}. Each script prints one JSON object. */
public final class Node {

    private static final NpmHome HOME = new NpmHome(Path.of("src/test/npm"), Path.of("target/client"));

    private Node() {}

    /** The JSON object that the script prints. */
    public static JsonObject run(String script, String... arguments) throws IOException, InterruptedException {
        HOME.install(script);
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        try (JsonReader reader = Json.createReader(new StringReader(HOME.output(command.toArray(String[]::new))))) {
            return reader.readObject();
        }
    }
}

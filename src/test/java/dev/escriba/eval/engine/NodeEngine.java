package dev.escriba.eval.engine;

import dev.escriba.it.support.NpmHome;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.IdentityHashMap;

/**
 * Another engine in its own process, which reads commands as lines: see {@code src/test/bench-npm/lines.mjs}. Use it
 * from one thread at a time.
 */
final class NodeEngine implements AutoCloseable {

    /** The engines of {@code src/test/bench-npm}. */
    enum Kind {
        SHERPA("sherpa.mjs"),
        ONNX_RUNTIME("onnxruntime.mjs");

        private final String script;

        Kind(String script) {
            this.script = script;
        }
    }

    private static final NpmHome HOME = new NpmHome(Path.of("src/test/bench-npm"), Path.of("target/bench-npm"));

    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader answers;
    private final IdentityHashMap<float[], Path> loaded = new IdentityHashMap<>();

    private NodeEngine(Process process) {
        this.process = process;
        requests = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts it with a packed model and waits until the model is loaded. */
    static NodeEngine start(Kind kind, Path model, int threads) throws IOException, InterruptedException {
        HOME.install("lines.mjs", Kind.SHERPA.script, Kind.ONNX_RUNTIME.script);
        NodeEngine engine = new NodeEngine(HOME.command("node", kind.script, model.toString(), "" + threads)
                .start());
        engine.answer();
        return engine;
    }

    /** Sends it samples, which it keeps. */
    void load(float[] samples) throws IOException {
        if (!loaded.containsKey(samples)) {
            ByteBuffer bytes = ByteBuffer.allocate(samples.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(samples);
            Path file = Files.createTempFile(Path.of("target/bench-npm").toAbsolutePath(), "samples", ".f32");
            Files.write(file, bytes.array());
            ask("load " + file);
            Files.delete(file);
            loaded.put(samples, file);
        }
    }

    /** The text of samples that it has. */
    String write(float[] samples) throws IOException {
        load(samples);
        return ask("write " + loaded.get(samples)).getString("text");
    }

    /** CPU time so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private JsonObject ask(String line) throws IOException {
        requests.write(line);
        requests.newLine();
        requests.flush();
        return answer();
    }

    private JsonObject answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new EOFException("the other engine has ended");
        }
        try (JsonReader reader = Json.createReader(new StringReader(line))) {
            return reader.readObject();
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}

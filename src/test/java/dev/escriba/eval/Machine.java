package dev.escriba.eval;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine of the measurements. */
final class Machine {

    private static final Path CPU = Path.of("/proc/cpuinfo");

    /** Instruction sets that decide the speed of integer multiplication. */
    private static final List<String> TELLING =
            List.of("avx2", "avx_vnni", "avx512f", "avx512_vnni", "avx512_bf16", "amx_int8", "asimddp", "i8mm");

    private Machine() {}

    static Table table(OrtEnvironment environment) throws IOException {
        List<String> flags = List.of(of("flags", "Features").split(" ", -1));
        List<String> telling = new ArrayList<>(TELLING);
        telling.retainAll(flags);
        return new Table("", "")
                .row(
                        "processor",
                        of("model name", "CPU part") + ", family " + of("cpu family", "CPU architecture") + ", model "
                                + of("model", "CPU variant"))
                .row("cores", Runtime.getRuntime().availableProcessors())
                .row("instructions", String.join(", ", telling))
                .row("memory", of(Path.of("/proc/meminfo"), "MemTotal").orElse(""))
                .row("system", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .row("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"))
                .row("ONNX Runtime", environment.getVersion())
                .row("date", LocalDate.now(Clock.systemUTC()));
    }

    private static String of(String key, String otherKey) throws IOException {
        Optional<String> value = of(CPU, key);
        return (value.isPresent() ? value : of(CPU, otherKey)).orElse("unknown");
    }

    private static Optional<String> of(Path file, String key) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(line -> line.split(":", 2))
                    .filter(pair -> pair.length == 2 && pair[0].strip().equals(key))
                    .map(pair -> pair[1].strip())
                    .findFirst();
        }
    }
}

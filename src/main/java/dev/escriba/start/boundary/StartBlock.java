package dev.escriba.start.boundary;

import dev.escriba.models.entity.AiModel;
import dev.escriba.speech.entity.Readiness;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The log block at the end of a start.
 *
 * @param server name that the server reports; on Payara Micro without a version
 * @param servlet version of Jakarta Servlet
 * @param java runtime and its version
 * @param database product and version
 * @param newKey message with the API key that this start generated
 * @param publicUrl address that people use, if it is configured
 * @param path context path of the application
 */
record StartBlock(
        String version,
        String server,
        String servlet,
        String java,
        Path data,
        String database,
        List<AiModel> models,
        Readiness readiness,
        Optional<String> newKey,
        Optional<URI> publicUrl,
        String path) {

    private static final Pattern PAYARA = Pattern.compile("Payara\\D*(\\d+)?.*");

    StartBlock {
        models = List.copyOf(models);
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("Escriba " + version + (readiness.isUp() ? " is ready" : " cannot transcribe"));
        lines.add("Server: " + server + ", Jakarta Servlet " + servlet + ", " + java);
        if (isPayara6()) {
            lines.add("Payara 6 is not maintained any more: move to Payara 7, which needs Java 21 or later.");
        }
        lines.add("Data: " + data + ", database " + database);
        for (AiModel model : models) {
            lines.add("Model: " + model.name() + " (" + String.join(", ", model.languages()) + "), " + state());
        }
        lines.add(publicUrl.map(url -> "Address: " + url).orElse("Path: " + path));
        newKey.ifPresent(lines::add);
        return String.join(System.lineSeparator() + "  ", lines);
    }

    /** Payara Micro reports no version. There, Jakarta Servlet 6.0 identifies Payara 6. */
    private boolean isPayara6() {
        Matcher payara = PAYARA.matcher(server);
        return payara.matches()
                && (payara.group(1) == null
                        ? servlet.equals("6.0")
                        : payara.group(1).equals("6"));
    }

    private String state() {
        return readiness.reason().map(reason -> "not available: " + reason).orElse("ready");
    }
}

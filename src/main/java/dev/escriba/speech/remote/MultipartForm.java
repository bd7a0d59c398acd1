package dev.escriba.speech.remote;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A form with text fields and one file, which is the last part. The file is streamed; the length is known before. */
final class MultipartForm {

    private final String boundary = "escriba-" + UUID.randomUUID();
    private final StringBuilder fields = new StringBuilder();

    /** Adds a field. A boundary that is not in the value by chance cannot be guessed by its author. */
    MultipartForm field(String name, String value) {
        open().append("Content-Disposition: form-data; name=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n");
        return this;
    }

    /** What is in its fields, without the boundary. */
    String content() {
        return fields.toString().replace(boundary, "");
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** @param content of the file */
    BodyPublisher body(AudioFile file, BodyPublisher content) {
        String head = fields + "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + file.name() + "\"\r\nContent-Type: " + file.type() + "\r\n\r\n";
        return BodyPublishers.concat(
                BodyPublishers.ofString(head, StandardCharsets.UTF_8),
                content,
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n", StandardCharsets.UTF_8));
    }

    private StringBuilder open() {
        return fields.append("--").append(boundary).append("\r\n");
    }
}

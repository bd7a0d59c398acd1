package dev.escriba.it.support;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** A client of a running Escriba. */
public record Service(URI base, String key) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String BOUNDARY = "----escriba-test-boundary";

    /** One part of a multipart body; without a file name it is a text field. */
    public record Part(String name, String fileName, String type, Supplier<InputStream> content) {

        public static Part text(String name, String value) {
            return new Part(name, null, null, () -> Service.utf8(value));
        }

        public static Part file(String name, Path path) {
            return file(name, path.getFileName().toString(), path);
        }

        public static Part file(String name, String fileName, Path path) {
            return new Part(name, fileName, "application/octet-stream", () -> open(path));
        }

        public static Part bytes(String name, String fileName, byte[] content) {
            return new Part(name, fileName, "application/octet-stream", () -> new ByteArrayInputStream(content));
        }

        private String head() {
            return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\""
                    + (fileName == null ? "" : "; filename=\"" + fileName + "\"")
                    + (type == null ? "" : "\r\nContent-Type: " + type)
                    + "\r\n\r\n";
        }
    }

    public HttpResponse<String> transcribe(Part... parts) {
        return post("/api/v2/Audio/transcribe", parts);
    }

    /** Sends without a Content-Length, in chunks. */
    public HttpResponse<String> post(String path, Part... parts) {
        return send(
                request(path).POST(body(parts)).header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY));
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /** The bytes at an address, as they are. */
    public HttpResponse<byte[]> bytes(String path) {
        try {
            return HTTP.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A request with the key, for 10 minutes at most. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofMinutes(10))
                .header("X-API-KEY", key);
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static HttpRequest.BodyPublisher body(Part... parts) {
        return HttpRequest.BodyPublishers.ofInputStream(() -> stream(parts));
    }

    /** The bytes of a body. */
    public static InputStream stream(Part... parts) {
        List<InputStream> pieces = new ArrayList<>();
        for (Part part : parts) {
            pieces.add(utf8(part.head()));
            pieces.add(part.content().get());
            pieces.add(utf8("\r\n"));
        }
        pieces.add(utf8("--" + BOUNDARY + "--\r\n"));
        return new SequenceInputStream(Collections.enumeration(pieces));
    }

    public static String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    private static InputStream utf8(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream open(Path path) {
        try {
            return Files.newInputStream(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.escriba.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request in parts that can be changed one by one. A character stands for a byte (ISO 8859-1). */
final class RawRequest {

    String method;
    String path;
    String version = "HTTP/1.1";
    String lineEnd = "\r\n";
    List<String> headers = new ArrayList<>();
    String body = "";
    String contentLength;

    /** Sizes of chunks, as text; none if the body is not chunked. */
    List<String> chunks = new ArrayList<>();

    RawRequest(String method, String path, String... headers) {
        this.method = method;
        this.path = path;
        this.headers.addAll(List.of(headers));
    }

    RawRequest body(String content) {
        body = content;
        contentLength = String.valueOf(content.length());
        return this;
    }

    RawRequest chunked(String content) {
        body = content;
        headers.add("Transfer-Encoding: chunked");
        chunks.add(Integer.toHexString(content.length()));
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder(method + " " + path + " " + version + lineEnd);
        headers.forEach(header -> head.append(header).append(lineEnd));
        if (contentLength != null) {
            head.append("Content-Length: ").append(contentLength).append(lineEnd);
        }
        write(out, head + lineEnd);
        if (chunks.isEmpty()) {
            write(out, body);
        } else {
            int from = 0;
            for (int i = 0; i < chunks.size(); i++) {
                int to = i == chunks.size() - 1 ? body.length() : from + (body.length() - from) / 2;
                write(out, chunks.get(i) + "\r\n" + body.substring(from, to) + "\r\n");
                from = to;
            }
            write(out, "0\r\n\r\n");
        }
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}

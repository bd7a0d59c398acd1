package dev.escriba.transcription.boundary;

import dev.escriba.media.entity.Upload;
import dev.escriba.transcription.entity.TranscriptionCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** SHA-256 of what a request asks for: the fields, each behind its length, and the file. The culture is how an answer is worded, not what it is. */
final class RequestDigest {

    private RequestDigest() {}

    static String of(TranscriptionCommand order, Upload upload) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            field(digest, order.modelId().map(Object::toString));
            field(digest, Optional.of(order.prompt()));
            field(digest, order.userIdentifier());
            field(digest, order.channel());
            byte[] buffer = new byte[1 << 16];
            try (InputStream content = Files.newInputStream(upload.path())) {
                for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                    digest.update(buffer, 0, n);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void field(MessageDigest digest, Optional<String> value) {
        byte[] bytes = value.orElse("").getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(value.isPresent() ? bytes.length : -1)
                .array());
        digest.update(bytes);
    }
}

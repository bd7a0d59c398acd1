package dev.escriba.transcription.control;

import dev.escriba.media.entity.Upload;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionOptions;
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
import java.util.TreeSet;

/**
 * Computes the SHA-256 digest of a request: each field after its length, then the file. The culture is not part of it,
 * because it only changes the language of messages. Options are part of it where there are any, so that a request
 * without options has the digest that earlier versions stored.
 */
public final class RequestDigest {

    private RequestDigest() {}

    public static String of(TranscriptionCommand command, Upload upload) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            field(digest, command.modelId().map(Object::toString));
            field(digest, Optional.of(command.prompt()));
            field(digest, command.userIdentifier());
            field(digest, command.channel());
            options(digest, command.options());
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

    private static void options(MessageDigest digest, TranscriptionOptions options) {
        if (options.equals(TranscriptionOptions.NONE)) {
            return;
        }
        field(digest, Optional.of(String.join(" ", new TreeSet<>(options.languages()))));
        field(digest, Optional.of(String.join("\n", options.keywords())));
        field(digest, Optional.of(options.words() + " " + options.separateChannels()));
    }

    private static void field(MessageDigest digest, Optional<String> value) {
        byte[] bytes = value.orElse("").getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(value.isPresent() ? bytes.length : -1)
                .array());
        digest.update(bytes);
    }
}

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
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Computes the SHA-256 digest of a request: each field after its length, then the file. The culture is not part of it,
 * because it only changes the language of messages. Options are a part only if the caller sends some. The task is a
 * part only if it is not a transcription. So a key of an earlier version still finds its request.
 */
public final class RequestDigest {

    /** Stands before the options. No field has this length, so no request without options has the same bytes. */
    private static final int OPTIONS = -2;

    /** Stands before the task, as {@link #OPTIONS} does. */
    private static final int TASK = -3;

    /** Stands before the id of a stored file, as {@link #OPTIONS} does. */
    private static final int STORED_FILE = -4;

    private RequestDigest() {}

    /** The digest of a request to transcribe. */
    public static String of(TranscriptionCommand command, Upload upload) {
        return of(command, Optional.empty(), upload);
    }

    /** The digest of a request with a task of another kind. */
    public static String of(TranscriptionCommand command, String task, Upload upload) {
        return of(command, Optional.of(task), upload);
    }

    /**
     * The digest of a request to transcribe a stored file, which may be deleted. The content of a stored file never
     * changes.
     */
    public static String of(TranscriptionCommand command, UUID storedFile) {
        MessageDigest digest = sha256();
        number(digest, STORED_FILE);
        field(digest, Optional.of(storedFile.toString()));
        fields(digest, command);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String of(TranscriptionCommand command, Optional<String> task, Upload upload) {
        MessageDigest digest = sha256();
        if (task.isPresent()) {
            number(digest, TASK);
            field(digest, task);
        }
        fields(digest, command);
        byte[] buffer = new byte[1 << 16];
        try (InputStream content = Files.newInputStream(upload.path())) {
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void fields(MessageDigest digest, TranscriptionCommand command) {
        if (!command.options().equals(TranscriptionOptions.NONE)) {
            options(digest, command.options());
        }
        field(digest, command.modelId().map(Object::toString));
        field(digest, Optional.of(command.prompt()));
        field(digest, command.userIdentifier());
        field(digest, command.channel());
    }

    private static void options(MessageDigest digest, TranscriptionOptions options) {
        number(digest, OPTIONS);
        fields(digest, new TreeSet<>(options.languages()));
        fields(digest, options.keywords());
        number(digest, options.words() ? 1 : 0);
        number(digest, options.separateChannels() ? 1 : 0);
    }

    private static void fields(MessageDigest digest, Collection<String> values) {
        number(digest, values.size());
        values.forEach(value -> field(digest, Optional.of(value)));
    }

    private static void field(MessageDigest digest, Optional<String> value) {
        byte[] bytes = value.orElse("").getBytes(StandardCharsets.UTF_8);
        number(digest, value.isPresent() ? bytes.length : -1);
        digest.update(bytes);
    }

    private static void number(MessageDigest digest, int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }
}

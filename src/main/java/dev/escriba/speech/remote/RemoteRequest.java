package dev.escriba.speech.remote;

import dev.escriba.speech.entity.RecognitionRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * A request to a server.
 *
 * @param account of the run
 * @param key names the work, the same for each try: the {@code Idempotency-Key}
 */
record RemoteRequest(String account, MultipartForm form, AudioFile file, String key) {

    /**
     * The key of a recognition. Each attempt of a run has the same one, so that a server which knows the header charges
     * the work once. A model that takes the run over has another one. A changed configuration, or other samples of another
     * node, also give another key: a server refuses a known key with an unknown request.
     */
    static String key(RecognitionRequest request, UUID model, MultipartForm form, AudioFile file) {
        if (request.run().isEmpty()) {
            return UUID.randomUUID().toString();
        }
        MessageDigest digest = sha256();
        update(digest, request.run().get());
        update(digest, model.toString());
        update(digest, form.content());
        update(digest, file.name());
        try (InputStream content = file.content().get();
                OutputStream digesting = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            content.transferTo(digesting);
        } catch (IOException e) {
            throw new UncheckedIOException("the recording cannot be read", e);
        }
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }

    /** With its length, so that no other parts give the same bytes. */
    private static void update(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java platform has SHA-256", e);
        }
    }
}

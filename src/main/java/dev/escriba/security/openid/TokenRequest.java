package dev.escriba.security.openid;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The request to the provider's token endpoint that exchanges a code for an ID token (RFC 6749, RFC 7636). */
final class TokenRequest {

    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int MAX_BYTES = 256 * 1024;

    private final ClientSettings client;
    private final URI endpoint;

    TokenRequest(ClientSettings client, URI endpoint) {
        this.client = client;
        this.endpoint = endpoint;
    }

    /**
     * The ID token for the code; empty if the provider refuses the code.
     *
     * @throws IOException if the provider does not answer, or not as a token endpoint does
     */
    Optional<String> idToken(String code, String verifier) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setDoOutput(true);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Authorization", "Basic " + credentials());
        connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
        connection.setRequestProperty("Accept", "application/json");
        String form = "grant_type=authorization_code&code=" + encode(code) + "&redirect_uri="
                + encode(client.callback()) + "&code_verifier=" + verifier;
        try {
            try (OutputStream body = connection.getOutputStream()) {
                body.write(form.getBytes(StandardCharsets.US_ASCII));
            }
            int status = connection.getResponseCode();
            if (status == 400) {
                return Optional.empty();
            }
            if (status != 200) {
                throw new IOException("the token endpoint answers " + status);
            }
            try (InputStream body = connection.getInputStream()) {
                return Optional.of(idToken(body.readNBytes(MAX_BYTES)));
            }
        } finally {
            connection.disconnect();
        }
    }

    private static String idToken(byte[] answer) throws IOException {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(answer))) {
            if (reader.readObject().get("id_token") instanceof JsonString token) {
                return token.getString();
            }
        } catch (JsonException malformed) {
            // without the cause, whose message may have parts of a token
            throw new IOException("the answer of the token endpoint is not JSON");
        }
        throw new IOException("the answer of the token endpoint has no ID token: the scope openid is needed");
    }

    private String credentials() {
        String pair = encode(client.id()) + ":" + encode(client.secret());
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}

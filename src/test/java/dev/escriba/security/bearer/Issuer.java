package dev.escriba.security.bearer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.escriba.Configured;
import dev.escriba.settings.control.SettingsReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A minimal identity provider on the loopback address: a discovery document and keys. */
public final class Issuer implements AutoCloseable {

    private static final String DISCOVERY = "/.well-known/openid-configuration";

    final AtomicInteger keyRequests = new AtomicInteger();
    private final HttpServer server;
    private RSAKey key;
    private volatile int status = 200;
    private volatile UnaryOperator<String> tokens = request -> "";
    private volatile String document = "{\"issuer\":\"ISSUER\",\"jwks_uri\":\"ISSUER/keys\"}";

    public Issuer() throws IOException, JOSEException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        rotate();
    }

    public void rotate() throws JOSEException {
        key = new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate();
    }

    /** Sets the answer of all later requests. */
    void answersWith(int status) {
        this.status = status;
    }

    /** Sets the discovery document; {@code ISSUER} stands for the address of this provider. */
    void describesItselfAs(String document) {
        this.document = document;
    }

    /**
     * Answers at a token endpoint too.
     *
     * @param tokens gets the header Authorization and the form, on two lines; returns the JSON, or nothing for a 400
     */
    public void exchanges(UnaryOperator<String> tokens) {
        describesItselfAs("{\"issuer\":\"ISSUER\",\"jwks_uri\":\"ISSUER/keys\","
                + "\"authorization_endpoint\":\"ISSUER/authorize\",\"token_endpoint\":\"ISSUER/token\"}");
        this.tokens = tokens;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    ProviderSettings settings(String... more) {
        Map<String, String> values =
                new HashMap<>(Map.of("issuer", url(), "audience", "api, other", "clock-skew", "PT10S"));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return settings(values);
    }

    /** By key below the prefix of the identity provider's. */
    static ProviderSettings settings(Map<String, String> values) {
        Map<String, String> whole = new HashMap<>();
        values.forEach((key, value) -> whole.put(ProviderSettings.PREFIX + key, value));
        return SettingsReader.read(Configured.by(whole), ProviderSettings::read);
    }

    /** Valid claims. */
    public JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .audience("api")
                .subject("4711")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)));
    }

    public String token(JWTClaimsSet.Builder claims) throws JOSEException {
        return token(claims, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()));
    }

    String tokenOfType(String type) throws JOSEException {
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID());
        return token(claims(), header.type(new JOSEObjectType(type)));
    }

    String token(JWTClaimsSet.Builder claims, JWSHeader.Builder header) throws JOSEException {
        SignedJWT token = new SignedJWT(header.build(), claims.build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void exchangeCode(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        byte[] json = tokens.apply(exchange.getRequestHeaders().getFirst("Authorization") + "\n" + form)
                .getBytes(StandardCharsets.UTF_8);
        if (json.length == 0) {
            exchange.sendResponseHeaders(400, -1);
        } else {
            exchange.sendResponseHeaders(200, json.length);
            exchange.getResponseBody().write(json);
        }
        exchange.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().equals("/token")) {
            exchangeCode(exchange);
            return;
        }
        boolean discovery = exchange.getRequestURI().getPath().equals(DISCOVERY);
        if (!discovery) {
            keyRequests.incrementAndGet();
        }
        byte[] body = (discovery ? document.replace("ISSUER", url()) : new JWKSet(key).toString())
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}

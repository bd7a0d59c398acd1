package dev.escriba.it.signon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Service;
import dev.escriba.it.support.UberJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The uber-jar with a Keycloak in which it is the client {@code escriba}. */
final class SignOnService implements AutoCloseable {

    /** The client's secret, which is also the password of the people. */
    static final String SECRET = UUID.randomUUID().toString();

    private final UberJar jar;
    private final Keycloak keycloak;

    private SignOnService(UberJar jar, Keycloak keycloak) {
        this.jar = jar;
        this.keycloak = keycloak;
    }

    /**
     * Starts both. The service starts before the provider: it needs the provider only when a caller signs in.
     *
     * @param name of the directory of the service
     * @param settings of the service, further ones, as options of the JVM
     */
    static SignOnService start(String name, String... settings) throws Exception {
        CompletableFuture<Void> built = Keycloak.build();
        int port = UberJar.freePort();
        List<String> common = List.of(
                "-Xmx1g",
                "-Describa.security.bootstrap-key=a-key-for-the-tests-of-this-build-alone",
                "-Describa.security.oidc.issuer=http://127.0.0.1:" + port + "/realms/escriba",
                "-Describa.security.oidc.client-id=escriba",
                "-Describa.security.oidc.client-secret=" + SECRET,
                "-Describa.security.oidc.public-url=" + UberJar.BASE,
                "-Describa.security.oidc.clock-skew=PT0S");
        UberJar jar = UberJar.start(
                Files.createDirectories(Path.of("target/it", name).toAbsolutePath()),
                "first.log",
                Stream.concat(common.stream(), Stream.of(settings)).toArray(String[]::new));
        try {
            built.join();
            return new SignOnService(
                    jar, Keycloak.forApplication(port, jar.service("").base(), SECRET));
        } catch (Exception | Error e) {
            jar.close();
            throw e;
        }
    }

    Service site() {
        return jar.service("");
    }

    Keycloak keycloak() {
        return keycloak;
    }

    /** Stops both. The log has no token and no secret. */
    @Override
    public void close() throws IOException {
        keycloak.close();
        jar.close();
        assertThat(jar.log()).doesNotContain("eyJ", SECRET);
    }
}
